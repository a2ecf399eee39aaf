"""Two records of one person: joined with evidence, undone without loss, widening nobody's sight (I-34 to I-36)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from tests.cast import MONDAY_MORNING, Cast, account_of, acting

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM, Actor
from almoner.core.permissions import Role
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging.laws import sent_to_another
from almoner.messaging.models import Attempt, Message
from almoner.people import actions, joining, refusals
from almoner.people.doubles import added_since, likely_doubles, merges_waiting, pair_for
from almoner.people.enums import Channel, ContactKind, Need, Purpose, Sex
from almoner.people.gains import gains_of
from almoner.people.laws import LAWS
from almoner.people.matching import people_matching
from almoner.people.models import (
    Account,
    Carer,
    Consent,
    ContactPoint,
    Double,
    Merge,
    MergeStep,
    Person,
)
from almoner.people.moving import tables
from almoner.people.queries import actor_for, consents_of, person_for
from almoner.people.tasks import gather_strays, look_for_doubles
from almoner.timeline.actions import record
from almoner.timeline.models import Event
from almoner.timeline.queries import story_of

SEEN = "a passport with her photograph, same number on both"


def again(by: Actor, **changed: Any) -> Person:
    """Maya, registered a second time."""
    said = {
        "given_name": "Maya", "family_name": "Osei", "birth_on": date(1980, 4, 3), "sex": Sex.FEMALE,
        "contacts": [(ContactKind.MOBILE, "07700 900123"), (ContactKind.EMAIL, "maya.osei@example.net")],
    } | changed  # fmt: skip
    return actions.register_person(**said, sure=True, by=by)  # type: ignore[arg-type]


def propose(cast: Cast, absorbed: Person, **more: Any) -> Merge:
    kept = more.pop("kept", cast.maya)
    said = {"evidence": "paper", "seen": SEEN, "confirmed": everything(kept, absorbed), "by": cast.agent} | more
    Double.objects.all().delete()
    return actions.propose_merge(kept=kept, absorbed=absorbed, **said)


def everything(kept: Person, absorbed: Person) -> list[str]:
    return [one.key for one in gains_of(kept, absorbed)]


def joined(cast: Cast, absorbed: Person, **more: Any) -> Merge:
    """A join that went the whole way, with a second person where one is needed."""
    merge = propose(cast, absorbed, **more)
    return actions.agree_to_merge(merge=merge, by=cast.receptionist) if merge.state == "proposed" else merge


def snapshot() -> dict[str, Any]:
    """Everything that belongs to anybody: all rows of all tables that point to a person, and the people."""
    rows = {"people.Person": list(Person.objects.order_by("id").values())}
    for model, _column in tables():
        if model._meta.label not in {"timeline.Event", "charter.Promise", "messaging.Message"}:
            rows[model._meta.label] = list(model._default_manager.order_by("pk").values())
    for one in rows["people.Person"]:
        one.pop("compared_at")
    return rows


# ── Evidence and a second person ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seen", ["", "same name", "  Maya Osei   "])
def test_I_34_name_and_birthday_are_no_evidence(cast: Cast, seen: str) -> None:
    with pytest.raises(refusals.EvidenceNeeded):
        propose(cast, again(cast.agent), seen=seen)
    assert not Person.objects.filter(merged_into__isnull=False).exists()


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"given_name": "Mila", "contacts": []}, "twins"),
        ({"contacts": []}, "namesake"),
        ({"birth_on": date(1980, 3, 4)}, "birth"),
        ({"sex": Sex.MALE}, "sex"),
    ],
)
def test_I_34_what_differs_needs_a_second_person(cast: Cast, changed: dict[str, Any], because: str) -> None:
    merge = propose(cast, again(cast.agent, **changed))
    assert because in merge.risks
    assert (merge.state, merge.absorbed.merged_into_id) == ("proposed", None)


def test_I_34_nobody_agrees_to_what_they_proposed(cast: Cast) -> None:
    merge = propose(cast, again(cast.agent, contacts=[]))
    with pytest.raises(refusals.SecondPersonNeeded):
        actions.agree_to_merge(merge=merge, by=cast.agent)
    assert [one.id for one in merges_waiting(by=cast.receptionist)] == [merge.id]
    assert actions.agree_to_merge(merge=merge, by=cast.receptionist).state == "joined"


def test_I_34_alike_in_all_and_opening_nothing_is_joined_at_once(cast: Cast) -> None:
    one = again(cast.agent, given_name="Abena", contacts=[(ContactKind.MOBILE, "07700 900777")])
    two = again(cast.agent, given_name="Abena", contacts=[(ContactKind.MOBILE, "07700 900777")])
    merge = propose(cast, two, kept=one)
    assert (merge.state, merge.risk) == ("joined", 0)


def test_I_34_nothing_joins_by_itself(cast: Cast) -> None:
    again(cast.agent)
    Double.objects.all().delete()
    while look_for_doubles():
        pass
    assert [one.state for one in Double.objects.all()] == ["likely"]
    assert Merge.objects.count() == 0


def test_I_34_likely_doubles_are_a_promise_until_somebody_decides(cast: Cast) -> None:
    other = again(cast.agent)
    Double.objects.all().delete()
    while look_for_doubles():
        pass
    double = likely_doubles(by=cast.agent)[0]
    assert Promise.objects.get(subject_id=double.id).state == "open"
    actions.keep_apart(one=cast.maya, other=other, reason="cousins of the same name", by=cast.agent)
    assert Promise.objects.get(subject_id=double.id).state == "kept"
    assert likely_doubles(by=cast.agent) == []
    assert look_for_doubles() == 0


def test_registering_in_spite_of_somebody_alike_says_that_they_are_two(cast: Cast) -> None:
    other = again(cast.agent)
    double = Double.objects.get()
    assert {double.first_id, double.second_id} == {cast.maya.id, other.id}
    assert (double.state, double.decided_by) == ("apart", "Ada Quick")


@pytest.mark.parametrize("name", ["bed_manager", "maya_herself"])
def test_join_is_for_those_who_may_edit(cast: Cast, name: str) -> None:
    other = again(cast.agent)
    with pytest.raises(NotAllowed):
        propose(cast, other, by=cast.actor(name))


def test_I_23_whoever_may_not_see_one_of_the_two_learns_nothing(cast: Cast) -> None:
    other = again(cast.agent)
    merge = propose(cast, other)
    for act in (
        lambda by: pair_for(by=by, one=cast.maya.id, other=other.id),
        lambda by: actions.agree_to_merge(merge=merge, by=by),
        lambda by: actions.decline_merge(merge=merge, reason="no", by=by),
    ):
        with pytest.raises(NotThere):
            act(cast.from_elsewhere)
    assert merges_waiting(by=cast.from_elsewhere) == []


# ── What a join does ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_I_35_everything_moves_and_the_old_number_still_finds_them(cast: Cast) -> None:
    other = again(cast.agent)
    record(kind="appointment.missed", person=other, subject_id=uuid4(), by=SYSTEM)
    actions.note_need(person=other, kind=Need.DEAF, by=cast.agent)
    actions.add_identifier(person=other, system="nhs", value="943 476 5919", by=cast.agent)
    joined(cast, other)
    assert person_for(by=cast.agent, id=other.id) == cast.maya
    assert [match.person for match in people_matching(other.record_number, cast.agent)] == [cast.maya]
    assert Event.objects.filter(person=other).count() == 0
    assert {need.kind for need in cast.maya.needs.all()} == {Need.DEAF}
    assert cast.maya.contact_points.filter(key="maya.osei@example.net", rank=5).exists()
    assert [law.id for law in LAWS if law.broken()] == []


def test_join_takes_the_fields_that_were_chosen(cast: Cast) -> None:
    other = again(cast.agent, given_name="Maya-Lou", best_time="evenings")
    joined(cast, other, take=["given_name", "best_time", "record_number"])
    cast.maya.refresh_from_db()
    assert (cast.maya.given_name, cast.maya.best_time, cast.maya.name_key) == ("Maya-Lou", "evenings", "maya lou osei")
    assert cast.maya.record_number != other.record_number


def test_join_of_a_closed_record_stays_closed(cast: Cast) -> None:
    other = again(cast.agent)
    actions.restrict_record(person=other, restricted=True, reason="staff member", by=cast.triage_nurse)
    other.refresh_from_db()
    merge = propose(cast, other, by=cast.triage_nurse)
    actions.agree_to_merge(merge=merge, by=cast.doctor)
    with pytest.raises(NotThere):
        person_for(by=cast.agent, id=cast.maya.id)


def test_I_36_the_stricter_consent_wins(cast: Cast) -> None:
    other = again(cast.agent)
    for channel, given in ((Channel.TEXT, False), (Channel.EMAIL, True)):
        actions.answer_consent(person=other, purpose=Purpose.CARE, channel=channel, given=given, by=cast.agent)
    actions.answer_consent(person=other, purpose=Purpose.RESEARCH, channel=Channel.EMAIL, given=True, by=cast.agent)
    joined(cast, other)
    answers = consents_of(person=cast.maya, by=cast.agent)
    assert answers[(Purpose.CARE, Channel.TEXT)] is False
    assert answers[(Purpose.CARE, Channel.EMAIL)] is True
    assert (Purpose.RESEARCH, Channel.EMAIL) not in answers


def test_I_36_each_access_that_would_grow_is_listed(cast: Cast) -> None:
    other = again(cast.agent)
    account = account_of(cast.maya)
    kinds = {(one.kind.value, one.who) for one in gains_of(cast.maya, other)}
    assert kinds == {
        ("account", account.email),
        ("carer", "Leila Haddad, sister"),
        ("address", "maya@example.org"),
        ("address", "12 Mill Lane, Riverside, RV1 1AB"),
        ("address", "maya.osei@example.net"),
    }


def test_I_36_what_nobody_said_yes_to_ends(cast: Cast) -> None:
    account = account_of(cast.maya)
    joined(cast, again(cast.agent), confirmed=[])
    account.refresh_from_db()
    assert actor_for(account) is None
    assert Carer.objects.get().ended_because == joining.BECAUSE
    assert set(ContactPoint.objects.filter(stopped_at=None).values_list("key", "person")) == {
        ("+447700900123", cast.maya.id),
        ("+447700900123", Person.objects.get(merged_into=cast.maya).id),
        *ContactPoint.objects.exclude(person__given_name="Maya").values_list("key", "person"),
    }
    assert [law.id for law in LAWS if law.broken()] == []


def test_I_36_who_would_see_more_since_it_was_proposed_stops_it(cast: Cast) -> None:
    merge = propose(cast, again(cast.agent, contacts=[]))
    account_of(cast.maya)
    with pytest.raises(refusals.MoreWouldSee):
        actions.agree_to_merge(merge=merge, by=cast.receptionist)


def test_two_accounts_become_one(cast: Cast) -> None:
    other = again(cast.agent)
    account_of(cast.maya)
    invitation = actions.open_account_for_person(person=other, email="m2@example.org", proof="passport", by=cast.agent)
    second = actions.activate(token=invitation.token, by=SYSTEM)
    assert second
    joined(cast, other)
    second.refresh_from_db()
    assert (second.is_active, second.person_id) == (False, other.id)
    assert Account.objects.get(person=cast.maya).is_active


def test_staff_of_another_site_must_be_said_yes_to(cast: Cast) -> None:
    other = again(cast.agent)
    Person.objects.filter(id=other.id).update(site=None)
    other.refresh_from_db()
    merge = propose(cast, other, confirmed=[])
    with pytest.raises(refusals.SiteNotConfirmed):
        actions.agree_to_merge(merge=merge, by=cast.receptionist)


def test_one_dead_and_one_alive_are_not_joined(cast: Cast) -> None:
    other = again(cast.agent)
    actions.note_death(person=other, died_on=MONDAY_MORNING.date(), by=cast.agent)
    with pytest.raises(refusals.DeathDiffers):
        propose(cast, other)


def test_join_is_whole_or_not_at_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    other = again(cast.agent, contacts=[])
    merge = propose(cast, other)
    before = snapshot()

    def fails(self: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr("almoner.people.moving.Steps.write", fails)
    with pytest.raises(DatabaseError):
        actions.agree_to_merge(merge=merge, by=cast.receptionist)
    assert snapshot() == before


# ── Undone ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _a_full_double(cast: Cast) -> Person:
    other = again(cast.agent, given_name="Maya Lou")
    account_of(cast.maya)
    actions.answer_consent(person=other, purpose=Purpose.CARE, channel=Channel.TEXT, given=False, by=cast.agent)
    actions.note_need(person=other, kind=Need.DEAF, by=cast.agent)
    actions.note_need(person=cast.maya, kind=Need.DEAF, by=cast.agent)
    actions.appoint_carer(person=other, carer=cast.leila, relationship="friend", scopes=["book"], by=cast.agent)
    actions.appoint_carer(person=cast.tom, carer=other, relationship="niece", scopes=["book"], by=cast.agent)
    return other


@pytest.mark.parametrize("yes", ["to all", "to none"])
def test_I_35_parting_restores_everything(cast: Cast, yes: str) -> None:
    other = _a_full_double(cast)
    before, answers = snapshot(), consents_of(person=cast.maya, by=cast.agent)
    story = [told.id for told in story_of(other, cast.triage_nurse, limit=500)]
    merge = joined(cast, other, take=["given_name"], **({} if yes == "to all" else {"confirmed": []}))
    assert snapshot() != before
    parted = actions.part_records(merge=merge, reason="two cousins", belongs={}, by=cast.agent)
    assert parted.state == "parted"
    assert snapshot() == before
    assert consents_of(person=cast.maya, by=cast.agent) == answers
    assert consents_of(person=other, by=cast.agent) == {(Purpose.CARE, Channel.TEXT): False}
    now = {told.id for told in story_of(other, cast.triage_nurse, limit=500)}
    assert now - set(story) == {Event.objects.get(kind="person.parted", person=other).id}
    assert set(story) <= now
    assert [law.id for law in LAWS if law.broken()] == []


def test_I_35_what_was_added_since_is_sorted_by_a_person(cast: Cast, at: Any) -> None:
    other = again(cast.agent)
    merge = joined(cast, other)
    at(MONDAY_MORNING + timedelta(hours=1))
    record(kind="contact.ended", person=cast.maya, subject_id=uuid4(), by=cast.agent)
    point = actions.add_contact(person=cast.maya, kind="landline", value="020 7946 0555", by=cast.agent)
    groups = added_since(merge, by=cast.agent)
    assert len(groups) == 2
    with pytest.raises(refusals.NotSorted):
        actions.part_records(merge=merge, reason="two people", belongs={}, by=cast.agent)
    theirs = next(group for group in groups if any(row.pk == point.pk for _, _, row in group.rows))
    belongs = {group.key: "kept" for group in groups} | {theirs.key: "absorbed"}
    actions.part_records(merge=merge, reason="two people", belongs=belongs, by=cast.agent)
    point.refresh_from_db()
    assert point.person_id == other.id
    assert Event.objects.get(kind="contact.added", subject_id=point.id).person_id == other.id
    assert Event.objects.get(kind="contact.ended").person_id == cast.maya.id


def test_I_35_what_hangs_on_something_older_follows_it_unasked(cast: Cast, at: Any) -> None:
    other = again(cast.agent)
    theirs = other.contact_points.get(kind="email")
    merge = joined(cast, other)
    at(MONDAY_MORNING + timedelta(hours=1))
    theirs.refresh_from_db()
    actions.stop_contact(contact_point=theirs, reason="it bounced", by=cast.agent)
    assert added_since(merge, by=cast.agent) == []
    actions.part_records(merge=merge, reason="two people", belongs={}, by=cast.agent)
    stopped = Event.objects.get(kind="contact.stopped", subject_id=theirs.id)
    theirs.refresh_from_db()
    assert (stopped.person_id, theirs.person_id, theirs.stopped_because) == (other.id, other.id, "it bounced")


def test_I_35_what_somebody_corrected_since_stays_as_they_left_it(cast: Cast, at: Any) -> None:
    other = again(cast.agent, given_name="Maya Lou")
    merge = joined(cast, other, take=["given_name"])
    at(MONDAY_MORNING + timedelta(hours=1))
    cast.maya.refresh_from_db()
    actions.correct_person(person=cast.maya, changes={"given_name": "Maja"}, reason="as on her passport", by=cast.agent)
    groups = {group.key: "kept" for group in added_since(merge, by=cast.agent)}
    actions.part_records(merge=merge, reason="two people", belongs=groups, by=cast.agent)
    cast.maya.refresh_from_db()
    assert cast.maya.given_name == "Maja"


def test_the_later_join_is_parted_first(cast: Cast) -> None:
    second, third = again(cast.agent), again(cast.agent)
    first_merge = joined(cast, third, kept=second)
    Double.objects.filter(merges=None).delete()
    second_merge = _joined_over(cast, second)
    assert person_for(by=cast.agent, id=third.id) == cast.maya
    with pytest.raises(refusals.LaterJoinFirst):
        actions.part_records(merge=first_merge, reason="no", belongs={}, by=cast.agent)
    actions.part_records(merge=second_merge, reason="no", belongs={}, by=cast.agent)
    actions.part_records(merge=first_merge, reason="no", belongs={}, by=cast.agent)
    assert not Person.objects.filter(merged_into__isnull=False).exists()


def _joined_over(cast: Cast, absorbed: Person) -> Merge:
    Double.objects.filter(state="apart").delete()
    merge = actions.propose_merge(
        kept=cast.maya, absorbed=absorbed, evidence="paper", seen=SEEN,
        confirmed=everything(cast.maya, absorbed), by=cast.agent,
    )  # fmt: skip
    return actions.agree_to_merge(merge=merge, by=cast.receptionist) if merge.state == "proposed" else merge


def test_what_was_written_to_a_joined_record_is_brought_over(cast: Cast) -> None:
    other = again(cast.agent)
    merge = joined(cast, other)
    ContactPoint.objects.create(person=other, kind="landline", key="+442079460888", value="020 7946 0888")
    gather_strays()
    assert cast.maya.contact_points.filter(key="+442079460888").exists()
    actions.part_records(merge=merge, reason="two people", belongs={}, by=cast.agent)
    assert other.contact_points.filter(key="+442079460888").exists()


def test_nothing_is_done_in_the_name_of_a_joined_record(cast: Cast) -> None:
    other = again(cast.agent)
    joined(cast, other)
    with pytest.raises(NotThere):
        actions.add_contact(person=Person.objects.get(id=other.id), kind="email", value="x@example.org", by=cast.agent)


def test_what_happened_still_cannot_be_changed(cast: Cast) -> None:
    """Of the tables of which a join may put right whose a row is, nothing else can change."""
    actions.answer_consent(person=cast.tom, purpose=Purpose.CARE, channel=Channel.TEXT, given=True, by=cast.agent)
    for model in (Event, Consent, apps.get_model("records.VitalSigns")):
        with connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
        for column in columns:
            if column.name == "person_id" or not model._default_manager.exists():
                continue
            quoted = f'"{column.name}"'
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {model._meta.db_table} SET {quoted} = {quoted}")  # noqa: S608 - our own names


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads how SQLite names its triggers")
def test_every_table_of_people_lets_a_join_say_whose_a_row_is_and_changes_no_more(cast: Cast) -> None:
    """A table that is append-only and has a person needs `OnlyMayChange`, and again when it gets a new column."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%append-only%'")
        triggers = {table: sql for table, sql in cursor.fetchall() if " UPDATE" in sql.upper()}
        faults = []
        for model, column in [*tables(), (Consent, "person")]:
            sql = triggers.get(model._meta.db_table)
            if sql is None:
                continue
            description = connection.introspection.get_table_description(cursor, model._meta.db_table)
            named = {one.name for one in description if f'"{one.name}"' in sql}
            if named != {one.name for one in description} - {f"{column}_id"}:
                faults.append(model._meta.label)
    assert faults == []


def test_I_16_what_was_sent_to_an_address_of_the_joined_record_was_sent_to_them(cast: Cast, at: Any) -> None:
    """The same number stood on both records; the row that was used stays behind, and the law knows why."""
    other = again(cast.agent)
    record(kind="appointment.missed", person=other, subject_id=uuid4(), by=SYSTEM)
    message = Message.objects.create(
        kind="promise.made", purpose=Purpose.CARE, person=other, key=uuid4().hex, ways=["call"], channel="call",
        not_before=MONDAY_MORNING, deadline=MONDAY_MORNING, next_at=MONDAY_MORNING,
    )  # fmt: skip
    Attempt.objects.create(
        message=message, channel="call", contact_point_id=other.contact_points.get(kind="mobile").id,
        address="07700 900123", provider_key="k", at=MONDAY_MORNING, result="accepted", language="en", body="b",
    )  # fmt: skip
    merge = joined(cast, other)
    message.refresh_from_db()
    assert message.person_id == cast.maya.id
    assert sent_to_another() == []
    at(MONDAY_MORNING + timedelta(hours=1))
    actions.part_records(merge=merge, reason="two people", belongs={}, by=cast.agent)
    assert sent_to_another() == []


def test_every_step_of_a_join_is_kept(cast: Cast) -> None:
    merge = joined(cast, again(cast.agent))
    labels = set(MergeStep.objects.filter(merge=merge).values_list("label", flat=True))
    assert {"timeline.Event", "people.ContactPoint", "people.Person"} <= labels


def test_a_hired_second_person_is_another_person(cast: Cast) -> None:
    """Two roles of one member of staff are one person."""
    merge = propose(cast, again(cast.agent, contacts=[]))
    actions.give_role(staff=cast.agent_staff, role=Role.MANAGER, by=cast.manager)
    with clock.at(MONDAY_MORNING), pytest.raises(refusals.SecondPersonNeeded):
        actions.agree_to_merge(merge=merge, by=acting(cast.agent_staff))
