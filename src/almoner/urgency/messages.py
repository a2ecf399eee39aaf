"""What urgency tells people by itself: that their request is here, what was decided, and how it ended; each time by
when, and what to do if it gets worse (URG-9)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from almoner.charter.enums import LIVE
from almoner.charter.models import Promise
from almoner.core.languages import in_all
from almoner.messaging import kinds
from almoner.people.enums import Purpose
from almoner.people.models import Person
from almoner.urgency.dispositions import WAYS, usual
from almoner.urgency.enums import Outcome, RequestState
from almoner.urgency.models import Decision, Request


def register() -> None:
    kinds.register(kinds.MessageKind("urgency.received", Purpose.CARE, received))
    kinds.register(kinds.MessageKind("urgency.decided", Purpose.CARE, decided))
    kinds.register(kinds.MessageKind("urgency.answered", Purpose.CARE, answered))


def received(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """The reference, and the time that was promised by a deed; None once the request is closed."""
    request = subject_id and Request.objects.live().filter(id=subject_id, person=person).first()
    if not request:
        return None
    promises = Promise.objects.filter(subject_id=request.id, state__in=LIVE).order_by("due_at", "id")
    promised = [promise.due_at for promise in promises if not promise.parts]
    return {"reference": request.reference, "answer_by": promised[0] if promised else request.due_at}


def decided(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """What was decided, and by when they are seen; None where it is over or is looked at anew."""
    request = subject_id and Request.objects.filter(id=subject_id, person=person, state=RequestState.DECIDED).first()
    if not request:
        return None
    decision = Decision.objects.filter(request=request).order_by("-number").first()
    way = WAYS.get(decision.disposition if decision else "") or usual(request.level)
    return {"reference": request.reference, "see_by": request.due_at, "said": in_all(way.told)}


SAID_AT_THE_END: dict[str, Any] = {
    Outcome.ADVICE: _("A nurse or doctor looked at what you told us and advised you. Nothing else is planned."),
    Outcome.ANSWERED: _("What you asked about papers, medicines or dates has been answered."),
    Outcome.UNREACHED: _("We tried to reach you about what you told us, and could not. Please ring us."),
}
"""By outcomes of which nobody hears otherwise. Who was seen knows it; what is booked is confirmed by itself."""


def answered(subject_id: UUID | None, person: Person) -> dict[str, Any] | None:
    """How it ended; None where they have asked again since."""
    request = subject_id and Request.objects.filter(id=subject_id, person=person).first()
    if not request or request.outcome not in SAID_AT_THE_END or Request.objects.live().filter(earlier=request).exists():
        return None
    return {"reference": request.reference, "said": in_all(SAID_AT_THE_END[request.outcome])}
