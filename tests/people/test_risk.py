"""How dangerous a join would be, over twins, namesakes and slips. Pure."""

from __future__ import annotations

from datetime import date

import pytest

from almoner.people.enums import Sex
from almoner.people.likeness import Description
from almoner.people.risk import Side, risk

BORN = date(1980, 4, 3)


def side(name: str, birth_on: date = BORN, sex: str = Sex.FEMALE, contacts: str = "", **more: bool | str) -> Side:
    given, _, family = name.partition(" ")
    said = Description(name, birth_on, sex, frozenset(contacts.split()))
    return Side(said, given, family, closed=bool(more.get("closed")), site=str(more.get("site", "")))


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        (side("Amina Diallo"), side("Amira Diallo"), "twins"),
        (side("Amina Diallo", contacts="+44"), side("Amir Diallo", sex=Sex.MALE, contacts="+44"), "twins"),
        (side("Maria García"), side("Maria García"), "namesake"),
        (side("محمد علي"), side("محمد علي"), "namesake"),
        (side("Maya Osei", contacts="+44"), side("Maya Osei", date(1980, 3, 4), contacts="+44"), "birth"),
        (side("Maya Osei", contacts="+44"), side("Mya Osai", contacts="+44"), "name"),
        (side("Maya Osei", contacts="+44"), side("Maya Osei", contacts="+44", closed=True), "closed"),
    ],
)
def test_I_34_twins_namesakes_and_slips_need_a_second_person(one: Side, other: Side, because: str) -> None:
    for found in (risk(one, other, somebody_gains=False), risk(other, one, somebody_gains=False)):
        assert because in found.reasons
        assert found.needs_second_person


def test_alike_in_all_with_a_number_in_common_may_be_joined_by_one() -> None:
    found = risk(side("Maya Osei", contacts="+44"), side("maya OSEI", contacts="+44"), somebody_gains=True)
    assert (found.reasons, found.needs_second_person) == (("access",), False)


def test_risk_has_an_end() -> None:
    found = risk(
        side("Maya Osei", site="a"), side("Tom Field", date(1948, 1, 30), Sex.MALE, closed=True, site="b"),
        somebody_gains=True,
    )  # fmt: skip
    assert found.points == 100
