"""The audit chain: who did or read what, for whom, with what outcome, each entry sealed to the one before.

Entries gather while an action runs and are written as the last thing before it commits, so the head of the chain is
locked for a moment only, and always after everything else (one order of locks, no deadlock). Where the entry cannot
be written, neither can the act (law I-25, F23).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.models import AuditEntry, AuditHead
from almoner.core.prepared import Change, Prepared, insert, new_row

_HEAD = Prepared(lambda: AuditHead.objects.filter(id=1).select_for_update())
_MOVE_HEAD = Change(lambda number, digest: (AuditHead.objects.filter(id=1), {"number": number, "digest": digest}))
_AS_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=True).encode
ANCHOR_FILE = "audit-heads.jsonl"
SEALED = (
    "number", "at", "act", "outcome", "actor_kind", "actor_id", "actor_name", "for_person_id", "person_id", "via",
    "origin", "facts",
)  # fmt: skip
"""What the digest of an entry is of, in this order."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that was done, before it is sealed into the chain."""

    act: str
    by: Actor
    person_id: UUID | None
    outcome: str
    facts: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the chain found. `faults` is empty when the chain is whole."""

    entries: int
    anchors: int
    faults: list[str]

    @property
    def whole(self) -> bool:
        return not self.faults


def seal(traces: Iterable[Trace]) -> int:
    """Add `traces` to the end of the chain. Call inside the transaction of what they tell of, as its last write.

    Gives the number of the last of them, 0 without any; until the transaction ends, nobody else adds one.
    """
    traces = list(traces)
    if not traces:
        return 0
    head = _HEAD.one() or _first_head()
    number, digest = head.number, head.digest
    entries = []
    for trace in traces:
        number += 1
        entry = _entry(number, trace)
        digest = _digest(digest, entry)
        entry.digest = digest
        entries.append(entry)
    insert(*entries)
    _MOVE_HEAD.make(number=number, digest=digest)
    return number


def _first_head() -> AuditHead:
    """The head of a chain that begins now; two that begin it at once wait for each other."""
    AuditHead.objects.get_or_create(id=1)
    return AuditHead.objects.select_for_update().get(id=1)


def read(*, what: str, person_id: UUID | None, by: Actor, facts: dict[str, Any] | None = None) -> None:
    """Note that `by` read `what` of a person, before the bytes leave (law I-25)."""
    with transaction.atomic():
        seal([Trace(f"read.{what}", by, person_id, "done", facts or {}, clock.now())])


def read_each(*, what: str, people: Iterable[tuple[UUID, str]], by: Actor, facts: dict[str, Any]) -> None:
    """The same of many at once: of each person, and the reference of what was read."""
    now = clock.now()
    with transaction.atomic():
        seal(Trace(f"read.{what}", by, person, "done", {**facts, "reference": named}, now) for person, named in people)


def _entry(number: int, trace: Trace) -> AuditEntry:
    by = trace.by
    return new_row(
        AuditEntry,
        number=number,
        at=trace.at,
        act=trace.act,
        outcome=trace.outcome,
        actor_kind=by.kind,
        actor_id=by.staff_id or by.person_id,
        actor_name=by.name,
        for_person_id=by.for_person_id,
        person_id=trace.person_id,
        via=by.via,
        origin=by.origin,
        facts=trace.facts,
    )


def _digest(previous: str, entry: Any) -> str:
    """The seal of an entry, stored or read, on the one before."""
    told = [previous, *(_as_told(getattr(entry, name)) for name in SEALED)]
    return hashlib.sha256(_AS_JSON(told).encode()).hexdigest()


def _as_told(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value


def verify() -> Verdict:
    """Walk the whole chain and hold it against the heads kept outside the database.

    A chain alone cannot show that its tail was cut; the anchored heads can (law I-31).
    """
    anchors, faults = _read_anchors()
    digest, expected = "", 1
    chain = AuditEntry.objects.order_by("number").values_list(*SEALED, "digest", named=True)
    for entry in chain.iterator(chunk_size=2000):
        if entry.number != expected:
            faults.append(f"entry {expected} is missing")
            expected = entry.number
        digest = _digest(digest, entry)
        if digest != entry.digest:
            faults.append(f"entry {entry.number} does not fit the one before it: changed, moved or put in")
            digest = entry.digest
        if anchors.get(entry.number, digest) != digest:
            faults.append(f"entry {entry.number} differs from the head kept outside the database")
        expected += 1
    faults.extend(_end_faults(expected - 1, digest, anchors))
    return Verdict(entries=expected - 1, anchors=len(anchors), faults=faults)


def _end_faults(last: int, digest: str, anchors: dict[int, str]) -> Iterator[str]:
    head = AuditHead.objects.filter(id=1).first()
    if head and (head.number, head.digest) != (last, digest):
        yield f"the chain ends at entry {last}, its head says {head.number}"
    if anchors and max(anchors) > last:
        yield f"the tail was cut: entry {max(anchors)} was anchored outside, the chain ends at {last}"


def anchor() -> None:
    """Write the head of the chain to a file beside the data. The worker does it every minute and when it stops."""
    head = AuditHead.objects.filter(id=1).first()
    if head is None or head.number == max(_read_anchors()[0], default=0):
        return
    line = json.dumps({"number": head.number, "digest": head.digest, "at": clock.now().isoformat()})
    path = anchor_path()
    cut_short = path.exists() and not path.read_bytes().endswith(b"\n") and path.stat().st_size
    with path.open("a", encoding="utf-8") as file:
        file.write(("\n" if cut_short else "") + line + "\n")


def anchor_path() -> Path:
    return Path(settings.ALMONER_HOME) / ANCHOR_FILE


def _read_anchors() -> tuple[dict[int, str], list[str]]:
    """The digests kept outside by number, and a fault for each line that cannot be read (a crash may cut the last)."""
    path = anchor_path()
    anchors: dict[int, str] = {}
    faults: list[str] = []
    if not path.exists():
        return anchors, faults
    for place, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            kept = json.loads(line)
            anchors[kept["number"]] = kept["digest"]
        except (ValueError, KeyError, TypeError):
            faults.append(f"line {place} of the heads kept outside the database cannot be read")
    return anchors, faults
