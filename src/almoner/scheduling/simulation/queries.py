"""Reading what was asked for and what came of it."""

from __future__ import annotations

from uuid import UUID

from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.scheduling.enums import WhatIfState
from almoner.scheduling.models import WhatIf
from almoner.scheduling.rules import need_what_if

SHOWN = 20


def what_ifs(*, by: Actor) -> list[WhatIf]:
    """The latest first."""
    need_what_if(by)
    return list(WhatIf.objects.order_by("-created_at", "id")[:SHOWN])


def what_if_for(*, by: Actor, id: UUID) -> WhatIf:  # noqa: A002 - as `person_for`
    """One of them. Raises NotThere, also once it was dropped."""
    need_what_if(by)
    found = WhatIf.objects.filter(id=id).first()
    if found is None:
        raise NotThere
    return found


def before_it(what_if: WhatIf, *, by: Actor) -> int:
    """How many are worked out before this one."""
    need_what_if(by)
    pending = WhatIf.objects.filter(state__in=(WhatIfState.ASKED, WhatIfState.RUNNING)).order_by("created_at", "id")
    line = list(pending.values_list("id", flat=True))
    return line.index(what_if.id) if what_if.id in line else 0
