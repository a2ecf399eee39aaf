"""The hospital's own aftercare as data: pathways with their steps, what a call asks, and warning signs. Pure.

`docs/aftercare.md` says what the fields mean. Nothing of it is a diagnosis: a sign leads to whom the hospital says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from almoner.aftercare.enums import LeadsTo, StepKind
from almoner.aftercare.refusals import FaultyHandbook
from almoner.charter.durations import duration

Texts = Mapping[str, str]
LANGUAGES = ("en", "es", "ar")
TABLES = ("handbook", "calls", "recovery", "feedback", "question", "red_flag", "pathway")


def in_language(texts: Texts, language: str) -> str:
    return str(texts.get(language.split("-", maxsplit=1)[0]) or texts.get("en") or "")


@dataclass(frozen=True, slots=True)
class Question:
    """What a call asks, and what whoever asks should listen for."""

    code: str
    ask: Texts
    listen: Texts


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that may have happened at home. `danger_sign` is its id among the danger signs of urgency, if any."""

    code: str
    text: Texts
    danger_sign: str


@dataclass(frozen=True, slots=True)
class Flag:
    """Warning signs that lead to the same people. `level` is the latest at which a request waits."""

    code: str
    action: Texts
    leads_to: LeadsTo
    level: int
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step: between which days after going home, and what it asks for."""

    code: str
    kind: StepKind
    name: Texts
    from_day: int
    to_day: int
    working: bool
    clinician: bool
    services: tuple[str, ...]
    book_within: int


@dataclass(frozen=True, slots=True)
class Pathway:
    name: str
    title: Texts
    default: bool
    walk_in: bool
    services: tuple[str, ...]
    steps: tuple[StepPlan, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of the place."""

    tries: int
    apart: timedelta
    worse_level: int
    answer_within: timedelta
    ask_on_day: int
    closes_after: timedelta
    nudge_after: timedelta
    same_clinician_after: timedelta
    quiet_after_crisis: timedelta


@dataclass(frozen=True, slots=True)
class Handbook:
    version: str
    owner: str
    approved_by: str
    approved_on: date
    review_on: date
    rules: Rules
    questions: tuple[Question, ...]
    flags: tuple[Flag, ...]
    pathways: Mapping[str, Pathway]

    def flag_of(self, sign: str) -> Flag | None:
        return next((flag for flag in self.flags if any(one.code == sign for one in flag.signs)), None)

    def for_stay(self, name: str) -> Pathway | None:
        """The pathway by its name, or the one that is for every stay."""
        return self.pathways.get(name) or next((one for one in self.pathways.values() if one.default), None)

    def for_service(self, code: str) -> Pathway | None:
        return next((one for one in self.pathways.values() if code in one.services), None)

    def for_walk_in(self) -> Pathway | None:
        return next((one for one in self.pathways.values() if one.walk_in), None)


def handbook_from(data: Mapping[str, Any]) -> Handbook:
    """Read plain data (as TOML or JSON gives it). Raises FaultyHandbook naming each place and what to mend."""
    faults: list[str] = []
    read = _Reader(data, faults)
    try:
        made = read.handbook()
    except (KeyError, TypeError, ValueError) as wrong:
        faults.append(f"{type(wrong).__name__}: {wrong}")
        raise FaultyHandbook(faults) from wrong
    if faults:
        raise FaultyHandbook(faults)
    return made


class _Reader:
    """Reads, and gathers what is wrong."""

    def __init__(self, data: Mapping[str, Any], faults: list[str]) -> None:
        self.data, self.faults = data, faults

    def handbook(self) -> Handbook:
        head = self.data["handbook"]
        made = Handbook(
            version=str(head["version"]),
            owner=str(head["owner"]),
            approved_by=str(head["approved_by"]),
            approved_on=_day(head["approved_on"]),
            review_on=_day(head["review_on"]),
            rules=self.rules(),
            questions=tuple(self.question(row) for row in self.data["question"]),
            flags=tuple(self.flag(row) for row in self.data["red_flag"]),
            pathways=self.pathways(),
        )
        self.once("question", [one.code for one in made.questions])
        self.once("warning sign", [sign.code for flag in made.flags for sign in flag.signs])
        if sum(one.default for one in made.pathways.values()) != 1:
            self.faults.append("exactly one pathway must be for every stay (default = true)")
        return made

    def rules(self) -> Rules:
        calls, recovery, feedback = self.data["calls"], self.data["recovery"], self.data["feedback"]
        return Rules(
            tries=int(calls["tries"]),
            apart=duration(calls["apart"]),
            worse_level=int(recovery["worse_level"]),
            answer_within=duration(recovery["answer_within"]),
            ask_on_day=int(feedback["ask_on_day"]),
            closes_after=duration(feedback["closes_after"]),
            nudge_after=duration(feedback["nudge_after"]),
            same_clinician_after=duration(feedback["same_clinician_after"]),
            quiet_after_crisis=duration(feedback["quiet_after_crisis"]),
        )

    def question(self, row: Mapping[str, Any]) -> Question:
        where = f"question {row['code']}"
        return Question(row["code"], self.texts(row["ask"], where), self.texts(row["listen"], where))

    def flag(self, row: Mapping[str, Any]) -> Flag:
        where = f"red flag {row['code']}"
        leads_to = LeadsTo(row["leads_to"])
        signs = tuple(
            Sign(sign["code"], self.texts(sign["text"], where), sign.get("danger_sign", "")) for sign in row["signs"]
        )
        if leads_to in {LeadsTo.EMERGENCY, LeadsTo.CRISIS} and not all(sign.danger_sign for sign in signs):
            self.faults.append(f"{where}: each sign needs the danger_sign that it is")
        level = int(row.get("level", 5))
        if level not in {1, 2, 3, 4, 5}:
            self.faults.append(f"{where}: level {level} is none of 1 to 5")
        return Flag(row["code"], self.texts(row["action"], where), leads_to, level, signs)

    def pathways(self) -> dict[str, Pathway]:
        made: dict[str, Pathway] = {}
        for row in self.data["pathway"]:
            where = f"pathway {row['name']}"
            steps = [step for one in row["steps"] for step in self.steps(one, where)]
            included = made.get(row.get("includes", ""))
            if row.get("includes") and included is None:
                self.faults.append(f"{where}: it includes “{row['includes']}”, which is not above it")
            own = {step.code for step in steps}
            steps += [step for step in (included.steps if included else ()) if step.code not in own]
            self.once(f"{where}: step", [step.code for step in steps])
            made[row["name"]] = Pathway(
                name=row["name"],
                title=self.texts(row["title"], where),
                default=bool(row.get("default", False)),
                walk_in=bool(row.get("walk_in", False)),
                services=tuple(row.get("services", ())),
                steps=tuple(sorted(steps, key=lambda step: (step.to_day, step.code))),
            )
        return made

    def steps(self, row: Mapping[str, Any], where: str) -> list[StepPlan]:
        """One step, or as many as it comes `times`, `every` so many days."""
        step = StepPlan(
            code=row["code"],
            kind=StepKind(row["kind"]),
            name=self.texts(row["name"], f"{where}, step {row['code']}"),
            from_day=int(row["from_day"]),
            to_day=int(row["to_day"]),
            working=bool(row.get("working", False)),
            clinician=bool(row.get("clinician", False)),
            services=tuple(row.get("services", ())),
            book_within=int(row.get("book_within", 5)),
        )
        if not 0 <= step.from_day <= step.to_day:
            self.faults.append(f"{where}, step {step.code}: from_day comes after to_day")
        if (step.kind == StepKind.VISIT) != bool(step.services):
            self.faults.append(f"{where}, step {step.code}: a visit names its services, and nothing else does")
        times, every = int(row.get("times", 1)), int(row.get("every", 0))
        return [
            replace(
                step,
                code=step.code if times == 1 else f"{step.code}_{nth + 1}",
                from_day=step.from_day + nth * every,
                to_day=step.to_day + nth * every,
            )
            for nth in range(times)
        ]

    def texts(self, texts: Texts, where: str) -> Texts:
        self.faults += [f"{where}: not said in {code}" for code in LANGUAGES if not str(texts.get(code, "")).strip()]
        return dict(texts)

    def once(self, what: str, codes: list[str]) -> None:
        self.faults += [f"{what} {code} stands twice" for code in sorted(set(codes)) if codes.count(code) > 1]


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of a handbook as JSON can keep them."""
    return {table: _plain(data[table]) for table in TABLES if table in data}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
