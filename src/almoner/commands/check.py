"""Check that this installation can work: settings, tables, data folder, programs. Changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from almoner.commands.answer import Answer

HELP = "check settings, tables, data folder and programs"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")


def run(_options: Namespace) -> Answer:
    from almoner.serving.fitness import faults, notes, warnings

    found = faults()
    warned = [] if found else warnings()
    told = [] if found else notes()
    said = found or ["All is as it should be.", *(f"But: {warning}" for warning in warned), *told]
    return Answer(
        document={"fit": not found, "faults": found, "warnings": warned, "notes": told},
        text="\n".join(said),
        status=1 if found else 0,
    )
