"""Time in which a resource cannot be booked although its week says so: leave, sickness, a room that is closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.scheduling.actions.changing import carry_out, lock_resource, noted
from almoner.scheduling.enums import Changed
from almoner.scheduling.models import Block, HoursChange, Resource
from almoner.scheduling.plans import plan_block, plan_lift


@action
def add_block(
    *, resource: Resource, starts_at: datetime, ends_at: datetime, reason: str, why: str = "", seen: str = "", by: Actor
) -> Block:
    """Take time out of a resource's diaries. Visits in it stay booked: each is told as displaced, for somebody to move;
    offers of it are taken back. `seen` as in `carry_out`. Raises Unclear, NotOpen, OtherwiseNow."""
    own = lock_resource(resource, by)
    plan = plan_block(resource=own, starts_at=starts_at, ends_at=ends_at, reason=reason, by=by)
    block = Block(resource=own, starts_at=starts_at, ends_at=ends_at, reason=reason, why=why)
    change = noted(plan, Changed.BLOCK, **_days(block), reason=reason, why=why, block=block)
    carry_out(plan, change, seen=seen, write=block.save, by=by)
    return block


@action
def lift_block(*, block: Block, seen: str = "", by: Actor) -> HoursChange:
    """Give blocked time back. Visits in it that have no new time yet stand again. Raises NotThere for one that was
    lifted before, and OtherwiseNow."""
    own = lock_resource(block.resource, by)
    live = Block.objects.select_related("resource__site").filter(id=block.id, lifted_at=None).first()
    if live is None:
        raise NotThere
    plan = plan_lift(block=live, by=by)
    change = noted(plan, Changed.LIFTED, **_days(live), reason=live.reason, block=live)
    live.lifted_at = block.lifted_at = clock.now()
    live.resource = own
    return carry_out(plan, change, seen=seen, write=lambda: live.save(update_fields=["lifted_at"]), by=by)


def _days(block: Block) -> dict[str, object]:
    last_moment = block.ends_at - timedelta(microseconds=1)
    return {"first_on": block.on_there, "last_on": clock.local(last_moment, block.zone).date()}
