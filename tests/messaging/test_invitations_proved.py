"""The check of invitations finds what calendars would pass over, and what tells too much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from almoner.messaging.channels.email import invitation, proving
from almoner.messaging.channels.email.invitation import Invitation


def test_APT_8_I_21c_our_invitations_have_no_fault() -> None:
    assert proving.invitation_faults() == []


def changed(old: str, new: str) -> Callable[..., Invitation]:
    def made(facts: Any, **more: Any) -> Invitation:
        whole = invitation.invitation(facts, **more)
        return Invitation(whole.method, whole.text.replace(old, new))

    return made


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("SEQUENCE:1", "SEQUENCE:0", "SEQUENCE is 0, not 1"),
        ("METHOD:CANCEL", "METHOD:REQUEST", "METHOD is REQUEST, not CANCEL"),
        ("STATUS:CANCELLED", "STATUS:CONFIRMED", "STATUS is CONFIRMED"),
        ("UID:visit-1", "UID:visit-2", "UID is visit-2@almoner"),
        ("T003000Z", "T013000Z", "DTSTART is"),
        ("Hospital visit", "Endoscopy", "it tells what the visit is for"),
    ],
)
def test_APT_8_I_21c_what_is_wrong_is_told(monkeypatch: pytest.MonkeyPatch, old: str, new: str, told: str) -> None:
    monkeypatch.setattr(proving, "invitation", changed(old, new))
    assert any(told in fault for fault in proving.invitation_faults())


def test_a_language_without_a_title_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(invitation.TITLES, "ar")
    assert "ar: invitations have no title" in proving.invitation_faults()
