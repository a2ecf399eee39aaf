"""The whole house on one machine: tables, rehearsal hospital, web process, worker, telephone, until it is stopped."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Sequence

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from almoner.messaging.channels.choice import in_rehearsal
from almoner.serving.address import address, answers, need_free, page
from almoner.serving.children import Child
from almoner.serving.folder import held

FIRST_ANSWER_WITHIN = 60.0
STOP_WITHIN = 15.0
NAMES = {"work": "worker", "telephone": "telephone"}


def serve(*, fill: bool) -> int:
    """Run until a stop sign (0) or until the web process dies (1)."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    with held(settings.ALMONER_HOME):
        host, port = address()
        need_free(host, port)
        web, beside = Child("web", waits=True), [Child("work")]
        try:
            web.start()
            _prepare(fill=fill)
            if settings.SIP_ANSWER and not in_rehearsal():
                beside.append(Child("telephone"))
            return 0 if stop.is_set() else _keep(web, beside, stop, page(host, port))
        finally:
            for child in (web, *beside):
                child.ask_to_stop()
            for child in (web, *beside):
                child.make_stop(STOP_WITHIN)


def _prepare(*, fill: bool) -> None:
    if _tables_are_behind():
        call_command("migrate", verbosity=0, interactive=False)
    if fill:
        from almoner.demo.fill import fill_if_empty

        if fill_if_empty():
            _say("The rehearsal hospital has been filled. Its people are made up.")
    connections.close_all()


def _tables_are_behind() -> bool:
    """Whether a migration is still to run. Running none is slow: it looks for changes of models too."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _keep(web: Child, beside: Sequence[Child], stop: threading.Event, url: str) -> int:
    """Keep all of them running. The web process has loaded while the tables were looked at; now it may serve them."""
    web.tell()
    if _comes_up(web, stop, url):
        _say(f"Almoner is open at {url}  (Ctrl-C stops it)")
    for child in beside if not stop.is_set() else ():
        child.start()
    while web.runs and not stop.wait(0.2):
        for child in beside:
            pause = child.restart_when_due()
            if pause is not None:
                _complain(
                    f"The {NAMES[child.command]} ended with status {child.status}; it starts again in {pause:.0f} s."
                )
    if stop.is_set():
        return 0
    _complain(f"The web process ended with status {web.status}; everything stops.")
    return 1


def _comes_up(web: Child, stop: threading.Event, url: str) -> bool:
    deadline = time.monotonic() + FIRST_ANSWER_WITHIN
    while web.runs and not stop.wait(0.1):
        if answers(url):
            return True
        if time.monotonic() > deadline:
            _complain(f"{url} has not answered for {FIRST_ANSWER_WITHIN:.0f} s; still trying to serve.")
            return False
    return False


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(f"almoner: {text}\n")
    sys.stderr.flush()
