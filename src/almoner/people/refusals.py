"""What this room refuses, as facts that a person may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from almoner.core.refusal import Refused, Unclear

if TYPE_CHECKING:
    from almoner.people.matching import Match


class MayBeKnown(Refused):
    """Somebody like this is on record. `candidates` are those whom the asker may see, likeliest first."""

    text = _("This person may be on record already. Please look at who it may be before you go on.")

    def __init__(self, candidates: list[Match]) -> None:
        self.candidates = candidates
        super().__init__()


class HasDied(Refused):
    text = _("This person has died. Nothing new can be arranged in their name.")


class AlreadyKnown(Refused):
    text = _("This is on record already.")


class AlreadyEnded(Refused):
    text = _("This has ended already.")


class NotOfAge(Refused):
    text = _("Leave for a parent ends before the child's sixteenth birthday. Please choose an earlier date.")


class OfAge(Refused):
    text = _("This person is old enough to choose for themselves who may act for them.")


class PeriodUnclear(Unclear):
    text = _("Please choose an end that comes after the beginning and no more than eighteen months later.")


class ScopeUnclear(Unclear):
    text = _("Please choose at least one thing that they may do.")


class CodeWordNeeded(Unclear):
    text = _("To speak on the telephone they need a code word of at least six letters.")


class ReasonNeeded(Unclear):
    text = _("Please say why.")


class RoleUnknown(Unclear):
    text = _("There is no such role.")


class LastManager(Refused):
    text = _("Somebody must manage the staff. Give the role to another person first.")


class HospitalFounded(Refused):
    text = _("There is a hospital here already.")


class AddressTaken(Refused):
    """Said to staff who open an account, never to somebody at the door."""

    text = _("An account with this e-mail address cannot be opened.")


class HasAccount(Refused):
    text = _("There is an account already.")


class WayInClosed(Refused):
    """The link is wrong, used, too old or was tried too often: one answer for all, so that it tells nothing (I-28)."""

    text = _("This link or code does not work. Please ask us for a new one.")
    status = 404


class OpenAlready(Refused):
    text = _("This record is open to you already. Search for the person as usual.")


class OwnOpening(Refused):
    text = _("Somebody else must look into a record that you opened yourself.")


class BirthUnclear(Unclear):
    text = _("Please check the date of birth.")


class DeathUnclear(Unclear):
    text = _("Please check the date of death.")


class NameNeeded(Unclear):
    text = _("Please write the name.")
