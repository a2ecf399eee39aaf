"""A small rehearsal hospital with much to send, and what it holds afterwards; for the test that kills its processes.

python killed.py prepare | finish
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import timedelta
from random import Random

import django

django.setup()

from almoner import invariants  # noqa: E402
from almoner.core import clock  # noqa: E402
from almoner.core.actor import SYSTEM  # noqa: E402
from almoner.demo import staffing  # noqa: E402
from almoner.demo.agenda import NOT_IN_THE_PAST, worker_works  # noqa: E402
from almoner.demo.asking import all_denied  # noqa: E402
from almoner.demo.fill import Scale, fill  # noqa: E402
from almoner.demo.lying import Occupancy  # noqa: E402
from almoner.desk.models import Contact  # noqa: E402
from almoner.messaging.actions import LEASE  # noqa: E402
from almoner.messaging.models import Attempt, Message  # noqa: E402
from almoner.urgency.actions import submit_request  # noqa: E402
from almoner.urgency.asked import Told  # noqa: E402

staffing.DAYS_AHEAD = 1


def prepare(requests: int) -> None:
    scale = Scale(people=2, ahead=0, beds=Occupancy(of_ten=0, gone_home=0), past_days=1, under_way=False)
    house = fill(scale=scale, source=Random(7), by=SYSTEM)
    for _ in range(requests):
        told = Told(words="I need a letter for work", danger_answers=all_denied())
        submit_request(told=told, channel="phone", person=house.people["maya"], by=house.by("agent"))


def finish() -> None:
    """Let the leases of the dead run out and the rest be sent; then say what there is."""
    with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
        worker_works(without=NOT_IN_THE_PAST)
        keys: dict[str, set[str]] = {}
        for message, key in Attempt.objects.values_list("message_id", "provider_key"):
            keys.setdefault(str(message), set()).add(key)
        told = {
            "acts": Counter(Contact.objects.values_list("asked", flat=True)),
            "states": sorted(set(Message.objects.filter(kind="urgency.received").values_list("state", flat=True))),
            "keys": max(len(found) for found in keys.values()),
            "broken": [f"{one.law}: {one.where}" for one in invariants.broken_laws()],
        }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(int(sys.argv[2]))
    else:
        finish()
