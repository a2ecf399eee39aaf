"""What is known of a person, changed beside each thing: who they are, how to reach them, needs, consents, carers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import Cast
from tests.console.reading import words

from almoner.charter.models import Promise
from almoner.messaging.models import TextDoubt
from almoner.people.actions import activate, add_contact, note_need, restrict_record
from almoner.people.enums import Need
from almoner.people.models import Account, Carer, CommunicationNeed, Consent, ContactPoint, Person
from almoner.timeline.models import Event

BORN = {"birth_on_day": "3", "birth_on_month": "4", "birth_on_year": "1980"}
SAME = {"given_name": "Maya", "family_name": "Osei", "sex": "female", "language": "en", **BORN}


@pytest.fixture
def details(cast: Cast) -> str:
    return reverse("console:person_details", args=[cast.maya.id])


def do(browser: Client, cast: Cast, deed: str, **said: Any) -> Any:
    return browser.post(reverse("console:person_act", args=[cast.maya.id, deed]), said)


def point(cast: Cast, kind: str) -> ContactPoint:
    return ContactPoint.objects.get(person=cast.maya, kind=kind)


# ── Who they are ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_I_38_name_is_corrected_with_a_reason_and_the_old_one_is_shown(
    cast: Cast, details: str, as_: Callable[[str], Client]
) -> None:
    browser = as_("agent")
    refused = do(browser, cast, "correct", **SAME | {"given_name": "Máya 🙂"})
    assert (refused.status_code, "Please say why." in words(refused)) == (422, True)
    assert do(browser, cast, "correct", **SAME, called="May", reason="").status_code == 302
    done = do(browser, cast, "correct", **SAME | {"given_name": "مايا", "reason": "she showed her passport"})
    assert done["Location"] == details
    cast.maya.refresh_from_db()
    assert (cast.maya.given_name, cast.maya.called) == ("مايا", "")
    page = browser.get(details).content.decode()
    for told in ("Given name: Maya, now مايا", "she showed her passport", "Ada Quick", "on the screen"):
        assert told in page, told


def test_birth_date_that_cannot_be_is_asked_again(cast: Cast, as_: Callable[[str], Client]) -> None:
    answer = do(as_("agent"), cast, "correct", **SAME | {"birth_on_year": "2077", "reason": "passport"})
    assert (answer.status_code, "Please check the date of birth." in words(answer)) == (422, True)


# ── How to reach them ────────────────────────────────────────────────────────────────────────────────────────────────


def test_number_is_added_and_tried_first(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    wrong = do(browser, cast, "add_contact", kind="mobile", value="12")
    assert (wrong.status_code, "digits" in words(wrong)) == (422, True)
    do(browser, cast, "add_contact", kind="mobile", value="07700 900555", first="on", verified="on")
    ranked = ContactPoint.objects.filter(person=cast.maya, kind="mobile").order_by("rank")
    assert [(one.value, one.rank, one.verified_at is not None) for one in ranked] == [
        ("07700 900555", 1, True), ("07700 900123", 2, False),
    ]  # fmt: skip


def test_number_is_confirmed_preferred_and_stopped(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    second = add_contact(person=cast.maya, kind="mobile", value="07700 900555", by=cast.agent)
    do(browser, cast, "verify_contact", thing=second.id)
    do(browser, cast, "prefer_contact", thing=second.id)
    assert do(browser, cast, "stop_contact", thing=point(cast, "email").id, reason="").status_code == 422
    do(browser, cast, "stop_contact", thing=point(cast, "email").id, reason="it came back")
    second.refresh_from_db()
    assert (second.verified_at is not None, second.rank, point(cast, "email").stopped_because) == (
        True, 1, "it came back",
    )  # fmt: skip
    assert Promise.objects.filter(standard="wrong_details", person=cast.maya).exists()


# ── Needs and consents ───────────────────────────────────────────────────────────────────────────────────────────────


def test_X_5_need_is_noted_reviewed_and_ended(cast: Cast, details: str, as_: Callable[[str], Client]) -> None:
    browser = as_("receptionist")
    do(browser, cast, "note_need", kind="deaf", note="reads lips", review_on="2027-01-31")
    assert do(browser, cast, "note_need", kind="deaf").status_code == 422
    shown = words(browser.get(details))
    assert "do not ring, write" in shown
    assert "31 January 2027" in shown
    need = CommunicationNeed.objects.get()
    do(browser, cast, "review_need", thing=need.id)
    do(browser, cast, "end_need", thing=need.id)
    need.refresh_from_db()
    assert (need.review_on.year, need.ended_at is not None) == (2027, True)
    assert do(browser, cast, "end_need", thing=need.id).status_code == 404


def test_X_2_answer_is_kept_with_who_took_it_down(cast: Cast, details: str, as_: Callable[[str], Client]) -> None:
    browser = as_("receptionist")
    do(browser, cast, "consent", purpose="research", channel="email", given="no")
    assert Consent.objects.get(person=cast.maya, purpose="research").given is False
    assert "Ravi Nair" in words(browser.get(details))
    assert do(browser, cast, "consent", purpose="research", channel="email").status_code == 422


# ── Carers ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_I_26_carer_is_found_and_appointed_with_a_code_word(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser, where = as_("agent"), reverse("console:appoint_carer", args=[cast.maya.id])
    found = browser.post(where, {"text": "Tom Whitfield"})
    assert "Tom Whitfield, born 30 January 1948" in words(found)
    form = {"text": "Tom Whitfield", "carer": str(cast.tom.id), "relationship": "neighbour", "basis": "chosen"}
    lacking = browser.post(where, form | {"scopes": ["phone"]})
    assert (lacking.status_code, "code word of at least six letters" in words(lacking)) == (422, True)
    browser.post(where, form | {"scopes": ["phone", "book"], "code_word": "snowdrop", "ends_on": "2027-03-01"})
    leave = Carer.objects.get(person=cast.maya, carer=cast.tom)
    assert (leave.scopes, str(leave.ends_on), leave.relationship) == (["book", "phone"], "2027-03-01", "neighbour")
    ended = do(browser, cast, "end_carer", thing=leave.id, reason="moved away")
    leave.refresh_from_db()
    assert (ended.status_code, leave.ended_because) == (302, "moved away")


def test_nobody_is_their_own_carer(cast: Cast, as_: Callable[[str], Client]) -> None:
    where = reverse("console:appoint_carer", args=[cast.maya.id])
    assert "Nobody else like this is on record" in words(as_("agent").post(where, {"text": "Maya Osei"}))


# ── Account and record ───────────────────────────────────────────────────────────────────────────────────────────────


def test_I_28_link_goes_by_email_and_the_code_is_shown_once(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    page = do(browser, cast, "open_account", email="maya@example.org").content.decode()
    code = page.split('<p class="lead figures"><bdi>')[1].split("<")[0]
    promise = Promise.objects.get(standard="account_link")
    from almoner.desk.messages import account_link

    account = Account.objects.get(person=cast.maya)
    told = account_link(account.id, cast.maya)
    assert told
    assert (promise.subject_id, told["link"] in page, code in str(told)) == (account.id, False, False)
    token = told["link"].rstrip("/").rsplit("/", 1)[1]
    assert activate(token=token, code=code, by=cast.agent)
    assert account_link(account.id, cast.maya) is None
    promise.refresh_from_db()
    assert promise.state == "withdrawn"


def test_who_stands_before_us_scans_the_link(cast: Cast, as_: Callable[[str], Client]) -> None:
    page = do(as_("receptionist"), cast, "open_account", email="maya@example.org", proof="passport").content.decode()
    assert "/account/open/" in page
    assert not Promise.objects.filter(standard="account_link").exists()


def test_account_needs_an_address_of_theirs_and_closes_with_a_reason(
    cast: Cast, details: str, as_: Callable[[str], Client]
) -> None:
    browser = as_("agent")
    assert do(browser, cast, "open_account", email="thief@example.org").status_code == 422
    do(browser, cast, "open_account", email="maya@example.org", proof="passport")
    assert do(browser, cast, "close_account", reason="").status_code == 422
    do(browser, cast, "close_account", reason="lost her phone")
    assert Account.objects.get(person=cast.maya).is_active is False


def test_record_is_closed_by_who_may_see_closed_ones_only(
    cast: Cast, details: str, as_: Callable[[str], Client]
) -> None:
    assert do(as_("agent"), cast, "restrict", reason="threatened").status_code in {403, 422}
    nurse = as_("triage_nurse")
    do(nurse, cast, "restrict", reason="threatened by a neighbour")
    assert Person.objects.get(id=cast.maya.id).restricted
    assert "Open the record again" in words(nurse.get(details))
    assert as_("agent").get(details).status_code == 404
    do(nurse, cast, "restrict", reason="settled")
    assert not Person.objects.get(id=cast.maya.id).restricted


# ── Who may ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_may_only_read_sees_no_forms(cast: Cast, details: str, as_: Callable[[str], Client]) -> None:
    browser = as_("bed_manager")
    page = browser.get(details)
    assert page.status_code == 200
    assert "Correct this" not in words(page)
    assert do(browser, cast, "end_need", thing=cast.maya.id).status_code == 404


def test_I_23_things_of_another_are_not_there(cast: Cast, as_: Callable[[str], Client]) -> None:
    browser = as_("agent")
    theirs = ContactPoint.objects.filter(person=cast.tom).first()
    need = note_need(person=cast.tom, kind=Need.DEAF, by=cast.agent)
    assert theirs
    for deed, thing in (
        ("verify_contact", theirs),
        ("prefer_contact", theirs),
        ("review_need", need),
        ("end_need", need),
    ):
        assert do(browser, cast, deed, thing=thing.id).status_code == 404, deed
    assert do(browser, cast, "stop_contact", thing=theirs.id, reason="x").status_code == 404
    assert do(browser, cast, "praise").status_code == 404
    assert Event.objects.filter(person=cast.tom, kind__in=["contact.confirmed", "need.ended"]).count() == 0


def test_closed_record_is_not_there(cast: Cast, details: str, as_: Callable[[str], Client]) -> None:
    restrict_record(person=cast.maya, restricted=True, reason="threatened", by=cast.doctor)
    assert as_("agent").get(details).status_code == 404
    assert do(as_("agent"), cast, "consent", purpose="care", channel="call", given="no").status_code == 404


def test_statements_do_not_grow(cast: Cast, details: str, as_: Callable[[str], Client]) -> None:
    browser, counts = as_("agent"), []
    for more in (1, 2):
        for number in range(more):
            add_contact(person=cast.maya, kind="mobile", value=f"07700 9005{more}{number}", by=cast.agent)
        browser.get(details)
        with CaptureQueriesContext(connection) as caught:
            browser.get(details)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_number_at_which_texts_do_not_arrive_is_shown_and_confirmed(
    cast: Cast, details: str, as_: Callable[[str], Client]
) -> None:
    number = add_contact(person=cast.maya, kind="mobile", value="07700 900321", by=cast.agent)
    browser = as_("agent")
    assert "texts do not arrive" not in words(browser.get(details))
    TextDoubt.objects.create(number_key=number.key, missed=3)
    assert "texts do not arrive" in words(browser.get(details))
    do(browser, cast, "verify_contact", thing=str(number.id))
    shown = words(browser.get(details))
    assert "texts do not arrive" not in shown
    assert "reaches them" in shown
