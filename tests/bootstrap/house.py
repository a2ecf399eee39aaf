"""A house of its own: a data folder, a database, and the `almoner` program to run on them."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import psycopg

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("ALMONER_DATABASE_URL", "")

SEED = """
import django; django.setup()
from django.db import transaction
from almoner.core import audit, clock
from almoner.core.actor import SYSTEM
for _ in {times}:
    with transaction.atomic():
        audit.seal([audit.Trace(f"test.deed{{n}}", SYSTEM, None, "done", {{}}, clock.now()) for n in range({count})])
"""
LIFT_TRIGGERS = (
    "ALTER TABLE core_auditentry DISABLE TRIGGER USER" if SERVER else "DROP TRIGGER core_auditentry_no_update"
)
FORGE = "UPDATE core_auditentry SET actor_name = 'nobody' WHERE number = 2"
FUTURE = "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_later', '2030-01-01')"


@dataclass(slots=True)
class House:
    """A data folder with its database on the engine of this test run, and the commands that run on them."""

    home: Path
    database: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return urlparse(SERVER)._replace(path=f"/{self.database}").geturl() if self.database else ""

    @property
    def surroundings(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("ALMONER_")}
        return {
            **own,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "almoner.settings",
            "ALMONER_HOME": str(self.home),
            "ALMONER_DATABASE_URL": self.url,
            **self.settings,
        }

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command], env=self.surroundings, capture_output=True, text=True, check=False, timeout=120
        )

    def almoner(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "almoner.cli", *arguments)

    def done(self, *arguments: str) -> Any:
        """What a command that must go well says, as its JSON document."""
        answer = self.almoner(*arguments, "--json")
        assert answer.returncode == 0, answer.stderr + answer.stdout
        return json.loads(answer.stdout)

    def open_tables(self) -> None:
        answer = self.almoner("migrate", "--quiet")
        assert (answer.returncode, answer.stdout) == (0, ""), answer.stderr

    def seed(self, count: int) -> None:
        answer = self.run("-c", SEED.format(times="range(1)", count=count))
        assert answer.returncode == 0, answer.stderr

    @contextmanager
    def written_to(self) -> Iterator[None]:
        """While the block lasts, another process adds entries to the audit chain without a pause."""
        before = len(self.acts())
        script = SEED.format(times="iter(int, 1)", count=5)
        writer = subprocess.Popen(
            [sys.executable, "-c", script], env=self.surroundings, stderr=subprocess.PIPE, text=True
        )
        try:
            while len(self.acts()) == before and writer.poll() is None:
                time.sleep(0.05)
            yield
            assert writer.poll() is None, writer.stderr and writer.stderr.read()
        finally:
            writer.kill()
            writer.communicate()

    def connect(self) -> Any:
        return psycopg.connect(self.url) if SERVER else sqlite3.connect(self.home / "almoner.sqlite3")

    def say(self, *statements: str) -> None:
        """Change the tables behind the program's back."""
        with closing(self.connect()) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()

    def tamper(self) -> None:
        self.say(LIFT_TRIGGERS, FORGE)

    def acts(self) -> list[str]:
        with closing(self.connect()) as database:
            rows = database.execute("SELECT act FROM core_auditentry ORDER BY number").fetchall()
        return [str(row[0]) for row in rows]
