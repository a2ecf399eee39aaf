"""A run in numbers, each with a sentence that says what it means: for who reads it on a screen or in docs/faults.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap

from faults.course import Told
from faults.judge import findings, late_ones, repeated, told_by_two_ways
from faults.proxy import Fault

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "faults.md"
WIDTH = 76
FAULTS = {
    Fault.REFUSED: "connections were refused, and for 30 ms nobody was at the door",
    Fault.REQUEST_CUT: "messages were cut half-way: the provider never had them whole",
    Fault.ANSWER_CUT: "messages were taken, and of the answer came nothing or its first bytes",
    Fault.SLOW: "answers came late, and in time",
    Fault.TOO_SLOW: "answers came when nobody waited for them any more",
    Fault.CLOSED: "connections were closed a moment after the answer",
}
TEXTS = {"http": "by HTTP", "smpp": "by SMPP, with receipts in any order, some told twice"}
REASONS = {
    "no_way": "had no way that works and that they agreed to: a team has the promise",
    "refused": "were refused at every address for good: a team has the promise",
    "exhausted": "had been tried by every way as often as is tried: a team has the promise",
    "too_late": "came to the end of their time: a team has the promise",
    "poison": "were in the hands of three workers that were killed, the last time alone: a team has the promise",
}


@dataclass(frozen=True, slots=True)
class Line:
    part: str
    count: int
    says: str


def lines_of(told: Told) -> list[Line]:
    return [*_done(told), *_taken(told), *_came_of_it(told)]


def _done(told: Told) -> Iterator[Line]:
    made, people = len(told.report["messages"]), len({one["name"] for one in told.report["messages"]})
    yield Line("done", made, f"messages were promised to {people} people; texts go {TEXTS[told.course.texts]}")
    yield Line("done", told.kills, f"workers were killed with SIGKILL, {told.course.workers} at work at a time")
    met = Counter(one.fault for one in told.passages)
    for fault, says in FAULTS.items():
        yield Line("done", met[fault], says)


def _taken(told: Told) -> Iterator[Line]:
    channels = Counter(one.channel for one in told.taken)
    yield Line("done", late_ones(told), "answers came to a worker whose lease had run out, and changed nothing")
    yield Line("taken", channels["email"], "e-mails were taken by the relay")
    yield Line("taken", channels["text"], "texts were taken by their provider")
    yield Line("taken", channels["letter"], "letters lie in the folder, one file for each")
    yield Line("taken", repeated(told, "email"), "e-mails of these came again, each under the key that it had before")
    yield Line("taken", repeated(told, "text"), _texts_again(told))
    yield Line(
        "taken", len(told_by_two_ways(told)), "messages went by another way too, as no answer of the first was read"
    )


def _texts_again(told: Told) -> str:
    if told.course.texts == "smpp":
        return "texts of these came again: their answer was lost, no receipt came in time, and a centre cannot be asked"
    return "texts of these came again: the provider is asked before anything is handed over once more"


def _came_of_it(told: Told) -> Iterator[Line]:
    states = Counter(one["state"] for one in told.report["messages"])
    why = Counter(one["how"] for one in told.report["messages"] if one["state"] == "undeliverable")
    yield Line("came of it", states["sent"] + states["delivered"], "messages went, and a provider has each of them")
    for reason, says in REASONS.items():
        yield Line("came of it", why[reason], says)
    yield Line("came of it", states["withdrawn"], "were withdrawn, as they were no longer right")
    yield Line("came of it", states["planned"], "were lost: they have no end")
    yield Line("came of it", len(told.report["broken"]), "laws of all rooms were broken afterwards")
    yield Line("came of it", len(told.report["audit"]), "faults were in the audit chain")
    yield Line("came of it", len(findings(told)), "findings of the judge in all")


def title(told: Told) -> str:
    course = told.course
    return f"{course.engine}, texts by {course.texts}, seed {course.seed}"


def as_text(told: Told) -> str:
    shown = [f"{title(told)}: {told.seconds:.0f} s"]
    for line in lines_of(told):
        first, *rest = wrap(line.says, WIDTH)
        shown += [f"  {line.part:<11}{line.count:>5}  {first}", *(f"{'':20}{more}" for more in rest)]
    return "\n".join([*shown, *(f"  FOUND: {one}" for one in findings(told))])


def as_document(told: Told) -> str:
    rows = [f"| {line.part} | {line.count} | {line.says} |" for line in lines_of(told)]
    return "\n".join([f"## {title(told)}", "", "| | how many | |", "|---|---:|---|", *rows, ""])


def write(told: Told) -> None:
    """Put a run into the document, in place of the one before on this engine."""
    head, *before = DOCUMENT.read_text(encoding="utf-8").split("\n## ")
    others = [part for part in before if not part.startswith(f"{told.course.engine},")]
    parts = sorted([*others, as_document(told).removeprefix("## ")], reverse=True)
    DOCUMENT.write_text("\n\n## ".join(part.rstrip() for part in [head, *parts]) + "\n", encoding="utf-8")
