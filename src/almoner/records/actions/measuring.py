"""Recording what was measured, and putting right what was recorded wrongly."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.people.models import Person
from almoner.records import vitals as sets
from almoner.records.actions.warning import carry_over, warn_if_needed
from almoner.records.enums import OxygenScale, Source
from almoner.records.models import VitalSigns
from almoner.records.refusals import CorrectedBefore, NothingMeasured, ScaleNotNoted, TakenInFuture, WhyCorrected
from almoner.records.rules import need_to_record
from almoner.timeline.actions import record


@action
def record_vitals(  # noqa: PLR0913 - what stands on an observation chart
    *,
    person: Person,
    values: sets.Entered,
    on_oxygen: bool | None = None,
    oxygen_scale: int = OxygenScale.USUAL,
    scale_noted: str = "",
    consciousness: str = "",
    pregnant: bool = False,
    taken_at: datetime | None = None,
    source: str = Source.MEASURED,
    confirmed_unusual: bool = False,
    by: Actor,
) -> VitalSigns:
    """Keep a set of vital signs. `values` gives for each sign the value, or the value and its unit.

    Raises ValueImpossible for what nobody can have, and ValueUnusual for what must be looked at again and then
    confirmed; nothing confirmed is ever thrown away. The lower target for oxygen (scale 2) needs `scale_noted`: who
    prescribed it. Where the values ask for it, an early warning is raised.
    """
    need_to_record(person, source, by)
    new = VitalSigns(
        person=person,
        taken_at=taken_at or clock.now(),
        source=source,
        on_oxygen=on_oxygen,
        oxygen_scale=oxygen_scale,
        scale_noted=scale_noted.strip()[:200],
        consciousness=consciousness,
        pregnant=pregnant,
    )
    kept = _keep(new, values, confirmed_unusual=confirmed_unusual, by=by)
    warn_if_needed(kept, by)
    return kept


@action
def correct_vitals(  # noqa: PLR0913 - what stands on an observation chart
    *,
    vitals: VitalSigns,
    values: sets.Entered,
    on_oxygen: bool | None = None,
    oxygen_scale: int = OxygenScale.USUAL,
    scale_noted: str = "",
    consciousness: str = "",
    pregnant: bool | None = None,
    why: str,
    confirmed_unusual: bool = False,
    by: Actor,
) -> VitalSigns:
    """Put a whole new set beside a wrong one, of the same moment. The wrong one stays and can be seen.

    Whether there was a pregnancy is as before where it is not said. A warning follows the values.
    """
    need_to_record(vitals.person, vitals.source, by)
    if not why.strip():
        raise WhyCorrected
    if VitalSigns.objects.filter(corrects=vitals).exists():
        raise CorrectedBefore
    new = VitalSigns(
        person=vitals.person,
        taken_at=vitals.taken_at,
        source=vitals.source,
        on_oxygen=on_oxygen,
        oxygen_scale=oxygen_scale,
        scale_noted=scale_noted.strip()[:200],
        consciousness=consciousness,
        pregnant=vitals.pregnant if pregnant is None else pregnant,
        corrects=vitals,
        why_corrected=why.strip()[:300],
    )
    kept = _keep(new, values, confirmed_unusual=confirmed_unusual, by=by)
    carry_over(vitals, kept, by)
    return kept


def _keep(new: VitalSigns, values: sets.Entered, *, confirmed_unusual: bool, by: Actor) -> VitalSigns:
    if new.taken_at > clock.now():
        raise TakenInFuture
    if new.oxygen_scale == OxygenScale.LOWER_TARGET and not new.scale_noted:
        raise ScaleNotNoted
    reading = sets.read(values)
    if not reading.values and not new.consciousness:
        raise NothingMeasured
    sets.need_possible(reading.values)
    odd = sets.odd_in(new.person, reading.values, new.taken_at, without=new.corrects)
    if odd and not confirmed_unusual:
        sets.refuse_unusual(odd)
    for sign, value in reading.values.items():
        setattr(new, sign, value)
    new.as_entered, new.confirmed = reading.as_entered, [{**sets.facts_of(one), "by": by.name} for one in odd]
    new.taken_by_id, new.taken_by_name = by.staff_id, by.name
    facts = _score(new)
    new.save(force_insert=True)
    if new.corrects_id:
        facts["corrects"] = str(new.corrects_id)
    record(kind="vitals.recorded", person=new.person, subject_id=new.id, facts=facts, by=by)
    return new


def _score(new: VitalSigns) -> dict[str, Any]:
    gauged = sets.gauge(new.person, new)
    score = gauged.news2
    new.news2 = score.total if score else None
    new.news2_parts = score.parts if score else {}
    new.missing = list(score.missing if score else gauged.missing_vitals)
    new.level = None if gauged.abstained else gauged.level
    new.rules_version = gauged.rules_version
    return {"news2": new.news2, "level": new.level, "missing": new.missing, "source": new.source}
