"""Bring the tables up to date with this version. Safe to say twice; `serve` does it by itself."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

HELP = "bring the tables up to date"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all goes well")


def run(options: Namespace) -> int:
    from django.core.management import call_command

    call_command("migrate", verbosity=0 if options.quiet else 1, interactive=False)
    return 0
