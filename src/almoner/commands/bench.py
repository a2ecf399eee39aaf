"""Run benchmarks of the folder bench/ in the checkout; without a name, list them."""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from almoner.cannot_run import CannotRun
from almoner.commands.answer import Answer
from almoner.commands.checkout import checkout

HELP = "run benchmarks"
NEEDS_DJANGO = False


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", help="the benchmark; without it, they are listed")
    parser.add_argument("--json", action="store_true", help="answer as one JSON document")


def run(options: Namespace) -> Answer | int:
    there = benchmarks(checkout() / "bench")
    if options.name is None:
        return Answer(document={"benchmarks": sorted(there)}, text="\n".join(sorted(there)) or "There are none.")
    if options.name not in there:
        raise CannotRun(f"there is no benchmark {options.name}; there are: {', '.join(sorted(there)) or 'none'}")
    arguments = ["--json"] if options.json else []
    command = [sys.executable, str(there[options.name]), *arguments]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - a script of the checkout, by its listed name


def benchmarks(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in folder.glob("*.py") if not path.stem.startswith("_")}
