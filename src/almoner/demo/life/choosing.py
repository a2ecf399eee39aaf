"""What people decide of themselves and of each other: they want no more texts, a daughter acts for her mother, a number
was somebody else's all along."""

from __future__ import annotations

from datetime import timedelta

from almoner.aftercare import actions as aftercare
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.demo.booking import hold_from
from almoner.demo.life.hospital import Hospital
from almoner.demo.ringing import telephone_of
from almoner.demo.several import book_day, book_series
from almoner.people.actions import answer_consent, stop_contact
from almoner.people.enums import Channel, Purpose
from almoner.people.models import Account, Person
from almoner.people.queries import actor_for
from almoner.scheduling import actions as scheduling
from almoner.scheduling.enums import CancelReason, State
from almoner.scheduling.known_wishes import known_wishes
from almoner.scheduling.models import Appointment

CARER, CARED_FOR = "leila", "mariam"


def people_choose(hospital: Hospital) -> None:
    """By day, now and then."""
    if hospital.lot(0.03):
        _opts_out(hospital)
    if hospital.lot(0.03):
        _number_is_anothers(hospital)
    if hospital.lot(0.05):
        carer_acts(hospital)


def _opts_out(hospital: Hospital) -> None:
    """Somebody wants no more texts, or no more e-mail. The letter and the telephone are left."""
    hospital.begins("opt_out")
    person, channel = hospital.one_of(hospital.people), hospital.one_of((Channel.TEXT, Channel.EMAIL))
    hospital.try_to(
        answer_consent, person=person, purpose=Purpose.CARE, channel=channel, given=False, by=hospital.by("agent")
    )


def _number_is_anothers(hospital: Hospital) -> None:
    """Somebody else answers: nothing goes to that number any more, and the desk finds out the right one."""
    point = telephone_of(hospital.one_of(hospital.people))
    if point:
        hospital.begins("wrong_number")
        hospital.try_to(stop_contact, contact_point=point, reason="somebody else answered", by=hospital.by("agent"))


def carer_acts(hospital: Hospital) -> None:
    """The daughter signs in and does for her mother what is next: books, or asks, or gives a time back."""
    by = _carer(hospital)
    mother = hospital.house.people[CARED_FOR]
    if by is None:
        return
    hospital.begins("carer")
    coming = Appointment.objects.filter(
        person=mother, state=State.BOOKED, starts_at__gt=clock.now() + timedelta(days=1)
    )
    visit = coming.order_by("starts_at", "id").first()
    if visit and hospital.lot(0.3):
        hospital.try_to(scheduling.cancel, appointment=visit, reason=CancelReason.PATIENT, by=by)
    elif hospital.lot(0.4):
        words = "May my mother eat before the blood test?"
        hospital.try_to(aftercare.ask_question, person=mother, words=words, by=by)
    else:
        service = hospital.house.services["LAB-BLD"]
        held = hold_from(service, mother, clock.now() + timedelta(days=hospital.source.randint(2, 9)), by)
        if held:
            hospital.try_to(scheduling.book, hold=held, person=mother, keep_both=True, by=by)


def people_come_more_than_once(hospital: Hospital) -> None:
    """One books a series themselves, another several visits on one day with the desk, a third with an interpreter."""
    house, soon = hospital.house, clock.today() + timedelta(days=2)
    theo, rajesh, ana = (house.people[key] for key in ("theo", "rajesh", "ana"))
    hospital.begins("series")
    hospital.try_to(book_series, service=house.services["RHB-PT"], person=theo, count=3, first=soon, by=_themself(theo))
    hospital.begins("day")
    services = [house.services[code] for code in ("LAB-BLD", "GEN-FUP")]
    hospital.try_to(book_day, services=services, person=rajesh, first=soon, by=hospital.by("agent"))
    hospital.begins("interpreter")
    by = _themself(ana)
    begin = clock.now() + timedelta(days=1)
    held = hold_from(house.services["GEN-NEW"], ana, begin, by, wish=known_wishes(ana, by).must)
    if held:
        hospital.try_to(scheduling.book, hold=held, person=ana, keep_both=True, by=by)


def _themself(person: Person) -> Actor:
    by = actor_for(Account.objects.get(person=person, is_active=True))
    assert by is not None, "an account of the cast acts"  # noqa: S101
    return by


def _carer(hospital: Hospital) -> Actor | None:
    """As her account lets her, today."""
    account = Account.objects.filter(person=hospital.house.people[CARER], is_active=True).first()
    return actor_for(account) if account else None
