"""Make restored data fit to be used: a process of its own, living on the restored data and nothing else.

    python -m almoner.backup.settle

with the settings in the environment pointing at them. It brings the tables up to date, verifies the audit chain, raises
the outbox epoch so that old messages are not sent again, and holds the laws against the data. One JSON document on
standard output says what came of it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import django

FORMER_HEADS = "former-heads.jsonl"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
    with redirect_stdout(sys.stderr):
        django.setup()
        told = settle()
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


def settle() -> dict[str, Any]:
    """`faults`: why the data must not be used; `findings`: laws that do not hold; `entries`: how many in the audit."""
    from django.core.management import call_command
    from django.db import connection

    from almoner.core import audit
    from almoner.core.actor import SYSTEM
    from almoner.invariants import broken_laws
    from almoner.messaging.epochs import new_epoch

    if newer := _from_the_future():
        return {"faults": [f"made by a newer version of Almoner, which knows {newer}"], "findings": [], "entries": 0}
    call_command("migrate", verbosity=0, interactive=False)
    verdict = audit.verify()
    if not verdict.whole:
        return {"faults": verdict.faults, "findings": [], "entries": verdict.entries}
    new_epoch(by=SYSTEM.through("command"))
    audit.anchor()
    findings = [*_other_heads(), *(f"{one.law} {one.says}: {one.where}" for one in broken_laws())]
    connection.close()
    return {"faults": [], "findings": findings, "entries": verdict.entries}


def _other_heads() -> Iterator[str]:
    """Heads that this machine kept outside before, and that the restored chain does not pass through.

    So it looks when the data are another hospital's, and so when somebody rewrote a backup with its whole chain.
    """
    from django.conf import settings

    from almoner.core.models import AuditEntry

    path = Path(settings.ALMONER_HOME) / FORMER_HEADS
    kept = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    digests = dict(AuditEntry.objects.values_list("number", "digest").iterator(chunk_size=2000)) if kept else {}
    for head in kept:
        if digests.get(head["number"], head["digest"]) != head["digest"]:
            yield f"audit entry {head['number']} differs from the head that this machine kept of it"


def _from_the_future() -> str:
    """A migration that the data have and this version has not, or nothing."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations) - set(loader.replacements)
    return ".".join(min(unknown)) if unknown else ""


if __name__ == "__main__":
    sys.exit(main())
