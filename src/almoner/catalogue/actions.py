"""Every change to what the hospital does, where, and who does it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from almoner.catalogue import approval, version
from almoner.catalogue.loading import Loaded, load
from almoner.catalogue.models import Offering, PreparationApproval, Service
from almoner.catalogue.reading import check
from almoner.catalogue.rules import can_approve
from almoner.catalogue.standing import contents_of, unapproved
from almoner.charter.actions import assign
from almoner.charter.models import Promise
from almoner.core import clock, languages
from almoner.core.action import action
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotAllowed, Refused, Unclear
from almoner.people.models import Site, Staff
from almoner.timeline.actions import record

LONGEST_APPROVAL = timedelta(days=3 * 365)


class PreparationNotApproved(Refused):
    """Nobody may be told to prepare by a text that no clinician has read."""

    text = _("A clinician has to approve what “%(service)s” asks of people before it can be offered.")


class StillFirstStep(Refused):
    """Others send people without a referral here."""

    text = _("People without a referral begin here for: %(services)s. Give these another first step.")


class TextMissing(Refused):
    """The texts of a language are not all there."""

    text = _("“%(service)s” has not all its preparation texts in this language.")


class ChangedSinceRead(Refused):
    """What somebody read is not what stands there now."""

    text = _("The texts of “%(service)s” have changed since you opened them. Please read them again.")


class ReviewAnotherDay(Unclear):
    text = _("The next review has to be on a later day, and within three years.")


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
    for service, waited in loaded.to_read:
        _tell("preparation.changed_again" if waited else "preparation.changed", service, by)
    return loaded


@action
def publish_service(*, service: Service, by: Actor) -> Service:
    """Offer a service. Raises PreparationNotApproved."""
    by.need(Permission.MANAGE_CATALOGUE)
    service = Service.objects.select_for_update(of=("self",)).get(id=service.id)
    if "en" not in contents_of(service) or "en" in unapproved(service):
        raise PreparationNotApproved(service=service.name_in("en"))
    if not service.active and unapproved(service):
        _tell("preparation.changed", service, by)
    return _offered(service, active=True)


@action
def retire_service(*, service: Service, by: Actor) -> Service:
    """Offer a service no longer; what was booked stays. Raises StillFirstStep."""
    by.need(Permission.MANAGE_CATALOGUE)
    service = Service.objects.select_for_update(of=("self",)).get(id=service.id)
    leaning = [one.name_in("en") for one in service.first_step_to.filter(active=True)]
    if leaning:
        raise StillFirstStep(services=languages.listed(leaning))
    _tell("preparation.retired", service, by)
    return _offered(service, active=False)


@action
def approve_preparation(
    *, service: Service, language: str, as_read: str = "", review_on: date | None = None, by: Actor
) -> PreparationApproval:
    """A clinician says that the preparation of a service is right in one language, until it is to be reviewed.

    `as_read` is the digest of what they had before them. A later edit waits for its own approval; until then people are
    told what was approved. Raises NotAllowed, TextMissing, ChangedSinceRead, ReviewAnotherDay.
    """
    if not can_approve(by):
        raise NotAllowed
    service = Service.objects.select_for_update(of=("self",)).get(id=service.id)
    said = contents_of(service).get(language)
    if said is None:
        raise TextMissing(service=service.name_in("en"))
    read = approval.digest(said)
    if as_read and as_read != read:
        raise ChangedSinceRead(service=service.name_in("en"))
    today = clock.today()
    review_on = review_on or approval.next_review(today)
    if not today < review_on <= today + LONGEST_APPROVAL:
        raise ReviewAnotherDay
    given = {
        "content": said,
        "digest": read,
        "version": service.preparation_version,
        "approved_by": by.name,
        "approved_on": today,
        "review_on": review_on,
        "overdue_told": False,
    }
    approved, _created = PreparationApproval.objects.update_or_create(
        service=service, language=language, defaults=given
    )
    _tell("preparation.language_approved", service, by, language=language)
    if not unapproved(service) and not service.approvals.filter(review_on__lt=today).exists():
        _tell("preparation.approved", service, by)
    return approved


@action
def look_after_preparation(*, service: Service, by: Actor) -> Service:
    """A clinician looks after these texts from now on: what is to be read and reviewed of them comes to them."""
    staff = Staff.objects.filter(id=by.staff_id).first() if by.staff_id and can_approve(by) else None
    if staff is None:
        raise NotAllowed
    service = Service.objects.select_for_update(of=("self",)).get(id=service.id)
    service.preparation_owner = staff
    service.save(update_fields=["preparation_owner"])
    _tell("preparation.taken", service, by, owner=staff.name)
    for promise in Promise.objects.live().filter(subject_id=service.id, stage="preparation"):
        assign(promise=promise, staff=staff, by=by)
    return service


@action
def let_go_of_texts(*, staff: Staff, by: Actor) -> int:
    """Texts that somebody looked after who has left are the doctors' together. Gives of how many services."""
    by.need(Permission.MANAGE_STAFF)
    return Service.objects.filter(preparation_owner=staff).update(preparation_owner=None)


@action
def note_overdue(*, service: Service, by: Actor) -> None:
    """The day of a review has passed: say so once."""
    service = Service.objects.select_for_update(of=("self",)).get(id=service.id)
    late = service.approvals.filter(review_on__lt=clock.today(), overdue_told=False)
    if not late.exists():
        return
    late.update(overdue_told=True)
    _tell("preparation.overdue", service, by)


def _tell(kind: str, service: Service, by: Actor, **more: Any) -> None:
    """Tell what happened to the texts of a service; a promise that comes of it goes to who looks after them."""
    facts = {"service": service.code, "service_name": service.name_in("en"), "texts": service.names, **more}
    event = record(kind=kind, person=None, subject_id=service.id, facts=facts, by=by)
    if service.preparation_owner:
        for promise in Promise.objects.live().filter(opened_by=event):
            assign(promise=promise, staff=service.preparation_owner, by=SYSTEM)


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
