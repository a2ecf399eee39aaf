"""What a rehearsal found."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from statistics import median, quantiles
from typing import Any

from django.db.models import Count

from almoner.charter.enums import LIVE, State
from almoner.charter.models import Promise
from almoner.core.models import AuditHead
from almoner.demo.killing import Killed
from almoner.invariants import Finding
from almoner.messaging.models import Attempt
from almoner.scheduling.models import Appointment
from almoner.timeline.models import Event
from almoner.visits.models import Stay, Visit


@dataclass(frozen=True, slots=True)
class Report:
    """`promises_opened` is the sum of kept, made good, withdrawn and open; broken ones that wait to be made good are
    among the open, and `promises_broken` counts all that ever broke. `trace` is a digest of the whole timeline
    and of the audit chain."""

    seed: int
    days: int
    journeys: int
    by_stage: dict[str, int]
    """What began, by stage; `journeys` is their sum."""
    promises_opened: int
    promises_kept: int
    promises_broken: int
    promises_made_good: int
    promises_withdrawn: int
    promises_open: int
    promises_silent: int
    messages: dict[str, int]
    waits: dict[str, float]
    laws_checked: int
    laws_broken: int
    broken: list[str]
    killed: Killed | None
    """What came of killing a worker and a web process in the middle; None where it was not done."""
    trace: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def is_sound(self) -> bool:
        """No law was broken, and what was killed lost nothing and did nothing twice."""
        killed = self.killed
        return not self.broken and (killed is None or not (killed.lost or killed.twice or killed.laws_broken))

    def as_text(self) -> str:
        shares = [
            f"{self.days} days rehearsed with seed {self.seed}",
            f"journeys         {self.journeys}",
            "  by stage       " + ", ".join(f"{name} {count}" for name, count in self.by_stage.items()),
            f"promises opened  {self.promises_opened}",
            f"  kept           {self.promises_kept}",
            f"  broken         {self.promises_broken}, of which made good {self.promises_made_good}",
            f"  withdrawn      {self.promises_withdrawn}",
            f"  still open     {self.promises_open}",
            f"silent           {self.promises_silent}",
            "messages         " + ", ".join(f"{name} {count}" for name, count in sorted(self.messages.items())),
            "waits            " + ", ".join(f"{name} {value:g}" for name, value in sorted(self.waits.items())),
            f"laws checked     {self.laws_checked}, broken {self.laws_broken}",
            f"killed           {self._killed()}",
            f"trace            {self.trace}",
        ]
        return "\n".join([*shares, *self.broken])

    def _killed(self) -> str:
        if self.killed is None:
            return "no process was killed"
        one = self.killed
        return f"web and worker in {one.acts} acts and {one.messages} messages: lost {one.lost}, twice {one.twice}"


def report(
    *,
    seed: int,
    days: int,
    journeys: Mapping[str, int],
    checked: int,
    findings: Sequence[Finding],
    killed: Killed | None,
) -> Report:
    """Count what the tables hold after the last tick."""
    states = Counter(dict(Promise.objects.order_by().values_list("state").annotate(Count("id"))))
    silent = {finding.where for finding in findings if finding.law == "I-6"}
    broken = sorted({f"{finding.law}: {finding.says} — {finding.where}" for finding in findings})
    return Report(
        seed=seed,
        days=days,
        journeys=sum(journeys.values()),
        by_stage=dict(sorted(journeys.items())),
        promises_opened=sum(states.values()),
        promises_kept=states[State.KEPT],
        promises_broken=Promise.objects.filter(broken_at__isnull=False).count(),
        promises_made_good=states[State.MADE_GOOD],
        promises_withdrawn=states[State.WITHDRAWN],
        promises_open=sum(states[state] for state in LIVE),
        promises_silent=len(silent),
        messages=_messages(),
        waits=_waits(),
        laws_checked=checked,
        laws_broken=len(broken),
        broken=broken,
        killed=killed,
        trace=_trace(),
    )


def _messages() -> dict[str, int]:
    rows = Attempt.objects.order_by().values_list("channel", "result").annotate(Count("id"))
    return {f"{channel} {result}": count for channel, result, count in rows}


def _waits() -> dict[str, float]:
    """Days from booking to visit, and minutes from the door to the clinician and from the request to the bed."""
    spans: dict[str, list[timedelta]] = {
        "days to visit": [starts - made for starts, made in Appointment.objects.values_list("starts_at", "created_at")],
        "minutes to be seen": [
            started - came
            for started, came in Visit.objects.order_by().values_list("started_at", "arrived_at")
            if started
        ],
        "minutes to a bed": [
            lay - asked for lay, asked in Stay.objects.order_by().values_list("admitted_at", "requested_at") if lay
        ],
    }
    waits = {}
    for name, lengths in spans.items():
        unit = timedelta(days=1) if name.startswith("days") else timedelta(minutes=1)
        counts = sorted(length / unit for length in lengths)
        if len(counts) > 1:
            waits[f"{name}, median"] = round(median(counts), 1)
            waits[f"{name}, p90"] = round(quantiles(counts, n=10)[8], 1)
    return waits


def _trace() -> str:
    digest = hashlib.sha256()
    told = Event.objects.order_by("at", "id").values_list("kind", "at", "person_id", "subject_id", "facts")
    for kind, at, person, subject, facts in told.iterator(chunk_size=2000):
        digest.update(f"{kind}|{at.isoformat()}|{person}|{subject}|{json.dumps(facts, sort_keys=True)}\n".encode())
    head = AuditHead.objects.first()
    digest.update(f"{head.number}|{head.digest}".encode() if head else b"")
    return digest.hexdigest()
