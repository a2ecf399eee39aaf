"""Check the laws on the data as they are now. Exit status 1 when one is broken. Changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from almoner.commands.answer import Answer

HELP = "check the laws on the data"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")


def run(_options: Namespace) -> Answer:
    from almoner.invariants import broken_laws

    findings = broken_laws()
    return Answer(
        document={"broken": [asdict(finding) for finding in findings]},
        text="\n".join(f"{one.law} {one.says}: {one.where}" for one in findings) or "All laws hold.",
        status=1 if findings else 0,
    )
