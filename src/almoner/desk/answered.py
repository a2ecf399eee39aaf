"""Where a call stands that the machine answers: what whoever speaks it, by SIP or by a provider, says and does next."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from almoner.core.actor import Actor
from almoner.desk import menu
from almoner.desk.models import Talk
from almoner.desk.talks import says
from almoner.urgency import talking
from almoner.urgency.prompts import Line


@dataclass(frozen=True, slots=True)
class Now:
    """`typed`: digits that were gathered so far; between them nothing is said. `types`: digits are asked for, so many
    at most where that is known. `waits`: for a person; `put_through`: to which telephone, once somebody took it.
    `over`: after this there is nothing to answer."""

    lines: tuple[Line, ...]
    typed: str = ""
    types: bool = False
    digits: int = 0
    waits: bool = False
    put_through: str = ""
    over: bool = False


def now_of(talk: Talk, *, by: Actor) -> Now:
    """As the tables say at this moment."""
    rings = talk.ringing
    waits = rings is not None and rings.ended_at is None and rings.rings_back_at is None
    state = menu.State.from_facts(talk.menu) if talk.menu else talking.State.from_facts(talk.state)
    return Now(
        lines=tuple(says(talk, by=by)),
        typed=state.typed,
        types=state.stage in {*menu.TYPED, *talking.TYPED},
        digits=menu.BIRTH_DIGITS if state.stage == menu.Stage.BIRTH else 0,
        waits=waits,
        put_through=(rings.taken_at or settings.CALL_DESK) if rings and rings.taken_by_id else "",
        over=not waits and (state.over or talk.ended_at is not None),
    )
