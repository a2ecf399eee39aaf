"""Choosing a time: what matters to the person, and the times that were found, by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.catalogue.models import Service
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.people.models import Person
from almoner.scheduling.preferences import Preferences
from almoner.scheduling.search import find_times
from almoner.scheduling.times import Time
from almoner.ui import moments

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
    step_free = forms.BooleanField(label=_("Without steps"), required=False)

    def preferences(self) -> Preferences:
        part = self.cleaned_data.get("part")
        return Preferences(parts_of_day=(part,) if part else (), step_free=bool(self.cleaned_data.get("step_free")))


def by_day(times: Sequence[Time]) -> list[dict[str, Any]]:
    """Times for the component `times`: under each day and clinician, the clock times."""
    now = clock.local(clock.now())
    groups: dict[str, list[dict[str, str]]] = {}
    for one in times:
        begins = clock.local(one.starts_at)
        of_day = groups.setdefault(f"{moments.day(begins, now=now)} · {one.clinician.name}", [])
        of_day.append({"value": one.key, "label": moments.clock(begins)})
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
