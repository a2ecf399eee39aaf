"""The rules as data: every row signed, every word known, every text in every language."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from almoner.urgency import rulebook
from almoner.urgency.reading.lexicon import LANGUAGES, lexicon

CONCEPTS = {name for name, _ in lexicon("en").concepts}
KNOWN = CONCEPTS | set(rulebook.groups()) | {"danger_sign", "qsofa"}
APPLIES = {"everyone", "adult", "child", "infant", "pregnancy"}
ROWS = [*rulebook.word_rules(), *rulebook.measured_rules(), *rulebook.computed_rules()]


def _named(rule: rulebook.Rule) -> tuple[str, ...]:
    return (*rule.needs, *rule.one_of, *rule.unless)


def test_every_rule_has_source_version_owner_and_review_date() -> None:
    assert [row.id for row in ROWS if not (row.source and row.version and row.owner and row.review_on)] == []


def test_every_rule_has_its_own_id_a_level_and_somebody_to_apply_to() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS) > 250
    assert {row.level for row in ROWS} == {1, 2, 3, 4, 5}
    assert {row.applies_to for row in ROWS} == APPLIES


def test_every_rule_asks_for_what_the_lexicons_can_find() -> None:
    asked = {name.removeprefix("no:") for rule in rulebook.word_rules() for name in _named(rule)}
    asked |= {name for rule in rulebook.measured_rules() for name in rule.needs}
    asked |= {name for one in rulebook.askings() for name in (one.concept, *one.when)}
    asked |= {name for sign in rulebook.signs() for name in sign.concepts}
    asked |= {name for members in rulebook.groups().values() for name in members}
    asked |= rulebook.context_only() | rulebook.lasting() | rulebook.settling() | set(rulebook.covers())
    assert asked - KNOWN == set()


def test_every_concept_is_of_use() -> None:
    used = {name for rule in rulebook.word_rules() for name in _named(rule)}
    used |= {name for members in rulebook.groups().values() for name in members}
    assert CONCEPTS - used == set()


def test_an_emergency_or_the_hour_is_held_back_only_by_what_settles_the_matter() -> None:
    """Never by a denial, by doubt, or by a remark that plays it down; nor does a denial ever make one."""
    pressing = [rule for rule in rulebook.word_rules() if rule.level <= 2]
    assert {name for rule in pressing for name in rule.unless} <= rulebook.settling()
    assert {name for rule in pressing for name in (*rule.needs, *rule.one_of) if name.startswith("no:")} == set()
    remarks = {"asks_advice", "improving", "resolved", "self_well", "sees_ok", "brief", "walks_ok"}
    assert remarks & rulebook.settling() == set()


def _told_by(rule: rulebook.Rule) -> set[str]:
    """What a row needs, and every wider idea that it also is."""
    told = set(rule.needs)
    for _ in rulebook.groups():
        told |= {group for group, members in rulebook.groups().items() if told & set(members)}
    return told


@pytest.mark.parametrize(
    "rule", [one for one in rulebook.word_rules() if one.level <= 2 and one.unless], ids=lambda rule: rule.id
)
def test_what_holds_back_a_pressing_row_does_not_hold_back_its_danger_signs(rule: rulebook.Rule) -> None:
    """Beside it stands a row as urgent, held back by nothing, for the same complaint with something more."""
    freely = [other for other in rulebook.word_rules() if other.level <= rule.level and not other.unless]
    assert any(other.one_of and _told_by(rule) & {*other.needs, *other.one_of} for other in freely)


def test_few_emergencies_can_be_held_back_at_all() -> None:
    held_back = {rule.id for rule in rulebook.word_rules() if rule.level == 1 and rule.unless}
    of_body = {
        "CHEST-PAIN",
        "CHEST-PAIN-UNDER-35",
        "FEVER-3-MONTHS",
        "PROPPED-SWOLLEN",
        "PREG-ABDOMEN-BLEED",
        "ALLERGY-VOICE",
    }
    assert held_back == of_body | {"ABUSE", "CHILD-SAFE", "SELF-HARM"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_knows_the_same_concepts(language: str) -> None:
    assert {name for name, _ in lexicon(language).concepts} == CONCEPTS


def test_every_text_is_in_every_language() -> None:
    texts = [row.text for row in ROWS] + [row.criterion for row in rulebook.computed_rules()]
    texts += [one.text for one in rulebook.askings()]
    texts += [text for sign in rulebook.signs() for text in (sign.text, sign.action)]
    texts += [sign.said_first for sign in rulebook.signs() if sign.kind == "crisis"]
    assert [text for text in texts if set(text) != set(LANGUAGES) or not all(text.values())] == []


def test_URG_1_five_levels_each_with_a_target_time() -> None:
    found = rulebook.levels()
    assert [found[number].minutes for number in sorted(found)] == sorted(level.minutes for level in found.values())
    assert set(found) == {1, 2, 3, 4, 5}
    assert found[1].minutes == 0


def test_version_tells_the_very_text_of_the_rules() -> None:
    written = tomllib.loads(files("almoner.urgency.rulebook").joinpath("levels.toml").read_text("utf-8"))["version"]
    named, digest = rulebook.rules_version().rsplit("-", 1)
    assert (named, len(digest)) == (written, 10)


def test_text_falls_back_to_the_main_language_and_then_to_english() -> None:
    texts = {"en": "water", "es": "agua", "ar": "ماء"}
    assert [rulebook.in_language(texts, code) for code in ("es-MX", "ar", "fi")] == ["agua", "ماء", "water"]
