"""A set of vital signs as it was entered, made ready to be kept: read, converted, checked, scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from almoner.core import languages
from almoner.people.models import Person
from almoner.records import units
from almoner.records.enums import Sign
from almoner.records.models import VitalSigns
from almoner.records.plausibility import Oddity, impossible, oddities
from almoner.records.refusals import PressuresSwapped, ValueImpossible, ValueUnreadable, ValueUnusual
from almoner.urgency.assessment import Assessment, assess
from almoner.urgency.case import Case, Vitals
from almoner.urgency.live import live_book

Entered = Mapping[str, str | float | Decimal | tuple[str | float | Decimal, str]]
"""By sign, the value as typed, or the value with its unit."""
LOOK_BACK = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """Values in the units that are kept, and as they were typed."""

    values: dict[str, Decimal]
    as_entered: dict[str, dict[str, str]]


def read(entered: Entered) -> Reading:
    """Raises ValueUnreadable for what is no number, no such sign or not a unit of it."""
    values, kept = {}, {}
    for sign, given in entered.items():
        if given in ("", None):
            continue
        value, unit = given if isinstance(given, tuple) else (given, "")
        if sign not in Sign.values:
            raise ValueUnreadable(sign=sign, entered=value, units="")
        try:
            values[sign] = units.kept(sign, units.number(value), unit)
        except (units.NotANumber, units.UnitUnknown) as fault:
            accepted = languages.listed(units.accepted(sign))
            raise ValueUnreadable(sign=Sign(sign).label, entered=f"{value} {unit}".strip(), units=accepted) from fault
        kept[sign] = {"value": str(value).strip(), "unit": unit or units.KEPT_IN[sign]}
    return Reading(values, kept)


def need_possible(values: Mapping[str, Decimal]) -> None:
    """Raise for what nobody can have."""
    wrong = impossible(values)
    if wrong == [Sign.SYSTOLIC, Sign.DIASTOLIC] and values[Sign.DIASTOLIC] >= values[Sign.SYSTOLIC]:
        raise PressuresSwapped
    if wrong:
        sign = wrong[0]
        raise ValueImpossible(sign=Sign(sign).label, value=f"{values[sign].normalize():f} {units.KEPT_IN[sign]}")


def odd_in(
    person: Person, values: Mapping[str, Decimal], taken_at: datetime, *, without: VitalSigns | None = None
) -> list[Oddity]:
    """What is unusual or sudden in `values`. `without` leaves out the set that they correct."""
    before = VitalSigns.objects.current().filter(person=person, taken_at__lte=taken_at)
    if without:
        before = before.exclude(id=without.id)
    last: dict[str, tuple[datetime, Decimal]] = {}
    for earlier in before.order_by("-taken_at", "id")[:LOOK_BACK]:
        for sign, value in earlier.values.items():
            last.setdefault(sign, (earlier.taken_at, value))
    return oddities(values, age_years=age_years(person, taken_at), taken_at=taken_at, last=last)


def refuse_unusual(odd: list[Oddity]) -> None:
    what = "; ".join(f"{Sign(one.sign).label} {one.value.normalize():f} {units.KEPT_IN[one.sign]}" for one in odd)
    raise ValueUnusual(what=what, oddities=[facts_of(one) for one in odd])


def facts_of(odd: Oddity) -> dict[str, Any]:
    return {"sign": odd.sign, "why": odd.why, "value": str(odd.value), "low": str(odd.low), "high": str(odd.high)}


def age_years(person: Person, moment: datetime) -> float:
    return max(0.0, (moment.date() - person.birth_on).days / 365.25)


def gauge(person: Person, vitals: VitalSigns) -> Assessment:
    """What these values alone say of urgency, by the rules of `urgency`."""

    def number(sign: str) -> float | None:
        value = vitals.value(sign)
        return None if value is None else float(value)

    measured = Vitals(
        respiratory_rate=number(Sign.RESPIRATORY_RATE),
        spo2=number(Sign.SPO2),
        on_oxygen=vitals.on_oxygen,
        spo2_scale=2 if vitals.oxygen_scale == 2 else 1,
        systolic=number(Sign.SYSTOLIC),
        diastolic=number(Sign.DIASTOLIC),
        pulse=number(Sign.PULSE),
        temperature_c=number(Sign.TEMPERATURE),
        consciousness=vitals.consciousness or None,  # type: ignore[arg-type]
        pain_0_10=number(Sign.PAIN),
    )
    age = age_years(person, vitals.taken_at)
    case = Case(age_years=age, sex=person.sex, pregnant=vitals.pregnant, vitals=measured)
    return assess(case, book=live_book())
