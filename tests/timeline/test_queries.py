"""The story of a person, scoped, and who has read it (X-1, X-4, laws I-22, I-25)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import MONDAY_MORNING, Cast

from almoner.core import audit, clock
from almoner.core.actor import SYSTEM
from almoner.core.models import AuditEntry
from almoner.core.refusal import NotAllowed, NotThere
from almoner.people.actions import answer_consent, break_glass, restrict_record
from almoner.people.models import Carer
from almoner.people.rules import may_see_record
from almoner.timeline.actions import record
from almoner.timeline.models import Event
from almoner.timeline.queries import Access, events_about, story_of, who_read

EVERYBODY = (
    "agent", "receptionist", "triage_nurse", "ward_nurse", "doctor", "bed_manager", "manager", "from_elsewhere",
    "maya_herself", "leila_herself", "tom_himself",
)  # fmt: skip


def happen(cast: Cast, *kinds: str) -> list[Event]:
    """One event a minute."""
    made = []
    for minute, kind in enumerate(kinds, start=1):
        with clock.at(MONDAY_MORNING + timedelta(minutes=minute)):
            made.append(record(kind=kind, person=cast.maya, subject_id=cast.maya.id, by=SYSTEM))
    return made


@pytest.mark.parametrize("name", EVERYBODY)
def test_I_22_the_story_is_read_by_those_who_may(cast: Cast, name: str) -> None:
    by = cast.actor(name)
    if may_see_record(cast.maya, by):
        assert "person.registered" in {told.event for told in story_of(cast.maya, by)}
        return
    with pytest.raises(NotThere):
        story_of(cast.maya, by)


def test_a_carer_without_sight_of_the_record_reads_no_story(cast: Cast) -> None:
    Carer.objects.update(scopes=["book", "messages"])
    with pytest.raises(NotThere):
        story_of(cast.maya, cast.leila_herself)


def test_X_1_newest_comes_first_and_everything_in_order(cast: Cast) -> None:
    happen(cast, "allotment.made", "arrival.greeted", "visit.started")
    story = story_of(cast.maya, cast.maya_herself, kinds=["allotment", "arrival", "visit"])
    shown = [told.words for told in story]
    assert shown == ["The visit began", "Greeted", "Doctor and room were given"]


def test_X_1_story_is_turned_page_by_page_without_gap_or_double(cast: Cast) -> None:
    everything = [told.id for told in story_of(cast.maya, SYSTEM, limit=1000)]
    turned, last = [], None
    while page := story_of(cast.maya, SYSTEM, before=last, limit=3):
        turned += [told.id for told in page]
        last = turned[-1]
    assert turned == everything
    assert len(everything) > 9


def test_turning_from_what_is_no_event_is_refused(cast: Cast) -> None:
    with pytest.raises(NotThere):
        story_of(cast.maya, SYSTEM, before=uuid4())


def test_X_1_story_is_filtered_by_kind_and_by_family_of_kinds(cast: Cast) -> None:
    happen(cast, "allotment.made", "arrival.greeted", "visit.started")
    kinds = lambda wanted: {told.event for told in story_of(cast.maya, SYSTEM, kinds=wanted)}  # noqa: E731
    assert kinds(["arrival"]) == {"arrival.greeted"}
    assert kinds(["allotment.made", "visit"]) == {"allotment.made", "visit.started"}
    assert kinds([]) == set()


def test_clinical_events_are_shown_to_those_who_may_see_them(cast: Cast) -> None:
    happen(cast, "vitals.recorded", "result.told", "allotment.made")
    clinical = {"vitals.recorded", "result.told"}
    for name, sees in (("agent", False), ("manager", False), ("doctor", True), ("maya_herself", True)):
        seen = {told.event for told in story_of(cast.maya, cast.actor(name))}
        assert (clinical <= seen, "allotment.made" in seen) == (sees, True), name


def test_I_25_staff_leave_a_trace_before_they_read(cast: Cast) -> None:
    story_of(cast.maya, cast.doctor)
    entry = AuditEntry.objects.latest("number")
    assert (entry.act, entry.person_id, entry.actor_id) == ("read.story", cast.maya.id, cast.doctor_staff.id)


def test_I_25_what_cannot_be_traced_is_not_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_traces: object) -> None:
        raise OSError("the audit cannot be written")

    monkeypatch.setattr(audit, "seal", fail)
    with pytest.raises(OSError, match="audit"):
        story_of(cast.maya, cast.doctor)
    assert story_of(cast.maya, cast.maya_herself)


def test_a_refused_read_leaves_nothing_that_could_be_mistaken_for_one(cast: Cast) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(NotThere):
        story_of(cast.maya, cast.from_elsewhere)
    assert AuditEntry.objects.count() == before


def test_story_takes_the_same_number_of_statements_for_any_length(cast: Cast) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            story_of(cast.maya, cast.maya_herself)
        return len(captured)

    before = statements()
    happen(cast, *["allotment.made"] * 20)
    assert statements() == before == 1


def test_events_about_a_thing_are_scoped_by_its_person(cast: Cast) -> None:
    happen(cast, "allotment.made")
    for name in EVERYBODY:
        shown = [told.event for told in events_about(subject_id=cast.maya.id, by=cast.actor(name))]
        expected = [] if name in {"from_elsewhere", "tom_himself"} else ["allotment.made"]
        assert shown == expected, name


def test_events_about_nobody_known_are_for_staff(cast: Cast) -> None:
    call = record(kind="call.abandoned", person=None, subject_id=uuid4(), by=SYSTEM)
    assert call.subject_id
    assert "call.abandoned" in {told.event for told in events_about(subject_id=call.subject_id, by=cast.agent)}
    assert events_about(subject_id=call.subject_id, by=cast.maya_herself) == []


@pytest.mark.parametrize("act", ["update", "delete"])
def test_X_1_the_database_refuses_to_change_what_happened(cast: Cast, act: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.all().delete() if act == "delete" else Event.objects.update(kind="x")


# ── Who has looked ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_X_4_a_person_sees_who_looked_and_how_often(cast: Cast) -> None:
    for _ in range(3):
        story_of(cast.maya, cast.doctor)
    with clock.at(MONDAY_MORNING + timedelta(days=1)):
        audit.read(what="record", person_id=cast.maya.id, by=cast.agent)
        seen = who_read(cast.maya, cast.maya_herself)
    monday = MONDAY_MORNING.date()
    assert seen[:2] == [
        Access(monday + timedelta(days=1), "Ada Quick", seen[0].what, 1),
        Access(monday, "Dana Okafor", seen[1].what, 3),
    ]
    assert [str(one.what) for one in seen[:2]] == ["Opened your record", "Read your story"]


def test_X_4_what_the_person_did_and_what_the_software_did_is_left_out(cast: Cast) -> None:
    answer_consent(person=cast.maya, purpose="care", channel="text", given=False, by=cast.maya_herself)
    audit.read(what="record", person_id=cast.maya.id, by=SYSTEM)
    assert {one.who for one in who_read(cast.maya, cast.maya_herself)} == {"Ada Quick"}


def test_X_4_a_carer_who_looked_is_named(cast: Cast) -> None:
    audit.read(what="record", person_id=cast.maya.id, by=cast.leila_herself)
    assert "Leila Haddad" in {one.who for one in who_read(cast.maya, cast.maya_herself)}


def test_X_4_an_emergency_opening_is_shown_to_the_person(cast: Cast) -> None:
    restrict_record(person=cast.maya, restricted=True, reason="asked for", by=cast.doctor)
    break_glass(person=cast.maya, reason="collapsed in the hall", by=cast.agent)
    shown = {(one.who, str(one.what)) for one in who_read(cast.maya, cast.maya_herself)}
    assert ("Ada Quick", "Opened your closed record in an emergency") in shown


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("tom_himself", NotThere), ("from_elsewhere", NotAllowed), ("doctor", NotAllowed), ("agent", NotAllowed)],
)
def test_I_33_others_do_not_see_who_looked(cast: Cast, name: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        who_read(cast.maya, cast.actor(name))


def test_I_33_managers_see_who_looked(cast: Cast) -> None:
    assert who_read(cast.maya, cast.manager)
