"""Cases whose level is known, out of a file: JSON lines, our own TOML, or visits as a published data set has them."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from almoner.urgency.case import Case
from almoner.urgency.evaluation import visits
from almoner.urgency.incoming import NotACase, case_in, document_in, id_in, not_read
from almoner.urgency.rulebook import levels

SELF_CARE = "self_care"
SELF_CARE_LEVEL = 5


class CasesNotRead(Exception):
    """The text is one line that says why nothing can be measured with this file."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What somebody who knows says of a case. A level of None: the rules should say that they do not understand."""

    level: int | None
    disposition: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    id: str
    case: Case
    expected: Expected
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A case that was not understood and so is in no figure. `place` is its line, or its number among the cases."""

    place: int
    id: str | None
    error: str


@dataclass(frozen=True, slots=True)
class Examples:
    """`passed_over` counts the cases in which a field stood that is no part of a case."""

    read: list[Example] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)


def read_examples(path: Path) -> Examples:
    """All cases of a file. Raises CasesNotRead where there is no file, or no case that can be read in it."""
    try:
        documents = list(_documents(path))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, csv.Error) as trouble:
        raise CasesNotRead(f"{path} cannot be read: {getattr(trouble, 'strerror', None) or trouble}") from trouble
    found = Examples()
    for place, document in documents:
        _add(found, place, document)
    if not found.read:
        first = f"; the first: {found.unread[0].error}" if found.unread else ""
        raise CasesNotRead(f"{path} has no case that can be read{first}")
    return found


def _documents(path: Path) -> Iterator[tuple[int, dict[str, Any] | NotACase]]:
    if path.suffix == ".toml":
        rows = tomllib.loads(path.read_text("utf-8")).get("case", [])
        return enumerate(map(_with_expected, rows), start=1)
    content = path.read_bytes()
    if visits.are_in(content):
        return enumerate(visits.documents_in(content), start=2)
    if path.suffix == ".csv":
        raise CasesNotRead(f"{path} lacks a column; needed are: {', '.join(sorted(visits.COLUMNS))}")
    return _lines(content.split(b"\n"))


def _with_expected(row: dict[str, Any]) -> dict[str, Any]:
    """A row of our own cases, which may say its level without more words."""
    return {**{name: value for name, value in row.items() if name != "level"}, "expected": row.get("expected", row)}


def _lines(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any] | NotACase]]:
    for place, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield place, document_in(line)
            except NotACase as fault:
                yield place, fault


def _add(found: Examples, place: int, document: dict[str, Any] | NotACase) -> None:
    known: str | None = None
    try:
        if isinstance(document, NotACase):
            raise document
        known = str(id_in(document))
        case = case_in(document)
        voice = document.get("voice")
        found.read.append(Example(known, case, expected_in(document), str(voice) if voice is not None else ""))
        found.passed_over.update(not_read(document))
    except NotACase as fault:
        found.unread.append(Unread(place, known, str(fault)))


def expected_in(document: dict[str, Any]) -> Expected:
    told = document.get("expected")
    if not isinstance(told, dict):
        raise NotACase("expected must be there and be an object")
    if told.get("abstain") is True:
        return Expected(None)
    disposition, level = told.get("disposition") or "", told.get("level")
    known = {row.disposition: row.number for row in levels().values()} | {SELF_CARE: SELF_CARE_LEVEL}
    if disposition and (not isinstance(disposition, str) or disposition not in known):
        raise NotACase(f"expected.disposition must be one of {', '.join(known)}")
    level = known.get(disposition) if level is None else level
    if isinstance(level, bool) or not isinstance(level, int | float) or level not in levels():
        raise NotACase(f"expected.level must be one of {', '.join(map(str, levels()))}, or expected.abstain true")
    if disposition and known[disposition] != level:
        raise NotACase(f"expected.level {level} and expected.disposition {disposition} contradict each other")
    return Expected(int(level), disposition)
