"""Run one worker: it sends what is due, keeps the promises' time and escalates. Any number may run side by side."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser, Namespace

HELP = "run one worker"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")


def run(options: Namespace) -> int:
    from almoner.core.parent import end_with_parent
    from almoner.core.worker import work

    end_with_parent()
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    work(stop=stop, once=options.once)
    return 0
