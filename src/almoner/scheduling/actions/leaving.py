"""A clinician works here no longer: whoever comes to them is found another time, and nothing of theirs is offered."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.charter.models import Promise
from almoner.core import clock, languages
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Permission
from almoner.people.models import Staff
from almoner.scheduling.actions.holding import release_hold
from almoner.scheduling.actions.stopping import stop_offer
from almoner.scheduling.effects import DISPLACED
from almoner.scheduling.enums import Changed, OfferState, State
from almoner.scheduling.facts import facts_of
from almoner.scheduling.models import Appointment, Hold, HoursChange, Offer, Resource
from almoner.timeline.actions import record

LEFT = gettext_lazy("The clinician works here no longer")


@action
def displace_visits_of(*, staff: Staff, by: Actor) -> int:
    """Tell of each visit to come to somebody who has left that it needs a new time. Gives how many.

    One whose new time is owed already, as because they were on leave, is not told twice. Offers of their time are taken
    back, and times that somebody holds with them are let go.
    """
    by.need(Permission.MANAGE_ROSTER)
    reason = _("The clinician works here no longer")
    for offer in Offer.objects.filter(clinician__staff=staff, state=OfferState.OPEN).select_related("entry__person"):
        stop_offer(offer=offer, reason=reason, by=SYSTEM)
    for hold in Hold.objects.filter(claims__resource__staff=staff).distinct():
        release_hold(hold=hold, by=SYSTEM)
    coming = unheld_of(staff)
    about = _noted(staff, by) if coming else {}
    for visit in coming:
        facts = facts_of(visit, reason=languages.in_all(LEFT), **about)
        record(kind="appointment.displaced", person=visit.person, subject_id=visit.id, facts=facts, by=by)
    return len(coming)


def _noted(staff: Staff, by: Actor) -> dict[str, Any]:
    """What changed, and whose hours, as the events tell it."""
    resource = Resource.objects.get(staff=staff)
    change = HoursChange.objects.create(resource=resource, what=Changed.LEFT, first_on=clock.today(), made_by=by.name)
    return {"change": str(change.id), "resource": str(resource.id)}


def unheld_of(staff: Staff) -> list[Appointment]:
    """Visits to come to this clinician for which nobody owes a new time, earliest first."""
    coming = Appointment.objects.filter(clinician__staff=staff, state=State.BOOKED, starts_at__gt=clock.now())
    owed = Promise.objects.live().filter(standard=DISPLACED, subject_id__in=coming.values("id"))
    left = coming.exclude(id__in=owed.values("subject_id"))
    return list(
        left.select_related("person", "service__specialty", "site", "clinician", "room__room").order_by(
            "starts_at", "id"
        )
    )
