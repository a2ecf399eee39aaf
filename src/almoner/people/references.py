"""References that people quote, such as `A-7KQ4-M2WC`: each room says whose its own are."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from almoner.core.identifiers import as_reference

Resolve = Callable[[str], UUID | None]

_resolvers: dict[str, Resolve] = {}


def register(prefix: str, resolve: Resolve) -> None:
    """Have `resolve` say to whom a reference with this prefix belongs. Rooms register when the program starts."""
    _resolvers[prefix] = resolve


def person_of(spoken: str) -> UUID | None:
    """The person to whom what was spoken belongs as a reference; None where it is none, or nobody's."""
    stored = as_reference(spoken)
    if stored is None:
        return None
    resolve = _resolvers.get(stored.split("-")[0])
    return resolve(stored) if resolve else None
