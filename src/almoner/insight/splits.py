"""For whom: language, age, channel and need (X-6). What each group is called, and the column that tells it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Case, CharField, Expression, F, FilteredRelation, Q, Value, When
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from almoner.core import clock
from almoner.insight.measure import Measure, Rows, Text
from almoner.people.enums import Need

Column = Expression | F


class Split(StrEnum):
    LANGUAGE = "language"
    AGE = "age"
    CHANNEL = "channel"
    NEED = "need"


AGES = (16, 25, 45, 65, 80)
"""Where an age band ends and the next begins."""

OLDEST, NO_NEED = "up", "none"
"""Names of groups that no person's row holds."""

CHANNELS: dict[str, Text] = {
    "call": gettext_lazy("Telephone"),
    "phone": gettext_lazy("Telephone"),
    "walk_up": gettext_lazy("At the desk"),
    "desk": gettext_lazy("At the desk"),
    "web": gettext_lazy("Web page"),
    "email": gettext_lazy("E-mail"),
    "text": gettext_lazy("Text message"),
    "letter": gettext_lazy("Letter"),
    "kiosk": gettext_lazy("Kiosk"),
    "qr": gettext_lazy("QR poster"),
    "link": gettext_lazy("Link on their phone"),
    "walk_in": gettext_lazy("Walked in"),
    "system": gettext_lazy("Almoner itself"),
    "rehearsal": gettext_lazy("Rehearsal"),
}


@dataclass(frozen=True, slots=True)
class _How:
    name: Text
    column: Callable[[Measure], Column]
    said: Callable[[str], str]


def name_of(split: Split) -> str:
    return str(_HOW[split].name)


def applies_to(split: Split, measure: Measure) -> bool:
    """A measure whose rows come by no channel cannot be split by it."""
    return split != Split.CHANNEL or measure.channel is not None


def split_rows(rows: Rows, split: Split, measure: Measure) -> Rows:
    """The rows with the group of each as `of`. Somebody with two needs is counted with both."""
    if split == Split.NEED:
        needs = f"{measure.person}__needs"
        standing = FilteredRelation(needs, condition=Q(**{f"{needs}__ended_at__isnull": True}))
        rows = rows.annotate(standing_need=standing)
    told: Rows = rows.annotate(of=_HOW[split].column(measure))
    return told


def said(split: Split, group: str | None) -> str:
    """A group in words."""
    return _HOW[split].said(group) if group else str(_("Not known"))


def _language(measure: Measure) -> Column:
    return F(f"{measure.person}__language")


MORE_LANGUAGES: dict[str, Text] = {"so": gettext_lazy("Somali"), "zh": gettext_lazy("Chinese")}
"""Languages that people read and Django has no name for."""


def _say_language(code: str) -> str:
    if code in MORE_LANGUAGES:
        return str(MORE_LANGUAGES[code])
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def age_column(person: str) -> Column:
    """The band of the age today of whom the path `person` leads to; a band needs no more exactness, and one comparison
    of a stored date is quick on both engines."""
    born, day = f"{person}__birth_on", clock.today()
    bands = [When(**{f"{born}__gt": _birthday(day, age)}, then=Value(f"{age}")) for age in AGES]
    unknown = When(**{f"{born}__isnull": True}, then=Value(""))
    return Case(unknown, *bands, default=Value(OLDEST), output_field=CharField())


def _birthday(day: date, years: int) -> date:
    """Who was born after this is younger than `years` on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _say_age(band: str) -> str:
    if band == OLDEST:
        return _("%(age)d and older") % {"age": AGES[-1]}
    end = int(band)
    begin = AGES[AGES.index(end) - 1] if end != AGES[0] else 0
    return _("%(first)d to %(last)d") % {"first": begin, "last": end - 1}


def _channel(measure: Measure) -> Column:
    assert measure.channel is not None  # noqa: S101 - `applies_to` has been asked
    return measure.channel


def _say_channel(channel: str) -> str:
    return str(CHANNELS.get(channel, channel))


def _need(_measure: Measure) -> Column:
    """Of the relation that `split_rows` joins."""
    unknown = When(standing_need__kind__isnull=True, then=Value(NO_NEED))
    return Case(unknown, default=F("standing_need__kind"), output_field=CharField())


def _say_need(need: str) -> str:
    return _("No need that we know of") if need == NO_NEED else str(Need(need).label).split(":")[0]


_HOW: dict[Split, _How] = {
    Split.LANGUAGE: _How(gettext_lazy("Language"), _language, _say_language),
    Split.AGE: _How(gettext_lazy("Age"), lambda measure: age_column(measure.person), _say_age),
    Split.CHANNEL: _How(gettext_lazy("Channel"), _channel, _say_channel),
    Split.NEED: _How(gettext_lazy("Need"), _need, _say_need),
}


def order_of(split: Split, group: Any) -> tuple[int, str]:
    """Bands of age in their order, all else by its words; what is not known last."""
    if not group:
        return (2, "")
    if split == Split.AGE:
        return (0, f"{AGES[-1] + 1 if group == 'up' else int(group):03d}")
    return (1 if group == NO_NEED else 0, said(split, group))
