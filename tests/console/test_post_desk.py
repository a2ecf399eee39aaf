"""The pages of the post desk: what waits, a run from taking to closing, and a letter that came back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import field, words
from tests.messaging.conftest import Outbox, outbox
from tests.messaging.post_desk import laid, neighbours, pages_of

from almoner.charter import hearing
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.models import AuditEntry, Setting
from almoner.messaging import print_runs
from almoner.messaging.models import Posting, PrintRun, Receipt
from almoner.people.models import Person

__all__ = ["outbox"]
Browser = Callable[[str], Client]


def to(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", args=arguments)


@pytest.fixture(autouse=True)
def home(cast: Cast, tmp_path: Path, settings: Any) -> Path:
    settings.ALMONER_HOME = tmp_path
    return tmp_path


@pytest.fixture
def desk(as_: Browser) -> Client:
    return as_("receptionist")


def test_an_empty_queue_says_so(desk: Client) -> None:
    page = desk.get(to("letters"))
    assert "No letter waits" in words(page)
    assert "Take them" not in words(page)
    done = desk.post(to("take_run"), {"key": "k"}, follow=True)
    assert "No letter waits. Somebody may have taken them a moment ago." in words(done)


def test_I_4_a_run_from_the_queue_to_its_end(cast: Cast, outbox: Outbox, desk: Client) -> None:
    letters = laid(outbox, *neighbours(3, by=cast.receptionist))
    page = desk.get(to("letters"))
    assert "3 Letters that wait 3 Sheets, printed on one side" in words(page)
    assert letters[0].reference in words(page)
    assert "Paten0 Post" in words(page)
    told = {"key": field(page, "key"), "both_sides": "on"}
    taken = desk.post(to("take_run"), told, follow=True)
    run = PrintRun.objects.get()
    assert f"Run {run.reference} is yours. Now print it." in words(taken)
    again = desk.post(to("take_run"), told, follow=True)
    assert PrintRun.objects.count() == 1, "sent twice, it is taken once"
    assert run.reference in words(again)
    assert f"Print run {run.reference} 3 letters" in words(desk.get(to("letters")))
    pile = desk.post(to("print_pile", run.reference))
    assert (pile.headers["Content-Type"], pile.headers["Cache-Control"]) == ("application/pdf", "no-store")
    assert len(pages_of(pile.content)) == 8
    desk.post(to("print_pile", run.reference))
    assert "Printed 2 times" in words(desk.get(to("print_run", run.reference)))
    assert AuditEntry.objects.filter(act="read.letter").count() == 6
    wrong = desk.post(to("print_run", run.reference), {"posted": "2", "spoilt": ""})
    assert wrong.status_code == 422
    assert "3 letters were taken; 2 in envelopes and 0 spoilt or missing make 2." in words(wrong)
    assert 'value="2"' in wrong.content.decode(), "what was typed stays"
    spoilt = f"{letters[2].reference.lower()}\n{letters[2].reference}"
    done = desk.post(to("print_run", run.reference), {"posted": "2", "spoilt": spoilt}, follow=True)
    assert "It adds up: 2 letters are posted. 1 waits again." in words(done)
    assert "1 Letters that wait" in words(done)
    closed = desk.get(to("print_run", run.reference))
    assert "Counted and closed by Ravi Nair" in words(closed)
    assert "Close the run" not in words(closed)
    late = desk.post(to("print_run", run.reference), {"posted": "3", "spoilt": ""}, follow=True)
    assert "is over already" in words(late)


@pytest.mark.parametrize("posted", ["", "-1", "three", "3.5", "999999999999"])
def test_a_count_that_is_no_number_is_told(cast: Cast, outbox: Outbox, desk: Client, posted: str) -> None:
    laid(outbox, cast.tom)
    run = print_runs.take_run(by=cast.receptionist)
    page = desk.post(to("print_run", run.reference), {"posted": posted, "spoilt": "🌈"})
    assert page.status_code == 422
    assert "🌈" in page.content.decode()
    run.refresh_from_db()
    assert run.closed_at is None


def test_letters_of_several_days_can_be_taken_by_day(cast: Cast, outbox: Outbox, as_: Browser) -> None:
    first, second = neighbours(2, by=cast.receptionist)
    laid(outbox, first)
    with clock.at(clock.now() + timedelta(days=1)):
        laid(outbox, second)
        desk = as_("receptionist")
        page = desk.get(to("letters"))
        assert "All that wait" in words(page)
        desk.post(to("take_run"), {"key": "k", "day": "2026-11-24"}, follow=True)
        assert PrintRun.objects.get().letters == 1
        for wrong in ("2026-01-01", "tomorrow", ""):
            assert desk.post(to("take_run"), {"key": "other", "day": wrong}).status_code in {302, 422}
        assert PrintRun.objects.filter(letters=1).count() <= 2


def test_wrong_person_finds_no_post_desk(cast: Cast, outbox: Outbox, as_: Browser) -> None:
    (letter,) = laid(outbox, cast.tom)
    run = print_runs.take_run(by=cast.receptionist)
    for who in ("agent", "doctor", "from_elsewhere", "maya"):
        browser = as_(who)
        for address in (to("letters"), to("print_run", run.reference), to("letter_came_back", letter.id)):
            assert browser.get(address).status_code == 404, (who, address)
        assert browser.post(to("print_pile", run.reference)).status_code == 404


def test_a_closed_record_is_named_by_its_paper_alone(cast: Cast, outbox: Outbox, desk: Client) -> None:
    laid(outbox, cast.tom)
    Person.objects.filter(id=cast.tom.id).update(restricted=True)
    page = desk.get(to("letters"))
    assert "A closed record" in words(page)
    assert "Whitfield" not in page.content.decode()


def test_the_rehearsal_has_letters_to_try_and_says_so(cast: Cast, outbox: Outbox, desk: Client) -> None:
    Setting.objects.create(name="rehearsal", value=True)
    laid(outbox, cast.tom)
    assert "nothing is to be posted" in words(desk.get(to("letters")))
    desk.post(to("take_run"), {"key": "k"})
    run = PrintRun.objects.get()
    pile = pages_of(desk.post(to("print_pile", run.reference)).content)
    assert "Rehearsal: nothing of this is to be posted." in pile[0]
    assert "Tom Whitfield" in pile[1]


def test_I_21_a_letter_that_came_back_is_found_and_told(cast: Cast, outbox: Outbox, as_: Browser) -> None:
    letters = laid(outbox, *neighbours(2, by=cast.receptionist))
    run = print_runs.take_run(by=cast.receptionist)
    desk = as_("receptionist")
    waits = desk.get(to("letter_came_back", letters[0].id))
    assert "This letter has not gone out as far as we know" in words(waits)
    print_runs.close_run(run=run, posted=2, spoilt=[], by=cast.receptionist)
    wrong = desk.post(to("came_back"), {"code": "L-2222-2222"})
    assert (wrong.status_code, "There is no letter with this reference." in words(wrong)) == (422, True)
    found = desk.post(to("came_back"), {"code": letters[0].reference.lower()}, follow=True)
    assert "Paten0 Post" in words(found)
    unsaid = desk.post(to("letter_came_back", letters[0].id), {})
    assert unsaid.status_code == 422
    for _ in range(2):
        done = desk.post(to("letter_came_back", letters[0].id), {"reason": "moved"}, follow=True)
        assert f"Noted: {letters[0].reference} came back." in words(done)
    assert Receipt.objects.count() == 1
    assert "It is noted already" in words(desk.get(to("letter_came_back", letters[0].id)))
    message = Posting.objects.get(id=letters[0].id).recorded.message_id
    shown = words(as_("manager").get(to("message", message)))
    assert f"Reference in the window {letters[0].reference}" in shown
    assert "The envelope says Moved away" in shown
    other = as_("manager").get(to("message", letters[1].recorded.message_id))
    assert to("letter_came_back", letters[1].id) in other.content.decode()


def test_what_stands_on_several_letters_is_asked_further(cast: Cast, outbox: Outbox, desk: Client) -> None:
    letters = laid(outbox, *neighbours(2, by=cast.receptionist))
    visit = letters[0].reference.replace("L-", "V-")
    Posting.objects.update(about=visit)
    about = words(desk.post(to("came_back"), {"code": visit}))
    assert "Which of these is it?" in about
    assert letters[1].reference in about


def test_who_died_since_is_to_be_taken_out_of_the_pile(cast: Cast, outbox: Outbox, desk: Client) -> None:
    (letter,) = laid(outbox, cast.tom)
    run = print_runs.take_run(by=cast.receptionist)
    Person.objects.filter(id=cast.tom.id).update(died_on=clock.today())
    page = desk.get(to("print_run", run.reference))
    assert "Take these out of the pile" in words(page)
    assert letter.reference in words(page)


def test_a_duty_of_the_post_desk_leads_to_where_it_is_done(cast: Cast, outbox: Outbox, as_: Browser) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("almoner.timeline.listener._listener", hearing.hear)
        laid(outbox, cast.tom)
        waits = Promise.objects.get(standard="letters_posted")
        page = as_("receptionist").get(to("promise", waits.reference))
        assert to("letters") in page.content.decode()
        assert "everybody who is written to" in words(page)
        run = print_runs.take_run(by=cast.receptionist)
        is_open = Promise.objects.get(standard="run_closed")
        assert to("print_run", run.reference) in as_("manager").get(to("promise", is_open.reference)).content.decode()
        assert as_("agent").get(to("promise", is_open.reference)).status_code == 404


def test_a_letter_that_says_nothing_is_found_from_the_page_of_its_person(
    cast: Cast, outbox: Outbox, desk: Client
) -> None:
    page = desk.get(to("person", cast.tom.id))
    assert "A letter to them came back" in words(page)
    asked = {"person": str(cast.tom.id)}
    assert "No letter to them was posted" in words(desk.post(to("came_back"), asked))
    (letter,) = laid(outbox, cast.tom)
    run = print_runs.take_run(by=cast.receptionist)
    print_runs.close_run(run=run, posted=1, spoilt=[], by=cast.receptionist)
    found = desk.post(to("came_back"), asked)
    assert to("letter_came_back", letter.id) in found.content.decode()
    Person.objects.filter(id=cast.tom.id).update(restricted=True)
    for nobody in (str(cast.tom.id), "nonsense", str(letter.id)):
        assert letter.reference not in desk.post(to("came_back"), {"person": nobody}).content.decode()
