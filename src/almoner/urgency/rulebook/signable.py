"""What a clinician answers for: every rule in force, and what is the same in every hospital: danger signs, questions,
and the five levels with their times."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any

from almoner.urgency.rulebook import Asking, Level, Row, Sign, askings, levels, levels_reviewed_on, signs
from almoner.urgency.rulebook.book import Rulebook
from almoner.urgency.rulebook.rows import digest_of, row_digest

RULE, SIGN, QUESTION, LEVEL = "rule", "sign", "question", "level"
Thing = Row | Sign | Asking | Level


@dataclass(frozen=True, slots=True)
class Signable:
    """`digest` is of all that it says. `review_on` is due unless a signature says otherwise."""

    id: str
    kind: str
    thing: Thing
    digest: str
    review_on: date


def signables(book: Rulebook) -> dict[str, Signable]:
    """By id: a rule by its own, all else by its kind and name."""
    return {**{row.id: signable(row) for row in book.rows.values()}, **_of_the_house()}


def signable(row: Row) -> Signable:
    return Signable(row.id, RULE, row, row_digest(row), row.review_on)


@cache
def _of_the_house() -> dict[str, Signable]:
    named: list[tuple[str, str, Any]] = [
        *((SIGN, sign.id, sign) for sign in signs()),
        *((QUESTION, asking.id, asking) for asking in askings()),
        *((LEVEL, str(level.number), level) for level in levels().values()),
    ]
    due = levels_reviewed_on()
    return {
        f"{kind}:{name}": Signable(f"{kind}:{name}", kind, thing, digest_of(asdict(thing)), due)
        for kind, name, thing in named
    }
