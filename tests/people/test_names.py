"""Names in any script, and the forms by which they are found."""

from __future__ import annotations

import pytest

from almoner.people.names import SOUND, WHOLE, key, search_keys
from almoner.people.romanised import sound


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Maya  OSEI", "maya osei"),
        ("José Ñúñez", "jose nunez"),
        ("Straße", "strasse"),
        ("Łukasz", "lukasz"),
        ("O'Brien-Smith", "o brien smith"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("فاطمة", "فاطمه"),
        ("Иван", "иван"),
    ],
)
def test_name_is_folded(written: str, folded: str) -> None:
    assert key(written) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed", "Muhamad"),
        ("Mohammed", "محمد"),
        ("Maya", "مايا"),
        ("Philip", "Filip"),
        ("Katherine", "Catherine"),
        ("Иван", "Ivan"),
        ("Nikos", "Νίκος"),
        ("Jonsson", "Jonson"),
        ("Haddad", "حداد"),
        ("Smith", "Smyth"),
    ],
)
def test_names_sound_alike(one: str, other: str) -> None:
    assert sound(key(one)) == sound(key(other)) != ""


@pytest.mark.parametrize(("one", "other"), [("Maya", "Tom"), ("Smith", "Brown"), ("Haddad", "Khan")])
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert sound(key(one)) != sound(key(other))


def test_forms_of_a_short_name() -> None:
    assert search_keys("Maya") == {"w:maya": WHOLE, "b:may": 4, "s:m": SOUND}


def test_a_name_without_consonants_is_found_whole() -> None:
    assert "s:ai" in search_keys("Ai")


def test_a_very_long_name_fits_the_index() -> None:
    assert max(map(len, search_keys("x" * 300))) == 60
