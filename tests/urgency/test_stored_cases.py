"""The stored cases are well-formed, cover what they promise, and the frozen part is apart from the other."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from almoner.urgency import cases
from almoner.urgency.cases import DISPOSITIONS, LANGUAGES, PARTS, VOICES, FaultyCase, StoredCase, read, stored

SOUND: dict[str, Any] = {
    "id": "case-en-999",
    "text": "my knee hurts",
    "language": "en",
    "age_years": 40,
    "sex": "female",
    "vitals": {"pulse": 72},
    "expected": {"level": 4, "disposition": "days", "why": "A knee.", "source": "URG-3"},
    "voice": "patient",
    "kind": "joints",
}


@pytest.fixture(scope="module")
def every() -> tuple[StoredCase, ...]:
    return tuple(case for part in PARTS for case in read(part))


def share(count: int, of: int) -> float:
    return count / of


def test_ids_are_unique_over_both_parts(every: tuple[StoredCase, ...]) -> None:
    assert [name for name, times in Counter(case.id for case in every).items() if times > 1] == []


def test_parts_share_no_text_and_one_part_does_not_repeat_itself(every: tuple[StoredCase, ...]) -> None:
    said = Counter(" ".join(case.text.casefold().split()) for case in every)
    assert [text for text, times in said.items() if times > 1] == []


def test_a_variant_stays_beside_its_base_and_has_its_level() -> None:
    variants = 0
    for part in PARTS:
        by_id = {case.id: case for case in read(part)}
        for case in by_id.values():
            if case.variant_of:
                base = by_id[case.variant_of]
                assert (case.level, case.disposition) == (base.level, base.disposition), case.id
                assert base.variant_of is None
                assert base.text in case.text
                assert base.text != case.text
                variants += 1
    assert variants >= 40


def test_every_level_stands_in_every_language_and_part() -> None:
    for part in PARTS:
        found = {(case.language, case.level) for case in read(part)}
        assert found == {(language, level) for language in LANGUAGES for level in (*DISPOSITIONS, None)}


def test_the_readme_counts_every_part_and_language() -> None:
    readme = (Path(cases.__file__).parent / "README.md").read_text(encoding="utf-8")
    for part in PARTS:
        for language in LANGUAGES:
            theirs = [case for case in read(part) if case.language == language]
            levels = [sum(case.level == level for case in theirs) for level in (*DISPOSITIONS, None)]
            voices = [sum(case.voice == voice for case in theirs) for voice in VOICES]
            row = " | ".join([part, language, *map(str, [*levels, *voices, len(theirs)])])
            assert f"| {row} |" in readme


def test_shares_are_as_promised(every: tuple[StoredCase, ...]) -> None:
    languages = Counter(case.language for case in every)
    assert len(every) >= 1300
    for language, promised in (("en", 0.40), ("es", 0.30), ("ar", 0.30)):
        assert share(languages[language], len(every)) == pytest.approx(promised, abs=0.03)
    assert share(sum(case.voice == "patient" for case in every), len(every)) >= 0.5
    assert share(sum(case.level == 5 for case in every), len(every)) >= 1 / 3
    assert share(len(read("frozen")), len(every)) == pytest.approx(1 / 4, abs=0.02)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": " "}, "text is missing"),
        ({"language": "fr"}, "language is 'fr'"),
        ({"age_years": 400}, "age_years is 400"),
        ({"sex": "male", "pregnant": True}, "a man is pregnant"),
        ({"vitals": {"pulse": 7200}}, "vital sign pulse is 7200"),
        ({"vitals": {"heart": 72}}, "vital sign heart is 72"),
        ({"answers": {}}, "unknown key 'answers'"),
        ({"expected": {**SOUND["expected"], "disposition": "routine"}}, "level 4 has no disposition 'routine'"),
        ({"expected": {**SOUND["expected"], "abstain": True}}, "abstains and yet has a level"),
    ],
)
def test_a_faulty_case_is_told_with_its_place(change: dict[str, Any], said: str) -> None:
    assert stored(json.dumps(SOUND), "here:1").level == 4
    with pytest.raises(FaultyCase, match=f"here:1: .*{said}"):
        stored(json.dumps({**SOUND, **change}), "here:1")


def test_a_part_that_is_not_there_is_refused() -> None:
    with pytest.raises(FaultyCase, match="no part is called 'secret'"):
        read("secret")


@pytest.mark.parametrize(("part", "at_least"), [("learning", 11600), ("frozen", 390)])
def test_sentences_that_wait_to_be_learnt_or_tried_are_sound(part: str, at_least: int) -> None:
    path = Path(__file__).parent / f"sentences_{part}.jsonl"
    rows = [stored(line, f"{path.name}:{at}") for at, line in enumerate(path.read_text("utf-8").splitlines(), 1)]
    assert len(rows) == len({row.id for row in rows}) >= at_least
    assert {(row.language, row.level) for row in rows} == {
        (name, level) for name in LANGUAGES for level in DISPOSITIONS
    }
