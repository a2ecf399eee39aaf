"""How an interview goes, as `interview.toml` says it: groups of danger signs, complaints by key, likelihoods."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from almoner.urgency.rulebook import signs

REST = "others"
NOT_WEIGHED = 0.05


@dataclass(frozen=True, slots=True)
class Group:
    """Danger signs that are heard together, by their ids."""

    id: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """What it is about, and the complaints in it: concepts of the rulebook."""

    id: str
    text: dict[str, str]
    complaints: tuple[str, ...]


@cache
def _plan() -> dict[str, Any]:
    return tomllib.loads(files("almoner.urgency").joinpath("interview.toml").read_text("utf-8"))


def most_questions() -> int:
    return int(_plan()["most"])


@cache
def groups_heard() -> tuple[Group, ...]:
    """Every danger sign of the rulebook once. One that the plan does not know is never left out: it comes last."""
    known = [sign.id for sign in signs()]
    planned = [Group(row["id"], tuple(one for one in row["signs"] if one in known)) for row in _plan()["group"]]
    heard = {one for group in planned for one in group.signs}
    rest = Group(REST, tuple(one for one in known if one not in heard))
    return tuple(group for group in [*planned, rest] if group.signs)


def some_of(group_id: str) -> str:
    """The name under which a yes to a group stands, where it was not said to which of its signs."""
    return f"some_of:{group_id}"


@cache
def crises_heard() -> frozenset[str]:
    """The names of the groups in which nothing but crises are heard."""
    crises = {sign.id for sign in signs() if sign.kind == "crisis"}
    return frozenset(some_of(group.id) for group in groups_heard() if set(group.signs) <= crises)


@cache
def areas() -> tuple[Area, ...]:
    return tuple(Area(row["id"], row["text"], tuple(row["complaints"])) for row in _plan()["area"])


def area(area_id: str) -> Area:
    """Raises KeyError."""
    return {one.id: one for one in areas()}[area_id]


@cache
def complaint_texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = _plan()["complaint"]
    return texts


@cache
def said_by_a_sign() -> frozenset[str]:
    """The questions that a danger sign has asked in nearly the same words."""
    return frozenset(_plan()["said_by_a_sign"])


def likely(question_id: str) -> float:
    """Of those who are asked, the share who would say yes."""
    return float(_plan()["likely"].get(question_id, NOT_WEIGHED))


def worth(level: int) -> float:
    """What it is worth to find somebody at this level; where nothing was understood it is that of the least urgent."""
    return float(_plan()["worth"].get(str(level), 0))
