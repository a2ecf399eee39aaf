"""Find services by what somebody says, in their own words; the best answer first."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any

from almoner.commands.answer import Answer

HELP = "find services in a person's own words"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", help="what the person says")
    parser.add_argument("--language", help="the language they say it in (default: found from the words)")
    parser.add_argument("--limit", type=_count, default=5, help="how many at most (default 5)")
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")


def run(options: Namespace) -> Answer:
    from almoner.catalogue.queries import search
    from almoner.core import clock

    heard = search(" ".join(options.words), language=options.language, limit=options.limit, now=clock.now())
    return Answer(
        document={"services": [_told(one) for one in heard.found], "danger": heard.danger},
        text="\n".join(f"{one.id}  {one.name}: {one.why}" for one in heard.found) or "Nothing fits these words.",
        status=0 if heard.found else 1,
    )


def _count(given: str) -> int:
    if not given.isdecimal() or int(given) < 1:
        raise ArgumentTypeError(f"{given} is not a whole number of 1 or more")
    return int(given)


def _told(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "why": one.why,
        "soonest": one.soonest,
        "needs_referral": one.needs_referral,
        "first_step": one.first_step,
        "referral": one.referral,
    }
