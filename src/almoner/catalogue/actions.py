"""Every change to what the hospital does, where, and who does it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from almoner.catalogue import approval, version
from almoner.catalogue.loading import Loaded, load
from almoner.catalogue.models import Offering, PreparationApproval, Service
from almoner.catalogue.reading import check
from almoner.catalogue.rules import can_approve
from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotAllowed, Refused
from almoner.people.models import Site, Staff


class PreparationNotApproved(Refused):
    """Nobody may be told to prepare by a text that no clinician has read."""

    text = _("A clinician has to approve what “%(service)s” asks of people before it can be offered.")


class StillFirstStep(Refused):
    """Others send people without a referral here."""

    text = _("People without a referral begin here for: %(services)s. Give these another first step.")


class TextMissing(Refused):
    """The texts of a language are not all there."""

    text = _("“%(service)s” has not all its preparation texts in this language.")


@action
def load_catalogue(*, data: dict[str, list[dict[str, Any]]], site: Site | None = None, by: Actor) -> Loaded:
    """Bring the catalogue to `data` (`reading.read_catalogue`) and say what changed. Twice is the same as once.

    Rooms are loaded where a site is named. A new service is offered at once when `data` names who approved its English
    texts; else `publish_service` offers it. Raises FaultyCatalogue, and then nothing has changed.
    """
    by.need(Permission.MANAGE_CATALOGUE)
    check(data)
    loaded = load(data, site)
    if loaded.created or loaded.changed:
        version.advance()
    return loaded


@action
def publish_service(*, service: Service, by: Actor) -> Service:
    """Offer a service. Raises PreparationNotApproved."""
    by.need(Permission.MANAGE_CATALOGUE)
    service = Service.objects.select_for_update(of=("self",)).get(id=service.id)
    texts = approval.digest(service.preparation.values_list("texts", flat=True), "en")
    if not service.approvals.filter(language="en", digest=texts).exists():
        raise PreparationNotApproved(service=service.name_in("en"))
    return _offered(service, active=True)


@action
def retire_service(*, service: Service, by: Actor) -> Service:
    """Offer a service no longer; what was booked stays. Raises StillFirstStep."""
    by.need(Permission.MANAGE_CATALOGUE)
    service = Service.objects.select_for_update(of=("self",)).get(id=service.id)
    leaning = [one.name_in("en") for one in service.first_step_to.filter(active=True)]
    if leaning:
        raise StillFirstStep(services=", ".join(leaning))
    return _offered(service, active=False)


@action
def approve_preparation(*, service: Service, language: str, by: Actor) -> PreparationApproval:
    """A clinician says that the preparation of a service is right in one language, as it stands now.

    A later edit makes the approval void. Raises NotAllowed, TextMissing.
    """
    if not can_approve(by):
        raise NotAllowed
    service = Service.objects.select_for_update(of=("self",)).get(id=service.id)
    texts = approval.digest(service.preparation.values_list("texts", flat=True), language)
    if not texts:
        raise TextMissing(service=service.name_in("en"))
    given = {"digest": texts, "approved_by": by.name, "approved_on": clock.today()}
    approved, _created = PreparationApproval.objects.update_or_create(
        service=service, language=language, defaults=given
    )
    return approved


@action
def offer(*, service: Service, staff: Staff, by: Actor) -> Offering:
    """This clinician gives this service from now on."""
    by.need(Permission.MANAGE_CATALOGUE)
    offering, created = Offering.objects.get_or_create(service=service, staff=staff)
    if created:
        version.advance()
    return offering


@action
def stop_offering(*, service: Service, staff: Staff, by: Actor) -> bool:
    """This clinician gives this service no longer. False when they did not."""
    by.need(Permission.MANAGE_CATALOGUE)
    count, _rows = Offering.objects.filter(service=service, staff=staff).delete()
    if count:
        version.advance()
    return bool(count)


@action
def offer_by_profession(*, by: Actor) -> int:
    """Let everybody who works here give the services of their profession. Gives how many offerings are new."""
    by.need(Permission.MANAGE_CATALOGUE)
    here = Staff.objects.filter(left_on__isnull=True).order_by("name", "id")
    known = set(Offering.objects.values_list("service_id", "staff_id"))
    new = [
        Offering(service=service, staff=staff)
        for service in Service.objects.offered()
        for staff in here
        if staff.profession in service.performers
        and service.performer_sex in {"", staff.sex}
        and (service.id, staff.id) not in known
    ]
    Offering.objects.bulk_create(new)
    if new:
        version.advance()
    return len(new)


def _offered(service: Service, *, active: bool) -> Service:
    if service.active != active:
        service.active = active
        service.save(update_fields=["active"])
        version.advance()
    return service
