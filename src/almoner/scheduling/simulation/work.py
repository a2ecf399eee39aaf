"""What the worker does for simulations: it starts one, looks after it without waiting, and writes what came of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.scheduling import actions
from almoner.scheduling.actions.what_if import KEPT_FOR
from almoner.scheduling.enums import WhatIfState
from almoner.scheduling.models import WhatIf
from almoner.scheduling.simulation.child import Child, Unreadable

logger = logging.getLogger(__name__)
LIMIT = timedelta(minutes=10)
RENEW_EVERY = timedelta(seconds=15)


@dataclass(slots=True)
class Bench:
    """The one place of a worker at which something is worked out. Each round is short: nothing is waited for."""

    child: Child | None = None
    began: datetime | None = None
    renewed: datetime | None = None

    def round(self) -> int:
        """One look. Gives how many things were begun or ended."""
        return self._look_after(self.child) if self.child else self._begin()

    def _begin(self) -> int:
        if not _anything_to_begin():
            return 0
        what_if = actions.start_what_if(by=SYSTEM)
        if what_if is None:
            return 0
        self.child = Child(what_if)
        self.began = self.renewed = clock.now()
        return 1

    def _look_after(self, child: Child) -> int:
        if child.status is None:
            return self._while_it_works(child)
        if child.status < 0:
            logger.warning("simulation %s was killed; it is begun again when its lease is over", child.what_if.id)
        elif child.status:
            actions.fail_what_if(what_if=child.what_if, fault=child.complaint(), by=SYSTEM)
        else:
            _write(child)
        self.clear()
        return 1

    def _while_it_works(self, child: Child) -> int:
        now = clock.now()
        if self.began and now - self.began > LIMIT:
            self.clear()
            fault = f"stopped after {LIMIT.total_seconds():.0f} seconds"
            actions.fail_what_if(what_if=child.what_if, fault=fault, by=SYSTEM)
            return 1
        if self.renewed and now - self.renewed >= RENEW_EVERY:
            self.renewed = now
            if not actions.renew_what_if(what_if=child.what_if, by=SYSTEM):
                self.clear()
        return 0

    def clear(self) -> None:
        if self.child:
            self.child.end()
        self.child = self.began = self.renewed = None


def _anything_to_begin() -> bool:
    """One cheap statement while nothing is: an action leaves a trace each time."""
    asked = WhatIf.objects.filter(state__in=(WhatIfState.ASKED, WhatIfState.RUNNING))
    states = list(asked.values_list("state", "lease_until"))
    live = any(state == WhatIfState.RUNNING and until and until > clock.now() for state, until in states)
    return bool(states) and not live


def _write(child: Child) -> None:
    try:
        actions.finish_what_if(what_if=child.what_if, result=child.result(), by=SYSTEM)
    except Unreadable:
        actions.fail_what_if(what_if=child.what_if, fault="it ended without a result", by=SYSTEM)


_bench = Bench()


def work_out() -> int:
    """One look at what is worked out by this worker, or at what waits."""
    return _bench.round()


def tidy() -> int:
    """Drop results that were kept long enough."""
    if not WhatIf.objects.filter(ended_at__lte=clock.now() - KEPT_FOR).exists():
        return 0
    return actions.drop_what_ifs(by=SYSTEM)
