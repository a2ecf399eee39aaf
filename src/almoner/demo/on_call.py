"""Who is on call in the rehearsal hospital: first and backup for the whole of it, a doctor for each ward."""

from __future__ import annotations

from datetime import datetime, timedelta

from almoner.core import clock
from almoner.demo.house import House
from almoner.desk.actions import put_on_call
from almoner.desk.enums import Scope
from almoner.people.models import Staff

SHIFT = timedelta(hours=24)
DAYS = 3
HOSPITAL_BLEEP, FIRST_WARD_BLEEP = 2100, 2111


def cover_the_hospital(house: House) -> None:
    """For the coming days. The doctor of the cast covers the ward on which they look after people."""
    doctors = [one for one in house.clinicians if one.profession in {"physician", "surgeon"}]
    others = [one for one in doctors if one.id != house.cast["doctor"].id]
    for day in range(DAYS):
        begin = clock.now() + day * SHIFT
        _cover(house, house.cast["triage_nurse"], Scope.HOSPITAL, "", begin, rank=1, bleep=HOSPITAL_BLEEP)
        _cover(house, others[-1 - day % len(others)], Scope.HOSPITAL, "", begin, rank=2, bleep=HOSPITAL_BLEEP + 1)
        for place, code in enumerate(house.wards):
            doctor = house.cast["doctor"] if code == "MED1" else others[(place + day) % len(others)]
            _cover(house, doctor, Scope.WARD, code, begin, rank=1, bleep=FIRST_WARD_BLEEP + place)


def _cover(house: House, staff: Staff, scope: Scope, code: str, begin: datetime, *, rank: int, bleep: int) -> None:
    put_on_call(
        staff=staff,
        scope=scope,
        code=code,
        rank=rank,
        starts_at=begin,
        ends_at=begin + SHIFT,
        how=f"Bleep {bleep}",
        by=house.by("manager"),
    )
