"""The audit chain: `audit verify` walks it from the first entry and holds it against the heads kept outside."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from almoner.commands.answer import Answer

HELP = "verify the audit chain"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=["verify"], help="verify: walk the whole chain")
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")


def run(_options: Namespace) -> Answer:
    from almoner.core.audit import verify

    verdict = verify()
    counts = f"{verdict.entries} entries, {verdict.anchors} heads kept outside"
    return Answer(
        document={
            "whole": verdict.whole,
            "entries": verdict.entries,
            "anchors": verdict.anchors,
            "faults": verdict.faults,
        },
        text="\n".join(verdict.faults) or f"The chain is whole: {counts}.",
        status=0 if verdict.whole else 1,
    )
