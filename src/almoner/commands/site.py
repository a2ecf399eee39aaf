"""Add a site to the hospital, with a manager of its own, who hires and opens diaries there.

Its manager comes in as the first one did (`init`). Whoever works at another site goes on to see only that one.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from almoner.commands import init
from almoner.commands.answer import Answer

HELP = "add a site to the hospital, with its first manager"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--code", required=True, help="a short name for addresses, of small letters, digits and hyphens"
    )
    init.add_arguments(parser)


def run(options: Namespace) -> Answer:
    from almoner.core.actor import SYSTEM
    from almoner.people.actions import open_site

    return init.told(open_site(code=options.code, **init.asked(options), by=SYSTEM.through("command")), "is added")
