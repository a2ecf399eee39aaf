"""Choosing a time: what matters to the person, and the times that were found, by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.models import Service
from almoner.core import clock, days
from almoner.core.actor import Actor
from almoner.people.enums import Sex
from almoner.people.models import Person, Staff
from almoner.scheduling.enums import MoveReason
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Time
from almoner.ui.choices import RadioCards
from almoner.ui.languages import name_of

SHOWN = 40
DAYS_ON = 90


class WishForm(forms.Form):
    """What matters to the person; all of it may stay open."""

    from_day = forms.DateField(
        label=_("From which day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    part = forms.ChoiceField(
        label=_("Time of day"),
        required=False,
        choices=[("", _("Any")), ("morning", _("Morning")), ("afternoon", _("Afternoon"))],
    )
    clinician = forms.ChoiceField(label=_("With"), required=False)
    sex = forms.ChoiceField(
        label=_("Woman or man"),
        required=False,
        choices=[("", _("Either")), (Sex.FEMALE, _("Woman")), (Sex.MALE, _("Man"))],
    )
    language = forms.ChoiceField(label=_("Who speaks"), required=False)
    step_free = forms.BooleanField(label=_("Without steps"), required=False)

    def __init__(self, data: Any, clinicians: Sequence[Staff]) -> None:
        """`clinicians`: those who give the service; only they, and only the languages they speak, can be wished for."""
        super().__init__(data)
        spoken = {code: name_of(code) for one in clinicians for code in one.languages}
        self.fields["clinician"].choices = [("", _("Anybody")), *((str(one.id), one.name) for one in clinicians)]  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("Any language")), *sorted(spoken.items(), key=lambda one: one[1])]  # type: ignore[attr-defined]

    def preferences(self) -> Preferences:
        said = self.cleaned_data
        return Preferences(
            clinician_id=said.get("clinician", ""),
            sex=said.get("sex", ""),
            language=said.get("language", ""),
            parts_of_day=(said["part"],) if said.get("part") else (),
            step_free=bool(said.get("step_free")),
        )


WISHES = frozenset(WishForm.base_fields)
"""Their names in the address of the page."""


class WhyMovedForm(forms.Form):
    """Why another time is needed, from a short list (CHG-2). Nobody has to say."""

    reason = forms.ChoiceField(
        label=_("Why do you need another time?"),
        required=False,
        widget=RadioCards,
        choices=[
            (MoveReason.SUITS.value, _("The time does not suit me")),
            (MoveReason.TRANSPORT.value, _("I cannot get there at that time")),
            (MoveReason.PREPARE.value, _("I need more time to prepare")),
            (MoveReason.COMPANY.value, _("Somebody has to come with me")),
            (MoveReason.UNWELL.value, _("I am not well enough")),
            (MoveReason.OTHER.value, _("Another reason")),
        ],
    )


def by_day(times: Sequence[Time]) -> list[dict[str, Any]]:
    """Times for the component `times`: under each day and clinician, the clock times."""
    now = clock.local(clock.now())
    groups: dict[str, list[dict[str, str]]] = {}
    for one in times:
        begins = clock.local(one.starts_at)
        of_day = groups.setdefault(f"{days.weekday(begins, today=now.date())} · {one.clinician.name}", [])
        of_day.append({"value": one.key, "label": days.clock(begins)})
    return [{"label": label, "times": of_day} for label, of_day in groups.items()]


def times_for(person: Person, service: Service, wish: WishForm, *, ordered: bool, by: Actor) -> list[Time]:
    """The earliest times that meet what the person wishes. Raises NotSuitable."""
    wished = wish.is_bound and wish.is_valid()
    day = wish.cleaned_data.get("from_day") if wished else None
    begin = max(day, clock.today()) if day else clock.today()
    return find_times(
        service,
        from_at=clock.on_the_wall(begin, time.min),
        until=begin + timedelta(days=DAYS_ON),
        limit=SHOWN,
        preferences=wish.preferences() if wished else Preferences(),
        person=person,
        ordered=ordered,
        by=by,
    )
