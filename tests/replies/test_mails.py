"""What people and machines answer by e-mail."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from tests.replies.conftest import ADDRESS, Line, hear, said_back
from tests.replies.mails import answer_to, bounce_of, complaint_of, invitation_answer, mail
from tests.scheduling.clinic import NOW

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.desk.models import Contact
from almoner.messaging.actions import deliver_receipt, plan
from almoner.messaging.models import Attempt, Receipt
from almoner.messaging.work import send_due
from almoner.people.models import ContactPoint
from almoner.replies.enums import Outcome, Why
from almoner.replies.mail.reading import read
from almoner.replies.models import Heard, Received
from almoner.scheduling import actions as scheduling
from almoner.scheduling.models import Appointment
from almoner.timeline.models import Event
from almoner.urgency.models import Request


def come(raw: bytes) -> Heard:
    return hear(read(raw))


def invited(line: Line, **more: str) -> tuple[Appointment, Attempt]:
    """Somebody with an e-mail address, told of a visit by e-mail with an invitation."""
    visit = line.visit(line.person(email=ADDRESS, **more))
    return visit, line.text(visit, "appointment.confirmed", "email").tried.get()


def uid(visit: Appointment) -> str:
    return f"{visit.id}@almoner"


def confirmed(visit: Appointment) -> bool:
    visit.refresh_from_db()
    return visit.confirmed_by_email_at is not None


# ── Answers to invitations ───────────────────────────────────────────────────────────────────────────────────────────


def test_CNF_2_accepting_the_invitation_confirms_the_visit(line: Line) -> None:
    visit, _attempt = invited(line)
    heard = come(invitation_answer(uid(visit), "ACCEPTED"))
    assert (heard.outcome, heard.means, heard.person, confirmed(visit)) == ("answered", "confirm", visit.person, True)
    assert "is confirmed" in line.told(visit.person)[0]


def test_declining_is_for_a_person_to_settle_and_the_visit_stands(line: Line) -> None:
    visit, _attempt = invited(line)
    assert come(invitation_answer(uid(visit), "DECLINED")).means == "cannot_come"
    visit.refresh_from_db()
    assert (visit.state, Event.objects.get(kind="appointment.cannot_come").subject_id) == ("booked", visit.id)


@pytest.mark.parametrize("partstat", ["TENTATIVE", "DELEGATED", "NEEDS-ACTION", "NONSENSE"])
def test_what_is_neither_yes_nor_no_is_kept_and_changes_nothing(line: Line, partstat: str) -> None:
    visit, _attempt = invited(line)
    assert (come(invitation_answer(uid(visit), partstat)).outcome, confirmed(visit)) == (Outcome.NOTED, False)
    assert not Contact.objects.exists()


def test_another_time_that_they_propose_is_for_a_person(line: Line) -> None:
    visit, _attempt = invited(line)
    heard = come(invitation_answer(uid(visit), "TENTATIVE", method="COUNTER"))
    assert (heard.outcome, heard.why) == (Outcome.CONTACT, Why.COUNTER)


def test_I_37_an_answer_to_an_older_state_of_the_visit_changes_nothing(line: Line) -> None:
    visit, _attempt = invited(line)
    hold = line.clinic.hold(visit.person, 6)
    scheduling.move(appointment=visit, hold=hold, reason="", by=line.clinic.desk)
    heard = come(invitation_answer(uid(visit), "ACCEPTED"))
    assert (heard.outcome, heard.why, confirmed(visit)) == (Outcome.NOTED, Why.CHANGED, False)
    assert come(invitation_answer(uid(visit), "DECLINED")).outcome == Outcome.CONTACT
    assert not Event.objects.filter(kind="appointment.cannot_come").exists()


@pytest.mark.parametrize(
    ("attendee", "sender"), [("tom@example.org", ADDRESS), (ADDRESS, "tom@example.org"), ("tom@example.org",) * 2]
)
def test_I_27_an_answer_from_another_than_was_invited_changes_nothing(line: Line, attendee: str, sender: str) -> None:
    visit, _attempt = invited(line)
    heard = come(invitation_answer(uid(visit), "ACCEPTED", attendee=attendee, sender=sender))
    assert (heard.outcome, heard.why, confirmed(visit)) == (Outcome.CONTACT, Why.ANOTHER_SENDER, False)


def test_T11_a_name_that_is_no_visit_changes_nothing(line: Line) -> None:
    visit, _attempt = invited(line)
    for wrong in ("x@almoner", f"{visit.person.id}@almoner", "-" * 36 + "@almoner", ""):
        assert come(invitation_answer(wrong, "ACCEPTED")).outcome in {Outcome.CONTACT, Outcome.JOINED}
    assert not confirmed(visit)


# ── Came back, and unwanted ──────────────────────────────────────────────────────────────────────────────────────────


def test_I_21_what_came_back_for_good_stops_the_address_and_goes_by_another_way(line: Line) -> None:
    visit, attempt = invited(line)
    heard = come(bounce_of(attempt))
    assert (heard.outcome, heard.message, heard.person) == (Outcome.BOUNCED, attempt.message, visit.person)
    assert ContactPoint.objects.get(id=attempt.contact_point_id).stopped_because.startswith("5.1.1 smtp; 550")
    assert Promise.objects.get(standard="wrong_details").person == visit.person
    assert Receipt.objects.get().status == "bounced"


@pytest.mark.parametrize(("status", "action"), [("4.4.1", "delayed"), ("4.2.2", "failed"), ("2.0.0", "delivered")])
def test_what_is_late_stops_nothing(line: Line, status: str, action: str) -> None:
    _visit, attempt = invited(line)
    assert come(bounce_of(attempt, status, action)).outcome == Outcome.LATE
    assert ContactPoint.objects.get(id=attempt.contact_point_id).stopped_at is None


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::3])
def test_F9_told_late_twice_and_out_of_order_the_end_is_the_same(line: Line, order: tuple[int, ...]) -> None:
    _visit, attempt = invited(line)
    gone = bounce_of(attempt)

    def arrives() -> None:
        deliver_receipt(provider_key=attempt.provider_key, status="delivered", by=SYSTEM)  # type: ignore[arg-type]

    steps = [lambda: come(gone), lambda: come(gone), lambda: come(bounce_of(attempt, "4.4.1", "delayed")), arrives]
    for at in order:
        steps[at]()
    attempt.message.refresh_from_db()
    assert ContactPoint.objects.get(id=attempt.contact_point_id).stopped_at
    assert attempt.message.state not in {"sent", "delivered"}
    assert Received.objects.count() == 2


def test_T11_a_report_of_what_we_never_sent_is_kept_and_changes_nothing(line: Line) -> None:
    _visit, attempt = invited(line)
    attempt.provider_key = "0" * 40
    assert (come(bounce_of(attempt)).outcome, Receipt.objects.count()) == (Outcome.AUTOMATIC, 0)


def test_a_complaint_stops_the_address(line: Line) -> None:
    visit, attempt = invited(line)
    heard = come(complaint_of(attempt))
    assert (heard.outcome, heard.person) == (Outcome.COMPLAINED, visit.person)
    assert ContactPoint.objects.get(id=attempt.contact_point_id).stopped_because == "marked our e-mail as unwanted"
    assert come(complaint_of(attempt)).outcome == Outcome.COMPLAINED


MACHINES = [
    {"Auto_Submitted": "auto-replied"}, {"Precedence": "auto_reply"}, {"X_Autoreply": "yes"}, {"Return_Path": "<>"},
    {"Precedence": "bulk"}, {"List_Id": "<news.example.org>"}, {"subject": "Automatic reply: Your visit"},
    {"subject": "Respuesta automática: Su cita"},
]  # fmt: skip


@pytest.mark.parametrize("headers", MACHINES, ids=str)
def test_what_a_machine_wrote_is_kept_and_never_answered(line: Line, headers: dict[str, str]) -> None:
    _visit, attempt = invited(line)
    raw = answer_to(attempt, "I am away until Thursday.", **headers)
    assert come(raw).outcome == Outcome.AUTOMATIC
    assert (Contact.objects.count(), said_back()) == (0, [])


# ── What somebody wrote ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", ["1", "Yes", "sí", "نعم"])
def test_CNF_2_a_first_line_that_is_a_key_is_acted_on(line: Line, words: str) -> None:
    visit, attempt = invited(line)
    heard = come(answer_to(attempt, words))
    assert (heard.outcome, confirmed(visit), heard.contact) == (Outcome.ANSWERED, True, None)


def test_REM_8_what_follows_the_key_is_read_by_a_person(line: Line) -> None:
    visit, attempt = invited(line)
    heard = come(answer_to(attempt, "Yes\n\nCan I bring my wheelchair?"))
    assert (heard.outcome, confirmed(visit)) == (Outcome.ANSWERED, True)
    assert heard.contact
    assert "wheelchair" in heard.contact.asked


def test_REM_8_words_open_a_conversation_with_an_owner(line: Line) -> None:
    visit, attempt = invited(line)
    heard = come(answer_to(attempt, "Can I bring my daughter?"))
    assert heard.contact
    assert (heard.outcome, heard.person, heard.contact.person) == (Outcome.CONTACT, visit.person, None)
    assert heard.contact.asked == "Re: Your visit · Can I bring my daughter?"
    assert Promise.objects.get(standard="written_answered").subject_id == heard.contact.id
    assert len(said_back()) == 1


def test_I_27_a_key_from_another_address_changes_nothing(line: Line) -> None:
    visit, attempt = invited(line)
    heard = come(answer_to(attempt, "1", sender="tom@example.org"))
    assert (heard.outcome, heard.why, heard.person, confirmed(visit)) == (
        Outcome.CONTACT, Why.ANOTHER_SENDER, None, False,
    )  # fmt: skip


def test_I_14_one_e_mail_about_two_visits_is_no_answer_to_either(line: Line) -> None:
    person = line.person(email=ADDRESS)
    visits = line.visit(person), line.visit(person, nth=3)
    for visit in visits:
        plan(
            kind="appointment.confirmed", person=person, subject_id=visit.id, ways=["email"], not_before=clock.now(),
            deadline=clock.now() + timedelta(hours=1), once=str(visit.id), urgent=True, by=SYSTEM,
        )  # fmt: skip
    send_due(limit=10)
    attempt = Attempt.objects.get(channel="email")
    assert (come(answer_to(attempt, "1")).why, [confirmed(one) for one in visits]) == (Why.TWO, [False, False])
    assert come(invitation_answer(uid(visits[1]), "ACCEPTED")).outcome == Outcome.ANSWERED
    assert [confirmed(one) for one in visits] == [False, True]


def test_I_14_a_key_to_a_visit_that_has_moved_since_changes_nothing(line: Line) -> None:
    visit, attempt = invited(line)
    scheduling.move(appointment=visit, hold=line.clinic.hold(visit.person, 6), reason="", by=line.clinic.desk)
    assert (come(answer_to(attempt, "1")).why, confirmed(visit)) == (Why.CHANGED, False)


def test_I_21_not_me_stops_the_address(line: Line) -> None:
    visit, attempt = invited(line)
    heard = come(answer_to(attempt, "Not me"))
    assert (heard.outcome, heard.person) == (Outcome.WRONG_PERSON, visit.person)
    assert ContactPoint.objects.get(id=attempt.contact_point_id).stopped_at


def test_SEL_9_danger_in_an_e_mail_alerts_a_nurse(line: Line) -> None:
    _visit, attempt = invited(line)
    heard = come(answer_to(attempt, "Since this morning I have crushing chest pain."))
    request = Request.objects.get()
    assert (heard.outcome, request.channel, request.level, request.person) == (Outcome.DANGER, "email", 1, None)
    assert "999" in said_back()[0]


def test_danger_in_what_we_wrote_and_they_quote_is_not_theirs(line: Line) -> None:
    invited(line)
    raw = mail("Thank you\n\n> if you have chest pain, or cannot breathe, ring 999\n").as_bytes()
    assert come(raw).outcome == Outcome.CONTACT
    assert not Request.objects.exists()


def test_who_is_unknown_is_read_by_a_person_and_not_written_to(line: Line) -> None:
    """A forged sender would have us write to somebody who never wrote to us."""
    heard = come(mail("Do you take new patients?", sender="stranger@example.net", subject="A question").as_bytes())
    assert (heard.outcome, said_back()) == (Outcome.CONTACT, [])


def test_REM_8_nobody_floods_the_desk(line: Line) -> None:
    for number in range(30):
        come(mail(f"Read me, {number}", sender="stranger@example.net").as_bytes())
    assert Contact.objects.count() == 1
    assert Received.objects.count() == 30


def test_told_twice_is_heard_once(line: Line) -> None:
    visit, attempt = invited(line)
    raw = answer_to(attempt, "1", message_id="<same@example.org>")
    first = come(raw)
    again = come(b"Received: by another server\r\n" + raw)
    assert (first, Received.objects.count(), confirmed(visit)) == (again, 1, True)


def test_two_e_mails_to_which_a_program_gave_one_id_are_two(line: Line) -> None:
    for words in ("Can I bring my daughter?", "And where do I park?"):
        come(mail(words, message_id="<always@scanner.local>").as_bytes())
    assert Received.objects.count() == 2


def test_after_the_visit_nothing_is_changed(line: Line) -> None:
    visit, attempt = invited(line)
    with clock.at(NOW + timedelta(days=30)):
        assert come(invitation_answer(uid(visit), "ACCEPTED")).outcome == Outcome.NOTED
        assert come(answer_to(attempt, "1")).why == Why.CHANGED
    assert not confirmed(visit)
