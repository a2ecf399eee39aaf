"""Professions in the reader's language."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.utils import translation

from almoner.demo.fill import HOSPITAL
from almoner.people.models import Staff
from almoner.people.professions import profession_name

FOUNDER = "manager"
"""As whom `found_hospital` hires the first of all."""


def of_the_rehearsal_hospital() -> set[str]:
    services = [tomllib.loads(path.read_text(encoding="utf-8")) for path in HOSPITAL.glob("services_*.toml")]
    cast = tomllib.loads((Path(HOSPITAL).parent / "cast.toml").read_text(encoding="utf-8"))
    staff = {one["profession"] for told in cast.values() for one in told if "profession" in one}
    return {FOUNDER} | staff | {name for told in services for one in told["service"] for name in one["performers"]}


@pytest.mark.parametrize("language", ["es", "ar"])
def test_every_profession_of_the_rehearsal_hospital_has_a_name(language: str) -> None:
    professions = of_the_rehearsal_hospital()
    assert len(professions) > 50
    with translation.override(language):
        assert [one for one in sorted(professions) if profession_name(one) == one] == []


def test_a_profession_of_the_hospitals_own_is_shown_as_it_was_written() -> None:
    with translation.override("es"):
        assert Staff(profession="herbalist").profession_name == "herbalist"
        assert Staff(profession="nurse").profession_name == "Enfermería"
