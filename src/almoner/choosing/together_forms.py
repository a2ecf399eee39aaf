"""Forms of several visits: how many and how often, each one's time, and what is wanted on one day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.languages import of_reader
from almoner.people.models import Staff
from almoner.scheduling.joined import MOST as MOST_ON_A_DAY
from almoner.scheduling.joining import DayWish, Piece
from almoner.scheduling.proposing import SeriesWish
from almoner.scheduling.series import MOST, SKIP, Occurrence, field_of
from almoner.scheduling.series_words import choices_of

A_DAY, A_WEEK = 1, 7
PLACES = range(1, MOST_ON_A_DAY + 1)
AS_THE_FIRST = ("", _("As the first one"))


class SeriesForm(forms.Form):
    """How many visits, how often, and when it suits; what stays open is as the first one that is free."""

    count = forms.IntegerField(label=_("How many visits"), min_value=2, max_value=MOST, initial=6)
    every = forms.IntegerField(label=_("One every"), min_value=1, max_value=30, initial=1)
    unit = forms.TypedChoiceField(
        label=_("Weeks or days"),
        choices=[
            (A_WEEK, pgettext_lazy("one every …", "weeks")),
            (A_DAY, pgettext_lazy("one every …", "days")),
        ],
        coerce=int,
    )
    within = forms.IntegerField(
        label=_("How many days earlier or later is still fine"), min_value=0, max_value=6, initial=3
    )
    from_day = forms.DateField(
        label=_("From which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    weekday = forms.TypedChoiceField(
        label=_("Usual weekday"),
        required=False,
        choices=[AS_THE_FIRST, *((nth, capfirst(name)) for nth, name in WEEKDAYS.items())],
        coerce=int,
        empty_value=None,
    )
    at = forms.TimeField(
        label=_("Usual time of day"),
        required=False,
        help_text=_("Leave it empty for the time of the first one that is free."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    clinician = forms.ChoiceField(label=_("With"), required=False)

    def __init__(self, data: Any, clinicians: Sequence[Staff]) -> None:
        """`clinicians`: those who give the service; only they can be wished for."""
        super().__init__(data, initial={"from_day": clock.today()})
        self.fields["clinician"].choices = [("", _("Anybody")), *((str(one.id), one.name) for one in clinicians)]  # type: ignore[attr-defined]

    def wish(self) -> SeriesWish:
        said = self.cleaned_data
        return SeriesWish(
            count=said["count"],
            every_days=said["every"] * said["unit"],
            within_days=said["within"],
            from_day=said["from_day"],
            weekday=said["weekday"],
            at=said["at"],
            clinician_id=said["clinician"],
        )


class DatesForm(forms.Form):
    """One choice for each visit of a series: its time, another of the same days, or none."""

    def __init__(self, occurrences: Sequence[Occurrence]) -> None:
        super().__init__()
        for one in occurrences:
            self.fields[field_of(one.place)] = forms.ChoiceField(
                label=gettext("Time of visit %(place)d") % {"place": one.place},
                choices=[(SKIP, _("Skip this one")), *choices_of(one.others)],
                initial=one.chosen.key if one.chosen and not one.skipped else SKIP,
            )


class DayForm(forms.Form):
    """What is wanted on one day, from when on, and how long to wait in between."""

    from_day = forms.DateField(
        label=_("From which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    least = forms.IntegerField(label=_("Least minutes between two visits"), min_value=0, max_value=240, initial=10)
    most = forms.IntegerField(label=_("Most minutes between two visits"), min_value=0, max_value=480, initial=120)

    def __init__(self, data: Any, services: Sequence[Service]) -> None:
        """`services`: those that can be chosen."""
        super().__init__(data, initial={"from_day": clock.today()})
        self.services = {one.code: one for one in services}
        names = [("", "—"), *((one.code, one.name_in(of_reader())) for one in services)]
        for nth in PLACES:
            self.fields[f"service_{nth}"] = forms.ChoiceField(
                label=gettext("Visit %(place)d") % {"place": nth}, required=nth <= 2, choices=names
            )
        self.order_fields([f"service_{nth}" for nth in PLACES])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("least") is not None and said.get("most") is not None and said["least"] > said["most"]:
            self.add_error("most", _("This is less than the least."))
        return said

    def piece(self, nth: int) -> Piece:
        return Piece(self.services[self.cleaned_data[f"service_{nth}"]])

    def wish(self) -> DayWish:
        said = self.cleaned_data
        return DayWish(
            pieces=tuple(self.piece(nth) for nth in PLACES if said[f"service_{nth}"]),
            from_day=said["from_day"],
            least_minutes=said["least"],
            most_minutes=said["most"],
        )
