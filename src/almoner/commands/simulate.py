"""Play months of made-up demand against policies of booking, and against the best that hindsight could have done.

First come, first served; times kept for the urgent; the same with what comes free offered on. Nothing of this hospital
is read, nothing is changed, and the same seed gives the same numbers. Urgent people are seen in time when they are seen
within what is aimed at while the clinic is open; for the others the calendar counts.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable

from almoner.commands.answer import Answer

HELP = "play months of demand against policies of booking"
GENTLE = 10


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--months", type=_number(1, 3), default=3, help="months that are counted (default and most: 3)")
    parser.add_argument("--clinicians", type=_number(1, 6), default=6, help="how many clinicians (default and most: 6)")
    parser.add_argument(
        "--load", type=_share, default=0.9, help="the share of the times that would be needed (default 0.9)"
    )
    parser.add_argument("--seed", type=int, default=1, help="the seed; the same gives the same numbers (default 1)")
    parser.add_argument("--gently", action="store_true", help="give way to whatever else this machine does")
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")


def run(options: Namespace) -> Answer:
    from almoner.core.parent import end_with_parent
    from almoner.scheduling.simulation.report import simulate
    from almoner.scheduling.simulation.world import Scale

    end_with_parent()
    if options.gently:
        os.nice(GENTLE)
    scale = Scale(months=options.months, clinicians=options.clinicians, load=options.load)
    report = simulate(scale, options.seed)
    return Answer(document=report.as_dict(), text=report.as_text(), status=0)


def _number(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number between two others, both included."""

    def read(given: str) -> int:
        if not given.isdecimal() or not least <= int(given) <= most:
            raise ArgumentTypeError(f"{given} is not a whole number from {least} to {most}")
        return int(given)

    return read


def _share(given: str) -> float:
    try:
        share = float(given)
    except ValueError:
        share = 0.0
    if not 0.1 <= share <= 0.95:
        raise ArgumentTypeError(f"{given} is not a share between 0.1 and 0.95")
    return share
