"""The one listener of the timeline: the charter. It hears each event in the transaction that recorded it."""

from __future__ import annotations

from collections.abc import Callable

from almoner.core.actor import Actor
from almoner.timeline.models import Event

Listener = Callable[[Event, Actor], None]

_listener: Listener | None = None


def listen(listener: Listener) -> None:
    """Become the listener. There is one; a second is a mistake in the house."""
    global _listener  # noqa: PLW0603 - set once, when the program starts
    if _listener is not None and _listener is not listener:
        raise RuntimeError("the timeline has its listener already")
    _listener = listener


def tell(event: Event, by: Actor) -> None:
    if _listener:
        _listener(event, by)
