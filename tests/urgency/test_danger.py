"""Danger signs as they are shown, in every language."""

from __future__ import annotations

import pytest

from almoner.urgency.danger import danger_sign, danger_signs, said_yes, unanswered


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_SEL_9_every_sign_says_what_to_do_with_the_sites_own_numbers(language: str) -> None:
    found = danger_signs(language, emergency_number="112", crisis_number="0800 1111")
    assert all("112" in sign.action for sign in found)
    assert {sign.id for sign in found if sign.kind == "crisis"} == {"self_harm", "abuse", "overdose"}
    assert all("0800 1111" in sign.action and sign.said_first for sign in found if sign.kind == "crisis")


def test_URG_12_without_a_crisis_line_the_emergency_number_stands() -> None:
    found = danger_sign("self_harm", "en", emergency_number="112", crisis_number="")
    assert "talk to someone now: 112" in found.action
    assert "{" not in found.action


def test_answers_are_told_apart() -> None:
    answers = {"stroke": "yes", "fit": "no", "burn": True, "poison": False}
    assert said_yes(answers) == ("stroke", "burn")
    assert {"stroke", "fit", "burn", "poison"}.isdisjoint(unanswered(answers))
    assert "chest_pain" in unanswered(answers)


def test_a_number_of_several_groups_stays_in_its_order_in_a_line_from_the_right() -> None:
    sign = danger_sign("self_harm", "ar", emergency_number="999", crisis_number="0808 157 0116")
    assert "\u20660808 157 0116\u2069" in sign.action
    assert "\u2066999" not in sign.action
