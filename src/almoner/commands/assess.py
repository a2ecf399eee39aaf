"""Suggest how urgent cases are: a line of JSON in, a line of JSON out, as soon as it is read.

Without a database, a network or anything kept. With --evaluate, cases whose level is known are gauged instead, and told
is how often the rules are right. Exit status 1 when a line, or a case of the file, was not understood.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from almoner.cannot_run import CannotRun
from almoner.commands.answer import Answer
from almoner.commands.leaving import reader_left

if TYPE_CHECKING:
    from almoner.urgency.rulebook.book import Rulebook

HELP = "suggest how urgent cases are, or measure it"
NEEDS_DJANGO = False


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--language", type=_language, help="of the texts (default: that of each case)")
    parser.add_argument("--rules", type=Path, metavar="FILE", help="a hospital's own rules (default: the standard)")
    parser.add_argument("--evaluate", type=Path, metavar="FILE", help="measure on cases whose level is known")
    parser.add_argument("--missed", type=_count, metavar="N", help="with --evaluate: show at most N that were missed")
    parser.add_argument("--json", action="store_true", help="with --evaluate: answer as one JSON document")


def run(options: Namespace) -> Answer | int:
    book = _rules(options.rules) if options.rules else None
    if options.evaluate:
        return _evaluated(options, book)
    if options.json or options.missed is not None:
        raise CannotRun("--json and --missed go with --evaluate; otherwise every line is JSON already")
    try:
        return _converse(sys.stdin.buffer, sys.stdout.buffer, options.language or "", book)
    except BrokenPipeError:
        reader_left()
        return 0


def _rules(path: Path) -> Rulebook:
    from almoner.urgency.rulebook.exported import RulesNotRead, read_rules

    try:
        return read_rules(path)
    except RulesNotRead as trouble:
        raise CannotRun(str(trouble)) from trouble


def _converse(lines: Iterable[bytes], out: BinaryIO, told_in: str, book: Rulebook | None) -> int:
    """Answer each line before the next is read, so that the other program may go by the answer."""
    from almoner.urgency.answering import answer, as_line

    wrong = False
    for line in lines:
        if line.strip():
            told = answer(line, told_in, book)
            wrong = wrong or "error" in told
            out.write(as_line(told))
            out.flush()
    return 1 if wrong else 0


def _evaluated(options: Namespace, book: Rulebook | None) -> Answer:
    from almoner.urgency.evaluation import CasesNotRead, evaluate

    try:
        report = evaluate(options.evaluate, options.language or "", book)
    except CasesNotRead as trouble:
        raise CannotRun(str(trouble)) from trouble
    return Answer(
        document=report.as_dict(options.missed),
        text=report.as_text(options.missed),
        status=1 if report.unread else 0,
    )


def _count(given: str) -> int:
    if not given.isdecimal():
        raise ArgumentTypeError(f"{given} is not a whole number")
    return int(given)


def _language(given: str) -> str:
    from almoner.urgency.incoming import NotACase, language_of

    try:
        return language_of("the language", given)
    except NotACase as trouble:
        raise ArgumentTypeError(str(trouble)) from trouble
