"""Forms of the roster: what is looked for, a week of sessions, one day with other hours, and time away.

A week is edited without a script: what was typed travels with every button, so that a session is added or taken away
and nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from almoner.catalogue.reading import LARGEST_GROUP
from almoner.console.roster_places import Places, place_of, place_value
from almoner.console.roster_rows import weekdays
from almoner.console.staff_forms import day
from almoner.core import clock
from almoner.scheduling.enums import BlockReason, Kind
from almoner.scheduling.sessions import Session, unclear
from almoner.scheduling.weeks import Wanted

MOST = 8
"""Sessions of one day."""
ROWS = "rows"
_TYPED = re.compile(r"(\d{1,2})[:.h]?(\d{2})?")


class ClockField(forms.TimeField):
    """A time as the clocks of the house show it, in every browser: “08:30”, also typed 8:30, 8.30, 830 or 8."""

    def __init__(self, **kwargs: Any) -> None:
        shown = {"dir": "ltr", "inputmode": "numeric", "placeholder": "00:00", "autocomplete": "off", "maxlength": "5"}
        widget = forms.TimeInput(attrs=shown, format="%H:%M")
        super().__init__(required=False, widget=widget, error_messages={"invalid": _("Write it like 08:30.")}, **kwargs)

    def to_python(self, value: Any) -> time | None:
        typed = _TYPED.fullmatch(str(value or "").strip())
        return super().to_python(f"{typed[1]}:{typed[2] or '00'}" if typed else value)


class RosterForm(forms.Form):
    """What is looked for; all of it may stay open."""

    q = forms.CharField(
        label=_("Name"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices])
    specialty = forms.ChoiceField(label=_("Specialty"), required=False)
    profession = forms.ChoiceField(label=_("Profession"), required=False)

    def __init__(self, *args: Any, specialties: Any, professions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("specialty", specialties), ("profession", professions)):
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "control"

    def wanted(self) -> Wanted:
        """What is not among the choices counts as not asked."""
        self.is_valid()
        said = self.cleaned_data
        return Wanted(
            kind=said.get("kind", ""),
            text=said.get("q", ""),
            specialty=said.get("specialty", ""),
            profession=said.get("profession", ""),
        )


class RoomForm(forms.Form):
    """What belongs to a room beside its hours."""

    capacity = forms.IntegerField(
        label=_("How many people of a group it holds"),
        required=False,
        min_value=1,
        max_value=LARGEST_GROUP,
        help_text=_("A group in it has no more places. Leave it empty where it holds any group."),
    )


class SessionForm(forms.Form):
    """One session. Left empty, it is none."""

    begins = ClockField(label=_("From"))
    ends = ClockField(label=_("Until"))
    urgent = forms.BooleanField(label=_("Kept for the urgent"), required=False)
    place = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, places: Places = (), **kwargs: Any) -> None:
        """`places` as `roster_places.choices` makes them; without any nothing is asked."""
        super().__init__(*args, **kwargs)
        if places:
            self.fields["place"].choices = list(places)  # type: ignore[attr-defined]
        else:
            del self.fields["place"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, other in (("begins", "ends"), ("ends", "begins")):
            if cleaned.get(name) is None and cleaned.get(other) is not None and name not in self.errors:
                self.add_error(name, _("A session needs both times."))
        return cleaned


class Editor:
    """The sessions of some weekdays as they are typed, with those that a button adds or takes away."""

    def __init__(self, said: Mapping[str, Any], days: Iterable[int], *, read: bool, places: Places = ()) -> None:
        """`said` are the values of a form; `read` says whether they are meant to be read, and faults shown; `places`
        where a session may be, besides any room of their own site."""
        self.numbers = tuple(days)
        self.places = places
        self.said = said
        self.read = read
        self.rows = {weekday: self._rows(weekday) for weekday in self.numbers}

    @classmethod
    def of(cls, sessions: Iterable[Session], days: Iterable[int], places: Places = ()) -> Editor:
        said: dict[str, Any] = {}
        numbers = tuple(days)
        for weekday in numbers:
            own = sorted(one for one in sessions if one.weekday == weekday)
            said[_count(weekday)] = len(own)
            for row, one in enumerate(own):
                clocks = (one.begins.isoformat("minutes"), one.ends.isoformat("minutes"))
                said |= _values(weekday, row, *clocks, one.urgent, place_value(one))
        return cls(said, numbers, read=False, places=places)

    def _rows(self, weekday: int) -> int:
        count = str(self.said.get(_count(weekday), ""))
        return min(int(count), MOST) if count.isdecimal() else 0

    def pressed(self, add: str, remove: str, copy: str) -> Editor:
        """As it is after a button was pressed: `add` a weekday, `remove` “weekday-row”, `copy` a weekday to the four
        after it."""
        raw = {weekday: self._raw(weekday) for weekday in self.numbers}
        if add.isdecimal() and int(add) in raw and len(raw[int(add)]) < MOST:
            raw[int(add)].append(("", "", False, ""))
        weekday, _dash, row = remove.partition("-")
        if weekday.isdecimal() and row.isdecimal() and int(weekday) in raw and int(row) < len(raw[int(weekday)]):
            del raw[int(weekday)][int(row)]
        if copy.isdecimal() and int(copy) in raw:
            raw |= {other: list(raw[int(copy)]) for other in range(int(copy) + 1, 5) if other in raw}
        said: dict[str, Any] = {_count(weekday): len(rows) for weekday, rows in raw.items()}
        for number, rows in raw.items():
            for place, values in enumerate(rows):
                said |= _values(number, place, *values)
        return Editor(said, self.numbers, read=False, places=self.places)

    def _raw(self, weekday: int) -> list[tuple[str, str, bool, str]]:
        prefixes = (_prefix(weekday, row) for row in range(self.rows[weekday]))
        said = self.said.get
        return [
            (str(said(f"{one}-begins", "")), str(said(f"{one}-ends", "")), bool(said(f"{one}-urgent")),
             str(said(f"{one}-place", "")))
            for one in prefixes
        ]  # fmt: skip

    @property
    def forms(self) -> dict[int, list[SessionForm]]:
        if not hasattr(self, "_forms"):
            self._forms = {
                weekday: [self._form(weekday, row) for row in range(count)] for weekday, count in self.rows.items()
            }
        return self._forms

    def _form(self, weekday: int, row: int) -> SessionForm:
        prefix = _prefix(weekday, row)
        if self.read:
            return SessionForm(self.said, prefix=prefix, places=self.places)
        begins, ends, urgent, place = self._raw(weekday)[row]
        initial = {"begins": begins, "ends": ends, "urgent": urgent, "place": place}
        return SessionForm(prefix=prefix, initial=initial, places=self.places)

    def days(self) -> list[dict[str, Any]]:
        """As the template takes them."""
        names = dict(weekdays())
        unclear_days = unclear(self.sessions()) if self.read and self.is_valid() else ()
        return [
            {
                "number": weekday,
                "name": names[weekday],
                "count": _count(weekday),
                "rows": [{"form": form, "at": f"{weekday}-{row}", "number": row + 1} for row, form in enumerate(forms)],
                "full": len(forms) >= MOST,
                "unclear": weekday in unclear_days,
            }
            for weekday, forms in self.forms.items()
        ]

    def is_valid(self) -> bool:
        return not any([form.errors for forms in self.forms.values() for form in forms])  # noqa: C419 - of each, what is wrong is shown

    def sessions(self) -> list[Session]:
        read = [(weekday, form.cleaned_data) for weekday, forms in self.forms.items() for form in forms]
        return [
            Session(weekday, said["begins"], said["ends"], said["urgent"], *place_of(said.get("place", "")))
            for weekday, said in read
            if said["begins"] is not None
        ]


def _count(weekday: int) -> str:
    return f"{ROWS}-{weekday}"


def _prefix(weekday: int, row: int) -> str:
    return f"d{weekday}s{row}"


def _values(  # noqa: PLR0917 - a session is what it says
    weekday: int, row: int, begins: str, ends: str, urgent: object, place: str = ""
) -> dict[str, Any]:
    prefix = _prefix(weekday, row)
    said = {f"{prefix}-begins": begins, f"{prefix}-ends": ends, f"{prefix}-place": place}
    return {**said, **({f"{prefix}-urgent": "on"} if urgent else {})}


class WeekForm(forms.Form):
    """From when until when a week holds."""

    from_day = forms.DateField(label=_("From"), widget=day())
    until_day = forms.DateField(label=_("Until"), widget=day(), required=False)
    why = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _in_order(self, cleaned, "from_day", "until_day")
        return cleaned


class DayForm(forms.Form):
    """On which day the hours are otherwise."""

    day = forms.DateField(label=pgettext_lazy("a date", "Day"), widget=day())
    why = forms.CharField(label=_("Note"), max_length=200, required=False)


class AwayForm(forms.Form):
    """Whole days; with times, from that time on the first until that time on the last."""

    from_day = forms.DateField(label=_("First day"), widget=day())
    from_time = ClockField(label=_("From what time"))
    until_day = forms.DateField(label=_("Last day"), required=False, widget=day(), help_text=_("Empty: the same day."))
    until_time = ClockField(label=_("Until what time"))
    reason = forms.ChoiceField(label=_("Why"), choices=BlockReason)
    why = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _in_order(self, cleaned, "from_day", "until_day")
        if cleaned.get("from_day") and not self.errors:
            begin, end = self.span
            if end <= begin:
                self.add_error("until_time", _("The end comes after the beginning."))
            elif end <= clock.now():
                self.add_error("from_day", _("This is over already."))
        return cleaned

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From moment to moment; without a time, a day is meant whole."""
        said = self.cleaned_data
        last = said["until_day"] or said["from_day"]
        begin = clock.as_typed(said["from_day"], said["from_time"] or time())
        if said["until_time"] is None:
            return begin, clock.as_typed(last + timedelta(days=1), time())
        return begin, clock.as_typed(last, said["until_time"])


def _in_order(form: forms.Form, cleaned: Mapping[str, Any], first: str, last: str) -> None:
    begin, end = cleaned.get(first), cleaned.get(last)
    if isinstance(begin, date) and isinstance(end, date) and end < begin:
        form.add_error(last, _("The end comes after the beginning."))


def carried(said: QueryDict, without: Sequence[str]) -> list[tuple[str, str]]:
    """What was entered, to travel through a page that asks whether it is meant: of several choices each."""
    return [(name, str(value)) for name, values in said.lists() if name not in without for value in values]
