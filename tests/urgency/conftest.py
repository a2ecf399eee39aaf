"""The cast, and a request as most tests need it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.cast import Cast
from tests.cast import cast as cast  # noqa: PLC0414 - the fixture is used by name

from almoner.urgency import actions
from almoner.urgency.asked import Told
from almoner.urgency.models import Request
from almoner.urgency.rulebook import signs

Ask = Callable[..., Request]


def all_no() -> dict[str, str]:
    return {sign.id: "no" for sign in signs()}


@pytest.fixture
def ask(cast: Cast) -> Ask:
    """Ask for help at the desk, with all danger signs asked and denied: `ask("my knee aches", person=cast.maya)`."""

    def asking(words: str, **more: Any) -> Request:
        told = {name: more.pop(name) for name in ("vitals", "answers", "language", "pregnant") if name in more}
        more.setdefault("by", cast.agent)
        return actions.submit_request(
            told=Told(words=words, danger_answers=all_no(), **told), channel=more.pop("channel", "desk"), **more
        )

    return asking
