"""Check the words of all messages, in every language and for every channel: nothing missing or unknown, nothing private
where others look, short enough to be read and heard. Each fault says what to mend. Exit status 1 when there is one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from almoner.cannot_run import CannotRun
from almoner.commands.answer import Answer

HELP = "check the words of messages"
NEEDS_DJANGO = False


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, help="another folder of words, laid out as the program's own")
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")


def run(options: Namespace) -> Answer:
    from almoner.messaging.proofreading import check_wording
    from almoner.messaging.wording import FOLDER

    folder = options.folder or FOLDER
    if not folder.is_dir():
        raise CannotRun(f"there is no folder {folder}")
    faults = check_wording(folder)
    checked = sum(1 for _ in folder.glob("*/*.toml"))
    return Answer(
        document={"checked": checked, "faults": faults},
        text="\n".join(faults) or f"{checked} files of words have no fault.",
        status=1 if faults else 0,
    )
