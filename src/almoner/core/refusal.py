"""What the software says when it will not do a thing."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A request that was understood and will not be done.

    Subclasses stand beside what raises them and state the fact in their name (`SlotTaken`). `text` is fit for a
    patient to read, in their language; it may carry `%(name)s` places that are filled from the keyword arguments.
    Nothing has been written when a refusal reaches the caller: every action is one transaction.
    """

    text: str | Promise = _("We could not do that.")
    status: int = 409

    def __init__(self, text: str | Promise | None = None, **facts: Any) -> None:
        self.facts = facts
        if text is not None:
            self.text = text
        super().__init__(str(self))

    def __str__(self) -> str:
        return str(self.text) % self.facts if self.facts else str(self.text)


class NotThere(Refused):
    """Absent, or out of scope for who asks: the two look exactly alike (law I-23)."""

    text = _("We could not find that.")
    status = 404


class NotAllowed(Refused):
    """Known to who asks, but not theirs to do."""

    text = _("You are not allowed to do that.")
    status = 403


class Unclear(Refused):
    """Input that cannot be used as it stands; the text says what to mend."""

    text = _("Please check what you entered.")
    status = 422


class Faulty(Unclear):
    """Data of the hospital's own that cannot be used; `faults` names each place and what to mend.

    The `text` of a subclass has a place for them, `%(faults)s`.
    """

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(faults="; ".join(faults))
