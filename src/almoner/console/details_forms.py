"""Forms about what is known of a person. One form, one action."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from almoner.core.zones import of_places
from almoner.people.enums import CarerBasis, CarerScope, Channel, ContactKind, Need, Purpose, Sex
from almoner.people.models import ContactPoint, Person
from almoner.people.sites import several_zones
from almoner.ui.choices import CheckCards, Pills
from almoner.ui.dates import DayMonthYear

_OWN = (
    "given_name", "family_name", "called", "birth_on", "sex", "language", "interpreter_language", "best_time",
    "time_zone", "first_way", "ring_from", "ring_until",
)  # fmt: skip


_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class DetailsForm(forms.Form):
    """The reason is asked for where it changes who somebody is; their zone only where the sites have several."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    called = forms.CharField(label=_("Likes to be called"), max_length=120, required=False)
    birth_on = forms.DateField(label=_("Date of birth"), widget=DayMonthYear())
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)
    language = forms.ChoiceField(label=_("Language that we write in"), choices=settings.LANGUAGES)
    interpreter_language = forms.CharField(
        label=_("Interpreter"),
        max_length=12,
        required=False,
        help_text=_("The language, when they need an interpreter."),
    )
    best_time = forms.CharField(label=_("Best time to ring"), max_length=80, required=False)
    first_way = forms.ChoiceField(
        label=_("Would rather be reached by"),
        choices=[("", _("As is usual")), *Channel.choices],
        required=False,
        help_text=_("Tried first where a message may go by several ways."),
    )
    ring_from = forms.TimeField(label=_("Not rung or texted before"), required=False, widget=_TIME)
    ring_until = forms.TimeField(label=_("Not rung or texted after"), required=False, widget=_TIME)
    time_zone = forms.ChoiceField(
        label=_("Time zone where they live"),
        required=False,
        help_text=_("By that clock nobody rings them at night."),
    )
    reason = forms.CharField(
        label=_("Who said so, and what was seen"),
        max_length=200,
        required=False,
        help_text=_("Needed for name, date of birth and sex: “she showed her passport”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if several_zones():
            choices = [("", _("As at the site that they go to")), *((zone, zone) for zone in of_places())]
            self.fields["time_zone"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["time_zone"]

    @classmethod
    def of(cls, person: Person) -> Self:
        return cls(auto_id="correct_%s", initial={name: getattr(person, name) for name in _OWN})


class ContactForm(forms.Form):
    kind = forms.ChoiceField(label=_("How"), choices=ContactKind.choices, widget=Pills, initial=ContactKind.MOBILE)
    value = forms.CharField(
        label=_("Number or address"), max_length=300, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    first = forms.BooleanField(label=_("Try this one first"), required=False)
    verified = forms.BooleanField(label=_("It was tried just now and reaches them"), required=False)


class ThingForm(forms.Form):
    """The button says it all; which thing it is about stands beside it."""

    thing = forms.UUIDField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200)


class ThingReasonForm(ThingForm):
    reason = forms.CharField(label=_("Why"), max_length=200)


class ConsentForm(forms.Form):
    purpose = forms.ChoiceField(label=_("For"), choices=Purpose.choices)
    channel = forms.ChoiceField(
        label=pgettext_lazy("a way to tell people", "By"), choices=Channel.choices, widget=Pills
    )
    given = forms.TypedChoiceField(
        label=_("They say"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda said: said == "yes",
        widget=Pills,
    )


class NeedForm(forms.Form):
    """The label of a need says what everyone does about it."""

    kind = forms.ChoiceField(label=_("What everyone must do"), choices=Need.choices)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    review_on = forms.DateField(
        label=_("Ask again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("In a year, when it is left empty."),
    )


class RestrictForm(ReasonForm):
    """Closes an open record, or opens a closed one."""


class AccountForm(forms.Form):
    email = forms.ChoiceField(label=_("The link goes to"))
    proof = forms.CharField(
        label=_("What you saw that shows who they are"),
        max_length=200,
        required=False,
        help_text=_("Only when they stand before you: “passport”. Then no code is needed."),
    )

    def __init__(self, *args: Any, points: Iterable[ContactPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = next((point for point in points if point.kind == ContactKind.EMAIL), None)
        self.has_address = first is not None
        self.fields["email"].choices = [(first.value, first.value)] if first else []  # type: ignore[attr-defined]


class CarerForm(forms.Form):
    """Leave for somebody to act for a person. `people` are those who may be meant: (id, how they are told apart)."""

    carer = forms.ChoiceField(label=_("Who is it?"), widget=forms.RadioSelect)
    relationship = forms.CharField(label=_("What they are to them"), max_length=60, help_text=_("“daughter”"))
    basis = forms.ChoiceField(label=_("Why they may"), choices=CarerBasis.choices, initial=CarerBasis.CHOSEN)
    scopes = forms.MultipleChoiceField(label=_("What they may do"), choices=CarerScope.choices, widget=CheckCards)
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("A year, when it is left empty; for a parent, until the eve of the sixteenth birthday."),
    )
    code_word = forms.CharField(
        label=_("Code word for the telephone"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("At least six letters, when they may speak for them on the telephone. It is not shown again."),
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carer"].choices = list(people)  # type: ignore[attr-defined]


FORMS: dict[str, type[forms.Form]] = {
    "correct": DetailsForm,
    "add_contact": ContactForm,
    "verify_contact": ThingForm,
    "prefer_contact": ThingForm,
    "stop_contact": ThingReasonForm,
    "consent": ConsentForm,
    "note_need": NeedForm,
    "review_need": ThingForm,
    "end_need": ThingForm,
    "end_carer": ThingReasonForm,
    "restrict": RestrictForm,
    "close_account": ReasonForm,
}
