"""Letters on paper: they wait until somebody has posted them, and what does not add up is not over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as with_settings
from hypothesis import strategies as st
from tests.cast import Cast, acting
from tests.faults import leaves_nothing
from tests.messaging.conftest import Outbox, events
from tests.messaging.post_desk import laid, neighbours, pages_of

from almoner.charter import hearing
from almoner.charter.actions import OnlyByDeed, keep
from almoner.charter.models import Promise
from almoner.charter.tasks import watch_promises
from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.core.identifiers import new_id
from almoner.core.models import AuditEntry
from almoner.core.permissions import Role
from almoner.core.refusal import NotAllowed, NotThere
from almoner.messaging import actions, laws, post_queries, print_runs
from almoner.messaging.channels.letter.bundle import pile_of
from almoner.messaging.channels.letter.folder import LetterFolder
from almoner.messaging.enums import InRun, PostState, State
from almoner.messaging.models import Attempt, LetterInRun, Message, Posting, PrintRun
from almoner.messaging.post_work import see_to_letters
from almoner.messaging.refusals import NothingWaits, NotInRun, RunDoesNotAddUp, RunOver
from almoner.messaging.returned_letters import sift
from almoner.people.actions import hire_staff, note_death, stop_contact
from almoner.people.models import ContactPoint, Person


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.ALMONER_HOME = tmp_path
    return tmp_path


@pytest.fixture
def charter_hears(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("almoner.timeline.listener._listener", hearing.hear)


def states() -> list[str]:
    return sorted(Posting.objects.values_list("state", flat=True))


def test_a_letter_waits_under_its_own_reference_which_stands_in_the_window(
    cast: Cast, outbox: Outbox, home: Path
) -> None:
    (letter,) = laid(outbox, cast.tom)
    attempt = Attempt.objects.get()
    assert (letter.state, letter.pages, letter.day, letter.about) == ("waiting", 1, date(2026, 11, 23), "E-1")
    assert letter.reference.startswith("L-")
    (text,) = pages_of((home / attempt.evidence["file"]).read_bytes())
    assert letter.reference in text
    assert laws.letters_do_not_add_up() == []


def test_a_letter_made_again_after_a_fault_is_the_same_letter(cast: Cast, outbox: Outbox, home: Path) -> None:
    """The worker dies between laying and recording: what is laid again keeps its reference, its day and its file."""
    told = new_id()
    outbox.values[told] = {"reference": "E-1"}
    outbox.plan(cast.tom, "letter", kind="recovery.check", subject_id=told)
    claim = actions.claim_due(limit=1, by=SYSTEM)[0]
    handover = actions.hand_over(claim=claim, by=SYSTEM)
    assert handover
    send = partial(LetterFolder().send, handover.rendered, handover.address, handover.provider_key)
    first = send()
    assert post_queries.piles(cast.manager) == [], "it is in no queue before it is recorded"
    with clock.at(clock.now() + timedelta(days=1)):
        assert send() == first
    assert len(list((home / "letters").rglob("*.pdf"))) == 1
    actions.record_attempt(handover=handover, outcome=first, by=SYSTEM)
    assert states() == ["waiting"]


def test_I_4_a_run_is_taken_printed_counted_and_closed(cast: Cast, outbox: Outbox) -> None:
    letters = laid(outbox, *neighbours(3, by=cast.receptionist))
    (pile,) = post_queries.piles(cast.receptionist)
    assert (pile.letters, pile.pages, pile.unmeasured) == (3, 3, 0)
    run = print_runs.take_run(by=cast.receptionist)
    assert (run.letters, run.pages, run.sheets, run.reference[:2]) == (3, 3, 3, "B-")
    assert post_queries.piles(cast.receptionist) == []
    with pytest.raises(NothingWaits):
        print_runs.take_run(by=cast.manager)
    run = print_runs.close_run(
        run=run, posted=2, spoilt=[letters[1].reference.lower().replace("-", " ")], by=cast.manager
    )
    assert (run.posted, run.spoilt, run.closed_by_name) == (2, 1, "Grace Bell")
    assert [Posting.objects.get(id=one.id).state for one in letters] == ["posted", "waiting", "posted"]
    assert [event.facts["spoilt"] for event in events("letters.closed")] == [1]
    assert laws.letters_do_not_add_up() == []
    again = print_runs.take_run(by=cast.receptionist)
    assert [one.posting_id for one in again.lines.all()] == [letters[1].id], "the same letter, under the same key"
    print_runs.close_run(run=again, posted=1, spoilt=[], by=cast.receptionist)
    assert states() == ["posted"] * 3
    assert laws.letters_do_not_add_up() == []
    with pytest.raises(RunOver):
        print_runs.close_run(run=run, posted=3, spoilt=[], by=cast.manager)


def test_I_4_a_run_that_does_not_add_up_stays_open_and_loses_nothing(cast: Cast, outbox: Outbox) -> None:
    letters = laid(outbox, *neighbours(3, by=cast.receptionist))
    run = print_runs.take_run(by=cast.receptionist)
    close = partial(print_runs.close_run, run=run, by=cast.receptionist)
    with pytest.raises(RunDoesNotAddUp) as told:
        close(posted=3, spoilt=[letters[0].reference])
    assert "3 letters were taken; 3 in envelopes and 1 spoilt or missing make 4" in str(told.value)
    with pytest.raises(RunDoesNotAddUp):
        close(posted=2, spoilt=[])
    with pytest.raises(RunDoesNotAddUp):
        close(posted=1, spoilt=[letters[0].reference] * 2)
    for wrong in ("L-2222-2222", "E-1", "nonsense 🌈", "https://elsewhere.example/"):
        with pytest.raises(NotInRun) as unknown:
            close(posted=2, spoilt=[wrong])
        assert wrong in str(unknown.value)
    run.refresh_from_db()
    assert (run.closed_at, states()) == (None, ["in_run"] * 3)
    assert laws.letters_do_not_add_up() == []


@with_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(posted=st.integers(0, 6), spoilt=st.lists(st.integers(0, 3), max_size=6))
def test_I_4_whatever_is_entered_all_letters_are_somewhere(
    cast: Cast, four_in_a_run: tuple[PrintRun, list[Posting]], posted: int, spoilt: list[int]
) -> None:
    run, letters = four_in_a_run
    with transaction.atomic():
        codes = [letters[place].reference for place in spoilt]
        adds_up = posted + len(set(spoilt)) == 4
        try:
            print_runs.close_run(run=run, posted=posted, spoilt=codes, by=cast.manager)
        except RunDoesNotAddUp:
            assert not adds_up
            assert states() == ["in_run"] * 4
        else:
            assert adds_up
            assert states().count("waiting") == len(set(spoilt))
        assert laws.letters_do_not_add_up() == []
        transaction.set_rollback(True)


@pytest.fixture
def four_in_a_run(cast: Cast, outbox: Outbox) -> tuple[PrintRun, list[Posting]]:
    letters = laid(outbox, *neighbours(4, by=cast.receptionist))
    return print_runs.take_run(by=cast.receptionist), letters


def test_letters_of_one_day_alone_and_as_many_as_a_run_holds(cast: Cast, outbox: Outbox, settings: Any) -> None:
    settings.LETTERS_A_RUN = 2
    people = neighbours(4, by=cast.receptionist)
    laid(outbox, *people[:3])
    with clock.at(clock.now() + timedelta(days=1)):
        laid(outbox, people[3])
        days = [pile.day for pile in post_queries.piles(cast.receptionist)]
        assert [day.day for day in days] == [23, 24]
        assert print_runs.take_run(day=days[1], by=cast.receptionist).letters == 1
        assert print_runs.take_run(by=cast.receptionist).letters == 2
        assert [pile.letters for pile in post_queries.piles(cast.receptionist)] == [1]


def test_the_pile_has_a_cover_and_each_letter_begins_on_a_sheet_of_its_own(cast: Cast, outbox: Outbox) -> None:
    people = neighbours(2, by=cast.receptionist) + neighbours(1, by=cast.receptionist, language="ar")
    letters = laid(outbox, *people)
    long = letters[0].recorded
    Posting.objects.filter(id=letters[0].id).update(pages=3)
    run = print_runs.take_run(both_sides=True, by=cast.receptionist)
    assert (run.pages, run.sheets) == (5, 4)
    lines = post_queries.lines_of(run, cast.receptionist)
    assert [one.posting_id for one in lines][-1] == letters[0].id, "thick letters come last"
    pages = pages_of(pile_of(run, lines, "Riverside General", rehearsal=False))
    assert [bool(text.strip()) for text in pages] == [True, False] * 4
    assert run.reference in pages[0]
    assert "3 letters" in pages[0]
    assert "4 sheets" in pages[0]
    assert "Rehearsal" not in pages[0]
    assert [line.posting.reference in text for line, text in zip(lines, pages[2::2], strict=True)] == [True] * 3
    assert long.message.person.name in pages[-2]


def test_printed_twice_is_the_same_and_told_twice(cast: Cast, outbox: Outbox) -> None:
    laid(outbox, *neighbours(2, by=cast.receptionist))
    run = print_runs.take_run(by=cast.receptionist)
    piles = []
    for _ in range(2):
        lines = post_queries.open_pile(run, cast.receptionist)
        run = print_runs.note_printed(run=run, by=cast.receptionist)
        piles.append(pages_of(pile_of(run, lines, "Riverside General", rehearsal=False)))
    assert piles[0] == piles[1]
    assert [event.facts["times"] for event in events("letters.printed")] == [1, 2]
    read = AuditEntry.objects.filter(act="read.letter")
    assert read.count() == 4
    assert read.values("person_id").distinct().count() == 2, "of each person it is noted that their letter was read"
    assert states() == ["in_run"] * 2


def test_wrong_person_neither_sees_nor_takes_letters(cast: Cast, outbox: Outbox) -> None:
    laid(outbox, cast.tom)
    run = print_runs.take_run(by=cast.receptionist)
    for nobody in (cast.agent, cast.doctor, cast.tom_himself, cast.from_elsewhere):
        for look in (post_queries.waiting, post_queries.open_runs, partial(post_queries.run_for, run.reference)):
            with pytest.raises((NotAllowed, NotThere)):
                look(nobody)
        with pytest.raises(NotAllowed):
            print_runs.take_run(by=nobody)
        with pytest.raises(NotAllowed):
            print_runs.close_run(run=run, posted=1, spoilt=[], by=nobody)


def test_letters_of_another_site_are_not_there(cast: Cast, outbox: Outbox) -> None:
    elsewhere = acting(
        hire_staff(name="Rita Far", profession="clerk", roles=[Role.RECEPTIONIST], site=cast.other_site, by=SYSTEM)
    )
    Person.objects.filter(id=cast.tom.id).update(site=cast.site)
    (letter,) = laid(outbox, cast.tom)
    assert list(post_queries.waiting(elsewhere)) == []
    with pytest.raises(NothingWaits):
        print_runs.take_run(by=elsewhere)
    assert post_queries.letters_named(letter.reference, elsewhere) == []
    with pytest.raises(NotThere):
        post_queries.posting_for(letter.id, elsewhere)
    run = print_runs.take_run(by=cast.receptionist)
    if cast.receptionist.site_id:
        with pytest.raises(NotThere):
            post_queries.run_for(run.reference, elsewhere)


def test_a_letter_to_a_closed_record_is_posted_like_any_other(cast: Cast, outbox: Outbox) -> None:
    Person.objects.filter(id=cast.tom.id).update(restricted=True)
    laid(outbox, cast.tom)
    assert print_runs.take_run(by=cast.receptionist).letters == 1


def test_I_21b_who_has_died_since_is_not_written_to(cast: Cast, outbox: Outbox, charter_hears: None) -> None:
    laid(outbox, cast.tom)
    note_death(person=cast.tom, died_on=clock.today(), by=cast.doctor)
    assert post_queries.piles(cast.receptionist) == []
    with pytest.raises(NothingWaits):
        print_runs.take_run(by=cast.receptionist)
    assert see_to_letters() == 1
    assert see_to_letters() == 0
    assert states() == ["kept_back"]
    message = Message.objects.get()
    assert (message.state, message.ended_because) == (State.WITHDRAWN, "they have died")
    assert not Promise.objects.live().filter(person=cast.tom).exists()
    assert laws.letters_do_not_add_up() == []
    assert not Promise.objects.live().filter(standard="letters_posted").exists()


def test_I_21_a_letter_to_an_address_stopped_since_goes_by_the_next_way(cast: Cast, outbox: Outbox) -> None:
    laid(outbox, cast.maya, ways=("letter", "email"))
    point = ContactPoint.objects.get(person=cast.maya, kind="post")
    stop_contact(contact_point=point, reason="She has moved", by=cast.agent)
    see_to_letters()
    message = Message.objects.get()
    assert (states(), message.state, message.channel) == (["kept_back"], State.PLANNED, "email")


def test_I_20_a_letter_that_was_overtaken_while_it_waited_is_not_posted(cast: Cast, outbox: Outbox) -> None:
    first, second = neighbours(2, by=cast.receptionist)
    overtaken, right = laid(outbox, first, second)
    assert sift(cast.receptionist) == 0
    told = overtaken.recorded.message.subject_id
    assert told
    outbox.values[told] = None
    assert [sift(cast.receptionist), sift(cast.receptionist)] == [1, 0]
    assert [Posting.objects.get(id=one.id).state for one in (overtaken, right)] == ["kept_back", "waiting"]
    message = Message.objects.get(id=overtaken.recorded.message_id)
    assert (message.state, message.ended_because) == (State.WITHDRAWN, "no longer right")
    assert laws.letters_do_not_add_up() == []
    run = print_runs.take_run(by=cast.receptionist)
    assert [one.posting_id for one in run.lines.all()] == [right.id]


def test_what_stops_being_right_in_an_open_run_is_told_and_not_printed_again(cast: Cast, outbox: Outbox) -> None:
    (letter,) = laid(outbox, cast.tom)
    run = print_runs.take_run(by=cast.receptionist)
    assert post_queries.to_take_out(run, cast.receptionist) == []
    note_death(person=cast.tom, died_on=clock.today(), by=cast.doctor)
    assert post_queries.to_take_out(run, cast.receptionist) == [letter]
    print_runs.close_run(run=run, posted=0, spoilt=[letter.reference], by=cast.receptionist)
    see_to_letters()
    assert states() == ["kept_back"]
    assert laws.letters_do_not_add_up() == []


def test_CNF_7_letters_that_wait_are_a_promise_that_climbs(cast: Cast, outbox: Outbox, charter_hears: None) -> None:
    first, second = neighbours(2, by=cast.receptionist)
    laid(outbox, first)
    promise = Promise.objects.get(standard="letters_posted")
    assert "The letters of Monday 23 November" in promise.text["en"]
    laid(outbox, second)
    assert Promise.objects.filter(standard="letters_posted").count() == 1, "one for the pile, not one for each"
    with clock.at(promise.due_at + timedelta(days=2)):
        for _ in range(3):
            watch_promises()
        promise.refresh_from_db()
        assert (promise.state, promise.before_team) == ("broken", "managers")
        run = print_runs.take_run(by=cast.receptionist)
        promise.refresh_from_db()
        assert promise.state == "made_good"
        open_run = Promise.objects.get(standard="run_closed")
        assert run.reference in open_run.text["en"]
        spoilt = [run.lines.order_by("place").first().posting.reference]  # type: ignore[union-attr]
        print_runs.close_run(run=run, posted=1, spoilt=spoilt, by=cast.receptionist)
        open_run.refresh_from_db()
        assert open_run.state == "kept"
        assert Promise.objects.live().get(standard="letters_posted").subject_id == promise.subject_id
        with pytest.raises(OnlyByDeed):
            keep(promise=Promise.objects.live().get(standard="letters_posted"), how="done", by=cast.manager)


def test_atomicity_of_taking_and_closing(cast: Cast, outbox: Outbox) -> None:
    letters = laid(outbox, *neighbours(2, by=cast.receptionist))
    leaves_nothing(lambda: print_runs.take_run(by=cast.receptionist), writes=5)
    run = print_runs.take_run(by=cast.receptionist)
    spoilt = [letters[0].reference]
    leaves_nothing(lambda: print_runs.close_run(run=run, posted=1, spoilt=spoilt, by=cast.receptionist), writes=6)


def _lost(letters: list[Posting], run: PrintRun) -> None:
    LetterInRun.objects.filter(posting=letters[0]).delete()
    Posting.objects.filter(id=letters[0].id).delete()


def _nowhere(letters: list[Posting], run: PrintRun) -> None:
    Posting.objects.filter(id=letters[0].id).update(state=PostState.POSTED, posted_at=clock.now())


def _not_what_was_taken(letters: list[Posting], run: PrintRun) -> None:
    PrintRun.objects.filter(id=run.id).update(letters=7)


def _closed_otherwise(letters: list[Posting], run: PrintRun) -> None:
    run.lines.filter(posting=letters[0]).update(became=InRun.SPOILT)


@pytest.mark.parametrize("harm", [_lost, _nowhere, _not_what_was_taken, _closed_otherwise])
def test_I_4_the_law_of_letters_sees_what_breaks_it(
    cast: Cast, outbox: Outbox, harm: Callable[[list[Posting], PrintRun], None]
) -> None:
    letters = laid(outbox, *neighbours(2, by=cast.receptionist))
    run = print_runs.take_run(by=cast.receptionist)
    assert laws.letters_do_not_add_up() == []
    harm(letters, run)
    assert laws.letters_do_not_add_up() != []


def test_letters_of_a_rehearsal_are_measured_while_they_wait(rehearsal: Cast, outbox: Outbox, home: Path) -> None:
    subject = outbox.plan(rehearsal.tom, "letter", kind="recovery.check").subject_id
    assert subject
    outbox.values[subject] = {"reference": "E-1"}
    outbox.send()
    (pile,) = post_queries.piles(rehearsal.receptionist)
    assert (pile.letters, pile.pages, pile.unmeasured) == (1, 0, 1)
    with pytest.raises(NothingWaits):
        print_runs.take_run(by=rehearsal.receptionist)
    see_to_letters()
    run = print_runs.take_run(by=rehearsal.receptionist)
    lines = post_queries.lines_of(run, rehearsal.receptionist)
    pages = pages_of(pile_of(run, lines, "Riverside General", rehearsal=True))
    assert "Rehearsal: nothing of this is to be posted." in pages[0]
    assert lines[0].posting.reference in pages[1]
    assert not (home / "letters").exists()


def test_queue_takes_a_constant_number_of_statements(
    cast: Cast, outbox: Outbox, django_assert_num_queries: Any
) -> None:
    people = neighbours(3, by=cast.receptionist)
    laid(outbox, people[0])
    with django_assert_num_queries(1):
        list(post_queries.waiting(cast.receptionist)[:50])
    laid(outbox, *people[1:])
    with django_assert_num_queries(1):
        found = list(post_queries.waiting(cast.receptionist)[:50])
    assert len({one.recorded.message.person.name for one in found}) == 3


def test_letters_from_before_the_queue_are_taken_as_posted(cast: Cast, outbox: Outbox) -> None:
    (letter,) = laid(outbox, cast.tom)
    key, day = letter.provider_key, letter.day
    Posting.objects.all().delete()
    import_module("almoner.messaging.migrations.0007_letters_to_the_end").take_as_posted(apps, None)
    found = Posting.objects.get()
    assert (found.provider_key, found.day, found.pages, found.state) == (key, day, 1, "posted")
    assert found.posted_at == found.recorded.at
    assert laws.letters_do_not_add_up() == []
