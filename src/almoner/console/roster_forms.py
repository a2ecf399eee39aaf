"""Forms of the roster: a week in words, and time away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from almoner.console.staff_forms import day
from almoner.core import clock
from almoner.scheduling.actions.week import Session
from almoner.scheduling.enums import BlockReason
from almoner.scheduling.models import WeeklyPattern

_SPAN = re.compile(r"^(\d{1,2})[:.](\d{2})\s*[-–—]\s*(\d{1,2})[:.](\d{2})$")


def hours_of(week: Iterable[WeeklyPattern], weekday: int, on: date, *, urgent: bool = False) -> str:
    """The hours of a weekday as they are typed: `08:30-12:30, 13:30-17:30`."""
    spans = [
        f"{one.begins:%H:%M}-{one.ends:%H:%M}"
        for one in week
        if one.weekday == weekday
        and one.urgent_reserved == urgent
        and one.valid_from <= on
        and (one.valid_until is None or one.valid_until >= on)
    ]
    return ", ".join(spans)


class WeekForm(forms.Form):
    """One line for each weekday."""

    from_day = forms.DateField(label=_("From"), widget=day(), help_text=_("From this day on it is so every week."))

    def __init__(self, *args: Any, week: Sequence[WeeklyPattern], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_day"].initial = today = clock.today()
        for weekday, name in WEEKDAYS.items():
            self.fields[f"open_{weekday}"] = _hours(name, hours_of(week, weekday, today))
        for weekday, name in WEEKDAYS.items():
            label = gettext("%s, of these kept for the urgent") % name
            self.fields[f"urgent_{weekday}"] = _hours(label, hours_of(week, weekday, today, urgent=True))

    @property
    def days(self) -> list[tuple[Any, Any]]:
        return [(self[f"open_{weekday}"], self[f"urgent_{weekday}"]) for weekday in WEEKDAYS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.sessions: list[Session] = []
        for weekday in WEEKDAYS:
            for kind in ("open", "urgent"):
                self._read(cleaned, weekday, kind)
        return cleaned

    def _read(self, cleaned: dict[str, Any], weekday: int, kind: str) -> None:
        for part in filter(None, (text.strip() for text in cleaned.get(f"{kind}_{weekday}", "").split(","))):
            found = _SPAN.match(part)
            try:
                begin, end = (time(int(hour), int(minute)) for hour, minute in _pairs(found))
            except (TypeError, ValueError):
                self.add_error(f"{kind}_{weekday}", _("Please write hours like 08:30-12:30, 13:30-17:30."))
                return
            self.sessions.append(Session(weekday, begin, end, urgent=kind == "urgent"))


def _pairs(found: re.Match[str] | None) -> list[tuple[str, str]]:
    if found is None:
        raise ValueError
    return [(found[1], found[2]), (found[3], found[4])]


def _hours(label: Any, initial: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=120,
        initial=initial,
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "08:30-12:30, 13:30-17:30", "autocomplete": "off"}),
    )


class AwayForm(forms.Form):
    starts_at = forms.DateTimeField(label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    ends_at = forms.DateTimeField(label=_("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    reason = forms.ChoiceField(label=_("Why"), choices=BlockReason)
    why = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begin, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if isinstance(begin, datetime) and isinstance(end, datetime) and end <= begin:
            self.add_error("ends_at", _("The end comes after the beginning."))
        return cleaned
