"""The forms on which a time is chosen: what matters to the person, and the times that were found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import groupby

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
from almoner.ui.choices import Pills

SHOWN = 24
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


class TimeForm(forms.Form):
    """The times that were found, by day."""

    time = forms.ChoiceField(label=_("Which time suits you?"), widget=Pills)

    def __init__(self, *args: object, times: Sequence[Time], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        now = clock.local(clock.now())
        self.fields["time"].choices = [  # type: ignore[attr-defined]
            (moments.day(begin, now=now), [(one.key, _label(one)) for one in of_day])
            for begin, of_day in _by_day(times)
        ]


def _by_day(times: Sequence[Time]) -> list[tuple[datetime, list[Time]]]:
    grouped = [list(of_day) for _day, of_day in groupby(times, key=lambda one: clock.local(one.starts_at).date())]
    return [(clock.local(of_day[0].starts_at), of_day) for of_day in grouped]


def _label(one: Time) -> str:
    return f"{moments.clock(clock.local(one.starts_at))} · {one.clinician.name}"


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
