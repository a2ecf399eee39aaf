"""Whether a text names what the hospital does for people."""

from __future__ import annotations

import pytest
from tests.scheduling.clinic import Clinic, clinic

from almoner.catalogue.named import named_in, names_in

__all__ = ["clinic"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your heart clinic is moved", ["Heart clinic"]),
        ("Your (HEART CLINIC)!", ["Heart clinic"]),
        ("Sweetheart clinics", []),
        ("", []),
        ("Cardiology, heart clinic", ["Heart clinic", "Cardiology"]),
    ],
)
def test_names_are_found_as_whole_words(text: str, found: list[str]) -> None:
    assert named_in(text, ["Heart clinic", "Cardiology"]) == found


def test_names_with_signs_are_taken_as_they_are() -> None:
    assert named_in("An X-ray (chest) tomorrow", ["X-ray (chest)", "X.ray"]) == ["X-ray (chest)"]


def test_names_are_those_of_the_language(clinic: Clinic) -> None:
    assert "Heart clinic" in names_in("en")
    assert "Heart clinic" not in names_in("es")
    assert names_in("xx") == []
