"""A remark that plays it down lowers nothing, and one that cries out makes no routine request an emergency: tried on
every stored case on which the rules are developed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from almoner.urgency.assessment import assess
from almoner.urgency.case import Case, Vitals
from almoner.urgency.cases import read

PLAYED_DOWN = {
    "en": [
        "it's probably nothing", "sorry to bother you", "my wife made me write", "I'm sure it's just stress",
        "don't want to waste your time", "I expect it will pass", "could just be my age", "no rush", "just being silly",
    ],
    "es": [
        "seguro que no es nada", "perdón por molestar", "mi mujer me obligó a escribir", "serán los nervios",
        "no quiero hacerles perder el tiempo", "ya se me pasará", "será la edad", "no hay prisa",
        "tampoco es para tanto",
    ],
    "ar": [
        "يمكن ما في شي", "آسف على الإزعاج", "زوجتي خلتني أكتب", "أكيد من التوتر", "ما أبغى أضيع وقتكم",
        "بتعدي إن شاء الله", "مش مستاهلة", "مش مستعجل", "يمكن من السن",
    ],
}  # fmt: skip
CRIED_OUT = {
    "en": ["please hurry", "I'm so scared", "URGENT please answer now!!!", "I'm panicking", "I think I'm going to die"],
    "es": ["dense prisa por favor", "tengo mucho miedo", "¡URGENTE contesten ya!", "estoy en pánico", "me voy a morir"],
    "ar": ["الله يخليكم بسرعة", "أنا خايف كتير", "ضروري جدا ردوا الحين", "مرعوب والله", "حاسس إني هموت"],
}


@cache
def cases() -> list[tuple[str, Case]]:
    """By id; of a case and its variants only the case itself."""
    found = []
    for row in (row for row in read("development") if not row.variant_of):
        request = {name: value for name, value in row.request.items() if value is not None and name != "id"}
        vitals = Vitals(**request.pop("vitals", {}))
        found.append((row.id, Case(vitals=vitals, **request)))
    return found


def remarked(case: Case, remarks: dict[str, list[str]], turn: int) -> int:
    """The level with a remark at the end, or at the beginning."""
    those = remarks[case.language]
    remark = those[turn % len(those)]
    text = f"{case.text}. {remark}" if turn % 2 else f"{remark}. {case.text}"
    return assess(replace(case, text=text)).level


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_remark_never_lowers_and_makes_no_routine_request_an_emergency(language: str) -> None:
    lowered, raised = [], []
    for turn, (name, case) in enumerate(pair for pair in cases() if pair[1].language == language):
        level = assess(case).level
        with_remarks = [remarked(case, PLAYED_DOWN, turn), remarked(case, CRIED_OUT, turn)]
        lowered += [name] * (max(with_remarks) > level)
        raised += [name] * (level >= 4 and min(with_remarks) == 1)
    assert (lowered, raised) == ([], [])
