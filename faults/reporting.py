"""What stands in the tables after a run, as plain data for whoever judges it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from faults.people import code_of

NOTHING = UUID(int=0)


def report() -> dict[str, Any]:
    from almoner.core import audit
    from almoner.invariants import broken_laws
    from almoner.messaging.queries import tallies

    return {
        "messages": _messages(),
        "tallies": [
            {
                "made": one.made, "accepted": one.accepted, "refused": one.refused, "waiting": one.waiting,
                "escalated": one.escalated, "withdrawn": one.withdrawn,
            }
            for one in tallies()
        ],
        "broken": [f"{one.law} {one.says} {one.where}" for one in broken_laws()],
        "audit": audit.verify().faults,
    }  # fmt: skip


def _messages() -> list[dict[str, Any]]:
    from almoner.charter.models import Promise
    from almoner.messaging.models import Message

    promises = {promise.id: promise for promise in Promise.objects.all()}
    found = Message.objects.filter(kind="visit.missed").select_related("person").prefetch_related("tried")
    return [
        {
            "code": code_of(message.subject_id or NOTHING), "name": message.person.given_name, "state": message.state,
            "how": message.ended_how, "channel": message.channel,
            "points": [point.value for point in message.person.contact_points.all()],
            "promise": _promise(promises.get(message.promise_id or NOTHING)),
            "attempts": [
                {
                    "key": one.provider_key, "channel": one.channel, "result": one.result, "answer": one.answer,
                    "late": one.fenced, "address": one.address,
                }
                for one in sorted(message.tried.all(), key=lambda one: (one.at, one.id))
            ],
        }
        for message in found
    ]  # fmt: skip


def _promise(promise: Any) -> dict[str, Any] | None:
    if promise is None:
        return None
    return {"state": promise.state, "team": promise.team, "by_hand": promise.by_hand_since is not None}
