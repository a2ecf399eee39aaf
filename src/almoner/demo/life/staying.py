"""The wards: a bed is asked for and given, people are cared for, ask, worry, are moved, and go home."""

from __future__ import annotations

from datetime import timedelta

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.demo.life.arriving import tests_are_done
from almoner.demo.life.hospital import Hospital, forgotten, subject_of
from almoner.demo.stories import stories
from almoner.records.actions import record_vitals, review_warning
from almoner.records.models import EarlyWarning
from almoner.visits import actions as visits
from almoner.visits.enums import AskState, BedState, RequestState, StayState, VisitState
from almoner.visits.models import Bed, BedRequest, BedsideRequest, FollowUpPlan, Stay, Visit, Worry
from almoner.visits.queries import beds_for

STAYS = 0.07
"""How likely it is, in a tick, that somebody who was seen has to stay."""
GOES_HOME = 0.25
HOME_AFTER = timedelta(hours=9)
SHEET = visits.Summary(
    done=["We treated what you came with."],
    medicines=["Take the tablets in the morning for a week."],
    warning_signs=["Fever, new pain, or bleeding: ring us at once."],
    told=True,
)


def beds_are_given(hospital: Hospital) -> None:
    if hospital.lot(STAYS):
        _has_to_stay(hospital)
    beds = hospital.by("bed_manager")
    waiting = BedRequest.objects.filter(state=RequestState.OPEN).select_related("stay__person", "ward")
    for request in waiting.order_by("created_at", "id")[:3]:
        best = next(iter(beds_for(stay=request.stay, by=beds)), None)
        if best and not (forgotten(request.id) and clock.now() - request.created_at < timedelta(hours=3)):
            bed = Bed.objects.get(id=best.bed.id)
            reason = "Nothing better is free" if best.against else ""
            hospital.try_to(visits.allot_bed, stay=request.stay, bed=bed, override_reason=reason, by=beds)
    given = BedRequest.objects.filter(state=RequestState.ALLOTTED).select_related("stay__person", "bed")
    for request in given.order_by("allotted_at", "id"):
        _lies_down(hospital, request)
    _beds_are_cleaned(beds, hospital)


def _has_to_stay(hospital: Hospital) -> None:
    seen = Visit.objects.filter(state=VisitState.FINISHED, stays__isnull=True).select_related("person")
    visit = seen.order_by("-ended_at", "id").first()
    if visit is None or visit.person.age_on(clock.today()) < 16:
        return
    hospital.begins("stay")
    ward = hospital.house.wards[hospital.one_of(("AMU", "MED1", "SURG"))]
    hospital.try_to(
        visits.request_bed,
        person=visit.person,
        site=hospital.house.site,
        level=hospital.one_of((2, 3, 4)),
        reason=hospital.one_of(stories()["lying"][ward.code]["reasons"]),
        ward=ward,
        visit=visit,
        by=hospital.by("doctor"),
    )


def _lies_down(hospital: Hospital, request: BedRequest) -> None:
    """Once the bed is clean; before that it is refused."""
    stay, doctor = request.stay, hospital.house.cast["doctor"]
    nurse = hospital.house.cast["ward_nurse"]
    admitted = hospital.try_to(
        visits.admit, stay=stay, named_nurse=nurse, doctor=doctor, expected_home_on=clock.today(),
        by=hospital.by("bed_manager"),
    )  # fmt: skip
    if admitted:
        allergens = ["nuts"] if hospital.lot(0.2) else []
        hospital.try_to(
            visits.order_diet, stay=admitted, diet="regular", allergens=allergens, by=hospital.by("ward_nurse")
        )
        _is_measured(hospital, admitted)


def _is_measured(hospital: Hospital, stay: Stay) -> None:
    """Now and then the values stray, and a clinician is called."""
    strays = hospital.lot(0.1)
    values = {
        "respiratory_rate": 25 if strays else 16,
        "spo2": 91 if strays else 97,
        "systolic": 96 if strays else 124,
        "diastolic": 60 if strays else 76,
        "pulse": 115 if strays else 74,
        "temperature": 38.6 if strays else 36.8,
    }
    hospital.try_to(
        record_vitals, person=stay.person, values=values, on_oxygen=False, consciousness="alert",
        confirmed_unusual=True, by=hospital.by("ward_nurse"),
    )  # fmt: skip


def _beds_are_cleaned(beds: Actor, hospital: Hospital) -> None:
    for bed in Bed.objects.filter(state__in=[BedState.DIRTY, BedState.CLEANING]).order_by("since", "id")[:6]:
        following = BedState.CLEANING if bed.state == BedState.DIRTY else BedState.CLEAN
        hospital.try_to(visits.set_bed_state, bed=bed, state=following, by=beds)


def wards_work(hospital: Hospital) -> None:
    nurse = hospital.by("ward_nurse")
    owed = Promise.objects.live().filter(standard="plan_of_the_day").order_by("due_at", "id")
    for promise in owed[:6]:
        if not forgotten(promise.id) or clock.now() > promise.due_at + timedelta(minutes=30):
            stay = Stay.objects.select_related("person").get(id=subject_of(promise))
            hospital.try_to(visits.publish_plan, stay=stay, by=nurse)
    _people_ask(hospital)
    _asked_is_done(hospital)
    tests_are_done(hospital)
    _warnings_are_looked_into(hospital)
    _people_move(hospital)
    _people_go_home(hospital)


def _lying(hospital: Hospital) -> Stay | None:
    stays = list(Stay.objects.filter(state=StayState.ADMITTED).select_related("person", "bed__ward").order_by("id"))
    return hospital.one_of(stays) if stays else None


def _people_ask(hospital: Hospital) -> None:
    lot = hospital.source.random()
    stay = _lying(hospital) if lot < 0.2 else None
    if stay is None:
        return
    nurse, doctor = hospital.by("ward_nurse"), hospital.by("doctor")
    if lot < 0.1:
        told = hospital.one_of(stories()["asked"])
        hospital.try_to(visits.ask_at_bedside, stay=stay, what=told["what"], note=told["note"], by=nurse)
    elif lot < 0.12:
        words = "She is getting worse and nobody hears me"
        hospital.try_to(
            visits.raise_worry, stay=stay, words=words, raised_by="Her daughter", relationship="daughter", by=nurse
        )
    elif lot < 0.17:
        service = hospital.house.services[hospital.one_of(("LAB-BLD", "IMG-XR", "CAR-ECHO"))]
        planned_at = clock.now() + timedelta(minutes=hospital.one_of((30, 60, 120)))
        hospital.try_to(visits.order_test, service=service, planned_at=planned_at, stay=stay, by=doctor)
    else:
        _is_measured(hospital, stay)


def _asked_is_done(hospital: Hospital) -> None:
    now = clock.now()
    asked = BedsideRequest.objects.filter(state=AskState.OPEN).select_related("stay__person")
    for one in asked.order_by("created_at", "id")[:5]:
        if not forgotten(one.id) or now - one.created_at > timedelta(hours=1):
            hospital.try_to(visits.do_request, asked=one, by=hospital.by("ward_nurse"))
    for worry in (
        Worry.objects.filter(answered_at__isnull=True).select_related("stay__person").order_by("created_at", "id")
    ):
        if not forgotten(worry.id) or now - worry.created_at > timedelta(hours=1):
            hospital.try_to(
                visits.answer_worry, worry=worry, found="Looked, spoke with both, new plan", by=hospital.by("doctor")
            )


def _warnings_are_looked_into(hospital: Hospital) -> None:
    for warning in EarlyWarning.objects.open().select_related("person").order_by("created_at", "id")[:5]:
        if not forgotten(warning.id) or clock.now() - warning.created_at > timedelta(hours=2):
            hospital.try_to(review_warning, warning=warning, found="Seen, fluids given", by=hospital.by("doctor"))


def _people_move(hospital: Hospital) -> None:
    """Now and then somebody is moved to a clean bed of the ward, or two change places."""
    if not hospital.lot(0.02):
        return
    stay = _lying(hospital)
    if stay is None or stay.bed is None:
        return
    beds = hospital.by("bed_manager")
    free = Bed.objects.filter(ward=stay.bed.ward, state=BedState.CLEAN, single_room=stay.bed.single_room)
    bed = free.exclude(requests__state=RequestState.ALLOTTED).order_by("code").first()
    if bed and hospital.lot(0.6):
        hospital.try_to(visits.move_to_bed, stay=stay, bed=bed, reason="Nearer to the nurses", by=beds)
        return
    others = Stay.objects.filter(state=StayState.ADMITTED, bed__ward=stay.bed.ward, person__sex=stay.person.sex)
    other = others.exclude(id=stay.id).select_related("person").order_by("id").first()
    if other:
        hospital.try_to(visits.swap_beds, first=stay, second=other, reason="Both asked for it", by=beds)


def _people_go_home(hospital: Hospital) -> None:
    """First without the sheet or with a follow-up that is open: refused. Then as it should be."""
    if not hospital.lot(GOES_HOME):
        return
    nurse, doctor = hospital.by("ward_nurse"), hospital.by("doctor")
    ready = Stay.objects.filter(state=StayState.ADMITTED, admitted_at__lte=clock.now() - HOME_AFTER)
    for stay in ready.select_related("person").order_by("admitted_at", "id")[:1]:
        if not FollowUpPlan.objects.filter(stay=stay).exists() and stay.id.int % 2:
            adult = stay.person.age_on(clock.today()) >= 16
            intended = visits.Intended(
                service=hospital.house.services["GEN-FUP" if adult else "PED-NEW"],
                why="See how the wound heals",
                see_by_on=clock.today() + timedelta(days=14),
                book_by_at=clock.now() + timedelta(hours=24),
            )
            hospital.try_to(visits.plan_follow_up, intended=intended, stay=stay, by=doctor)
        elif hospital.try_to(visits.discharge, stay=stay, by=nurse) is None:
            hospital.try_to(visits.discharge, stay=stay, summary=SHEET, by=nurse)
