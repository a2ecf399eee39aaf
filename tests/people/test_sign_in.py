"""Coming in and going out: codes, passwords, second factors, invitations, sessions (laws I-23, I-26, I-28)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from tests.cast import MONDAY_MORNING, PASSWORD, Cast, account_of, signed_in

from almoner.core.actor import SYSTEM
from almoner.core.permissions import Role
from almoner.people import actions
from almoner.people.adapter import wait_for_mail
from almoner.people.models import Account, Activation
from almoner.people.queries import actor_for, invitation_kind
from almoner.people.sealing import seal, unseal
from almoner.urls import urlpatterns as house

At = Callable[[datetime], None]
ASK, CONFIRM, STAFF_DOOR = "account_request_login_code", "account_confirm_login_code", "account_login"


def who(request: HttpRequest) -> HttpResponse:
    """A page of the house that tells who acts."""
    actor = request.actor  # type: ignore[attr-defined]
    return HttpResponse(f"{actor.name} {sorted(role.value for role in actor.roles)}" if actor else "nobody")


urlpatterns = [path("who/", who, name="who"), *house]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    cache.clear()


def code_sent() -> str:
    wait_for_mail()
    found = re.search(r"code is: (\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


def figures(account: Account) -> str:
    """What the app on their phone shows now."""
    secret = Authenticator.objects.get(user=account, type="totp").wrap().instance.data["secret"]
    return f"{hotp_value(unseal(secret), next(iter(yield_hotp_counters_from_time()))):06}"


# ── People: a code by e-mail ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_comes_in_with_the_code_they_were_sent(cast: Cast, client: Client) -> None:
    account_of(cast.maya)
    client.post(reverse(ASK), {"email": "maya@example.org"})
    response = client.post(reverse(CONFIRM), {"code": code_sent()})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/who/").content == b"Maya Osei ['patient']"


def test_a_carer_comes_in_as_both(cast: Cast) -> None:
    assert signed_in(cast.leila).get("/who/").content == b"Leila Haddad ['carer', 'patient']"


def test_the_mail_says_whose_it_is_and_nothing_of_care(cast: Cast, client: Client) -> None:
    account_of(cast.maya)
    client.post(reverse(ASK), {"email": "maya@example.org"})
    code_sent()
    (message,) = mail.outbox
    assert message.to == ["maya@example.org"]
    assert message.subject == "Your sign-in code"
    assert "Riverside General Hospital" in str(message.body)
    assert "Maya" not in str(message.body)


def test_five_wrong_codes_end_the_try(cast: Cast, client: Client) -> None:
    account_of(cast.maya)
    client.post(reverse(ASK), {"email": "maya@example.org"})
    right = code_sent()
    for _ in range(5):
        client.post(reverse(CONFIRM), {"code": "000000"})
    client.post(reverse(CONFIRM), {"code": right})
    assert client.get("/who/").status_code == 302


def answers_to(client: Client, email: str) -> list[tuple[int, str, bytes]]:
    """Everything that somebody at the door sees for an address, secrets of the form aside."""
    cache.clear()
    first = client.post(reverse(ASK), {"email": email})
    second = client.get(first["Location"])
    wrong = client.post(reverse(CONFIRM), {"code": "000000"})
    seen = [first, second, wrong]
    return [(one.status_code, one.get("Location", ""), shown(one)) for one in seen]


def shown(page: Any) -> bytes:
    """A page without the secrets of its forms, which differ each time."""
    return re.sub(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', b"", page.content)


@pytest.mark.parametrize("email", ["nobody@example.org", "nora@riverside.example", "closed@example.org"])
def test_I_23_the_door_answers_alike_for_every_address(cast: Cast, email: str) -> None:
    account_of(cast.maya)
    account_of(cast.triage_nurse_staff)
    actions.open_account_for_person(person=cast.tom, email="closed@example.org", by=cast.agent)
    known = answers_to(Client(), "maya@example.org")
    wait_for_mail()
    sent = len(mail.outbox)
    assert answers_to(Client(), email) == known
    wait_for_mail()
    assert len(mail.outbox) == sent


def test_codes_are_asked_for_three_times_in_five_minutes(cast: Cast) -> None:
    account_of(cast.maya)
    for _ in range(5):
        Client().post(reverse(ASK), {"email": "maya@example.org"})
    wait_for_mail()
    assert len(mail.outbox) == 3


def test_limits_are_shared_by_all_processes(cast: Cast, settings: Any) -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    cache.set("limit", [1.0])
    assert cache.get("limit") == [1.0]


# ── Staff: a password and a second factor ────────────────────────────────────────────────────────────────────────────


def with_password(account: Account) -> Client:
    client = Client()
    client.post(reverse(STAFF_DOOR), {"login": account.email, "password": PASSWORD})
    return client


def test_staff_with_a_password_only_reach_nothing_but_the_set_up(cast: Cast) -> None:
    account = account_of(cast.doctor_staff)
    client = Client()
    came_in = client.post(reverse(STAFF_DOOR), {"login": account.email, "password": PASSWORD})
    assert came_in["Location"] == reverse("mfa_activate_totp")
    for address in ("/who/", "/", "/desk/promises/", reverse("mfa_index"), reverse("account_change_password")):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, reverse("mfa_activate_totp")), address
    assert client.get(reverse("mfa_activate_totp")).status_code in {200, 302}


@pytest.mark.django_db(transaction=True)
def test_staff_set_up_an_app_and_then_act(cast: Cast) -> None:
    account = account_of(cast.doctor_staff)
    client = with_password(account)
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    if page.redirect_chain:
        page = client.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert client.get("/who/").content == b"Dana Okafor ['doctor']"
    assert Authenticator.objects.filter(user=account, type="recovery_codes").exists()


def test_staff_show_both_factors_to_come_in(cast: Cast) -> None:
    account = account_of(cast.doctor_staff)
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    client = with_password(account)
    assert client.get("/who/").status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.get("/who/").status_code == 302
    response = client.post(reverse("mfa_authenticate"), {"code": figures(account)})
    assert response["Location"] == "/desk/"
    assert client.get("/who/").content == b"Dana Okafor ['doctor']"


def test_staff_get_no_code_by_mail(cast: Cast, client: Client) -> None:
    account_of(cast.doctor_staff)
    client.post(reverse(ASK), {"email": "dana@riverside.example"})
    wait_for_mail()
    assert mail.outbox == []


def test_a_person_has_no_password_and_cannot_get_one(cast: Cast, client: Client) -> None:
    account = account_of(cast.maya)
    assert not account.has_usable_password()
    client.post(reverse("account_reset_password"), {"email": account.email})
    wait_for_mail()
    assert mail.outbox == []
    mine = signed_in(cast.maya)
    assert mine.get(reverse("account_set_password")).status_code == 404


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password"])
def test_nobody_signs_up_or_moves_an_account_by_themselves(cast: Cast, name: str) -> None:
    for client in (Client(), signed_in(cast.maya)):
        assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse(name), {"email": "x@example.org"}).status_code == 404


def test_staff_set_a_new_password_with_a_code_and_still_need_both_factors(cast: Cast, client: Client) -> None:
    account = account_of(cast.doctor_staff)
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    ask, enter = reverse("account_reset_password"), reverse("account_confirm_password_reset_code")
    assert "Forgotten password" in client.get(ask).content.decode()
    assert "Enter your code" in client.post(ask, {"email": account.email}, follow=True).content.decode()
    code = code_sent()
    assert "Choose a new password" in client.post(enter, {"code": code}, follow=True).content.decode()
    new = "another pass phrase entirely"
    client.post(reverse("account_complete_password_reset"), {"password1": new, "password2": new})
    account.refresh_from_db()
    assert account.check_password(new)
    assert client.get("/who/").status_code == 302


def test_a_manager_resets_a_lost_second_factor(cast: Cast) -> None:
    account = account_of(cast.doctor_staff)
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    actions.reset_second_factor(staff=cast.doctor_staff, reason="lost the phone, seen in person", by=cast.manager)
    assert with_password(account).get("/who/")["Location"] == reverse("mfa_activate_totp")


def test_the_last_second_factor_of_staff_cannot_be_taken_away(cast: Cast) -> None:
    account = account_of(cast.doctor_staff)
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    client = with_password(account)
    client.post(reverse("mfa_authenticate"), {"code": figures(account)})
    client.post(reverse("mfa_deactivate_totp"), follow=True)
    client.post(reverse("mfa_reauthenticate"), {"code": figures(account)})
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=account, type="totp").exists()


def test_T_12_the_secret_of_the_app_is_sealed_in_the_tables(cast: Cast) -> None:
    account = account_of(cast.doctor_staff)
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.get(user=account).data)


def test_what_was_sealed_is_read_with_an_earlier_key(settings: Any) -> None:
    settings.SECRET_KEY = "one"
    sealed = seal("secret")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "two", ["one"]
    assert unseal(sealed) == "secret"


# ── Sessions ─────────────────────────────────────────────────────────────────────────────────────────────────────────

ENDINGS: dict[str, Callable[[Cast], Any]] = {
    "account closed": lambda c: actions.close_account(
        account=Account.objects.get(staff=c.doctor_staff), reason="left", by=c.manager
    ),
    "role ended": lambda c: actions.end_role(staff=c.doctor_staff, role=Role.DOCTOR, by=c.manager),
    "left": lambda c: actions.staff_left(staff=c.doctor_staff, by=c.manager),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_I_26_a_session_of_staff_ends_with_the_next_request(cast: Cast, ending: str) -> None:
    client = signed_in(cast.doctor_staff)
    assert client.get("/who/").status_code == 200
    ENDINGS[ending](cast)
    assert client.get("/who/").status_code == 302


def test_I_26_a_session_of_a_person_ends_when_they_have_died(cast: Cast) -> None:
    client = signed_in(cast.maya)
    assert client.get("/who/").status_code == 200
    actions.note_death(person=cast.maya, died_on=MONDAY_MORNING.date(), by=cast.doctor)
    assert client.get("/who/").status_code == 302


def test_I_26_a_changed_role_holds_from_the_next_request(cast: Cast) -> None:
    client = signed_in(cast.agent_staff)
    actions.give_role(staff=cast.agent_staff, role=Role.RECEPTIONIST, by=cast.manager)
    actions.end_role(staff=cast.agent_staff, role=Role.AGENT, by=cast.manager)
    assert client.get("/who/").content == b"Ada Quick ['receptionist']"


@pytest.mark.parametrize(("idle", "stays"), [(timedelta(minutes=29), True), (timedelta(minutes=31), False)])
def test_an_idle_session_of_staff_ends(cast: Cast, at: At, idle: timedelta, *, stays: bool) -> None:
    client = signed_in(cast.doctor_staff)
    client.get("/who/")
    at(MONDAY_MORNING + idle)
    assert (client.get("/who/").status_code == 200) is stays


def test_a_busy_session_ends_after_twelve_hours(cast: Cast, at: At) -> None:
    client = signed_in(cast.doctor_staff)
    for minutes in range(0, 12 * 60 + 1, 20):
        at(MONDAY_MORNING + timedelta(minutes=minutes))
        assert client.get("/who/").status_code == 200, minutes
    at(MONDAY_MORNING + timedelta(hours=12, minutes=1))
    assert client.get("/who/").status_code == 302


def test_signed_in_pages_stay_in_no_cache_and_public_ones_may(cast: Cast) -> None:
    assert "no-store" in signed_in(cast.maya).get("/who/")["Cache-Control"]
    assert "Content-Security-Policy" in Client().get(reverse(ASK))


def test_no_address_and_no_key_of_a_person_stands_in_an_address(cast: Cast, client: Client) -> None:
    account = account_of(cast.maya)
    seen = [client.post(reverse(ASK), {"email": account.email})["Location"]]
    seen.append(client.post(reverse(CONFIRM), {"code": code_sent()})["Location"])
    seen.append(client.post(reverse("account_logout"))["Location"])
    assert not any("maya" in address or str(account.pk) in address or str(cast.maya.pk) in address for address in seen)


# ── Invitations ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_I_28_link_and_code_together_open_an_account(cast: Cast, client: Client) -> None:
    invitation = actions.open_account_for_person(person=cast.maya, email="maya@example.org", by=cast.agent)
    response = client.get(reverse("follow_link", args=[invitation.token]))
    assert response["Location"] == reverse("activate")
    assert client.post(reverse("activate"), {"code": invitation.code.lower()})["Location"] == "/"
    assert client.get("/who/").content == b"Maya Osei ['patient']"


@pytest.mark.parametrize("code", ["", "WRONG222"])
def test_I_28_link_alone_opens_nothing(cast: Cast, code: str) -> None:
    invitation = actions.open_account_for_person(person=cast.maya, email="maya@example.org", by=cast.agent)
    assert actions.activate(token=invitation.token, code=code, by=SYSTEM) is None
    assert not Account.objects.get(person=cast.maya).is_active


def test_I_28_the_fifth_wrong_code_closes_the_link(cast: Cast) -> None:
    invitation = actions.open_account_for_person(person=cast.maya, email="maya@example.org", by=cast.agent)
    for _ in range(5):
        actions.activate(token=invitation.token, code="WRONG222", by=SYSTEM)
    assert actions.activate(token=invitation.token, code=invitation.code, by=SYSTEM) is None
    assert invitation_kind(invitation.token) is None


def test_I_28_a_link_works_once_and_for_three_days(cast: Cast, at: At) -> None:
    invitation = actions.open_account_for_person(
        person=cast.maya, email="maya@example.org", proof="passport", by=cast.agent
    )
    at(MONDAY_MORNING + timedelta(hours=72))
    assert actions.activate(token=invitation.token, by=SYSTEM) is None
    at(MONDAY_MORNING + timedelta(hours=71))
    assert actions.activate(token=invitation.token, by=SYSTEM)
    assert actions.activate(token=invitation.token, by=SYSTEM) is None


def test_a_new_invitation_ends_the_one_before(cast: Cast) -> None:
    first, second = (
        actions.open_account_for_person(person=cast.maya, email="maya@example.org", by=cast.agent) for _ in range(2)
    )
    assert actions.activate(token=first.token, code=first.code, by=SYSTEM) is None
    assert actions.activate(token=second.token, code=second.code, by=SYSTEM)


def test_I_28_tables_keep_nothing_that_opens_the_account(cast: Cast) -> None:
    invitation = actions.open_account_for_person(person=cast.maya, email="maya@example.org", by=cast.agent)
    kept = str(Activation.objects.filter(account=invitation.account).values().get())
    assert invitation.token not in kept and invitation.code not in kept


@pytest.mark.parametrize("state", ["unknown", "used", "too old", "tried too often"])
def test_I_28_a_link_that_does_not_work_says_no_more(cast: Cast, at: At, state: str) -> None:
    invitation = actions.open_account_for_person(person=cast.maya, email="maya@example.org", by=cast.agent)
    kept = Activation.objects.filter(account=invitation.account)
    changes: dict[str, dict[str, Any]] = {
        "used": {"used_at": MONDAY_MORNING},
        "too old": {"expires_at": MONDAY_MORNING},
        "tried too often": {"wrong_tries": 5},
    }
    kept.update(**changes.get(state, {"token_digest": "0" * 64}))
    client = Client()
    page = client.get(reverse("follow_link", args=[invitation.token]), follow=True)
    unknown = Client().get(reverse("follow_link", args=["f" * 64]), follow=True)
    assert page.status_code == unknown.status_code == 404
    assert shown(page) == shown(unknown)


def test_staff_choose_a_password_that_holds(cast: Cast, client: Client) -> None:
    invitation = actions.open_account_for_staff(
        staff=cast.doctor_staff, email="dana@riverside.example", by=cast.manager
    )
    client.get(reverse("follow_link", args=[invitation.token]))
    assert client.post(reverse("activate"), {"password": "short"}).status_code == 200
    assert client.post(reverse("activate"), {"password": PASSWORD})["Location"] == reverse("mfa_activate_totp")
    assert client.get("/who/")["Location"] == reverse("mfa_activate_totp")


def test_addresses_are_unique_and_accounts_are_single(cast: Cast) -> None:
    from almoner.people.refusals import AddressTaken, HasAccount

    account_of(cast.maya)
    with pytest.raises(AddressTaken):
        actions.open_account_for_person(person=cast.tom, email="Maya@example.org", by=cast.agent)
    with pytest.raises(HasAccount):
        actions.open_account_for_person(person=cast.maya, email="other@example.org", by=cast.agent)


def test_a_closed_account_opens_again_only_by_a_new_invitation(cast: Cast) -> None:
    account = account_of(cast.maya)
    actions.close_account(account=account, reason="asked for", by=cast.maya_herself)
    assert actor_for(account) is None
    again = actions.open_account_for_person(person=cast.maya, email="maya@example.org", proof="passport", by=cast.agent)
    assert actions.activate(token=again.token, by=SYSTEM) == account


@pytest.mark.parametrize("name", ["tom_himself", "leila_herself"])
def test_nobody_closes_the_account_of_another(cast: Cast, name: str) -> None:
    from almoner.core.refusal import Refused

    account = account_of(cast.maya)
    with pytest.raises(Refused):
        actions.close_account(account=account, reason="spite", by=cast.actor(name))
