"""Run the checks and tests of this checkout, the same that continuous integration runs.

`--quick` runs lint, types and the tests on SQLite without a browser. What stands after `--` goes to pytest, and then
only tests run: `test -- -k diaries`.
"""

from __future__ import annotations

import subprocess
import sys
from argparse import REMAINDER, ArgumentParser, Namespace

from almoner.commands.checkout import checkout

HELP = "run all checks and tests (through run.py, which installs what they need)"
NEEDS_DJANGO = False


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="lint, types and tests on SQLite, without a browser")
    parser.add_argument("pytest", nargs=REMAINDER, metavar="-- …", help="options for pytest")


def run(options: Namespace) -> int:
    command = [sys.executable, str(checkout() / "script" / "checks.py"), *(["--quick"] if options.quick else [])]
    command += ["--", *chosen] if (chosen := _after_dashes(options.pytest)) else []
    return subprocess.run(command, check=False, cwd=checkout()).returncode  # noqa: S603 - a script of the checkout


def _after_dashes(given: list[str]) -> list[str]:
    return given[1:] if given[:1] == ["--"] else given
