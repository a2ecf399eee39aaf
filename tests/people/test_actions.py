"""Every change to what is known of people: what it writes, what it tells, what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.cast import MONDAY_MORNING, Cast
from tests.faults import leaves_nothing

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.models import AuditEntry
from almoner.core.permissions import Permission, Role
from almoner.core.refusal import NotAllowed, NotThere, Refused
from almoner.people import actions, refusals
from almoner.people.contact import BadContact
from almoner.people.enums import CarerBasis, Channel, ContactKind, Need, Purpose
from almoner.people.models import (
    Account,
    Carer,
    Consent,
    ContactPoint,
    EmergencyOpening,
    Person,
    Site,
    Staff,
    StaffRole,
)
from almoner.people.queries import actor_for, consents_of, openings_to_review, staff_actor
from almoner.timeline.models import Event


def told(kind: str) -> Event:
    return Event.objects.get(kind=kind)


def mobile(cast: Cast) -> ContactPoint:
    return ContactPoint.objects.get(person=cast.maya, kind=ContactKind.MOBILE)


# ── People ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_register_person_tells_and_keeps_how_to_reach_them(cast: Cast) -> None:
    points = list(cast.maya.contact_points.values_list("kind", "key", "rank"))
    assert points == [
        ("mobile", "+447700900123", 1),
        ("email", "maya@example.org", 2),
        ("post", "12 mill lane, riverside, rv1 1ab", 3),
    ]
    assert Event.objects.filter(kind="person.registered", person=cast.maya).count() == 1
    assert (cast.maya.site, cast.maya.name_key) == (cast.site, "maya osei")


@pytest.mark.parametrize("name", ["bed_manager", "maya_herself", "tom_himself"])
def test_register_person_is_for_those_who_may_edit(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.register_person(given_name="A", birth_on=date(2000, 1, 1), by=cast.actor(name))


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"given_name": "  "}, refusals.NameNeeded),
        ({"birth_on": date(2030, 1, 1)}, refusals.BirthUnclear),
        ({"birth_on": date(1800, 1, 1)}, refusals.BirthUnclear),
        ({"contacts": [("mobile", "12")]}, BadContact),
        ({"restricted": True}, NotAllowed),
    ],
)
def test_register_person_refuses_what_cannot_be(cast: Cast, given: dict[str, Any], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        actions.register_person(**({"given_name": "New", "birth_on": date(2000, 1, 1)} | given), by=cast.agent)
    assert Person.objects.count() == 3


def test_correct_person_keeps_what_stood_there(cast: Cast) -> None:
    changed = actions.correct_person(
        person=cast.maya, changes={"family_name": "Brandt", "called": "May"}, reason="married", by=cast.agent
    )
    assert (changed.name, changed.first_name, changed.name_key) == ("Maya Brandt", "May", "maya brandt")
    assert told("person.corrected").facts == {
        "before": {"family_name": "Osei", "called": ""},
        "after": {"family_name": "Brandt", "called": "May"},
        "reason": "married",
    }


def test_correct_person_without_a_change_tells_nothing(cast: Cast) -> None:
    actions.correct_person(person=cast.maya, changes={"language": "en"}, by=cast.maya_herself)
    assert not Event.objects.filter(kind="person.corrected").exists()


@pytest.mark.parametrize(
    ("changes", "reason", "name", "refusal"),
    [
        ({"birth_on": date(1981, 1, 1)}, "typo", "maya_herself", NotAllowed),
        ({"family_name": "X"}, "", "agent", refusals.ReasonNeeded),
        ({"given_name": " "}, "typo", "agent", refusals.NameNeeded),
        ({"birth_on": date(2031, 1, 1)}, "typo", "agent", refusals.BirthUnclear),
        ({"called": "M"}, "", "tom_himself", NotThere),
        ({"called": "M"}, "", "from_elsewhere", NotThere),
    ],
)
def test_correct_person_refuses(cast: Cast, changes: Any, reason: str, name: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        actions.correct_person(person=cast.maya, changes=changes, reason=reason, by=cast.actor(name))


def test_correct_person_knows_no_other_field(cast: Cast) -> None:
    with pytest.raises(TypeError, match="record_number"):
        actions.correct_person(person=cast.maya, changes={"record_number": "R-1"}, by=cast.agent)


def test_an_identifier_belongs_to_one_person(cast: Cast) -> None:
    actions.add_identifier(person=cast.maya, system="national", value="943 476", by=cast.agent)
    with pytest.raises(refusals.AlreadyKnown):
        actions.add_identifier(person=cast.tom, system="national", value="943476", by=cast.agent)


def test_note_death_closes_what_must_close(cast: Cast) -> None:
    invitation = actions.open_account_for_person(
        person=cast.maya, email="m@example.org", proof="passport", by=cast.agent
    )
    account = actions.activate(token=invitation.token, by=SYSTEM)
    assert account
    actions.note_death(person=cast.maya, died_on=date(2026, 11, 22), by=cast.doctor)
    account.refresh_from_db()
    assert (account.is_active, actor_for(account)) == (False, None)
    assert Carer.objects.get(person=cast.maya).ended_because == "death"
    assert told("person.died").facts == {"died_on": "2026-11-22"}
    with pytest.raises(refusals.HasDied):
        actions.add_contact(person=cast.maya, kind="email", value="x@example.org", by=cast.agent)
    with pytest.raises(refusals.AlreadyKnown):
        actions.note_death(person=cast.maya, died_on=date(2026, 11, 22), by=cast.doctor)


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(1980, 4, 2)])
def test_note_death_refuses_a_day_that_cannot_be(cast: Cast, day: date) -> None:
    with pytest.raises(refusals.DeathUnclear):
        actions.note_death(person=cast.maya, died_on=day, by=cast.doctor)


# ── Contact points ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_I_27_two_people_may_share_a_contact_point_and_neither_sees_the_other(cast: Cast) -> None:
    actions.add_contact(person=cast.tom, kind="email", value="Maya@Example.org", by=cast.tom_himself)
    assert ContactPoint.objects.filter(key="maya@example.org").count() == 2
    from almoner.people.rules import may_see

    assert not may_see(cast.maya, cast.tom_himself)


def test_I_27_a_changed_contact_point_moves_no_account(cast: Cast) -> None:
    invitation = actions.open_account_for_person(
        person=cast.maya, email="maya@example.org", proof="passport", by=cast.agent
    )
    account = actions.activate(token=invitation.token, by=SYSTEM)
    assert account
    point = ContactPoint.objects.get(person=cast.maya, kind="email")
    actions.stop_contact(contact_point=point, reason="moved", by=cast.maya_herself)
    actions.add_contact(person=cast.maya, kind="email", value="other@example.org", by=cast.maya_herself)
    actions.add_contact(person=cast.tom, kind="email", value="maya@example.org", by=cast.tom_himself)
    account.refresh_from_db()
    assert (account.email, account.person_id) == ("maya@example.org", cast.maya.id)


def test_a_contact_point_is_added_once_and_taken_up_again(cast: Cast) -> None:
    with pytest.raises(refusals.AlreadyKnown):
        actions.add_contact(person=cast.maya, kind="mobile", value="+44 7700 900123", by=cast.agent)
    stopped = actions.stop_contact(contact_point=mobile(cast), reason="lost", by=cast.maya_herself)
    again = actions.add_contact(person=cast.maya, kind="mobile", value="07700 900123", rank=1, by=cast.agent)
    assert (again.id, again.stopped_at, again.stopped_because) == (stopped.id, None, "")


def test_I_21_a_stopped_contact_says_why_and_tells(cast: Cast) -> None:
    actions.stop_contact(contact_point=mobile(cast), reason="somebody else answered", by=cast.agent)
    assert told("contact.stopped").facts == {"kind": "mobile", "reason": "somebody else answered"}
    with pytest.raises(refusals.AlreadyEnded):
        actions.stop_contact(contact_point=mobile(cast), reason="again", by=cast.agent)
    with pytest.raises(refusals.AlreadyEnded):
        actions.confirm_contact(contact_point=mobile(cast), by=cast.agent)


def test_confirm_contact(cast: Cast) -> None:
    assert actions.confirm_contact(contact_point=mobile(cast), by=cast.agent).verified_at == MONDAY_MORNING
    assert told("contact.confirmed").facts == {"kind": "mobile"}


# ── Consent ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_latest_answer_counts_even_within_one_moment(cast: Cast) -> None:
    for given in (False, True, False):
        actions.answer_consent(person=cast.maya, purpose="care", channel="text", given=given, by=cast.maya_herself)
    assert consents_of(person=cast.maya, by=cast.agent)[(Purpose.CARE, Channel.TEXT)] is False
    moments = (
        Consent.objects.filter(purpose="care", channel="text")
        .order_by("created_at")
        .values_list("created_at", flat=True)
    )
    assert len(set(moments)) == 4
    assert Event.objects.filter(kind="consent.withdrawn").count() == 2


def test_an_answer_is_never_changed(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Consent.objects.update(given=False)


# ── Needs ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_X_5_a_need_is_noted_reviewed_and_ended(cast: Cast) -> None:
    need = actions.note_need(person=cast.maya, kind=Need.DEAF, note="lip-reads", by=cast.maya_herself)
    assert need.review_on == date(2027, 11, 23)
    with pytest.raises(refusals.AlreadyKnown):
        actions.note_need(person=cast.maya, kind=Need.DEAF, by=cast.agent)
    reviewed = actions.review_need(need=need, review_on=date(2028, 1, 1), note="signs", by=cast.agent)
    assert (reviewed.review_on, reviewed.note) == (date(2028, 1, 1), "signs")
    actions.end_need(need=need, by=cast.agent)
    with pytest.raises(refusals.AlreadyEnded):
        actions.end_need(need=need, by=cast.agent)
    actions.note_need(person=cast.maya, kind=Need.DEAF, by=cast.agent)
    kinds = Event.objects.filter(kind__startswith="need.").order_by("at").values_list("kind", flat=True)
    assert sorted(kinds) == ["need.ended", "need.noted", "need.noted", "need.reviewed"]


# ── Carers ───────────────────────────────────────────────────────────────────────────────────────────────────────────

LEAVE: dict[str, Any] = {"relationship": "friend", "scopes": ["book"]}


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"scopes": []}, refusals.ScopeUnclear),
        ({"scopes": ["phone"]}, refusals.CodeWordNeeded),
        ({"scopes": ["phone"], "code_word": "short"}, refusals.CodeWordNeeded),
        ({"ends_on": date(2026, 11, 22)}, refusals.PeriodUnclear),
        ({"ends_on": date(2030, 1, 1)}, refusals.PeriodUnclear),
        ({"basis": CarerBasis.PARENT}, refusals.OfAge),
    ],
)
def test_appoint_carer_refuses(cast: Cast, given: dict[str, Any], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        actions.appoint_carer(person=cast.maya, carer=cast.tom, **(LEAVE | given), by=cast.agent)


@pytest.mark.parametrize("name", ["tom_himself", "leila_herself", "from_elsewhere"])
def test_only_the_person_or_staff_give_leave(cast: Cast, name: str) -> None:
    with pytest.raises(NotThere):
        actions.appoint_carer(person=cast.maya, carer=cast.tom, **LEAVE, by=cast.actor(name))


def test_a_person_gives_leave_only_as_their_own_choice(cast: Cast) -> None:
    actions.appoint_carer(person=cast.maya, carer=cast.tom, **LEAVE, by=cast.maya_herself)
    with pytest.raises(NotThere):
        actions.appoint_carer(person=cast.maya, carer=cast.tom, basis="court", **LEAVE, by=cast.maya_herself)


def test_a_parents_leave_may_not_outlast_childhood(cast: Cast) -> None:
    kofi = actions.register_person(given_name="Kofi", birth_on=date(2011, 6, 15), by=cast.agent)
    with pytest.raises(refusals.NotOfAge):
        actions.appoint_carer(
            person=kofi, carer=cast.maya, basis="parent", ends_on=date(2027, 6, 15), **LEAVE, by=cast.agent
        )
    leave = actions.appoint_carer(person=kofi, carer=cast.maya, basis="parent", **LEAVE, by=cast.agent)
    assert leave.ends_on == date(2027, 6, 14)


def test_leave_is_given_once_at_a_time_and_anew_after_it_ran_out(cast: Cast) -> None:
    leila = {"person": cast.maya, "carer": cast.leila}
    with pytest.raises(refusals.AlreadyKnown):
        actions.appoint_carer(**leila, **LEAVE, by=cast.agent)
    with clock.at(MONDAY_MORNING + timedelta(days=400)):
        actions.appoint_carer(**leila, **LEAVE, by=cast.agent)
    assert Carer.objects.filter(**leila).count() == 2


@pytest.mark.parametrize("name", ["maya_herself", "leila_herself", "agent"])
def test_either_side_or_staff_end_leave(cast: Cast, name: str) -> None:
    ended = actions.end_carer(leave=Carer.objects.get(), reason="enough", by=cast.actor(name))
    assert told("carer.ended").facts == {"carer": "Leila Haddad", "reason": "enough"}
    with pytest.raises(refusals.AlreadyEnded):
        actions.end_carer(leave=ended, reason="again", by=cast.agent)


@pytest.mark.parametrize("name", ["tom_himself", "from_elsewhere"])
def test_others_do_not_end_leave(cast: Cast, name: str) -> None:
    with pytest.raises(NotThere):
        actions.end_carer(leave=Carer.objects.get(), reason="spite", by=cast.actor(name))


def test_nobody_is_their_own_carer(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        actions.appoint_carer(person=cast.maya, carer=cast.maya, **LEAVE, by=cast.agent)


# ── Breaking the glass ───────────────────────────────────────────────────────────────────────────────────────────────


def test_I_29_opening_leaves_reason_alert_and_review(cast: Cast) -> None:
    opening = actions.break_glass(person=cast.maya, reason="collapsed in the hall", by=cast.agent)
    alert = told("record.opened_in_emergency")
    assert (alert.subject_id, alert.facts["reason"]) == (opening.id, "collapsed in the hall")
    assert openings_to_review(by=cast.manager) == [opening]
    actions.review_opening(opening=opening, finding="needed", by=cast.manager)
    assert openings_to_review(by=cast.manager) == []
    assert told("record.opening_reviewed").subject_id == opening.id
    with pytest.raises(refusals.AlreadyEnded):
        actions.review_opening(opening=opening, finding="needed", by=cast.manager)


@pytest.mark.parametrize("name", ["bed_manager", "manager", "maya_herself", "tom_himself"])
def test_I_29_others_break_no_glass(cast: Cast, name: str) -> None:
    with pytest.raises(NotThere):
        actions.break_glass(person=cast.maya, reason="collapsed in the hall", by=cast.actor(name))


def test_I_29_no_opening_without_a_reason(cast: Cast) -> None:
    with pytest.raises(refusals.ReasonNeeded):
        actions.break_glass(person=cast.maya, reason="  x ", by=cast.agent)
    assert not EmergencyOpening.objects.exists()


def test_I_29_nobody_reviews_their_own_opening(cast: Cast) -> None:
    actions.give_role(staff=cast.agent_staff, role=Role.MANAGER, by=cast.manager)
    both = staff_actor(cast.agent_staff)
    assert both
    opening = actions.break_glass(person=cast.maya, reason="collapsed in the hall", by=both)
    with pytest.raises(refusals.OwnOpening):
        actions.review_opening(opening=opening, finding="fine", by=both)


# ── Staff ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_found_hospital_once(cast: Cast) -> None:
    with pytest.raises(refusals.HospitalFounded):
        actions.found_hospital(name="B", manager_name="B", manager_email="b@b.example", by=SYSTEM)
    assert Site.objects.count() == 2


THIRD: dict[str, Any] = {"name": "Harbour Clinic", "manager_name": "Hugo Lind", "manager_email": "hugo@lind.example"}


def test_a_site_is_added_with_a_manager_of_its_own_who_sees_only_that_one(cast: Cast) -> None:
    founded = actions.open_site(
        code="harbour", **THIRD, time_zone="Atlantic/Canary", service_desk_number="020 7946 0300", by=SYSTEM
    )
    assert (founded.site.time_zone, founded.manager.site) == ("Atlantic/Canary", founded.site)
    hugo = staff_actor(founded.manager)
    assert hugo and hugo.may(Permission.MANAGE_ROSTER) and hugo.site_id == founded.site.id
    with pytest.raises(NotThere):
        actions.describe_site(site=cast.site, changes={"name": "Mine"}, by=hugo)


@pytest.mark.parametrize(
    "faulty",
    [{"code": "hilltop"}, {"code": "New Site"}, {"code": ""}, {"code": "harbour", "time_zone": "Moon/Sea"}],
    ids=["code taken", "code with a space", "no code", "unknown zone"],
)
def test_a_site_that_cannot_be_is_not_added(cast: Cast, faulty: dict[str, str]) -> None:
    with pytest.raises(refusals.SiteUnclear):
        actions.open_site(**THIRD, **faulty, by=SYSTEM)
    with pytest.raises(NotAllowed):
        actions.open_site(code="harbour", **THIRD, by=cast.manager)
    assert Site.objects.count() == 2


def test_founding_leaves_no_password_that_anybody_knows(cast: Cast) -> None:
    account = Account.objects.get(staff=cast.manager_staff)
    assert not account.has_usable_password() and not account.is_active


@pytest.mark.parametrize("name", ["agent", "doctor", "maya_herself"])
def test_only_managers_manage_staff(cast: Cast, name: str) -> None:
    by = cast.actor(name)
    for act in (
        lambda: actions.hire_staff(name="New", profession="nurse", by=by),
        lambda: actions.give_role(staff=cast.agent_staff, role="manager", by=by),
        lambda: actions.end_role(staff=cast.agent_staff, role="agent", by=by),
        lambda: actions.staff_left(staff=cast.agent_staff, by=by),
        lambda: actions.open_account_for_staff(staff=cast.agent_staff, email="a@b.example", by=by),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_managers_manage_their_own_site_only(cast: Cast) -> None:
    with pytest.raises(NotThere):
        actions.staff_left(staff=cast.from_elsewhere_staff, by=cast.manager)
    with pytest.raises(NotThere):
        actions.hire_staff(name="New", profession="nurse", site=cast.other_site, by=cast.manager)


@pytest.mark.parametrize("role", ["patient", "system", "king", ""])
def test_there_are_no_other_roles(cast: Cast, role: str) -> None:
    with pytest.raises(refusals.RoleUnknown):
        actions.give_role(staff=cast.agent_staff, role=role, by=cast.manager)


def test_I_26_an_ended_role_holds_no_longer(cast: Cast) -> None:
    actions.give_role(staff=cast.agent_staff, role="receptionist", by=cast.manager)
    actions.end_role(staff=cast.agent_staff, role="agent", by=cast.manager)
    actor = staff_actor(cast.agent_staff)
    assert actor and actor.roles == {Role.RECEPTIONIST}
    actions.end_role(staff=cast.agent_staff, role="receptionist", by=cast.manager)
    assert staff_actor(cast.agent_staff) is None


def test_a_role_begins_on_its_day(cast: Cast) -> None:
    actions.give_role(staff=cast.agent_staff, role="manager", starts_on=date(2026, 12, 1), by=cast.manager)
    actor = staff_actor(cast.agent_staff)
    assert actor and actor.roles == {Role.AGENT}


def test_I_26_who_left_is_out(cast: Cast) -> None:
    actions.staff_left(staff=cast.agent_staff, by=cast.manager)
    assert staff_actor(cast.agent_staff) is None
    assert not StaffRole.objects.filter(staff=cast.agent_staff, ends_on__isnull=True).exists()
    with pytest.raises(refusals.AlreadyEnded):
        actions.give_role(staff=cast.agent_staff, role="agent", by=cast.manager)


def test_the_last_manager_stays(cast: Cast) -> None:
    for act in (
        lambda: actions.end_role(staff=cast.manager_staff, role="manager", by=cast.manager),
        lambda: actions.staff_left(staff=cast.manager_staff, by=cast.manager),
    ):
        with pytest.raises(refusals.LastManager):
            act()
    actions.give_role(staff=cast.agent_staff, role="manager", by=cast.manager)
    actions.staff_left(staff=cast.manager_staff, by=cast.manager)
    assert Staff.objects.get(id=cast.manager_staff.id).left_on == date(2026, 11, 23)


# ── Whole or not at all ──────────────────────────────────────────────────────────────────────────────────────────────

ACTS: dict[str, Callable[[Cast], Any]] = {
    "register_person": lambda c: actions.register_person(
        given_name="New", birth_on=date(2000, 1, 1), contacts=[("mobile", "07700 900777")], by=c.agent
    ),
    "correct_person": lambda c: actions.correct_person(person=c.maya, changes={"called": "M"}, by=c.maya_herself),
    "add_identifier": lambda c: actions.add_identifier(person=c.maya, system="s", value="1", by=c.agent),
    "restrict_record": lambda c: actions.restrict_record(person=c.maya, restricted=True, reason="r", by=c.doctor),
    "move_to_site": lambda c: actions.move_to_site(person=c.maya, site=None, by=c.agent),
    "note_death": lambda c: actions.note_death(person=c.maya, died_on=date(2026, 11, 1), by=c.doctor),
    "add_contact": lambda c: actions.add_contact(person=c.maya, kind="email", value="n@example.org", by=c.agent),
    "confirm_contact": lambda c: actions.confirm_contact(contact_point=mobile(c), by=c.agent),
    "stop_contact": lambda c: actions.stop_contact(contact_point=mobile(c), reason="r", by=c.agent),
    "answer_consent": lambda c: actions.answer_consent(
        person=c.maya, purpose="care", channel="text", given=False, by=c.maya_herself
    ),
    "note_need": lambda c: actions.note_need(person=c.maya, kind="deaf", by=c.agent),
    "appoint_carer": lambda c: actions.appoint_carer(person=c.maya, carer=c.tom, **LEAVE, by=c.agent),
    "end_carer": lambda c: actions.end_carer(leave=Carer.objects.get(), reason="r", by=c.agent),
    "break_glass": lambda c: actions.break_glass(person=c.maya, reason="collapsed", by=c.agent),
    "hire_staff": lambda c: actions.hire_staff(name="N", profession="p", roles=["agent"], by=c.manager),
    "end_role": lambda c: actions.end_role(staff=c.agent_staff, role="agent", by=c.manager),
    "staff_left": lambda c: actions.staff_left(staff=c.agent_staff, by=c.manager),
    "open_account_for_person": lambda c: actions.open_account_for_person(
        person=c.maya, email="a@b.example", by=c.agent
    ),
    "add_site": lambda _: actions.add_site(name="Third", code="third", by=SYSTEM),
    "open_site": lambda _: actions.open_site(code="third", **THIRD, by=SYSTEM),
}


@pytest.mark.parametrize("name", ACTS)
def test_I_39_a_fault_at_any_write_leaves_nothing(cast: Cast, name: str) -> None:
    leaves_nothing(lambda: ACTS[name](cast), writes=3)


@pytest.mark.parametrize("name", ACTS)
def test_I_30_every_act_tells_and_is_traced(cast: Cast, name: str) -> None:
    events, entries = Event.objects.count(), AuditEntry.objects.count()
    ACTS[name](cast)
    assert Event.objects.count() > events
    assert f"people.{name}" in set(AuditEntry.objects.filter(number__gt=entries).values_list("act", flat=True))


# ── What the database itself refuses ─────────────────────────────────────────────────────────────────────────────────

FORBIDDEN: dict[str, Callable[[Cast], Any]] = {
    "a role that is none": lambda c: StaffRole.objects.create(staff=c.agent_staff, role="patient"),
    "a role twice": lambda c: StaffRole.objects.create(staff=c.agent_staff, role="agent"),
    "an account of nobody": lambda _: Account.objects.create(email="a@b.example"),
    "an account of two": lambda c: Account.objects.create(email="a@b.example", person=c.tom, staff=c.agent_staff),
    "leave that ends before it begins": lambda c: Carer.objects.create(
        person=c.tom, carer=c.maya, starts_on=date(2026, 2, 2), ends_on=date(2026, 1, 1)
    ),
    "an opening without a reason": lambda c: EmergencyOpening.objects.create(
        person=c.tom, staff=c.agent_staff, reason="", until_at=clock.now()
    ),
    "an opening reviewed by who opened": lambda c: EmergencyOpening.objects.create(
        person=c.tom,
        staff=c.agent_staff,
        reason="r",
        until_at=clock.now(),
        reviewed_at=clock.now(),
        reviewed_by=c.agent_staff,
    ),
    "a contact point of rank 0": lambda c: ContactPoint.objects.create(person=c.tom, kind="email", key="x", rank=0),
    "a record number twice": lambda c: Person.objects.create(
        given_name="x", birth_on=date(2000, 1, 1), record_number=c.maya.record_number
    ),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_database_refuses(cast: Cast, what: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FORBIDDEN[what](cast)
