"""Synthetic people: who they are, how they may be reached, what they need. Pure: the same seed gives the same people.

The telephone numbers are from ranges kept free for stories; the e-mail addresses end in `example.org`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from almoner.people.enums import Channel, ContactKind, Need, Sex

STREETS = ("Mill Lane", "Station Road", "Harbour Street", "Orchard Way", "Bridge Street", "Chapel Hill", "Weir Close")
SPOKEN = {"en", "es", "ar"}


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person."""

    given_name: str
    family_name: str
    birth_on: date
    sex: str
    language: str
    contacts: tuple[tuple[str, str], ...]
    consents: dict[str, bool]
    needs: tuple[str, ...]
    best_time: str = ""
    interpreter_language: str = ""
    traits: frozenset[str] = field(default=frozenset())
    """How they behave in a rehearsal: misses_visits, wrong_number, bounces, answers_machine."""


@lru_cache(maxsize=1)
def names() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))


def invent(count: int, *, today: date, source: Random) -> list[Invented]:
    """`count` people of all ages; about one in six is over 75, one in nine wants phone and post only."""
    return [_one(number, today, source) for number in range(count)]


def _one(number: int, today: date, source: Random) -> Invented:
    known = names()
    language = source.choices(list(known), weights=[known[code]["share"] for code in known])[0]
    sex = source.choice([Sex.FEMALE, Sex.MALE])
    age = _age(source)
    birth_on = today - timedelta(days=age * 365 + source.randrange(365))
    needs = _needs(age, language, source)
    contacts = _contacts(number, age, needs, source)
    return Invented(
        given_name=source.choice(known[language][sex]),
        family_name=source.choice(known[language]["family"]),
        birth_on=birth_on,
        sex=sex,
        language=language,
        contacts=contacts,
        consents={
            Channel.EMAIL: any(kind == ContactKind.EMAIL for kind, _ in contacts),
            Channel.TEXT: any(kind == ContactKind.MOBILE for kind, _ in contacts) and source.random() < 0.85,
        },
        needs=needs,
        best_time="10:00–12:00" if age >= 75 and source.random() < 0.4 else "",
        interpreter_language=language if Need.INTERPRETER in needs else "",
        traits=_traits(source),
    )


def _age(source: Random) -> int:
    band = source.choices([(0, 11), (12, 17), (18, 39), (40, 64), (65, 79), (80, 97)], weights=[8, 4, 24, 32, 21, 11])
    return source.randint(*band[0])


def _needs(age: int, language: str, source: Random) -> tuple[str, ...]:
    chance = source.random
    needs = []
    if language not in SPOKEN or (language != "en" and chance() < 0.35):
        needs.append(Need.INTERPRETER)
    if age >= 65 and chance() < 0.28:
        needs.append(Need.PHONE_AND_POST)
    if chance() < (0.22 if age >= 75 else 0.02):
        needs.append(Need.HARD_OF_HEARING)
    if chance() < (0.10 if age >= 75 else 0.01):
        needs.append(Need.LOW_VISION)
    if chance() < 0.012:
        needs.append(Need.BLIND)
    if chance() < 0.012:
        needs.append(Need.DEAF)
    if chance() < (0.12 if age >= 70 else 0.02):
        needs.append(Need.WHEELCHAIR)
    if chance() < 0.015:
        needs.append(Need.LEARNING_DISABILITY)
    return tuple(needs)


def _contacts(number: int, age: int, needs: tuple[str, ...], source: Random) -> tuple[tuple[str, str], ...]:
    post = (
        ContactKind.POST,
        f"{source.randint(1, 180)} {source.choice(STREETS)}, Riverside, RV{number % 9 + 1} {number % 9}AB",
    )
    landline = (ContactKind.LANDLINE, f"020 7946 {number % 1000:04d}")
    if Need.PHONE_AND_POST in needs:
        return (landline, post)
    mobile = (ContactKind.MOBILE, f"07700 900{number % 1000:03d}")
    email = (ContactKind.EMAIL, f"person{number:04d}@example.org")
    both = source.random() < (0.6 if age >= 75 else 0.94)
    return (mobile, email, post) if both else (mobile, post)


def _traits(source: Random) -> frozenset[str]:
    chances = {"misses_visits": 0.07, "wrong_number": 0.03, "bounces": 0.04, "answers_machine": 0.12}
    return frozenset(name for name, share in chances.items() if source.random() < share)
