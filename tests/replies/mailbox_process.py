"""A worker that reads the mailbox, in a process of its own, for tests that kill it.

python mailbox_process.py prepare | work | finish | report
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from almoner.charter.models import Promise  # noqa: E402
from almoner.core.actor import SYSTEM  # noqa: E402
from almoner.desk.models import Contact  # noqa: E402
from almoner.people.actions import found_hospital  # noqa: E402
from almoner.replies import mailbox, postbox  # noqa: E402
from almoner.replies.models import Received  # noqa: E402

SEEN = Path(settings.ALMONER_HOME) / "seen"


def prepare() -> None:
    call_command("migrate", verbosity=0)
    found_hospital(
        name="Riverside", manager_name="Grace Bell", manager_email="grace@riverside.example",
        service_desk_number="020 7946 0100", emergency_number="999", by=SYSTEM,
    )  # fmt: skip


def work() -> None:
    real = mailbox.Mailbox.put_aside

    def slowly(box: mailbox.Mailbox, uid: bytes) -> None:
        sys.stdout.write("heard\n")
        sys.stdout.flush()
        time.sleep(0.2)
        real(box, uid)

    _noting()
    mailbox.Mailbox.put_aside = slowly  # type: ignore[method-assign]
    while True:
        postbox.Postbox().look()


def finish() -> None:
    _noting()
    while postbox.Postbox().look():
        pass


def _noting() -> None:
    """Count every e-mail that is given to be heard, also again."""
    real = postbox.receive

    def noted(**kwargs: Any) -> Any:
        with SEEN.open("a", encoding="utf-8") as file:
            file.write(f"{kwargs['incoming'].subject}\n")
        return real(**kwargs)

    postbox.receive = noted


def report() -> None:
    seen = SEEN.read_text(encoding="utf-8").splitlines()
    told = {
        "subjects": sorted(Received.objects.values_list("subject", flat=True)),
        "contacts": Contact.objects.count(),
        "promises": Promise.objects.filter(standard="written_answered").count(),
        "again": len(seen) - len(set(seen)),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    {"prepare": prepare, "work": work, "finish": finish, "report": report}[sys.argv[1]]()
