"""Check the words of all messages, in every language and for every channel: nothing missing or unknown, nothing private
where others look, short enough to be read and heard, and read with ease at eleven; that what the charter sends can go
in time, also where the clock changes, and that calendars take the invitations. Each fault says what to mend. Exit
status 1 when there is one. The hospital's own words are checked too, where there is a hospital; with --folder only
those of the folder are."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from almoner.cannot_run import CannotRun
from almoner.commands.answer import Answer

HELP = "check the words of messages"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, help="another folder of words, laid out as the program's own")
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")


def run(options: Namespace) -> Answer:
    from almoner.messaging.proofreading import check_wording

    if options.folder is None:
        return _all_words()
    folder = options.folder
    if not folder.is_dir():
        raise CannotRun(f"there is no folder {folder}")
    return _answer(check_wording(folder), sum(1 for _ in folder.glob("*/*.toml")), None)


def _all_words() -> Answer:
    """The shipped words, and what the hospital wrote over them. Without a hospital there are none."""
    from django.db import OperationalError, ProgrammingError
    from django.utils.translation import override

    from almoner.messaging.live_words import latest_versions, overtaken
    from almoner.messaging.proofreading import check_wording
    from almoner.messaging.wording import FOLDER

    faults, checked = [*check_wording(), *_rules()], sum(1 for _ in FOLDER.glob("*/*.toml"))
    try:
        own = len(latest_versions())
    except (OperationalError, ProgrammingError):
        return _answer(faults, checked, None)
    with override("en"):
        faults += [f"own {fault}" for _version, found in overtaken() for fault in found]
    return _answer(faults, checked, own)


def _rules() -> list[str]:
    """What no words show: that messages can go in time, in the hours for them, and that calendars take invitations."""
    from zoneinfo import ZoneInfo

    from django.conf import settings

    from almoner.charter.book import charter
    from almoner.charter.timing import timing_faults
    from almoner.core import clock
    from almoner.messaging.channels.email.proving import invitation_faults

    return timing_faults(charter(), ZoneInfo(settings.TIME_ZONE), clock.today()) + invitation_faults()


def _answer(faults: list[str], checked: int, own: int | None) -> Answer:
    more = f" {own} kinds have words of the hospital's own." if own else ""
    return Answer(
        document={"checked": checked, "own": own or 0, "faults": faults},
        text="\n".join(faults) or f"{checked} files of words have no fault.{more}",
        status=1 if faults else 0,
    )
