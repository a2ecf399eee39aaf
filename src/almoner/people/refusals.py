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
    text = _("Leave for a parent ends on the day before the child is of age. Please choose an earlier date.")


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


class RoleDatesUnclear(Unclear):
    text = _("A role begins today or later, and ends after it has begun.")


class SiteUnclear(Unclear):
    text = _("Please check the hours, the time zone and the dates.")


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


class HoursUnclear(Unclear):
    text = _("The hours in which somebody may be rung begin before they end.")


class DeathUnclear(Unclear):
    text = _("Please check the date of death.")


class NameNeeded(Unclear):
    text = _("Please write the name.")


class StandsInTheWay(Refused):
    """Something that a person can have only once is there on both records."""

    text = _("Both records have the same thing under way (%(what)s). Settle it on one of them first.")


class EvidenceNeeded(Unclear):
    """A name and a date of birth are no evidence (law I-34)."""

    text = _("Please write what you saw or heard that shows that they are one person. A name and a birthday do not.")


class DeathDiffers(Refused):
    text = _("One of them is noted as dead and the other is not. Find out about that first.")


class SamePerson(Unclear):
    text = _("These are one record.")


class MoreWouldSee(Refused):
    """Since it was proposed, somebody else would gain sight."""

    text = _("Since this was proposed, more people would gain sight of it. Please look at it again.")


class SiteNotConfirmed(Unclear):
    text = _("Staff of another site would see this person. Say yes to that, or do not join the records.")


class SecondPersonNeeded(Refused):
    text = _("Somebody else must agree to what you proposed.")


class LaterJoinFirst(Refused):
    text = _("This record was joined into another one since. Part that one first.")


class NotSorted(Unclear):
    text = _("Please say of everything added since whose it is.")


class AgesUnclear(Unclear):
    text = _("The record is a child's own from 8 at the earliest, they are of age at 18 at the latest, in this order.")
