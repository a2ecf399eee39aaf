"""A provider that tells us things, signed with its own library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.cast import Cast
from tests.messaging.conftest import outbox
from tests.messaging.text_provider import ACCOUNT, OWN, TOKEN
from twilio.request_validator import RequestValidator

__all__ = ["outbox"]

PUBLIC = "https://hospital.example"
Tell = Callable[..., Any]


@pytest.fixture
def tell(cast: Cast, settings: Any) -> Tell:
    """Post a form to a path as the provider does; `secret`, `signed` and `signature` make it another."""
    settings.TEXT_URL, settings.TEXT_ACCOUNT, settings.TEXT_TOKEN = "https://provider.example", ACCOUNT, TOKEN
    settings.TEXT_FROM, settings.ALMONER_PUBLIC_URL = OWN, PUBLIC

    def post(
        path: str,
        form: dict[str, str],
        *,
        secret: str = TOKEN,
        signed: dict[str, str] | None = None,
        signature: str | None = None,
    ) -> Any:
        given = RequestValidator(secret).compute_signature(f"{PUBLIC}{path}", form if signed is None else signed)
        return Client(enforce_csrf_checks=True).post(
            path, urlencode(form), content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": given if signature is None else signature},
        )  # fmt: skip

    return post
