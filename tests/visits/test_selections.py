"""Who a message to many is for, where it goes to a ward."""

from __future__ import annotations

from uuid import uuid4

from tests.visits.hospital import Hospital

from almoner.messaging.selections import fits, people_in, selection
from almoner.visits.selections import IN_WARD, wards_at


def test_people_in_a_ward_are_those_who_lie_in_its_beds(hospital: Hospital) -> None:
    stay = hospital.admitted()
    assert stay.bed
    told = {"ward": str(stay.bed.ward_id), "sites": [str(stay.site_id)]}
    assert stay.person_id in people_in(IN_WARD, told)
    assert fits(IN_WARD, told, stay.person_id)
    assert people_in(IN_WARD, told | {"sites": []}) == []
    assert people_in(IN_WARD, told | {"ward": str(uuid4())}) == []
    assert (str(stay.bed.ward_id), stay.bed.ward.name) in wards_at([stay.site])
    assert selection(IN_WARD).said(told)[0][1] == stay.bed.ward.name
