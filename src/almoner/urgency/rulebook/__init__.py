"""The rules of urgency as versioned data, and reading them. Every row has a source, a version, an owner and a review
date, and is signed off by a local clinician before it is used on real patients."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

WORD_FILES = ("emergency", "urgent", "same_day", "later", "child", "pregnancy")


@dataclass(frozen=True, slots=True)
class Level:
    """One of five: 1 is an emergency. `minutes` is the time within which the person is to be seen."""

    number: int
    disposition: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: it holds when everything in `needs`, and one of `one_of` where there is any, was found, and the age fits.

    It does not hold when anything in `unless` was found, or denied where it is written `no:fever`. An emergency, or
    the hour, is held back only by what is said outright and settles the matter (`groups.toml`), never by a denial.
    A row that is `alone` speaks only where no other does: a bare "it hurts".
    """

    id: str
    level: int
    applies_to: str
    needs: tuple[str, ...]
    one_of: tuple[str, ...]
    unless: tuple[str, ...]
    age: str
    alone: bool
    disposition: str
    text: dict[str, str]
    source: str
    version: str
    owner: str
    review_on: date


@dataclass(frozen=True, slots=True)
class Measured:
    """A row over one vital sign: it holds at or below `low`, or at or above `high`."""

    id: str
    level: int
    applies_to: str
    sign: str
    low: float | None
    high: float | None
    age_from: float
    age_under: float
    needs: tuple[str, ...]
    text: dict[str, str]
    source: str
    version: str
    owner: str
    review_on: date


@dataclass(frozen=True, slots=True)
class Computed:
    """A row whose criterion is reckoned (a score, a reaction, a value past belief); `criterion` says it in words."""

    id: str
    level: int
    applies_to: str
    criterion: dict[str, str]
    text: dict[str, str]
    source: str
    version: str
    owner: str
    review_on: date


Row = Rule | Measured | Computed


@dataclass(frozen=True, slots=True)
class Asking:
    """A question whose yes tells of `concept`. Asked when one of `when` was found, or always where that is empty."""

    id: str
    concept: str
    when: tuple[str, ...]
    applies_to: str
    text: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sign:
    """A danger sign as it is asked. `kind` is emergency or crisis; a crisis has words to be said first."""

    id: str
    kind: str
    concepts: tuple[str, ...]
    applies_to: str
    text: dict[str, str]
    action: dict[str, str]
    said_first: dict[str, str]


def in_language(texts: dict[str, str], language: str) -> str:
    """The text in `language` (or its main part: es for es-MX), else in English. Never machine-translated."""
    return texts.get(language) or texts.get(language.split("-", maxsplit=1)[0]) or texts["en"]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def levels() -> dict[int, Level]:
    rows = _toml("levels")["level"]
    return {row["number"]: Level(row["number"], row["disposition"], row["minutes"]) for row in rows}


@cache
def levels_reviewed_on() -> date:
    """When the levels are to be looked at again, and with them danger signs and questions."""
    due: date = _toml("levels")["review_on"]
    return due


@cache
def caution_level() -> int:
    return int(_toml("levels")["caution"]["level"])


@cache
def word_rules() -> tuple[Rule, ...]:
    return tuple(_rule(row, data) for data in map(_words, WORD_FILES) for row in data["rule"])


def _words(name: str) -> dict[str, Any]:
    return _toml(f"words_{name}")


def _rule(row: dict[str, Any], data: dict[str, Any]) -> Rule:
    return Rule(
        id=row["id"],
        level=row["level"],
        applies_to=row["applies_to"],
        needs=tuple(row["all"]),
        one_of=tuple(row.get("any", ())),
        unless=tuple(row.get("unless", ())),
        age=row.get("age", ""),
        alone=row.get("alone", False),
        disposition=row.get("disposition", ""),
        text=row["text"],
        **_signed(row, data),
    )


@cache
def measured_rules() -> tuple[Measured, ...]:
    data = _toml("vitals")
    return tuple(
        Measured(
            id=row["id"],
            level=row["level"],
            applies_to=row["applies_to"],
            sign=row["sign"],
            low=row.get("low"),
            high=row.get("high"),
            age_from=row.get("age_from", 0),
            age_under=row.get("age_under", 200),
            needs=tuple(row.get("all", ())),
            text=data["text"][row["says"]],
            **_signed(row, data),
        )
        for row in data["rule"]
    )


@cache
def computed_rules() -> tuple[Computed, ...]:
    data = _toml("computed")
    texts = vital_texts() | data["text"]
    return tuple(
        Computed(
            id=row["id"],
            level=row["level"],
            applies_to=row["applies_to"],
            criterion=row["criterion"],
            text=texts[row["says"]],
            **_signed(row, data),
        )
        for row in data["rule"]
    )


def _signed(row: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """What every row must carry; it stands in the row, or once at the head of its file."""
    return {name: row.get(name) or data[name] for name in ("source", "version", "owner", "review_on")}


@cache
def vital_texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = _toml("vitals")["text"]
    return texts


@cache
def plausible() -> dict[str, tuple[float, float]]:
    return {sign: (low, high) for sign, (low, high) in _toml("vitals")["plausible"].items()}


@cache
def askings() -> tuple[Asking, ...]:
    return tuple(
        Asking(row["id"], row["concept"], tuple(row.get("when", ())), row.get("applies_to", "everyone"), row["text"])
        for row in _toml("questions")["question"]
    )


@cache
def signs() -> tuple[Sign, ...]:
    return tuple(
        Sign(
            id=row["id"],
            kind=row["kind"],
            concepts=tuple(row["concepts"]),
            applies_to=row.get("applies_to", "everyone"),
            text=row["text"],
            action=row["action"],
            said_first=row.get("said_first", {}),
        )
        for row in _toml("danger_signs")["sign"]
    )


@cache
def groups() -> dict[str, tuple[str, ...]]:
    return {name: tuple(members) for name, members in _toml("groups")["groups"].items()}


@cache
def covers() -> dict[str, frozenset[str]]:
    """For a concept, those that its words must not be taken for as well."""
    return {name: frozenset(others) for name, others in _toml("groups")["covers"].items()}


@cache
def context_only() -> frozenset[str]:
    return frozenset(_toml("groups")["context"]["only"])


@cache
def lasting() -> frozenset[str]:
    return frozenset(_toml("groups")["context"]["lasting"])


@cache
def requests() -> frozenset[str]:
    """What counts even where it is only asked about."""
    return frozenset(_toml("groups")["context"]["requests"])


@cache
def settling() -> frozenset[str]:
    """What is said outright and may hold back even a row of the two most urgent levels."""
    return frozenset(_toml("groups")["context"]["settling"])


@cache
def rules_version() -> str:
    """The version that people name, and a digest of the very text of all rules and of what was learnt: with what an
    assessment was made."""
    digest = hashlib.sha256()
    learnt = files("almoner.urgency.learnt")
    told = [*files(__name__).iterdir(), learnt / "about.toml", learnt / "weights.bin"]
    for file in sorted(told, key=lambda file: file.name):
        if file.name.endswith((".toml", ".bin")):
            digest.update(file.name.encode() + file.read_bytes())
    return f"{_toml('levels')['version']}-{digest.hexdigest()[:10]}"
