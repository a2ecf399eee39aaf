"""Found a real hospital in an empty database: its name, its time zone as set, and its first manager.

The manager gets a link by which they sign in for the first time. The rehearsal hospital is never mixed with it.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from almoner.commands.answer import Answer

HELP = "found a hospital, with its first manager"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="the hospital's name, as people know it")
    parser.add_argument("--manager", required=True, help="full name of the first manager")
    parser.add_argument("--email", required=True, help="the manager's e-mail address, for signing in")
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")


def run(options: Namespace) -> Answer:
    from django.core.management import call_command

    from almoner.core.actor import SYSTEM
    from almoner.people.actions import found_hospital

    call_command("migrate", verbosity=0, interactive=False)
    site = found_hospital(
        name=options.name, manager_name=options.manager, manager_email=options.email, by=SYSTEM.through("command")
    )
    return Answer(
        document={"site": str(site.pk), "name": options.name, "manager": options.email},
        text=f"{options.name} is founded. {options.manager} signs in with a code sent to {options.email}.",
    )
