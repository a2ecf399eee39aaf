"""Patient-initiated follow-up: left open, asked for, asked about at its end, never ended in silence (FUP-9)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.aftercare.home import Home, after, at, ended, promised

from almoner.aftercare import actions, refusals
from almoner.aftercare.laws import returns_ended_in_silence, returns_unowned
from almoner.aftercare.messages import may_come_back, still_needed
from almoner.aftercare.models import OpenReturn, ReturnVisit
from almoner.aftercare.queries import return_for, returns_of
from almoner.aftercare.returns_work import look_after_returns
from almoner.charter.models import Promise
from almoner.core.models import Setting
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging.channels import answering
from almoner.messaging.channels.answering import How, Reply
from almoner.messaging.models import Message
from almoner.messaging.work import send_due
from almoner.people.actions import note_death
from almoner.timeline.models import Event

UNTIL = date(2026, 12, 23)
WATCH = ["Swelling of the knee", "It locks again"]


def terms(home: Home, **other: Any) -> actions.Terms:
    said = {"service": home.hospital.service, "watch_for": WATCH, "valid_until": UNTIL, "see_within_days": 7}
    return actions.Terms(**(said | other))


@pytest.fixture
def way_back(home: Home) -> OpenReturn:
    return actions.open_return(person=home.cast.maya, terms=terms(home), by=home.cast.doctor)


def fresh(one: OpenReturn) -> OpenReturn:
    return OpenReturn.objects.get(id=one.id)


def over(way_back: OpenReturn) -> OpenReturn:
    """The day has passed, and the worker has been by."""
    at(after(days=31), look_after_returns)
    return fresh(way_back)


def test_FUP_9_they_are_told_what_to_watch_for_until_when_and_whom_to_ring(home: Home, way_back: OpenReturn) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    send_due(limit=20)
    message = Message.objects.get(kind="return.opened")
    attempt = message.tried.get()
    assert message.channel == "email"
    said = " ".join(attempt.body.split())
    missing = [line for line in (*WATCH, "23 December 2026", "20 7946 0100", "7 days") if line not in said]
    assert missing == []
    assert not [line for line in WATCH if line in attempt.subject]
    assert ended(way_back, "return_told") == "kept"


def test_FUP_9_who_asks_is_promised_a_time_and_a_visit_in_time_keeps_it(home: Home, way_back: OpenReturn) -> None:
    asked = actions.ask_return(way_back=way_back, words="a bit stiff", by=home.cast.maya_herself)
    assert asked.see_by_at
    assert (asked.see_by_at.date(), promised(way_back)) == (date(2026, 11, 30), ["return_seen", "return_told"])
    assert look_after_returns() == 0
    visit = home.hospital.appointment(home.cast.maya, "11:00")
    assert look_after_returns() == 1
    assert ReturnVisit.objects.get().appointment == visit
    assert (ended(way_back, "return_seen"), fresh(way_back).state, fresh(way_back).asked_at) == ("kept", "open", None)


def test_FUP_9_a_visit_weeks_away_does_not_keep_it(home: Home, way_back: OpenReturn) -> None:
    actions.ask_return(way_back=way_back, by=home.cast.maya_herself)
    visit = home.hospital.appointment(home.cast.maya, "11:00")
    type(visit).objects.filter(id=visit.id).update(starts_at=after(days=20), ends_at=after(days=20, minutes=20))
    assert look_after_returns() == 0
    assert "return_seen" in promised(way_back)
    actions.arrange_return(way_back=way_back, how="she wants to wait for her own doctor", by=home.cast.agent)
    assert ended(way_back, "return_seen") == "kept"


def test_I_8_asking_again_keeps_the_earlier_time(home: Home, way_back: OpenReturn) -> None:
    first = actions.ask_return(way_back=way_back, words="stiff", by=home.cast.maya_herself)
    again = at(
        after(days=2), lambda: actions.ask_return(way_back=way_back, words="it locks", by=home.cast.maya_herself)
    )
    assert (again.see_by_at, again.asked_words) == (first.see_by_at, "it locks")
    assert Promise.objects.filter(standard="return_seen").count() == 1


def test_FUP_8_words_of_danger_alert_a_nurse(home: Home, way_back: OpenReturn) -> None:
    asked = actions.ask_return(
        way_back=way_back, words="I have crushing chest pain and cannot breathe", by=home.cast.maya_herself
    )
    assert asked.request
    assert asked.request.level <= 2


def test_FUP_9_at_the_end_they_are_asked_and_nothing_ends_in_silence(home: Home, way_back: OpenReturn) -> None:
    assert at(after(days=30), look_after_returns) == 0
    assert over(way_back).state == "ending"
    assert at(after(days=31), look_after_returns) == 0
    assert set(promised(way_back)) >= {"return_end_asked", "return_end_answered"}
    assert at(after(days=90), lambda: (fresh(way_back).state, returns_unowned())) == ("ending", [])


@pytest.mark.parametrize(
    ("answer", "state", "until", "asked"),
    [
        ("well", "ended", UNTIL, False),
        ("longer", "open", date(2027, 1, 23), False),
        ("seen", "open", date(2027, 1, 23), True),
    ],
)
def test_FUP_9_the_answer_decides(
    home: Home, way_back: OpenReturn, answer: str, state: str, until: date, *, asked: bool
) -> None:
    over(way_back)
    at(
        after(days=31),
        lambda: actions.answer_at_end(way_back=way_back, answer=answer, by=home.cast.maya_herself),
    )
    now = fresh(way_back)
    assert (now.state, now.valid_until, now.asked_at is not None) == (state, until, asked)
    assert ended(way_back, "return_end_answered") == "kept"
    with pytest.raises(refusals.ReturnEnded if state == "ended" else refusals.DoneAlready):
        actions.answer_at_end(way_back=way_back, answer="well", by=home.cast.maya_herself)


def test_FUP_9_one_key_answers_by_telephone(home: Home, way_back: OpenReturn) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    over(way_back)
    with answering.suppose(lambda _question: Reply(How.HUMAN, "1")):
        at(after(days=31, hours=2), lambda: send_due(limit=20))
    assert Message.objects.get(kind="return.ending").channel == "call"
    assert (fresh(way_back).state, fresh(way_back).ended_because) == ("ended", "they are well")


def test_a_clinician_ends_it_with_a_reason(home: Home, way_back: OpenReturn) -> None:
    actions.ask_return(way_back=way_back, by=home.cast.maya_herself)
    with pytest.raises(refusals.ReasonNeeded):
        actions.end_return(way_back=way_back, reason=" ", by=home.cast.doctor)
    with pytest.raises(refusals.OnlyClinician):
        actions.end_return(way_back=way_back, reason="moved away", by=home.cast.agent)
    actions.end_return(way_back=way_back, reason="seen elsewhere", by=home.cast.doctor)
    assert (fresh(way_back).ended_because, promised(way_back)) == ("seen elsewhere", [])
    with pytest.raises(refusals.ReturnEnded):
        actions.ask_return(way_back=way_back, by=home.cast.maya_herself)


def test_it_ends_with_a_life(home: Home, way_back: OpenReturn) -> None:
    note_death(person=home.cast.maya, died_on=date(2026, 11, 23), by=home.cast.agent)
    assert look_after_returns() == 1
    assert (fresh(way_back).state, promised(way_back)) == ("ended", [])
    assert may_come_back(way_back.id, home.cast.maya) is None


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"watch_for": [" ", ""]}, refusals.WordsNeeded),
        ({"valid_until": date(2026, 11, 23)}, refusals.ReturnDays),
        ({"valid_until": date(2029, 1, 1)}, refusals.ReturnDays),
        ({"see_within_days": 0}, refusals.ReturnDays),
        ({"see_within_days": 29}, refusals.ReturnDays),
        ({}, refusals.ReturnOpenAlready),
    ],
)
def test_terms_that_make_no_sense_are_refused(
    home: Home, way_back: OpenReturn, other: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        actions.open_return(person=home.cast.maya, terms=terms(home, **other), by=home.cast.doctor)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("agent", refusals.OnlyClinician), ("bed_manager", NotAllowed), ("from_elsewhere", NotThere)],
)
def test_I_22_only_a_clinician_who_sees_them_leaves_it_open(home: Home, who: str, refusal: type[Exception]) -> None:
    maya = home.cast.maya
    type(maya).objects.filter(id=maya.id).update(site=home.cast.site)
    maya.refresh_from_db()
    with pytest.raises(refusal):
        actions.open_return(person=maya, terms=terms(home), by=home.cast.actor(who))


def test_I_22_another_person_neither_reads_nor_asks(home: Home, way_back: OpenReturn) -> None:
    tom = home.cast.tom_himself
    for ask in (
        lambda: returns_of(home.cast.maya, by=tom),
        lambda: return_for(way_back.id, by=tom),
        lambda: actions.ask_return(way_back=way_back, by=tom),
        lambda: actions.answer_at_end(way_back=way_back, answer="well", by=tom),
    ):
        with pytest.raises(NotThere):
            ask()
    assert returns_of(home.cast.maya, by=home.cast.leila_herself) == [way_back]
    assert still_needed(way_back.id, home.cast.tom) is None


def test_the_laws_see_what_is_forgotten(home: Home, way_back: OpenReturn) -> None:
    assert (returns_unowned(), returns_ended_in_silence()) == ([], [])
    assert at(after(days=33), returns_ended_in_silence) == [
        f"open return {way_back.reference} is over and nobody was asked"
    ]
    over(way_back)
    Promise.objects.filter(subject_id=way_back.id).update(state="withdrawn", ended_at=after(), ended_how="x")
    assert len(returns_unowned()) == 1


def test_asking_that_fails_at_its_last_write_leaves_nothing(home: Home, way_back: OpenReturn) -> None:
    def fail_at_the_event(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "timeline_event" in sql and sql.startswith("INSERT"):
            raise IntegrityError("planted")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_at_the_event), pytest.raises(IntegrityError):
        actions.ask_return(way_back=way_back, by=home.cast.maya_herself)
    assert fresh(way_back).asked_at is None


def test_what_came_of_it_is_never_changed(home: Home, way_back: OpenReturn) -> None:
    actions.ask_return(way_back=way_back, by=home.cast.maya_herself)
    actions.arrange_return(way_back=way_back, how="advice was enough", by=home.cast.agent)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReturnVisit.objects.update(how="changed")
    assert Event.objects.filter(kind="return.arranged", subject_id=way_back.id).count() == 1
