"""The doors: limits that all processes share, streams that end, sessions that rest, and the language of the page."""

from __future__ import annotations

import asyncio
import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from tests.cast import MONDAY_MORNING, Cast, account_of, signed_in

from almoner.core.permissions import Role
from almoner.people import actions, adapter, limits
from almoner.people.adapter import wait_for_mail
from almoner.people.limits import Limit
from almoner.people.models import Account, Site, Tally
from almoner.people.speaking import language_of
from almoner.people.tasks import forget_tallies
from almoner.people.watching import end_with_sight

BY_ITSELF = {"X-By-Itself": "yes"}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a test reaches soon."""
    monkeypatch.setattr(limits, "BY_NAME", {"portal:find": Limit("finder", 3, 300)})
    monkeypatch.setattr(limits, "LINKS", Limit("links", 3, 600))
    monkeypatch.setattr(limits, "INTAKE", Limit("intake", 3, 600))


def find(client: Client, **more: Any) -> int:
    return client.post(reverse("portal:find"), {"text": "my knee"}, **more).status_code


def test_asvs_2_4_1_what_anybody_may_do_has_a_limit_and_the_page_says_how_to_reach_a_human(
    cast: Cast, client: Client, few: None
) -> None:
    assert [find(client) for _ in range(4)] == [200, 200, 200, 429]
    answer = client.post(reverse("portal:find"), {"text": "my knee"}, headers={"Accept-Language": "en"})
    text = answer.content.decode()
    assert answer["Retry-After"] == "300"
    assert "020 7946 0100" in text
    assert "999" in text


def test_limits_are_of_one_network_and_end(cast: Cast, client: Client, few: None, at: Any) -> None:
    assert [find(client, REMOTE_ADDR="2001:db8::1") for _ in range(4)][-1] == 429
    assert find(client, REMOTE_ADDR="2001:db8::2") == 429
    assert find(client, REMOTE_ADDR="2001:db8:1::2") == 200
    at(MONDAY_MORNING + timedelta(minutes=6))
    assert find(client, REMOTE_ADDR="2001:db8::1") == 200
    forget_tallies()
    assert Tally.objects.filter(until_at__lt=datetime(2026, 11, 23, 9, 5, tzinfo=UTC)).count() == 0


def test_tallies_hold_no_address(cast: Cast, client: Client) -> None:
    find(client, REMOTE_ADDR="192.0.2.77")
    kept = Tally.objects.get()
    assert "192.0.2.77" not in f"{kept.who} {kept.what}"


def test_staff_at_work_are_not_counted(cast: Cast, few: None) -> None:
    desk = signed_in(cast.agent_staff)
    assert [find(desk) for _ in range(5)] == [200] * 5


def test_asvs_6_4_1_guessing_links_is_held(cast: Cast, client: Client, few: None) -> None:
    tried = [client.get(reverse("follow_link", args=[f"{number:064x}"])).status_code for number in range(4)]
    assert tried == [302, 302, 302, 429]


def test_somebody_in_danger_is_told_whom_to_ring_even_when_stopped(cast: Cast, client: Client, few: None) -> None:
    answers = [client.post(reverse("portal:intake_danger"), {}) for _ in range(4)]
    assert answers[-1].status_code == 429
    assert 'href="tel:999"' in answers[-1].content.decode()


def test_sign_in_limits_answer_with_the_same_page(cast: Cast, client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    cache.clear()
    door = reverse("account_login")
    answers = [client.post(door, {"login": "nobody@example.org", "password": "x"}) for _ in range(2)]
    assert answers[-1].status_code == 429
    assert "020 7946 0100" in answers[-1].content.decode()


# ── Streams ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def stream(account: Account, still: Any = lambda: True) -> StreamingHttpResponse:
    async def words() -> Any:
        while True:
            await asyncio.sleep(0)
            yield b"changed"

    answer = StreamingHttpResponse(words(), content_type="text/event-stream")
    end_with_sight(answer, account, still)
    return answer


def read(answer: StreamingHttpResponse, times: int, between: Any = lambda: None) -> list[bytes]:
    """So many words of a stream; `between` happens after the first."""

    async def gather() -> list[bytes]:
        found: list[bytes] = []
        words = answer.streaming_content.__aiter__()
        for number in range(times):
            try:
                found.append(await words.__anext__())
            except StopAsyncIteration:
                break
            if number == 0:
                await sync_to_async(between)()
        return found

    return async_to_sync(gather)()


@pytest.mark.parametrize("ending", ["role ended", "account closed", "left", "another role"])
def test_I_26_an_open_stream_ends_when_sight_does(cast: Cast, ending: str) -> None:
    account = account_of(cast.triage_nurse_staff)
    nurse = cast.triage_nurse_staff

    def end() -> None:
        if ending == "role ended":
            actions.end_role(staff=nurse, role=Role.TRIAGE_NURSE, by=cast.manager)
        elif ending == "account closed":
            actions.close_account(account=account, reason="left in anger", by=cast.manager)
        elif ending == "left":
            actions.staff_left(staff=nurse, by=cast.manager)
        else:
            actions.give_role(staff=nurse, role=Role.AGENT, by=cast.manager)

    assert read(stream(account), 3, end) == [b"changed"]


def test_I_26_a_stream_of_a_carer_ends_with_their_leave(cast: Cast) -> None:
    account = account_of(cast.leila)
    leave = cast.maya.carers.get()
    ended = read(stream(account), 3, lambda: actions.end_carer(leave=leave, reason="no more", by=cast.maya_herself))
    assert ended == [b"changed"]


def test_a_stream_goes_on_while_nothing_changes_and_ends_with_the_session(cast: Cast) -> None:
    account = account_of(cast.triage_nurse_staff)
    assert read(stream(account), 3) == [b"changed"] * 3
    holds = iter([True, False])
    assert read(stream(account, lambda: next(holds)), 3) == [b"changed"]


# ── Sessions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_asvs_7_3_1_a_page_that_renews_itself_keeps_no_session_alive(cast: Cast, at: Any) -> None:
    desk = signed_in(cast.agent_staff)
    board = reverse("console:promises")
    assert desk.get(board).status_code == 200
    for minutes in (15, 29):
        at(MONDAY_MORNING + timedelta(minutes=minutes))
        assert desk.get(board, headers=BY_ITSELF).status_code == 200
    at(MONDAY_MORNING + timedelta(minutes=31))
    assert desk.get(board, headers=BY_ITSELF).status_code == 302


def test_asvs_7_3_1_somebody_at_work_stays(cast: Cast, at: Any) -> None:
    desk = signed_in(cast.agent_staff)
    for minutes in (0, 25, 50, 75):
        at(MONDAY_MORNING + timedelta(minutes=minutes))
        assert desk.get(reverse("console:promises")).status_code == 200


def test_asvs_7_4_1_a_session_that_was_signed_out_works_nowhere(cast: Cast) -> None:
    desk = signed_in(cast.agent_staff)
    thief = Client()
    thief.cookies.load(desk.cookies.output(header="", sep=";"))
    desk.post(reverse("account_logout"))
    assert thief.get(reverse("console:promises")).status_code == 302


def test_mail_is_waited_for_however_slow_it_is(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[EmailMessage] = []

    def slowly(message: EmailMessage) -> None:
        time.sleep(0.3)
        sent.append(message)

    monkeypatch.setattr(adapter, "_post", slowly)
    account_of(cast.maya)
    adapter.AccountAdapter().send_mail("account/email/login_code", "maya@example.org", {"code": "ABC"})
    wait_for_mail()
    assert [message.to for message in sent] == [["maya@example.org"]]


def test_asvs_7_2_4_signing_in_makes_a_new_session(cast: Cast, client: Client) -> None:
    account_of(cast.maya)
    client.get(reverse("account_request_login_code"))
    client.post(reverse("account_request_login_code"), {"email": "maya@example.org"})
    before = client.session.session_key
    wait_for_mail()
    code = re.search(r"code is: (\S+)", str(mail.outbox[-1].body))
    assert code
    client.post(reverse("account_confirm_login_code"), {"code": code[1]})
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_asvs_7_2_1_a_made_up_session_lets_nobody_in(cast: Cast, client: Client) -> None:
    client.cookies[django_settings.SESSION_COOKIE_NAME] = "a" * 32
    assert client.get(reverse("portal:home")).status_code == 302


def test_asvs_3_3_cookies_are_kept_from_scripts_and_other_sites(cast: Cast) -> None:
    desk = signed_in(cast.agent_staff)
    desk.get(reverse("console:promises"))
    assert (django_settings.SESSION_COOKIE_HTTPONLY, django_settings.SESSION_COOKIE_SAMESITE) == (True, "Lax")


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_asvs_3_7_2_signing_in_leads_to_no_other_site(cast: Cast, to: str) -> None:
    desk = signed_in(cast.maya)
    answer = desk.post(reverse("account_logout"), {"next": to})
    assert "evil" not in answer.get("Location", "")
    assert "javascript" not in answer.get("Location", "")


@pytest.mark.parametrize("name", ["portal:act_for", "account_logout", "portal:find"])
def test_asvs_3_5_1_a_form_of_another_site_is_refused(cast: Cast, name: str) -> None:
    account = account_of(cast.maya)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account)
    assert strict.post(reverse(name), {"text": "knee"}).status_code == 403


def test_asvs_6_2_9_a_long_password_is_taken_and_used_whole(cast: Cast, settings: Any) -> None:
    long = "ä bright purple kettle " * 4
    invitation = actions.open_account_for_staff(staff=cast.agent_staff, email="ada@riverside.example", by=cast.manager)
    account = actions.activate(token=invitation.token, password=long, by=cast.manager)
    assert account
    assert account.check_password(long)
    assert not account.check_password(long[:-1])


# ── Languages and holes ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_language_of_an_account_is_that_of_its_person_and_of_staff_the_one_they_chose(cast: Cast) -> None:
    assert language_of(account_of(cast.leila)) == "ar"
    assert language_of(account_of(cast.agent_staff)) == ""
    assert language_of(None) == ""


def test_pages_after_signing_in_are_in_the_language_of_the_person(cast: Cast, client: Client) -> None:
    invitation = actions.open_account_for_person(
        person=cast.leila, email="leila@example.org", proof="passport", by=cast.agent
    )
    client.get(reverse("follow_link", args=[invitation.token]))
    answer = client.post(reverse("activate"), {"go": "on"})
    assert answer.cookies["django_language"].value == "ar"


def test_holes_can_be_told(cast: Cast, client: Client, settings: Any) -> None:
    said = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: http" in said
    assert "Expires: 2027-05-" in said
    settings.ALMONER_SECURITY_CONTACT = "mailto:security@example.org"
    assert "Contact: mailto:security@example.org" in client.get("/.well-known/security.txt").content.decode()


def test_somebody_to_talk_to_stands_on_every_page(cast: Cast, client: Client) -> None:
    Site.objects.filter(id=cast.site.id).update(crisis_number="0808 157 0116", crisis_text_number="07700 900116")
    text = client.get(reverse("portal:front")).content.decode()
    assert 'href="tel:0808 157 0116"' in text
    assert 'href="sms:07700 900116"' in text
