"""Which promises a person keeps by hand: by ringing, explaining, putting right. Others end where their deed is done."""

from __future__ import annotations

from almoner.charter.book import charter
from almoner.charter.enums import State
from almoner.charter.models import Promise


def by_hand(promise: Promise) -> bool:
    """Whether somebody at the desk should do this one now: no message does it any more, or never did."""
    standard = charter().standards[promise.standard]
    if standard.only_by_deed:
        return False
    return not promise.parts or promise.by_hand_since is not None or promise.state == State.BROKEN
