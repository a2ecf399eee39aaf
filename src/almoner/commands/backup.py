"""Back up all data to one file, also while everything runs. The newest state that was acknowledged is in it.

The file is readable by its owner only. It holds patients' data in clear: keep it where only you can read it. The
secret key of the data folder is not in it.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from almoner.commands.answer import Answer

HELP = "back up all data to one file"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, help="folder for the file (default: backups/ in the data folder)")
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")


def run(options: Namespace) -> Answer:
    from almoner.backup.take import take_backup

    taken = take_backup(folder=options.to)
    entries = taken.manifest.audit_number
    return Answer(
        document={"file": str(taken.path), **taken.manifest.as_dict()},
        text=f"Backed up to {taken.path} ({taken.path.stat().st_size:,} bytes, {entries} audit entries).",
    )
