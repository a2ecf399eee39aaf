"""What the worker does for texts besides sending them: hear what comes in, and tell what was told too early."""

from __future__ import annotations

from almoner.core.actor import SYSTEM
from almoner.messaging import heard, texts
from almoner.messaging.channels.choice import texts_are_real
from almoner.messaging.channels.text.line import LINE, by_centre


def look() -> int:
    """One look. Gives how much was heard and told on."""
    if not texts_are_real():
        LINE.close()
        return 0
    came = LINE.look() if by_centre() else 0
    return came + texts.apply_early(by=SYSTEM) + heard.tidy()
