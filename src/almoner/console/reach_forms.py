"""Forms of being on call and of asking for a clinician."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.core import clock
from almoner.desk.enums import Scope
from almoner.desk.models import Cover
from almoner.people.models import Staff
from almoner.ui.choices import Pills, RadioCards

USUAL_SHIFT = timedelta(hours=12)
RANKS = [(1, _("First")), (2, _("Backup")), (3, _("Second backup"))]


def moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class OnCallForm(forms.Form):
    staff = forms.ChoiceField(label=_("Who"))
    what = forms.ChoiceField(label=_("For what"))
    rank = forms.TypedChoiceField(
        label=_("In which turn they are asked"), choices=RANKS, coerce=int, initial=1, widget=Pills
    )
    how = forms.CharField(
        label=_("How they are reached"), max_length=60, help_text=_("A bleep or a telephone that is answered now.")
    )
    ends_at = forms.DateTimeField(label=_("Until"), widget=moment_input())

    def __init__(
        self, *args: Any, staff: Iterable[Staff], places: Iterable[tuple[str, str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.id): one for one in staff}
        self.fields["staff"].choices = [(key, one.name) for key, one in self.known.items()]  # type: ignore[attr-defined]
        self.fields["what"].choices = [(f"{scope}:{code}", name) for scope, code, name in places]  # type: ignore[attr-defined]
        self.fields["ends_at"].initial = clock.shown(clock.now() + USUAL_SHIFT).replace(minute=0, second=0)

    @property
    def as_arguments(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        scope, _colon, code = said.pop("what").partition(":")
        return {**said, "staff": self.known[said["staff"]], "scope": Scope(scope), "code": code}


class TakeOverForm(forms.Form):
    how = forms.CharField(label=_("How you are reached"), max_length=60)
    ends_at = forms.DateTimeField(label=_("Until"), widget=moment_input())
    note = forms.CharField(
        label=_("What was handed over to you"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Who is unwell, what is waited for."),
    )

    @classmethod
    def of(cls, data: Any, cover: Cover) -> TakeOverForm:
        return cls(data, initial={"how": cover.how, "ends_at": clock.shown(cover.ends_at)})


class AskForm(forms.Form):
    about = forms.CharField(
        label=_("What do you need them for?"), max_length=300, widget=forms.Textarea({"rows": 2, "data-focus": ""})
    )
    staff = forms.ChoiceField(label=_("Whom to ask first"), required=False, widget=RadioCards)

    def __init__(self, *args: Any, chain: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(chain) < 2:
            del self.fields["staff"]
            return
        field: Any = self.fields["staff"]
        field.choices = [(str(one["id"]), one["name"]) for one in chain]
        field.initial = str(chain[0]["id"])
        field.widget.hints = {str(one["id"]): " · ".join(filter(None, [str(one["why"]), one["how"]])) for one in chain}


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("What you do now"), max_length=300)


class NotNeededForm(forms.Form):
    reason = forms.CharField(label=_("Why it is no longer needed"), max_length=300)
