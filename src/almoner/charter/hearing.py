"""What the charter does when something has happened: it opens, keeps and withdraws promises.

Runs in the transaction that recorded the event, so a promise exists if and only if its event does.
"""

from __future__ import annotations

from almoner.charter import actions
from almoner.charter.book import charter
from almoner.core.actor import Actor
from almoner.timeline.models import Event

ENDS_ALL = "person.died"


def hear(event: Event, by: Actor) -> None:
    """The listener of the timeline."""
    if event.kind.startswith("promise."):
        return
    if event.kind.startswith("message."):
        _hear_message(event, by)
    actions.settle_by_event(event=event, by=by)
    if event.kind == ENDS_ALL and event.person:
        actions.withdraw_all(person=event.person, reason=event.kind, by=by)
        return
    if charter().opened_by(event.kind):
        actions.open_promises(event=event, by=by)


def _hear_message(event: Event, by: Actor) -> None:
    promise_ids = event.facts.get("promise_ids", [])
    if not promise_ids:
        return
    if event.kind in {"message.sent", "message.delivered"}:
        actions.note_sent(event=event, by=by)
    elif event.kind == "message.undeliverable":
        actions.hand_to_team(event=event, by=by)
