"""Asking what would become of waits, and working it out once: who works holds a fence, and what comes of it is written
under that fence only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.identifiers import new_id
from almoner.core.permissions import Permission
from almoner.scheduling.enums import WhatIfState
from almoner.scheduling.models import WhatIf
from almoner.scheduling.refusals import NumbersUnclear, TooManyAsked
from almoner.scheduling.rules import need_what_if

MOST_ASKED = 5
LEASE = timedelta(seconds=45)
TRIES = 3
KEPT_FOR = timedelta(days=30)
PENDING = (WhatIfState.ASKED, WhatIfState.RUNNING)


@action
def ask_what_if(*, months: int, clinicians: int, load_percent: int, seed: int, by: Actor) -> WhatIf:
    """Ask for a simulation. The same numbers are worked out once: they would come out the same. Raises NumbersUnclear,
    TooManyAsked."""
    need_what_if(by)
    if not (1 <= months <= 3 and 1 <= clinicians <= 6 and 10 <= load_percent <= 95 and 0 <= seed <= 999_999):
        raise NumbersUnclear
    numbers = {"months": months, "clinicians": clinicians, "load_percent": load_percent, "seed": seed}
    before = WhatIf.objects.filter(**numbers).exclude(state=WhatIfState.FAILED).order_by("-created_at", "id").first()
    if before:
        return before
    if WhatIf.objects.filter(state__in=PENDING).count() >= MOST_ASKED:
        raise TooManyAsked
    return WhatIf.objects.create(**numbers, asked_by=by.name)


@action
def start_what_if(*, by: Actor) -> WhatIf | None:
    """Take the next that waits, or one whose worker is gone, for the length of a lease; None while one is worked out.

    One that was taken `TRIES` times and never came to an end is given up.
    """
    by.need(Permission.RUN_SYSTEM)
    now = clock.now()
    rows = WhatIf.objects.filter(state__in=PENDING).select_for_update(of=("self",)).order_by("created_at", "id")
    pending = sorted(rows, key=lambda one: one.state != WhatIfState.RUNNING)
    for one in pending:
        if one.state == WhatIfState.RUNNING and one.lease_until and one.lease_until > now:
            return None
        if one.tries >= TRIES:
            _end(one, WhatIfState.FAILED, fault=f"begun {TRIES} times and never finished")
            continue
        one.state, one.fence, one.tries = WhatIfState.RUNNING, new_id(), one.tries + 1
        one.started_at, one.lease_until = now, now + LEASE
        one.save()
        return one
    return None


@action
def renew_what_if(*, what_if: WhatIf, by: Actor) -> bool:
    """Hold on to it for another lease. False where somebody else has it, or it has ended: then stop."""
    by.need(Permission.RUN_SYSTEM)
    return bool(_held(what_if).update(lease_until=clock.now() + LEASE))


@action
def finish_what_if(*, what_if: WhatIf, result: dict[str, Any], by: Actor) -> bool:
    """Write what came of it. False, and nothing written, where somebody else has it by now."""
    by.need(Permission.RUN_SYSTEM)
    live = _held(what_if).select_for_update().first()
    if live:
        _end(live, WhatIfState.DONE, result=result)
    return live is not None


@action
def fail_what_if(*, what_if: WhatIf, fault: str, by: Actor) -> bool:
    """It did not work out. False where somebody else has it by now."""
    by.need(Permission.RUN_SYSTEM)
    live = _held(what_if).select_for_update().first()
    if live:
        _end(live, WhatIfState.FAILED, fault=fault[:300])
    return live is not None


def _held(what_if: WhatIf) -> Any:
    return WhatIf.objects.filter(id=what_if.id, state=WhatIfState.RUNNING, fence=what_if.fence)


def _end(one: WhatIf, state: WhatIfState, *, result: dict[str, Any] | None = None, fault: str = "") -> None:
    one.state, one.result, one.fault = state, result, fault
    one.ended_at, one.fence, one.lease_until = clock.now(), None, None
    one.save()


@action
def drop_what_ifs(*, by: Actor) -> int:
    """Forget results that are older than they are kept for. Gives how many."""
    by.need(Permission.RUN_SYSTEM)
    return WhatIf.objects.filter(ended_at__lte=clock.now() - KEPT_FOR).delete()[0]
