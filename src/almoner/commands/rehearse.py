"""Rehearse simulated days in the rehearsal hospital, and report what became of every promise.

The same seed gives the same days. In the middle a worker and a web process are killed over a copy of the data. Exit
status 1 when a law was broken, or anything was lost or went twice.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace

from almoner.commands.answer import Answer

HELP = "rehearse simulated days"
FEWEST = 60
"""Fewer would leave some of what happens to nobody."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--days", type=_days, default=1, help="how many days (default 1)")
    parser.add_argument("--people", type=_people, default=120, help="how many people live there (default 120)")
    parser.add_argument("--seed", type=int, default=1, help="the seed; the same gives the same days (default 1)")
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")


def run(options: Namespace) -> Answer:
    from almoner.demo.rehearsal import rehearse

    report = rehearse(days=options.days, seed=options.seed, people=options.people)
    return Answer(document=report.as_dict(), text=report.as_text(), status=0 if report.is_sound else 1)


def _days(given: str) -> int:
    if not given.isdecimal() or int(given) < 1:
        raise ArgumentTypeError(f"{given} is not a whole number of days")
    return int(given)


def _people(given: str) -> int:
    if not given.isdecimal() or int(given) < FEWEST:
        raise ArgumentTypeError(f"{given} is not a number of {FEWEST} or more")
    return int(given)
