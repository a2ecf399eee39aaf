"""Forms of what comes after: how are you, how was it, questions, complaints and thanks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.aftercare.enums import Means, Score
from almoner.portal.intake_forms import Telephone
from almoner.ui.choices import Pills, RadioCards

LONG = 3000


def _words(label: Any, *, rows: int = 4, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONG,
        required=required,
        help_text=hint,
        widget=forms.Textarea({"rows": rows, "dir": "auto"}),
        error_messages={"required": _("Please write a few words.")},
    )


class HowForm(forms.Form):
    means = forms.ChoiceField(
        label=_("How are you now, since you left us?"),
        choices=Means.choices,
        widget=RadioCards(
            hints={
                "worse": _("A nurse is told at once."),
                "same": "",
                "better": "",
            }
        ),
        error_messages={"required": _("Please choose one.")},
    )
    words = _words(_("Anything to add?"), rows=3, required=False)


class FeedbackForm(forms.Form):
    score = forms.ChoiceField(
        label=_("Overall, how was it?"),
        choices=Score.choices,
        widget=RadioCards,
        error_messages={"required": _("Please choose one.")},
    )
    words = _words(
        _("What was good, or what should be better?"), required=False, hint=_("A person reads every word of it.")
    )
    may_ring = forms.BooleanField(label=_("You may ring me about this"), required=False)


class QuestionForm(forms.Form):
    """`about`: the stays and visits that it may be about."""

    about = forms.ChoiceField(label=_("What is it about?"), widget=RadioCards)
    words = _words(_("Your question"), rows=5, hint=_("One question at a time is answered soonest."))

    def __init__(self, *args: Any, about: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*about, ("", _("Something else"))]
        field = self.fields["about"]
        field.choices, field.required = choices, False  # type: ignore[attr-defined]
        if len(choices) == 1:
            del self.fields["about"]
        else:
            field.initial = choices[0][0]


class AskOnForm(forms.Form):
    words = _words(_("What is still unclear?"), rows=3)


class TakeBackForm(forms.Form):
    reason = forms.CharField(label=_("Why do you not need an answer any more?"), max_length=300)


class ReopenForm(forms.Form):
    words = _words(_("What is not right with our answer?"), rows=4)


class TellUsForm(forms.Form):
    """A complaint or thanks, from anybody. Who is not signed in says who they are."""

    kind = forms.ChoiceField(
        label=_("What do you want to tell us?"),
        choices=[("complaint", _("A complaint")), ("thanks", _("A thank-you"))],
        widget=Pills,
        error_messages={"required": _("Please choose one.")},
    )
    words = _words(_("In your own words"), rows=6)
    about = forms.CharField(
        label=_("Where and when was it, or whom is it about?"),
        max_length=200,
        required=False,
    )
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    telephone = Telephone(
        label=_("Telephone number"), required=False, help_text=_("For a complaint, so that we can answer you.")
    )

    def __init__(self, *args: Any, stranger: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not stranger:
            del self.fields["name"], self.fields["telephone"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "telephone" in self.fields and cleaned.get("kind") == "complaint" and not cleaned.get("telephone"):
            self.add_error("telephone", _("We need a number to answer you."))
        return cleaned
