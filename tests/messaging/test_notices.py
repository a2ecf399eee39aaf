"""Messages to many: counted, approved by another, held, one message to each person once, and stopped at any time."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.faults import leaves_nothing
from tests.messaging.conftest import Outbox, all_say, events
from tests.messaging.many import (
    SAID,
    after_hold,
    approved,
    begun,
    crowd,
    named,
    planned_whole,
    proposed,
    written,
)

from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging import actions, kinds, notice_sending, noticing
from almoner.messaging.channels.answering import How
from almoner.messaging.enums import LeftOut, NoticeState, State
from almoner.messaging.laws import approved_by_writer, notices_do_not_add_up, sent_after_stop
from almoner.messaging.models import Attempt, Message, NoticeRecipient
from almoner.messaging.notice_count import count
from almoner.messaging.notice_models import Notice
from almoner.messaging.notice_queries import (
    come_since,
    counted_for,
    notice_for,
    notices,
    people_left_out,
    people_not_reached,
    progress,
    progress_of,
)
from almoner.messaging.notice_sending import see_to_notices
from almoner.messaging.notice_words import faults_of_notice, seal_of_words
from almoner.messaging.refusals import (
    FaultyWords,
    MoreFitNow,
    NobodyFits,
    NoticeCannotBeStopped,
    NoticeNotADraft,
    NoticeNotProposed,
    NoticeOtherwiseNow,
    NoticeTooLate,
    OwnWords,
    WhyNeeded,
    WordsWrittenMeanwhile,
)
from almoner.messaging.work import send_due
from almoner.people.enums import Channel, ContactKind, Purpose
from almoner.people.models import Consent, ContactPoint, Person

__all__ = ["named"]
pytestmark = pytest.mark.usefixtures("named")


@pytest.fixture
def many(rehearsal: Cast, outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The rehearsal outbox, with the notice's own kind as it is."""
    notice_sending.register()
    return rehearsal


def fresh(notice: Notice) -> Notice:
    return Notice.objects.get(id=notice.id)


def states() -> dict[str, int]:
    return dict(Counter(Message.objects.values_list("state", flat=True)))


# ── Before it goes ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_I_19_count_says_who_by_which_way_in_which_language_and_who_is_left_out(many: Cast) -> None:
    crowd(3)
    crowd(2, channel="text", language="ar")
    dead, silent, nowhere = crowd(3, language="es", time_zone="Europe/Madrid")
    Person.objects.filter(id=dead.id).update(died_on=clock.today())
    with clock.at(clock.now() + timedelta(seconds=1)):
        Consent.objects.create(person=silent, purpose=Purpose.CARE, channel=Channel.EMAIL, given=False, captured_by="t")
    ContactPoint.objects.filter(person=nowhere).update(stopped_at=clock.now())
    counted, _seal = counted_for(begun(many.manager), many.manager)
    assert counted.by_channel() == {"email": 3, "text": 2}
    assert counted.by_language() == {"en": 3, "ar": 2}
    assert counted.by_why() == {LeftOut.DIED: 1, LeftOut.NO_CONSENT: 1, LeftOut.NO_WAY: 1}
    told = {person.id: why for person, why in people_left_out(counted, many.manager)}
    assert told == {dead.id: LeftOut.DIED, silent.id: LeftOut.NO_CONSENT, nowhere.id: LeftOut.NO_WAY}


def test_count_takes_the_same_statements_for_one_and_for_many(many: Cast) -> None:
    counts = []
    for more in (1, 40):
        crowd(more, named=f"Snow{more}")
        notice = begun(many.manager, criteria={"named": f"Snow{more}"})
        with CaptureQueriesContext(connection) as asked:
            assert len(count(notice).going) == more
        counts.append(len(asked))
    assert counts[0] == counts[1] == 5


def test_what_is_not_about_care_needs_a_yes_by_every_way(many: Cast) -> None:
    crowd(2)
    yes = crowd(1, named="Snow", channel="text")[0]
    Consent.objects.create(person=yes, purpose=Purpose.RESEARCH, channel=Channel.TEXT, given=True, captured_by="t")
    counted, _seal = counted_for(begun(many.manager, purpose=Purpose.RESEARCH), many.manager)
    assert [one.person_id for one in counted.going] == [yes.id]
    assert counted.by_why() == {LeftOut.NO_CONSENT: 2}


def test_I_19_who_wrote_it_does_not_approve_it_beyond_a_handful(many: Cast, second_manager: Any, settings: Any) -> None:
    crowd(6)
    notice = proposed(many.manager)
    seal = counted_for(notice, many.manager)[1]
    with pytest.raises(OwnWords):
        noticing.approve_notice(notice=notice, seal=seal, by=many.manager)
    with pytest.raises(NotAllowed):
        noticing.approve_notice(notice=notice, seal=seal, by=many.agent)
    settings.NOTICE_ALONE_UP_TO = 6
    assert noticing.approve_notice(notice=notice, seal=seal, by=many.manager).state == NoticeState.APPROVED


def test_I_19_approval_is_of_these_words_to_these_people(many: Cast) -> None:
    crowd(6)
    notice = proposed(many.manager)
    with pytest.raises(NoticeOtherwiseNow):
        noticing.approve_notice(notice=notice, seal="", by=many.doctor)
    crowd(2, named="Snow", channel="text")
    seal = counted_for(notice, many.doctor)[1]
    assert come_since(notice, counted_for(notice, many.doctor)[0], many.doctor) == 2
    with pytest.raises(MoreFitNow, match="counted: 2"):
        noticing.approve_notice(notice=notice, seal=seal, by=many.doctor)
    notice = noticing.recount_notice(notice=notice, by=many.doctor)
    with pytest.raises(NoticeOtherwiseNow):
        noticing.approve_notice(notice=notice, seal=seal, by=many.doctor)
    again = counted_for(notice, many.doctor)[1]
    assert noticing.approve_notice(notice=notice, seal=again, by=many.doctor).state == NoticeState.APPROVED
    assert NoticeRecipient.objects.count() == 8


def test_proposal_is_of_the_count_that_was_looked_at(many: Cast) -> None:
    crowd(2)
    notice = written(many.manager)
    seal = counted_for(notice, many.manager)[1]
    crowd(1, channel="text")
    with pytest.raises(NoticeOtherwiseNow):
        noticing.propose_notice(notice=notice, seal=seal, by=many.manager)


def test_I_21c_words_are_written_in_every_language_and_pass_as_all_others_do(many: Cast) -> None:
    crowd(2)
    notice = begun(many.manager)
    assert set(faults_of_notice(notice)) == {"en", "es", "ar"}
    notice = written(many.manager)
    assert faults_of_notice(notice) == {}
    bad = SAID["es"] | {"text": "$hospital: su cita en $service. Responda STOP."}
    notice = noticing.write_notice(
        notice=notice, language="es", words=bad, seen=seal_of_words(notice, "es"), by=many.manager
    )
    with pytest.raises(FaultyWords, match=r"(?s)Spanish, text: unknown name \$service.*asks for the reply STOP"):
        noticing.propose_notice(notice=notice, seal=counted_for(notice, many.manager)[1], by=many.manager)


def test_wrong_person_wrong_order_and_twice_are_refused(many: Cast) -> None:
    crowd(6)
    for who in ("doctor", "agent", "maya_herself"):
        with pytest.raises(NotAllowed):
            begun(many.actor(who))
    with pytest.raises(NotThere):
        begun(many.manager, selection="everybody in the world")
    draft = written(many.manager)
    for act in (
        lambda: noticing.approve_notice(notice=draft, seal="", by=many.doctor),
        lambda: noticing.recount_notice(notice=draft, by=many.doctor),
    ):
        with pytest.raises(NoticeNotProposed):
            act()
    with pytest.raises(NoticeCannotBeStopped):
        noticing.stop_notice(notice=draft, why="x", by=many.doctor)
    with pytest.raises(WordsWrittenMeanwhile):
        noticing.write_notice(notice=draft, language="en", words=SAID["en"], seen="", by=many.manager)
    with pytest.raises(NotThere):
        noticing.write_notice(notice=draft, language="fr", words={}, seen="", by=many.manager)
    with pytest.raises(NobodyFits):
        nobody = written(many.manager, criteria={"named": "Nobody"})
        noticing.propose_notice(notice=nobody, seal=counted_for(nobody, many.manager)[1], by=many.manager)
    with pytest.raises(NoticeTooLate):
        late = written(many.manager, deadline=clock.now() + timedelta(minutes=10))
        noticing.propose_notice(notice=late, seal=counted_for(late, many.manager)[1], by=many.manager)
    notice = noticing.propose_notice(notice=draft, seal=counted_for(draft, many.manager)[1], by=many.manager)
    for again in (
        lambda: noticing.propose_notice(notice=notice, seal="", by=many.manager),
        lambda: noticing.write_notice(notice=notice, language="en", words={}, seen="", by=many.manager),
    ):
        with pytest.raises(NoticeNotADraft):
            again()
    with pytest.raises(WhyNeeded):
        noticing.give_up_notice(notice=notice, why="", by=many.doctor)
    noticing.give_up_notice(notice=notice, why="Not needed.", by=many.doctor)
    with pytest.raises(NoticeNotProposed):
        noticing.approve_notice(notice=notice, seal="", by=many.doctor)


def test_draft_is_aimed_anew_and_given_up(many: Cast) -> None:
    notice = begun(many.manager)
    aimed = noticing.aim_notice(
        notice=notice, title="Other", criteria={"named": "Rain"}, purpose=Purpose.CARE, ways=["email", "email"],
        deadline=notice.deadline, by=many.manager,
    )  # fmt: skip
    assert (aimed.title, aimed.criteria, aimed.ways) == ("Other", {"named": "Rain"}, ["email"])
    assert noticing.give_up_notice(notice=aimed, why="", by=many.manager).state == NoticeState.GIVEN_UP


def test_I_22_notice_of_another_site_is_not_there(many: Cast) -> None:
    notice = begun(many.manager)
    elsewhere = many.manager.__class__(
        name="Else", roles=many.manager.roles, staff_id=many.from_elsewhere.staff_id, site_id=many.other_site.id
    )
    mine = many.manager.__class__(
        name="Mine", roles=many.manager.roles, staff_id=many.manager.staff_id, site_id=many.site.id
    )
    theirs = begun(mine)
    with pytest.raises(NotThere):
        notice_for(theirs.id, elsewhere)
    assert notice_for(theirs.id, mine).id == theirs.id
    assert {one.id for one in notices(many.manager)} >= {notice.id, theirs.id}
    assert notices(elsewhere) == []
    with pytest.raises(NotAllowed):
        notices(many.agent)


# ── On its way ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_I_19_nothing_leaves_before_the_hold_is_over(many: Cast) -> None:
    crowd(6)
    approved(many)
    planned_whole()
    assert states() == {}
    with clock.at(clock.now() + after_hold()):
        planned_whole()
        assert states() == {State.PLANNED: 6}


def test_I_16_each_person_gets_an_ordinary_message_of_their_own(many: Cast, outbox: Outbox) -> None:
    crowd(3)
    crowd(3, channel="text", language="ar")
    notice = approved(many)
    with clock.at(clock.now() + after_hold()):
        planned_whole()
        send_due(limit=50)
        planned_whole()
        attempts = Attempt.objects.order_by("address")
        assert len({one.address for one in attempts}) == len(attempts) == 6
        assert {one.evidence["words"] for one in attempts} == {notice.reference}
        assert {one.language: one.body for one in attempts}["en"].startswith("Hello Kim")
        assert "العيادة مغلقة يوم الجمعة" in {one.language: one.body for one in attempts}["ar"]
        for one in attempts:
            assert one.message.person.first_name in one.body
        assert fresh(notice).state == NoticeState.OVER
        assert states() == {State.SENT: 6}
    assert {event.person_id for event in events("message.sent")} == set(
        NoticeRecipient.objects.values_list("person_id", flat=True)
    )
    assert progress(notice).adds_up


def test_batches_tell_nobody_twice_and_forget_nobody(many: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notice_sending, "BATCH", 4)
    crowd(11)
    notice = approved(many)
    with clock.at(clock.now() + after_hold()):
        rounds = [see_to_notices() for _ in range(4)]
        assert rounds == [4, 4, 3, 0]
        assert Message.objects.count() == 11
        NoticeRecipient.objects.update(message_id=None)
        planned_whole()
    assert Message.objects.count() == 11
    assert progress(notice).adds_up
    assert notices_do_not_add_up() == []


def test_batch_that_fails_half_way_leaves_nothing_and_goes_on(many: Cast) -> None:
    crowd(6)
    notice = approved(many)
    with clock.at(clock.now() + after_hold()):
        leaves_nothing(lambda: notice_sending.send_notice(notice=notice, by=SYSTEM), writes=3)
        planned_whole()
    assert states() == {State.PLANNED: 6}


def test_I_20_who_takes_back_their_yes_or_fits_no_more_is_not_told(many: Cast, outbox: Outbox) -> None:
    refuses, gone, *others = crowd(6)
    approved(many)
    with clock.at(clock.now() + after_hold()):
        planned_whole()
        Consent.objects.create(
            person=refuses, purpose=Purpose.CARE, channel=Channel.EMAIL, given=False, captured_by="t"
        )
        Person.objects.filter(id=gone.id).update(family_name="Rain")
        send_due(limit=50)
    told = set(Attempt.objects.values_list("message__person_id", flat=True))
    assert told == {one.id for one in others}
    assert states() == {State.SENT: 4, State.WITHDRAWN: 1, State.UNDELIVERABLE: 1}


def test_quiet_hours_hold(many: Cast, outbox: Outbox) -> None:
    crowd(6, channel="text")
    approved(many)
    with clock.at(clock.now() + timedelta(hours=14)):
        planned_whole()
        send_due(limit=50)
        assert states() == {State.PLANNED: 6}
    with clock.at(clock.now() + timedelta(hours=25)):
        send_due(limit=50)
        assert states() == {State.SENT: 6}


def test_what_is_of_no_use_any_more_is_not_sent(many: Cast) -> None:
    crowd(6)
    notice = approved(many, deadline=clock.now() + timedelta(hours=1))
    with clock.at(clock.now() + timedelta(hours=2)):
        planned_whole()
        assert fresh(notice).state == NoticeState.STOPPED
        assert states() == {}


def test_I_19_stop_in_the_hold_means_that_nothing_leaves(many: Cast, second_manager: Any) -> None:
    crowd(6)
    notice = approved(many)
    with pytest.raises(WhyNeeded):
        noticing.stop_notice(notice=notice, why=" ", by=second_manager)
    with pytest.raises(NotAllowed):
        noticing.stop_notice(notice=notice, why="x", by=many.agent)
    noticing.stop_notice(notice=notice, why="It does not snow.", by=second_manager)
    with pytest.raises(NoticeCannotBeStopped):
        noticing.stop_notice(notice=notice, why="again", by=many.doctor)
    with clock.at(clock.now() + after_hold()):
        planned_whole()
    assert states() == {}


def test_I_19_stop_on_the_way_withdraws_all_that_waits(many: Cast, outbox: Outbox) -> None:
    crowd(10)
    notice = approved(many)
    with clock.at(clock.now() + after_hold()):
        planned_whole()
        send_due(limit=4)
        noticing.stop_notice(notice=notice, why="It does not snow.", by=many.doctor)
        before = Attempt.objects.count()
        send_due(limit=3)
        assert Attempt.objects.count() == before == 4
        planned_whole()
        send_due(limit=50)
    assert Attempt.objects.count() == 4
    assert states() == {State.SENT: 4, State.WITHDRAWN: 6}
    seen = progress_of(notice, many.manager)
    assert (seen.to_tell, seen.made, seen.sent, seen.withdrawn, seen.waiting, seen.adds_up) == (10, 10, 4, 6, 0, True)
    assert sent_after_stop() == []
    assert fresh(notice).state == NoticeState.STOPPED


def test_stop_before_all_was_planned_leaves_the_rest_unplanned(
    many: Cast, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_sending, "BATCH", 4)
    crowd(10)
    notice = approved(many)
    with clock.at(clock.now() + after_hold()):
        see_to_notices()
        noticing.stop_notice(notice=notice, why="Stop.", by=many.doctor)
        planned_whole()
    seen = progress(notice)
    assert (seen.made, seen.withdrawn, seen.to_make, seen.adds_up) == (4, 4, 6, True)


def test_I_41_restored_backup_sends_nothing_of_what_was_going_out(many: Cast, outbox: Outbox) -> None:
    crowd(6)
    notice = approved(many)
    actions.new_epoch(by=SYSTEM)
    with clock.at(clock.now() + after_hold()):
        planned_whole()
        send_due(limit=50)
    assert (fresh(notice).state, states()) == (NoticeState.STOPPED, {})


def test_two_records_of_one_person_are_told_once(many: Cast, outbox: Outbox) -> None:
    first, second, *_others = crowd(6)
    approved(many)
    with clock.at(clock.now() + after_hold()):
        planned_whole()
        Message.objects.filter(person=second).update(person=first)
        NoticeRecipient.objects.filter(person=second).update(person=first)
        ContactPoint.objects.filter(person=second).delete()
        send_due(limit=50)
    assert Attempt.objects.filter(message__person=first).count() == 1
    assert states() == {State.SENT: 5, State.WITHDRAWN: 1}


def test_way_that_fails_goes_on_to_the_next(many: Cast, outbox: Outbox) -> None:
    (person,) = crowd(1)
    ContactPoint.objects.create(person=person, kind=ContactKind.MOBILE, value="07700 900555", key="07700900555")
    Consent.objects.create(person=person, purpose=Purpose.CARE, channel=Channel.TEXT, given=True, captured_by="t")
    approved(many)
    outbox.reply = all_say(How.BOUNCE)
    with clock.at(clock.now() + after_hold()):
        planned_whole()
        send_due(limit=50)
        outbox.reply = all_say(How.ACCEPTED)
        send_due(limit=50)
    assert [one.channel for one in Attempt.objects.order_by("created_at")] == ["text", "email"]


def test_people_who_were_not_reached_are_named(many: Cast, outbox: Outbox) -> None:
    crowd(6)
    notice = approved(many)
    outbox.reply = all_say(How.BOUNCE)
    with clock.at(clock.now() + after_hold()):
        planned_whole()
        while send_due(limit=50):
            pass
        planned_whole()
    assert len(people_not_reached(notice, many.manager)) == 6
    assert progress(notice).refused + progress(notice).escalated == 6
    assert [event.facts["people"] for event in events("notice.not_reached")] == [6]


@pytest.mark.parametrize("act", ["begin", "aim", "write", "propose", "recount", "approve", "stop", "give_up"])
def test_each_write_failing_leaves_nothing(many: Cast, act: str) -> None:
    crowd(6)
    by = many.manager
    if act in {"begin", "aim", "write", "propose", "give_up"}:
        notice = written(by)
    else:
        notice = approved(many) if act == "stop" else proposed(by)
    seal = counted_for(notice, by)[1]
    acts: dict[str, Any] = {
        "begin": lambda: begun(by),
        "aim": lambda: noticing.aim_notice(
            notice=notice, title="x", criteria={"named": "y"}, purpose=Purpose.CARE, ways=["call"],
            deadline=notice.deadline, by=by,
        ),
        "write": lambda: noticing.write_notice(
            notice=notice, language="en", words={"text": "x"}, seen=seal_of_words(notice, "en"), by=by
        ),
        "propose": lambda: noticing.propose_notice(notice=notice, seal=seal, by=by),
        "recount": lambda: noticing.recount_notice(notice=notice, by=many.doctor),
        "approve": lambda: noticing.approve_notice(notice=notice, seal=seal, by=many.doctor),
        "stop": lambda: noticing.stop_notice(notice=notice, why="x", by=many.doctor),
        "give_up": lambda: noticing.give_up_notice(notice=notice, why="x", by=by),
    }  # fmt: skip
    leaves_nothing(acts[act], writes=2)


def test_promises_stand_until_it_is_read_and_until_those_not_reached_are_rung(cast: Cast) -> None:
    crowd(6)
    notice = proposed(cast.manager)
    promise = Promise.objects.get(standard="notice_read")
    assert (promise.subject_id, promise.state) == (notice.id, "open")
    noticing.approve_notice(notice=notice, seal=counted_for(notice, cast.doctor)[1], by=cast.doctor)
    promise.refresh_from_db()
    assert promise.state == "kept"
    assert kinds.kind("notice.sent") is not None


# ── The laws find what breaks them ───────────────────────────────────────────────────────────────────────────────────


def test_I_4_notice_of_which_a_message_is_lost_is_found(many: Cast) -> None:
    crowd(6)
    notice = approved(many)
    with clock.at(clock.now() + after_hold()):
        planned_whole()
    assert notices_do_not_add_up() == []
    NoticeRecipient.objects.filter(id=notice.recipients.first().id).update(message_id=new_id())
    NoticeRecipient.objects.create(notice=notice, person=many.maya, language="en", channel="email", message_id=new_id())
    assert len(notices_do_not_add_up()) == 1


def test_I_19_what_went_after_the_stop_is_found(many: Cast, outbox: Outbox) -> None:
    crowd(6)
    notice = approved(many)
    with clock.at(clock.now() + after_hold()):
        planned_whole()
        send_due(limit=50)
        assert sent_after_stop() == []
        Notice.objects.filter(id=notice.id).update(state=NoticeState.STOPPED, ended_at=clock.now() - timedelta(hours=1))
    assert len(sent_after_stop()) == 6


def test_I_19_who_approved_their_own_words_is_found(many: Cast) -> None:
    crowd(6)
    notice = approved(many)
    assert approved_by_writer() == []
    Notice.objects.filter(id=notice.id).update(approved_by=many.manager_staff)
    assert len(approved_by_writer()) == 1
