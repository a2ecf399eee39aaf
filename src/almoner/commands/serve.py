"""Run everything on this machine: bring the tables up to date, then the web process and the worker, until stopped.

An empty database is filled with the rehearsal hospital, unless --empty is given. ALMONER_HOST, ALMONER_PORT and
ALMONER_HOME say where it answers and where the data lie. Only one may run on a data folder.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

HELP = "run web and worker together (what `run.py` does without a command)"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--empty", action="store_true", help="leave an empty database empty")


def run(options: Namespace) -> int:
    from almoner.serving.house import serve

    return serve(fill=not options.empty)
