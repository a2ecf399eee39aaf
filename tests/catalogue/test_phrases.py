"""How often plain words lead to the right service. The figures stand in docs/finding.md."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from tests.catalogue.hospital import data, finder, phrases


def right_within(part: str, places: int) -> tuple[int, int]:
    rows = phrases(part)
    right = 0
    for row in rows:
        first = [one.code for one in finder().find(row["words"]).results[:places]]
        right += bool(set(first) & set(row["services"]))
    return right, len(rows)


def test_phrases_are_split_by_a_fixed_hash_and_name_services_that_exist() -> None:
    known = {row["code"] for row in data()["service"]}
    for part in ("development", "test"):
        for row in phrases(part):
            third = int(hashlib.sha256(row["words"].encode()).hexdigest(), 16) % 3 == 0
            assert third == (part == "test"), row["words"]
            assert set(row["services"]) <= known, row["words"]


def test_there_are_enough_phrases_in_each_language_and_none_twice() -> None:
    rows = phrases("development") + phrases("test")
    count = Counter(row["language"] for row in rows)
    assert count["en"] >= 160
    assert count["es"] >= 70
    assert count["ar"] >= 70
    assert len({row["words"] for row in rows}) == len(rows)


def test_every_service_is_asked_for_by_some_phrase() -> None:
    asked = {code for part in ("development", "test") for row in phrases(part) for code in row["services"]}
    assert {row["code"] for row in data()["service"]} == asked


@pytest.mark.parametrize(("part", "first", "third"), [("development", 0.95, 0.98), ("test", 0.9, 0.95)])
def test_SEL_1_plain_words_find_the_right_service(part: str, first: float, third: float) -> None:
    at_first, whole = right_within(part, 1)
    in_three, _ = right_within(part, 3)
    assert in_three >= 75
    assert at_first / whole >= first
    assert in_three / whole >= third
