"""Texts that come in by the air, and who hears them: a room above registers itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from almoner.core.actor import Actor


class NobodyListens(LookupError):
    """No room takes texts that come in: the provider keeps them and tries again."""


@dataclass(frozen=True, slots=True)
class IncomingText:
    """A whole text, its parts put together. The same `provider_id` is the same text."""

    provider_id: str
    sender: str
    recipient: str
    body: str


Listener = Callable[[IncomingText, Actor], object]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    _listeners[:] = [listener]


def pass_on(text: IncomingText, by: Actor) -> None:
    """Hand a text over. It is part of the action that runs, so that it is routed if and only if it is kept."""
    if not _listeners:
        raise NobodyListens
    _listeners[0](text, by)
