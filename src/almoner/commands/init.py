"""Found a real hospital in an empty database: its first site and its first manager.

The manager comes in by a link that is said this once, and chooses how to sign in there. The rehearsal hospital is never
mixed with it: a database that has a hospital is refused.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from almoner.commands.answer import Answer

if TYPE_CHECKING:
    from almoner.people.founding import Founded

HELP = "found a hospital, with its first manager"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="its name, as people know it")
    parser.add_argument("--manager", required=True, help="full name of its first manager")
    parser.add_argument("--email", required=True, help="the manager's e-mail address, for signing in")
    parser.add_argument("--time-zone", default="", help="of the site, such as Europe/London (default: as set)")
    parser.add_argument("--service-desk", default="", help="the telephone number at which people reach a human")
    parser.add_argument("--emergency", default="112", help="the number to ring in an emergency (default 112)")
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")


def run(options: Namespace) -> Answer:
    from django.core.management import call_command

    from almoner.core.actor import SYSTEM
    from almoner.people.actions import found_hospital

    call_command("migrate", verbosity=0, interactive=False)
    return told(found_hospital(**asked(options), by=SYSTEM.through("command")), "is founded")


def asked(options: Namespace) -> dict[str, str]:
    """What a site and its first manager are made of."""
    return {
        "name": options.name,
        "manager_name": options.manager,
        "manager_email": options.email,
        "time_zone": options.time_zone,
        "service_desk_number": options.service_desk,
        "emergency_number": options.emergency,
    }


def told(founded: Founded, what: str) -> Answer:
    """How the manager comes in."""
    from django.conf import settings
    from django.urls import reverse

    link = settings.ALMONER_PUBLIC_URL + reverse("follow_link", args=[founded.invitation.token])
    code, site, manager = founded.invitation.code, founded.site, founded.manager
    return Answer(
        document={"site": str(site.id), "manager": str(manager.id), "link": link, "code": code},
        text=f"{site.name} {what}. {manager.name} comes in by this link, which is said this once:\n{link}"
        + (f"\nand this code: {code}" if code else ""),
    )
