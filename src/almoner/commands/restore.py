"""Put back a backup. Nothing is changed until the backup has been read, checked, migrated and its audit chain verified.

Data that are there are kept aside, never deleted, and only replaced with --over. Messages that were waiting when the
backup was made are not sent again by themselves. Exit status 1 when laws are broken on what was put back.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from almoner.commands.answer import Answer

HELP = "put back a backup"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the backup, a .tar file made by `almoner backup`")
    parser.add_argument("--over", action="store_true", help="replace the data that are there (they are kept aside)")
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")


def run(options: Namespace) -> Answer:
    from almoner.backup.restore import restore

    restored = restore(archive=options.file, over=options.over)
    lines = [f"Put back the data of {restored.manifest.made_at}. {restored.audit_entries} audit entries, chain whole."]
    lines += [f"What was there before is kept as {restored.kept_aside}."] if restored.kept_aside else []
    lines += ["Laws broken on these data:", *restored.findings] if restored.findings else ["All laws hold."]
    return Answer(document=restored.as_dict(), text="\n".join(lines), status=1 if restored.findings else 0)
