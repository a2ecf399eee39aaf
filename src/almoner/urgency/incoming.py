"""A case as another program writes it, in JSON. What is wrong is refused by its name, never guessed: a vital sign that
nobody read would make somebody look less urgent than they are. What is no part of a case is named as not read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import Any, NoReturn, get_args

from almoner.urgency.case import POSSIBLE, Case, Consciousness, Vitals
from almoner.urgency.concern import NO, YES, answerable
from almoner.urgency.reading.lexicon import LANGUAGES

BESIDE = frozenset({"expected", "voice", "note"})
"""What a file of cases says about a case: nothing that a level could rest on."""
ALIKE = 0.75
"""How much a name must be like one of ours to be a slip of it."""
MOST_TEXT = 10_000
OLDEST = 130
SIGNS = frozenset(sign.name for sign in fields(Vitals))
SEXES = ("female", "male", "other", "unknown")


class NotACase(ValueError):
    """The text is one line that names the field and says what it must be."""


def document_in(line: bytes) -> dict[str, Any]:
    """The JSON object that a line holds."""
    try:
        document = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError) as trouble:
        raise NotACase(f"this is not JSON: {' '.join(str(trouble).split())}") from trouble
    if not isinstance(document, dict):
        raise NotACase("this is not a JSON object")
    return document


def id_in(document: Mapping[str, Any]) -> str | int:
    given = document.get("id")
    if isinstance(given, bool) or not isinstance(given, str | int) or given == "":
        raise NotACase("id must be there and be text or a whole number")
    return given


def case_in(document: Mapping[str, Any]) -> Case:
    """The case of a document. Null is the same as not told. A name that looks like a slip of one of ours is refused."""
    for name in not_read(document):
        if meant := get_close_matches(name.casefold(), FIELDS, n=1, cutoff=ALIKE):
            raise NotACase(f"no such field: {name}; {meant[0]} may be meant")
    told = {name: read(name, document[name]) for name, read in FIELDS.items() if document.get(name) is not None}
    return Case(**told)


def not_read(document: Mapping[str, Any]) -> list[str]:
    """The names of fields that are no part of a case."""
    return sorted(set(document) - {"id", *FIELDS} - BESIDE)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names stand once each: of two values one would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(f"a name stands twice among {', '.join(found)}")
    return found


def _no_number(said: str) -> NoReturn:
    raise ValueError(f"{said} is no number of JSON")


def _text(name: str, given: Any) -> str:
    if not isinstance(given, str):
        raise NotACase(f"{name} must be text")
    if len(given) > MOST_TEXT:
        raise NotACase(f"{name} is longer than {MOST_TEXT} characters")
    return given


def language_of(name: str, given: Any) -> str:
    """The main part of a tag such as es-MX, where we speak that language."""
    main = _text(name, given).replace("_", "-").split("-")[0].casefold()
    return _one_of(LANGUAGES)(name, main)


def _one_of(words: tuple[str, ...]) -> Callable[[str, Any], str]:
    def read(name: str, given: Any) -> str:
        if given not in words:
            raise NotACase(f"{name} must be one of {', '.join(words)}")
        return str(given)

    return read


def _number(name: str, given: Any, low: float, high: float) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise NotACase(f"{name} must be a number")
    if not low <= given <= high:
        raise NotACase(f"{name} must be from {low} to {high}")
    return given


def _years(name: str, given: Any) -> float:
    return _number(name, given, 0, OLDEST)


def _yes_or_no(name: str, given: Any) -> bool:
    if not isinstance(given, bool):
        raise NotACase(f"{name} must be true or false")
    return given


def _object(name: str, given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise NotACase(f"{name} must be an object")
    return given


def _answers(name: str, given: Any) -> dict[str, Any]:
    """Yes or no by the name of a question; null says that it was asked and stays open, so it is not asked again."""
    answers = _object(name, given)
    if unknown := set(answers) - answerable():
        raise NotACase(f"no such question in {name}: {', '.join(sorted(unknown))}")
    for question, said in answers.items():
        is_word = isinstance(said, str) and said.strip().casefold() in YES | NO
        if not (said is None or isinstance(said, bool) or is_word):
            raise NotACase(f"{name}.{question} must be yes or no")
    return answers


def _vitals(name: str, given: Any) -> Vitals:
    if unknown := set(_object(name, given)) - SIGNS:
        raise NotACase(f"no such vital sign: {', '.join(sorted(unknown))}")
    measured = {sign: value for sign, value in given.items() if value is not None}
    for sign, value in measured.items():
        _sign(f"{name}.{sign}", sign, value)
    if measured.get("diastolic", 0) > measured.get("systolic", POSSIBLE["systolic"][1]):
        raise NotACase(f"{name}.diastolic is above {name}.systolic")
    return Vitals(**measured)


def _sign(name: str, sign: str, value: Any) -> None:
    if sign in POSSIBLE:
        _number(name, value, *POSSIBLE[sign])
    elif sign == "on_oxygen":
        _yes_or_no(name, value)
    elif sign == "consciousness":
        _one_of(get_args(Consciousness))(name, value)
    elif sign == "spo2_scale" and (value not in (1, 2) or isinstance(value, bool)):
        raise NotACase(f"{name} must be 1 or 2")


FIELDS: dict[str, Callable[[str, Any], Any]] = {
    "text": _text,
    "age_years": _years,
    "sex": _one_of(SEXES),
    "pregnant": _yes_or_no,
    "language": language_of,
    "answers": _answers,
    "vitals": _vitals,
}
