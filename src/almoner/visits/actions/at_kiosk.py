"""Devices at the door: allowed by reception, set up once with a code, revoked when they are lost."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.identifiers import as_reference, reference, secret
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.people.models import Site
from almoner.visits.actions.arriving import check_in_by_name
from almoner.visits.enums import How
from almoner.visits.kiosks import CODE_HOLDS, RESTS, TRIES, digest
from almoner.visits.models import Kiosk, Visit
from almoner.visits.refusals import CodeWrong, KioskRests, NotRecognised, ReasonNeeded


class Allowed(NamedTuple):
    """A device that may be set up, with the code for it: shown once."""

    kiosk: Kiosk
    code: str


class SetUp(NamedTuple):
    """A device that is set up, with the secret that it holds: given once."""

    kiosk: Kiosk
    secret: str


@action
def allow_kiosk(*, site: Site, name: str, by: Actor) -> Allowed:
    """Let a device be set up at this site, within the next minutes, by typing the code into it."""
    by.need(Permission.RECEIVE_ARRIVALS)
    if by.site_id and by.site_id != site.id:
        raise NotThere
    if not name.strip():
        raise ReasonNeeded
    code = reference("K")
    kiosk = Kiosk.objects.create(
        site=site,
        name=name.strip()[:80],
        code=digest(code),
        code_until=clock.now() + CODE_HOLDS,
        allowed_by_id=by.staff_id,
    )
    return Allowed(kiosk, code)


@action
def set_up_kiosk(*, code: str, by: Actor) -> SetUp:
    """The code is typed into the device: it holds a secret of its own from now on. Raises CodeWrong, used ones too."""
    by.need(Permission.RECEIVE_ARRIVALS)
    typed = as_reference(code) or ""
    waiting = Kiosk.objects.select_for_update(of=("self",)).filter(
        code=digest(typed), code_until__gt=clock.now(), set_up_at__isnull=True, revoked_at__isnull=True
    )
    kiosk = waiting.select_related("site").first()
    if kiosk is None:
        raise CodeWrong
    held = secret()
    kiosk.secret, kiosk.set_up_at = digest(held), clock.now()
    kiosk.save(update_fields=["secret", "set_up_at"])
    return SetUp(kiosk, held)


@action
def revoke_kiosk(*, kiosk: Kiosk, by: Actor) -> Kiosk:
    """The device counts no more, from its next page on."""
    by.need(Permission.RECEIVE_ARRIVALS)
    if by.site_id and by.site_id != kiosk.site_id:
        raise NotThere
    kiosk.revoked_at = clock.now()
    kiosk.save(update_fields=["revoked_at"])
    return kiosk


def say_here_at_kiosk(*, kiosk: Kiosk, name: str, birth_on: date, will_wait: bool = False, by: Actor) -> Visit:
    """Check in at a device, by two identifiers. What does not fit is counted; after too many it rests.

    Two actions, so that the count outlives the refusal. Raises KioskRests and what `check_in_by_name` raises.
    """
    try:
        return check_in_at_kiosk(kiosk=kiosk, name=name, birth_on=birth_on, will_wait=will_wait, by=by)
    except NotRecognised:
        note_wrong_try(kiosk=kiosk, by=by)
        raise


@action
def check_in_at_kiosk(*, kiosk: Kiosk, name: str, birth_on: date, will_wait: bool = False, by: Actor) -> Visit:
    kiosk = _live(kiosk)
    if kiosk.rests_until and kiosk.rests_until > clock.now():
        raise KioskRests
    visit = check_in_by_name(site=kiosk.site, name=name, birth_on=birth_on, how=How.KIOSK, will_wait=will_wait, by=by)
    if kiosk.wrong_tries:
        kiosk.wrong_tries = 0
        kiosk.save(update_fields=["wrong_tries"])
    return visit


@action
def note_wrong_try(*, kiosk: Kiosk, by: Actor) -> Kiosk:
    """Count what did not fit; the sixth in a row lets the device rest."""
    by.need(Permission.RECEIVE_ARRIVALS)
    kiosk = _live(kiosk)
    kiosk.wrong_tries += 1
    if kiosk.wrong_tries >= TRIES:
        kiosk.wrong_tries, kiosk.rests_until = 0, clock.now() + RESTS
    kiosk.save(update_fields=["wrong_tries", "rests_until"])
    return kiosk


def _live(kiosk: Kiosk) -> Kiosk:
    fresh = Kiosk.objects.select_for_update(of=("self",)).select_related("site").get(id=kiosk.id)
    if fresh.revoked_at:
        raise NotThere
    return fresh
