"""The interview by keys alone: what a telephone's keypad or a text message says, and what is asked next. Pure.

`hear` takes where the talk stands and one answer, and gives where it stands then and what there is to do: whoever keeps
talks (`desk`) does it, and puts back what came of it. 1 is yes, 2 no, 3 not known, 0 hear it again, 9 a person, * back.
A wrong key and silence are asked again twice; then a person takes over. Nothing here lowers anything: a yes to danger
signs whose sign is not said counts for the whole group.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from almoner.urgency.danger import said_yes
from almoner.urgency.interview_plan import Group, area, areas, groups_heard, some_of
from almoner.urgency.interviewing import AREA, COMPLAINT, SOMETHING_ELSE, Said
from almoner.urgency.rulebook import signs
from almoner.urgency.talk_words import AGAIN, BACK, END, NO, PERSON, UNKNOWN, YES, keys_meant

LANGUAGES = ("en", "es", "ar")
"""In the order of their keys."""
GO_ON = "7"
"""At the first group of danger signs: to go on with questions that were begun elsewhere."""
ASKED_AGAIN = 2
OLDEST = 120
NUMBER_DIGITS = 6
ANSWERS = {YES: Said.YES, NO: Said.NO, UNKNOWN: Said.UNKNOWN}
PHONE, TEXT = "phone", "text"


class Stage(StrEnum):
    LANGUAGE = "language"
    DANGER = "danger"
    WHICH = "which"
    CODE = "code"
    WORDS = "words"
    AREA = "area"
    COMPLAINT = "complaint"
    AGE = "age"
    WORSE = "worse"
    NUMBER = "number"
    QUESTION = "question"
    EMERGENCY = "emergency"
    CRISIS = "crisis"
    PERSON = "person"
    DONE = "done"


TYPED = (Stage.CODE, Stage.AGE, Stage.NUMBER)
"""What is typed and ended with #: there every digit is a digit."""
ENDED = (Stage.CRISIS, Stage.PERSON, Stage.DONE)


class Deed(StrEnum):
    """What is to be done by whoever keeps the talk."""

    NOTHING = ""
    SEND = "send"
    ALARM = "alarm"
    ANSWER = "answer"
    FIND = "find"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class State:
    """Where a talk stands. `number` is that on which they can be rung, as shown or typed. `question` is asked now,
    `options` are its choices where it has any, and `asked` the questions of this talk before it."""

    channel: str = PHONE
    stage: Stage = Stage.LANGUAGE
    language: str = ""
    number: str = ""
    group: int = 0
    danger: Mapping[str, str] = field(default_factory=dict)
    chosen: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    age: int | None = None
    typed: str = ""
    misses: int = 0
    question: str = ""
    options: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> State:
        told = {**facts, "stage": Stage(facts["stage"])}
        return cls(**{**told, "options": tuple(told["options"]), "asked": tuple(told["asked"])})

    def as_facts(self) -> dict[str, Any]:
        return {**asdict(self), "options": list(self.options), "asked": list(self.asked)}

    @property
    def over(self) -> bool:
        return self.stage in ENDED


@dataclass(frozen=True, slots=True)
class Heard:
    """Where it stands then, and what there is to do. `said` is the answer to the question that was asked."""

    state: State
    deed: Deed = Deed.NOTHING
    said: str = ""


def hear(state: State, said: str) -> Heard:
    """One answer: on the telephone one key, or nothing for silence; by text a whole message."""
    keys = keys_meant(said) if state.channel == TEXT else said.strip()
    if state.over:
        return Heard(state)
    if state.stage in TYPED:
        return _typed(state, keys)
    if keys in _EVERYWHERE:
        return _EVERYWHERE[keys](state)
    return _worded(state, said) if state.stage == Stage.WORDS else _STAGES[state.stage](state, keys)


def hung_up(state: State) -> Heard:
    """They are gone. Who said yes to danger signs is not lost with it."""
    if state.stage == Stage.WHICH:
        return _some_of_group(state)
    return Heard(state)


def group_of(state: State) -> Group:
    return groups_heard()[state.group]


def is_crisis(state: State) -> bool:
    """Nothing but signs of a crisis were told: no life is in danger beside it that goes first."""
    crises = {sign.id for sign in signs() if sign.kind == "crisis"}
    heard = {some_of(group.id): set(group.signs) for group in groups_heard()}
    told = [heard.get(one, {one}) for one in said_yes(state.danger)]
    return bool(told) and all(one <= crises for one in told)


# ── Each stage ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _language(state: State, keys: str) -> Heard:
    if keys in {"1", "2", "3"}:
        return Heard(_at(state, Stage.DANGER, language=LANGUAGES[int(keys) - 1]))
    return _missed(state)


def _danger(state: State, keys: str) -> Heard:
    if keys == GO_ON and state.group == 0:
        return Heard(_at(state, Stage.CODE))
    if keys == YES:
        only = group_of(state).signs
        return _alarm(state, only[0]) if len(only) == 1 else Heard(_at(state, Stage.WHICH))
    if keys == NO:
        denied = {**state.danger, **dict.fromkeys(group_of(state).signs, "no")}
        last = state.group + 1 == len(groups_heard())
        if not last:
            return Heard(_at(state, Stage.DANGER, danger=denied, group=state.group + 1))
        return Heard(_at(state, Stage.WORDS if state.channel == TEXT else Stage.AREA, danger=denied))
    return _missed(state)


def _which(state: State, keys: str) -> Heard:
    """Whoever has said yes and does not find the key is believed all the same."""
    offered = group_of(state).signs
    if keys.isdecimal() and 1 <= int(keys) <= len(offered):
        return _alarm(state, offered[int(keys) - 1])
    return _some_of_group(state) if state.misses >= ASKED_AGAIN else _missed(state)


def _some_of_group(state: State) -> Heard:
    return _alarm(state, some_of(group_of(state).id))


def _alarm(state: State, sign: str) -> Heard:
    """At once, whether or not a number is known on which they can be rung."""
    told = replace(state, danger={**state.danger, sign: "yes"})
    return Heard(_at(told, Stage.CRISIS if is_crisis(told) else Stage.EMERGENCY), Deed.ALARM)


def _worded(state: State, said: str) -> Heard:
    if not said.strip():
        return _missed(state)
    return Heard(_at(state, Stage.AGE, words=said.strip()[:3000]))


def _area(state: State, keys: str) -> Heard:
    if keys.isdecimal() and 1 <= int(keys) <= len(areas()):
        return Heard(_at(state, Stage.COMPLAINT, chosen=areas()[int(keys) - 1].id))
    return _missed(state)


def _complaint(state: State, keys: str) -> Heard:
    offered = area(state.chosen).complaints
    if keys.isdecimal() and 1 <= int(keys) <= len(offered):
        told = {AREA: state.chosen, COMPLAINT: offered[int(keys) - 1]}
        return Heard(_at(state, Stage.AGE, answers={**state.answers, **told}))
    return _missed(state)


def _worse(state: State, keys: str) -> Heard:
    if keys not in ANSWERS:
        return _missed(state)
    told = {"yes": "yes", "no": "no", "unknown": "unsure"}[ANSWERS[keys]]
    answered = replace(state, answers={**state.answers, "worsening": told}, misses=0)
    return Heard(answered, Deed.SEND) if state.number else Heard(_at(answered, Stage.NUMBER))


def _question(state: State, keys: str) -> Heard:
    """A question of the interview; or a choice, whose last key is “something else”."""
    said = ""
    if not state.options:
        said = ANSWERS.get(keys, "")
    elif keys.isdecimal() and 1 <= int(keys) <= len(state.options) + 1:
        said = [*state.options, SOMETHING_ELSE][int(keys) - 1]
    if not said:
        return _missed(state)
    return Heard(replace(state, asked=(*state.asked, state.question), misses=0), Deed.ANSWER, said)


def _emergency(state: State, _keys: str) -> Heard:
    """They were told what to do; another key asks for it again, and nothing else is asked."""
    return Heard(state)


_STAGES: dict[Stage, Callable[[State, str], Heard]] = {
    Stage.LANGUAGE: _language,
    Stage.DANGER: _danger,
    Stage.WHICH: _which,
    Stage.AREA: _area,
    Stage.COMPLAINT: _complaint,
    Stage.WORSE: _worse,
    Stage.QUESTION: _question,
    Stage.EMERGENCY: _emergency,
}


# ── What is typed ────────────────────────────────────────────────────────────────────────────────────────────────────


def _typed(state: State, keys: str) -> Heard:
    """On the telephone digit by digit until #, and * takes back the last, or one step; a text is whole at once."""
    if state.channel == TEXT:
        if keys in {BACK, PERSON} and state.stage != Stage.AGE:
            return Heard(_back(state)) if keys == BACK else _to_person(state)
        return _complete(state, "" if keys == UNKNOWN and state.stage != Stage.AGE else keys)
    if keys == BACK:
        return Heard(replace(state, typed=state.typed[:-1]) if state.typed else _back(state))
    if keys == END:
        return _complete(state, state.typed)
    if not keys:
        return _complete(state, state.typed) if state.typed else _missed(state)
    return Heard(replace(state, typed=(state.typed + keys)[:20]))


def _complete(state: State, typed: str) -> Heard:
    clear = replace(state, typed="")
    return {Stage.AGE: _age, Stage.CODE: _code, Stage.NUMBER: _number}[state.stage](clear, typed)


def _age(state: State, typed: str) -> Heard:
    """Nothing typed, or a word, is not known; what nobody can be is asked again."""
    digits = "".join(sign for sign in typed if sign.isdecimal())
    if digits and int(digits) > OLDEST:
        return _missed(state)
    return Heard(_at(state, Stage.WORSE, age=int(digits) if digits else None))


def _code(state: State, typed: str) -> Heard:
    digits = "".join(sign for sign in typed if sign.isdecimal())
    return Heard(replace(state, typed=digits), Deed.FIND) if digits else _missed(state)


def _number(state: State, typed: str) -> Heard:
    digits = "".join(sign for sign in typed if sign.isdecimal())
    if len(digits) < NUMBER_DIGITS:
        return _missed(state)
    return Heard(replace(state, number=digits, misses=0), Deed.SEND)


# ── To a person, and back ────────────────────────────────────────────────────────────────────────────────────────────


def _to_person(state: State) -> Heard:
    """At any point. Who has just said yes to danger signs is put through with the alarm."""
    if state.stage == Stage.WHICH:
        return _some_of_group(state)
    return Heard(_at(state, Stage.PERSON), Deed.PERSON)


def _missed(state: State) -> Heard:
    if state.misses >= ASKED_AGAIN:
        return _to_person(state)
    return Heard(replace(state, misses=state.misses + 1, typed=""))


def not_found(state: State) -> Heard:
    """The digits belong to nothing that can be gone on with."""
    return _missed(replace(state, typed=""))


def _back(state: State) -> State:
    """One step back; what was answered may be answered anew. From the first there is none."""
    if state.stage == Stage.QUESTION and state.asked and state.asked[-1] not in {AREA, COMPLAINT}:
        return _at(state, Stage.QUESTION, question=state.asked[-1], asked=state.asked[:-1], options=())
    if state.stage == Stage.DANGER:
        return _at(state, Stage.DANGER, group=max(0, state.group - 1))
    first = Stage.WORDS if state.channel == TEXT else Stage.COMPLAINT
    before = {
        Stage.WHICH: Stage.DANGER, Stage.CODE: Stage.DANGER, Stage.WORDS: Stage.DANGER, Stage.AREA: Stage.DANGER,
        Stage.COMPLAINT: Stage.AREA, Stage.AGE: first, Stage.WORSE: Stage.AGE,
        Stage.NUMBER: Stage.WORSE,
    }  # fmt: skip
    return _at(state, before.get(state.stage, state.stage))


def _at(state: State, stage: Stage, **more: Any) -> State:
    return replace(state, stage=stage, misses=0, typed="", **more)


_EVERYWHERE: dict[str, Callable[[State], Heard]] = {
    AGAIN: lambda state: Heard(replace(state, misses=0)),
    PERSON: _to_person,
    BACK: lambda state: Heard(_back(state)),
}
"""Keys that mean the same wherever nothing is typed."""
