"""The `almoner` program. Exit status 0: done; 1: not done, or something is wrong; 2: asked for wrongly.

With `--json` a command writes one JSON document to standard output and nothing else; all other words, also of
libraries, go to standard error.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib import import_module
from types import ModuleType
from typing import Any, NoReturn

from almoner.cannot_run import CannotRun
from almoner.commands.answer import Answer
from almoner.commands.leaving import reader_left

COMMANDS = (
    "init",
    "site",
    "serve",
    "web",
    "work",
    "telephone",
    "migrate",
    "check",
    "invariants",
    "lint-messages",
    "messages",
    "audit",
    "find",
    "assess",
    "rehearse",
    "simulate",
    "backup",
    "restore",
    "bench",
    "test",
)

SELDOM = (20_000, 20, 20)
"""How much comes to be before Python looks for cycles. What is there after the start stays for good and is not looked
at again; by the usual figures a tenth of all work went into looking."""


class _Parser(argparse.ArgumentParser):
    """Complains in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} ({self.prog} --help says more)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    wants_json = "--json" in given
    try:
        options = parser().parse_args(given)
        return _say(_run(options), wants_json=wants_json)
    except KeyboardInterrupt:
        return _complain("stopped.", wants_json=wants_json, status=130)
    except SystemExit as exit_:
        if wants_json and exit_.code == 2:
            print(json.dumps({"error": "The command was not understood."}))
        raise
    except Exception as trouble:
        text, status = _in_one_line(trouble)
        if text is None:
            raise
        return _complain(text, wants_json=wants_json, status=status)


def parser() -> argparse.ArgumentParser:
    whole = _Parser(prog="almoner", description="Carries every patient from the first ring to the last follow-up.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for name in COMMANDS:
        module = _module(name)
        part = commands.add_parser(name, help=module.HELP, description=module.__doc__ or module.HELP)
        module.add_arguments(part)
    return whole


def _module(name: str) -> ModuleType:
    return import_module(f"almoner.commands.{name.replace('-', '_')}")


def _run(options: argparse.Namespace) -> Answer | int:
    module = _module(options.command)
    with redirect_stdout(sys.stderr if getattr(options, "json", False) else sys.stdout):
        if getattr(module, "NEEDS_DJANGO", True):
            _set_up_django()
        result: Answer | int = module.run(options)
    return result


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
    import django

    django.setup()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def _say(result: Answer | int, *, wants_json: bool) -> int:
    if isinstance(result, int):
        return result
    try:
        print(_as_json(result.document) if wants_json else result.text, flush=True)
    except BrokenPipeError:
        reader_left()
    return result.status


def _as_json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, default=str)


def _complain(text: str, *, wants_json: bool, status: int) -> int:
    print(f"almoner: {text}", file=sys.stderr)
    if wants_json:
        print(_as_json({"error": text}))
    return status


def _in_one_line(trouble: Exception) -> tuple[str | None, int]:
    """What went wrong as one line for whoever typed the command, or None where it is a fault of the program."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, ProgrammingError

    from almoner.core.refusal import Refused

    line = " ".join(str(trouble).split())
    if isinstance(trouble, CannotRun | Refused):
        return line, 1
    if isinstance(trouble, ImproperlyConfigured):
        return f"a setting is wrong: {line}", 2
    if isinstance(trouble, OperationalError | ProgrammingError):
        return f"the database does not answer as it should (almoner migrate may be needed): {line}", 1
    return None, 1


if __name__ == "__main__":
    sys.exit(main())
