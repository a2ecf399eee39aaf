"""The menu that answers a call: what each key leads to. Pure; it knows no telephone and no records.

The language comes first (TEL-6), then whether somebody is unwell (TEL-5), then one's own visits, being rung back, and a
person. 0 says it again, 9 is a person, as in all our calls, and * goes back; silence and wrong keys are met twice with
the same words, then by a person: so also a telephone that has no keys arrives at somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from almoner.urgency.talking import ASKED_AGAIN, LANGUAGES, NUMBER_DIGITS

UNWELL, OWN_VISITS, RING_ME = "1", "2", "3"
CONFIRM, CHANGE, CANNOT_COME, EAT, NEXT = "1", "2", "3", "4", "5"
MEANS = {CONFIRM: "confirm", CHANGE: "change", CANNOT_COME: "cannot_come"}
"""What the keys of a visit are called by whoever keeps visits: the same as in the calls that we make."""

AGAIN, PERSON, BACK, END = "0", "9", "*", "#"
BIRTH_DIGITS = 8
TYPED_AT_MOST = 20


class Stage(StrEnum):
    LANGUAGE = "language"
    MAIN = "main"
    BIRTH = "birth"
    VISIT = "visit"
    EAT = "eat"
    NUMBER = "number"
    PERSON = "person"
    RUNG_BACK = "rung_back"
    UNWELL = "unwell"


TYPED = (Stage.BIRTH, Stage.NUMBER)
ENDED = (Stage.PERSON, Stage.RUNG_BACK, Stage.UNWELL)


class Deed(StrEnum):
    """What is to be done by whoever keeps the talk."""

    NOTHING = ""
    INTERVIEW = "interview"
    OWN = "own"
    IDENTIFY = "identify"
    LOOK = "look"
    ANSWER = "answer"
    RING_BACK = "ring_back"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class State:
    """Where the call stands. `number` is that on which they can be rung; `visit` the one that is talked of, `after`
    that which was told before it; `stays`: they have a bed here; `came` what came of the last key."""

    stage: Stage = Stage.LANGUAGE
    language: str = ""
    number: str = ""
    typed: str = ""
    misses: int = 0
    visit: str = ""
    after: str = ""
    stays: bool = False
    came: str = ""

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> State:
        return cls(**{**facts, "stage": Stage(facts["stage"])})

    def as_facts(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def over(self) -> bool:
        return self.stage in ENDED

    @property
    def served(self) -> bool:
        """They heard what they rang for: nobody rings them back when they hang up."""
        return self.stage in {Stage.VISIT, Stage.EAT, *ENDED}


@dataclass(frozen=True, slots=True)
class Heard:
    """Where it stands then, and what there is to do. `said` is the key, or what was typed."""

    state: State
    deed: Deed = Deed.NOTHING
    said: str = ""


def hear(state: State, said: str) -> Heard:
    """One key, or nothing for silence."""
    key = said.strip()
    if state.over:
        return Heard(state)
    if state.stage in TYPED:
        return _typed(state, key)
    if key == PERSON:
        return to_person(state)
    if key == AGAIN:
        return Heard(replace(state, misses=0, came=""))
    return _STAGES[state.stage](state, key)


def at(state: State, stage: Stage, **more: Any) -> State:
    return replace(state, **{"stage": stage, "misses": 0, "typed": "", "came": "", **more})


def to_person(state: State) -> Heard:
    return Heard(at(state, Stage.PERSON), Deed.PERSON)


def missed(state: State) -> Heard:
    """Said again, and after the second time a person takes over."""
    if state.misses >= ASKED_AGAIN:
        return to_person(state)
    return Heard(replace(state, misses=state.misses + 1, typed="", came=""))


def birth_date(typed: str) -> date | None:
    """Day, month and year as they are typed: 07031950. None where there is no such day."""
    try:
        return date(int(typed[4:]), int(typed[2:4]), int(typed[:2])) if len(typed) == BIRTH_DIGITS else None
    except ValueError:
        return None


def _language(state: State, key: str) -> Heard:
    if key.isdecimal() and 1 <= int(key) <= len(LANGUAGES):
        return Heard(at(state, Stage.MAIN, language=LANGUAGES[int(key) - 1]))
    return missed(state)


def _main(state: State, key: str) -> Heard:
    if key == UNWELL:
        return Heard(at(state, Stage.UNWELL), Deed.INTERVIEW)
    if key == OWN_VISITS:
        return Heard(state, Deed.OWN)
    if key == RING_ME:
        return _ring_back(state)
    return missed(state)


def _ring_back(state: State) -> Heard:
    return Heard(at(state, Stage.RUNG_BACK), Deed.RING_BACK) if state.number else Heard(at(state, Stage.NUMBER))


def _visit(state: State, key: str) -> Heard:
    if key == BACK:
        return Heard(at(state, Stage.MAIN, visit="", after=""))
    if key == EAT and (state.visit or state.stays):
        return Heard(at(state, Stage.EAT))
    if not state.visit:
        return missed(state)
    if key in MEANS:
        return Heard(replace(state, misses=0), Deed.ANSWER, MEANS[key])
    if key == NEXT:
        return Heard(at(state, Stage.VISIT, after=state.visit), Deed.LOOK)
    return missed(state)


def _eat(state: State, key: str) -> Heard:
    return Heard(at(state, Stage.VISIT)) if key == BACK else missed(state)


def _typed(state: State, key: str) -> Heard:
    """Digit by digit until #; * takes back the last, or goes back. A date of birth is whole with its eighth digit."""
    if key == BACK:
        return Heard(replace(state, typed=state.typed[:-1]) if state.typed else at(state, Stage.MAIN))
    if not key and not state.typed:
        return missed(state)
    if not key or key == END:
        return _complete(state)
    typed = replace(state, typed=(state.typed + key)[:TYPED_AT_MOST])
    return _complete(typed) if state.stage == Stage.BIRTH and len(typed.typed) == BIRTH_DIGITS else Heard(typed)


def _complete(state: State) -> Heard:
    if state.typed == PERSON:
        return to_person(state)
    if state.stage == Stage.BIRTH:
        return Heard(replace(state, typed=""), Deed.IDENTIFY, state.typed) if state.typed else missed(state)
    if len(state.typed) < NUMBER_DIGITS:
        return missed(state)
    return _ring_back(replace(state, number=state.typed))


_STAGES: dict[Stage, Callable[[State, str], Heard]] = {
    Stage.LANGUAGE: _language,
    Stage.MAIN: _main,
    Stage.VISIT: _visit,
    Stage.EAT: _eat,
}
