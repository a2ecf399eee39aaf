"""Bringing the tables to what catalogue data says. Called by the action only, inside its transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from django.db import models

from almoner.catalogue.approval import digest, next_review
from almoner.catalogue.models import PreparationApproval, PreparationItem, Room, Service, Specialty
from almoner.catalogue.standing import contents_of, unapproved
from almoner.people.models import Site

Row = dict[str, Any]
Kept = TypeVar("Kept", bound=models.Model)


@dataclass(slots=True)
class Loaded:
    """What a load did, by the codes of things (`service CAR-ECHO`)."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    absent: list[str] = field(default_factory=list)
    """Services offered here that the data does not name; they are left as they are."""
    to_read: list[tuple[Service, bool]] = field(default_factory=list)
    """Services whose preparation now waits for a clinician, and whether it waited before."""

    def note(self, thing: str, *, created: bool, changed: bool) -> None:
        if created:
            self.created.append(thing)
        elif changed:
            self.changed.append(thing)
        else:
            self.unchanged += 1


def load(data: dict[str, list[Row]], site: Site | None) -> Loaded:
    """Create and change what differs; doing it twice changes nothing."""
    loaded = Loaded()
    specialties = _specialties(data.get("specialty", []), loaded)
    rows = data.get("service", [])
    _make_way(rows)
    services = {row["code"]: _service(row, specialties, data.get("approval", []), loaded) for row in rows}
    _first_steps(rows, services)
    if site:
        for row in data.get("room", []):
            _room(row, site, loaded)
    absent = Service.objects.offered().exclude(code__in=services).values_list("code", flat=True)
    loaded.absent = sorted(absent) if rows else []
    return loaded


def _specialties(rows: list[Row], loaded: Loaded) -> dict[str, Specialty]:
    found = {}
    for position, row in enumerate(rows, start=1):
        fields = {"names": row["name"], "position": position}
        one, created, changed = _bring(Specialty.objects, {"code": row["code"]}, fields)
        loaded.note(f"specialty {row['code']}", created=created, changed=changed)
        found[row["code"]] = one
    return found


def _make_way(rows: list[Row]) -> None:
    """Take the lead of a specialty from services that the data gives it to no longer, before another takes it."""
    leads = [row["code"] for row in rows if row.get("leads_specialty")]
    codes = [row["code"] for row in rows]
    Service.objects.filter(code__in=codes, leads_specialty=True).exclude(code__in=leads).update(leads_specialty=False)


def _service(row: Row, specialties: dict[str, Specialty], approvals: list[Row], loaded: Loaded) -> Service:
    fields = _fields(row) | {"specialty": specialties[row["specialty"]]}
    known = Service.objects.filter(code=row["code"]).first()
    before, waited = (contents_of(known), bool(unapproved(known))) if known else ({}, False)
    service, created, changed = _bring(Service.objects, {"code": row["code"]}, fields, {"active": False})
    reworded = _preparation(service, row.get("preparation", []))
    if known and contents_of(service) != before:
        _next_version(service)
    approved = [_approve(service, approval) for approval in approvals]
    if created and "en" in {approval["language"] for approval in approvals}:
        service.active = True
        service.save(update_fields=["active"])
    something = created or changed or reworded or any(approved)
    if something and unapproved(service):
        loaded.to_read.append((service, waited))
    loaded.note(f"service {row['code']}", created=created, changed=something)
    return service


def _next_version(service: Service) -> None:
    """What it asks has been edited: the approvals of what still stands as it was go with it."""
    service.preparation_version += 1
    service.save(update_fields=["preparation_version"])
    same = [digest(said) for said in contents_of(service).values() if said]
    service.approvals.filter(digest__in=same).update(version=service.preparation_version)


def _fields(row: Row) -> Row:
    return {
        "names": row["name"],
        "summaries": row["summary"],
        "lay_needs": row.get("needs", {}),
        "answers": row.get("answers", {}),
        "leads_specialty": row.get("leads_specialty", False),
        "minutes": row["minutes"],
        "visit_minutes": row.get("visit_minutes", row["minutes"]),
        "minutes_before": row.get("minutes_before", 0),
        "minutes_after": row.get("minutes_after", 0),
        "performers": row["performers"],
        "performer_sex": row.get("performer_sex", ""),
        "assistants": row.get("assistants", []),
        "on_call": row.get("on_call", []),
        "room_kinds": row["rooms"],
        "by_video": row.get("by_video", False),
        "self_book": row.get("self_book", False),
        "needs_order": row.get("needs_order", False),
        "escort": row.get("escort", False),
        "fast_food_hours": row.get("fast_food_hours"),
        "fast_clear_hours": row.get("fast_clear_hours"),
        "needs_readback": row.get("needs_readback", False),
        "languages": row.get("languages", []),
        "min_age": row.get("min_age"),
        "max_age": row.get("max_age"),
        "sex": row.get("sex", ""),
        "pregnancy": row.get("pregnancy", False),
        "follow_up": row.get("follow_up", False),
        "step_free": row.get("step_free", True),
        "source": row.get("source", ""),
        # A manager may have said another number, which stays where the data says none.
        **({"capacity": row["capacity"]} if "capacity" in row else {}),
    }


def _preparation(service: Service, rows: list[Row]) -> bool:
    """Bring the items of a service to `rows`, in their order. True when anything changed."""
    wanted = [
        {
            "position": position,
            "kind": row["kind"],
            "texts": row["text"],
            "timing": row.get("timing", "at"),
            "hours_before": row.get("hours_before"),
            "hard": row.get("hard", False),
        }
        for position, row in enumerate(rows, start=1)
    ]
    names = ("position", "kind", "texts", "timing", "hours_before", "hard")
    if list(service.preparation.order_by("position").values(*names)) == wanted:
        return False
    service.preparation.all().delete()
    PreparationItem.objects.bulk_create(PreparationItem(service=service, **fields) for fields in wanted)
    return True


def _approve(service: Service, row: Row) -> bool:
    """Keep the approval that the data carries, where the texts of its language are whole.

    One that is not newer than what was approved before cannot be of words that have changed since.
    """
    said = contents_of(service).get(row["language"])
    known = service.approvals.filter(language=row["language"]).first()
    if said is None or (known and known.approved_on >= row["approved_on"]):
        return False
    fields = {
        "content": said,
        "digest": digest(said),
        "version": service.preparation_version,
        "approved_by": row["approved_by"],
        "approved_on": row["approved_on"],
        "review_on": max(row.get("review_on") or next_review(row["approved_on"]), row["approved_on"] + timedelta(1)),
        "overdue_told": False,
    }
    key = {"service": service, "language": row["language"]}
    _bring(PreparationApproval.objects, key, fields)
    return True


def _first_steps(rows: list[Row], services: dict[str, Service]) -> None:
    for row in rows:
        service, step = services[row["code"]], services.get(row.get("first_step", ""))
        if service.first_step_id != (step.id if step else None):
            service.first_step = step
            service.save(update_fields=["first_step"])


def _room(row: Row, site: Site, loaded: Loaded) -> None:
    fields = {
        "kind": row["kind"],
        "name": row["name"],
        "floor": row.get("floor", 0),
        "step_free": row.get("step_free", True),
        **({"capacity": row["capacity"]} if "capacity" in row else {}),
    }
    _, created, changed = _bring(Room.objects, {"site": site, "code": row["code"]}, fields)
    loaded.note(f"room {row['code']}", created=created, changed=changed)


def _bring(rows: models.Manager[Kept], key: Row, fields: Row, new: Row | None = None) -> tuple[Kept, bool, bool]:
    """The row of `key` with these fields, and whether it was created or changed. `new` is for a created one only."""
    one = rows.filter(**key).first()
    if one is None:
        return rows.create(**key, **fields, **(new or {})), True, False
    differing = [name for name, value in fields.items() if getattr(one, name) != value]
    for name in differing:
        setattr(one, name, fields[name])
    if differing:
        one.save(update_fields=differing)
    return one, False, bool(differing)
