"""What the sign-in library asks of us."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from almoner.core import clock
from almoner.people.models import Account
from almoner.people.sealing import seal, unseal
from almoner.people.sites import first_site
from almoner.people.speaking import language_of, speak_to

logger = logging.getLogger(__name__)
_postmen = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sign-in-mail")
_on_their_way: set[Future[None]] = set()

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; where one lands depends on who one is; mail never makes anyone wait."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if not getattr(request.user, "staff_id", None):
            return str(settings.LOGIN_REDIRECT_URL)
        shown = any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
        return "/desk/" if shown else reverse("mfa_activate_totp")

    def is_reauthentication_required(self, *, app: str, **rest: Any) -> bool:
        """Whoever has shown who they are within the last quarter of an hour is not asked again."""
        request = context.request
        now = clock.now().timestamp()
        records = get_authentication_records(request, request.user)
        if any(abs(now - record["at"]) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records):
            return False
        return bool(super().is_reauthentication_required(app=app, **rest))

    def post_login(self, request: HttpRequest, user: Any, **rest: Any) -> Any:
        answer = super().post_login(request, user, **rest)
        speak_to(user, answer)
        return answer

    def format_email_subject(self, subject: str) -> str:
        return " ".join(subject.split())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand it to a thread: an answer takes as long for an address that is not known, and a slow relay holds nobody
        up. What could not be sent is asked for again by the person."""
        site = first_site()
        account = Account.objects.select_related("person").filter(email__iexact=email).first()
        with translation.override(language_of(account) or translation.get_language()):
            message = self.render_mail(
                template_prefix, email, {**context, "hospital": site.name if site else "Almoner"}
            )
        sending = _postmen.submit(_post, message)
        _on_their_way.add(sending)
        sending.add_done_callback(_on_their_way.discard)


def _post(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError as fault:
        logger.warning("a sign-in message could not be sent: %s", type(fault).__name__)


def wait_for_mail() -> None:
    """Wait until what was handed over has been sent or given up."""
    wait(list(_on_their_way))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """A second factor is asked of staff. A person's passkey is another way in, not one more door."""

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        if _at_the_door_as_a_person(user):
            return False
        return bool(super().is_mfa_enabled(user, types))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep at least one."""
        if not authenticator.user.staff_id or authenticator.type not in STRONG:
            return True
        mine = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STRONG)
        return bool(mine.exclude(pk=authenticator.pk).exists())

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def _get_site_name(self) -> str:
        site = first_site()
        return site.name if site else "Almoner"


def _at_the_door_as_a_person(user: Any) -> bool:
    """Is this the stage of signing in, of a person who is no staff?"""
    request = context.request
    at_the_door = request is not None and not request.user.is_authenticated
    return at_the_door and isinstance(user, Account) and user.staff_id is None


def second_factor_set_up(request: HttpRequest, user: Account, authenticator: Authenticator, **_rest: Any) -> None:
    """Whoever has just set up a second factor has just shown it: the session counts it."""
    known = any(record.get("method") == "mfa" for record in get_authentication_records(request, user))
    if authenticator.type in STRONG and not known:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
