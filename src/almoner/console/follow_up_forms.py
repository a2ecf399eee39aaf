"""Forms of follow-up calls: reached, not reached, another time, a date, not needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.aftercare.enums import Answer, CallOutcome
from almoner.aftercare.handbook import Handbook, in_language
from almoner.people.models import ContactPoint
from almoner.ui.choices import CheckPills, Pills


class ReachedForm(forms.Form):
    """What the handbook asks, and the warning signs. With a sign the rest may stay unasked: danger comes first."""

    use_required_attribute = False
    signs = forms.MultipleChoiceField(label=_("Warning signs"), required=False, widget=CheckPills)
    note = forms.CharField(
        label=_("Note"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2, "dir": "auto"})
    )

    def __init__(self, *args: Any, book: Handbook, language: str, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signs"].choices = [  # type: ignore[attr-defined]
            (in_language(flag.action, language), [(one.code, in_language(one.text, language)) for one in flag.signs])
            for flag in book.flags
        ]
        self.questions = book.questions if asks else ()
        for question in self.questions:
            self.fields[f"answer_{question.code}"] = forms.ChoiceField(
                label=in_language(question.ask, language),
                help_text=_("Listen for: %(what)s") % {"what": in_language(question.listen, language)},
                choices=Answer.choices,
                widget=Pills,
                error_messages={"required": _("How was it answered? Only where there is danger may it stay open.")},
            )
            self.fields[f"note_{question.code}"] = forms.CharField(
                label=_("What they said"), max_length=300, required=False, widget=forms.TextInput({"dir": "auto"})
            )

    def clean(self) -> dict[str, Any]:
        """What was not asked may stay open where danger came between."""
        cleaned = super().clean() or {}
        if cleaned.get("signs"):
            for name in [name for name in self.errors if name.startswith("answer_")]:
                del self.errors[name]
        return cleaned

    def asked(self) -> list[dict[str, Any]]:
        """Each question with its note, for the page."""
        return [{"answer": self[f"answer_{one.code}"], "note": self[f"note_{one.code}"]} for one in self.questions]

    def answers(self) -> Mapping[str, Mapping[str, str]]:
        """What was answered; what was not asked is left out."""
        said = self.cleaned_data
        return {
            one.code: {"answer": said[f"answer_{one.code}"], "note": said[f"note_{one.code}"].strip()}
            for one in self.questions
            if said.get(f"answer_{one.code}")
        }


class UnreachedForm(forms.Form):
    """No answer, or a wrong number: which one was rung. Numbers are held together where text runs from the right."""

    contact_point = forms.ChoiceField(label=_("Number that was rung"), required=False, widget=Pills)

    def __init__(self, *args: Any, points: Iterable[ContactPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = {str(one.id): one for one in points}
        field = self.fields["contact_point"]
        field.choices = [(key, f"\u2066{one.value}\u2069") for key, one in self.points.items()]  # type: ignore[attr-defined]
        field.initial = next(iter(self.points), None)

    @property
    def point(self) -> ContactPoint | None:
        return self.points.get(self.cleaned_data["contact_point"])


class OtherForm(forms.Form):
    """They answered, and want it otherwise."""

    outcome = forms.ChoiceField(
        label=_("What do they want?"),
        choices=[
            (CallOutcome.LATER.value, _("Ring at another time")),
            (CallOutcome.REFUSED.value, _("Not to be rung")),
        ],
        widget=Pills,
    )
    ring_at = forms.DateTimeField(
        label=_("When?"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("For another time."),
    )
    note = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("Needed when they do not want it.")
    )


class ArrangedForm(forms.Form):
    how = forms.CharField(
        label=_("Who sees them, and when?"),
        max_length=300,
        help_text=_("Only where it is not booked with us. A visit that is booked here settles it by itself."),
    )


class DroppedForm(forms.Form):
    reason = forms.CharField(label=_("Why is it not needed?"), max_length=300, help_text=_("They can read this."))
