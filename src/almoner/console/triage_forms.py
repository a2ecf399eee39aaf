"""Forms of triage: deciding, raising, closing, and who it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.core.actor import Actor
from almoner.ui.choices import Pills
from almoner.ui.templatetags.ui import LEVELS
from almoner.urgency.dispositions import WAYS
from almoner.urgency.enums import NEEDS_CLINICIAN, Level, Outcome
from almoner.urgency.queries import QueueRow
from almoner.urgency.rules import may_decide


class DecideForm(forms.Form):
    """What is to be done and by when; the level follows from it (URG-3)."""

    disposition = forms.ChoiceField(
        label=_("What is to be done, and by when"),
        choices=lambda: [
            (
                f"{LEVELS[level - 1]} · {level.label}",
                [(w.code.value, w.code.label) for w in WAYS.values() if w.level == level],
            )
            for level in Level
        ],
        widget=Pills,
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        required=False,
        help_text=_("Needed when you decide otherwise than suggested, or less urgent than now."),
        widget=forms.Textarea({"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "disposition" in cleaned:
            cleaned["level"] = int(WAYS[cleaned["disposition"]].level)
        return cleaned


class WorseForm(forms.Form):
    note = forms.CharField(label=_("What is worse?"), max_length=500)


class CloseForm(forms.Form):
    """Outcomes that are a judgement of health are offered to clinicians only."""

    outcome = forms.ChoiceField(label=_("How did it end?"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea({"rows": 2}))
    duplicate_of = forms.ChoiceField(label=_("The same as"), required=False, help_text=_("Only for a duplicate."))

    def __init__(self, *args: Any, others: Iterable[QueueRow], by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(row.request.id): row.request for row in others}
        barred = () if may_decide(by) else NEEDS_CLINICIAN
        offered = [(each.value, each.label) for each in Outcome if each not in barred]
        same = [(key, f"{other.reference} · {other.who}") for key, other in self.others.items()]
        self.fields["outcome"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]
        self.fields["duplicate_of"].choices = [("", "—"), *same]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("duplicate_of", "") if cleaned.get("outcome") == Outcome.DUPLICATE else ""
        if cleaned.get("outcome") == Outcome.DUPLICATE and not chosen:
            self.add_error("duplicate_of", _("Say which one it is the same as."))
        cleaned["duplicate_of"] = self.others.get(chosen)
        return cleaned


class MatchForm(forms.Form):
    person_id = forms.UUIDField()

    @property
    def chosen(self) -> UUID:
        chosen: UUID = self.cleaned_data["person_id"]
        return chosen
