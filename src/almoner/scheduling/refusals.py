"""What scheduling will not do, and says why: each text is fit for the person who asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.core import clock, days
from almoner.core.refusal import Refused, Unclear
from almoner.scheduling.nearest import Nearest
from almoner.scheduling.times import Time

ALTERNATIVES = 3


class SlotTaken(Refused):
    """Somebody was faster (APT-3).

    `nearest` is what there is instead, looked up when it is asked for: after the transaction, so that nobody waits in
    line for another's search. `alternatives` are the first three of it.
    """

    text = _("Somebody else has just taken this time. Nothing is lost: please choose another one.")

    def __init__(
        self, search: Callable[[], list[Time] | Nearest] = Nearest, text: str | Promise | None = None, **facts: Any
    ) -> None:
        self._search = search
        super().__init__(text, **facts)

    @cached_property
    def nearest(self) -> Nearest:
        found = self._search()
        return found if isinstance(found, Nearest) else Nearest(others=tuple(found))

    @property
    def alternatives(self) -> list[Time]:
        return self.nearest.all()[:ALTERNATIVES]


class KeptForUrgent(SlotTaken):
    """No more times are left in that stretch than those need who must be seen soon (APT-6)."""

    text = _("This time is kept for people who must be seen soon. Please choose another one.")


class KeptForGroup(SlotTaken):
    """Without these nobody would be left to give a planned group. Staff are told which, and what can be done."""

    text = _("This hour is kept for a group that comes then. Please choose another one.")
    to_staff = _(
        "This hour is kept for the group “%(name)s”, which nobody is booked in yet. Please choose another one, or have "
        "a manager give it free: Roster, Groups."
    )


class InGroupAlready(Refused):
    """One place in a group for each person."""

    text = _("There is a place in this group already. Nothing has changed.")


class HolidayUnclear(Unclear):
    """A holiday without a name, or with hours that end before they begin."""

    text = _("A holiday needs a name, and shorter hours need when they begin and end.")


class PlaceUnclear(Unclear):
    """A session at a site or in a room at which it cannot be."""

    text = _("A room cannot be at another site, and only somebody who sees people has a room of their own.")


class RoomIsTheirs(Refused):
    """Two people would have the same room as their own at once."""

    text = _("%(room)s is the room of %(who)s then: %(when)s.")


class TooFarApart(Refused):
    """Between sessions at two sites there is less time than the way takes."""

    text = _("%(missing)s minutes are missing on %(day)s: from %(here)s to %(there)s it takes %(takes)s minutes.")


class TravelUnclear(Unclear):
    """Minutes of travel that cannot be."""

    text = _("The time from site to site is between 0 and 600 minutes.")


class HoldLapsed(Refused):
    """The time was kept for as long as was said, and no longer; or the link was used before (law I-12)."""

    text = _("We kept this time for you as long as we could. Please choose again; it may still be free.")


class NotYours(Refused):
    """A hold or an offer is for one named person."""

    text = _("This time was kept for somebody else.")


class TheirsToBook(Refused):
    """A parent, for a topic that a young person has to themselves (law I-26)."""

    text = _("Visits of this kind are the young person's own. They can book it here themselves, or ring us.")


class NoSuchTime(Unclear):
    """The key names no time of this service."""

    text = _("This is not a time that can be booked. Please choose again.")


class TooLate(Refused):
    """The visit has begun or is over."""

    text = _("This visit has already begun or is over. Please ring us.")


class AlreadyEnded(Refused):
    text = _("This visit was already cancelled or is over.")


class VisitsClash(Refused):
    """The person has another visit at that time: `facts["appointment_id"]`. One of the two can be kept (APT-4)."""

    text = _("You already have a visit at that time, on %(when)s. Do you want to keep it, or replace it?")


class SameSpecialtySoon(VisitsClash):
    """Another visit of the same specialty within six days (APT-4)."""

    text = _("You already have a visit with the same specialty on %(when)s. Keep both, or replace that one?")


class TimesTaken(Refused):
    """Of several times that were to be booked in one act some are gone: `facts["keys"]`. None was booked."""

    text = _("Somebody has just taken one of these times. Nothing is booked yet: look at what is free now.")


class NotTogether(Unclear):
    """What was chosen cannot be one series or one day."""

    text = _("Please choose at least two times, and none of them at the same time as another.")


class NotOneDay(NotTogether):
    text = _("These visits are not on one day in one place. Please choose again.")


class NothingLeft(Refused):
    text = _("None of these visits is still to come.")


class ClashAmongSeveral(VisitsClash):
    """As before, where several are booked in one act: that one must be changed or left out."""

    text = _("There is another visit already on %(when)s. Choose another time for the one that meets it, or skip it.")


class SoonBesideSeveral(SameSpecialtySoon):
    """Another visit that is not one of those booked in this act (APT-4)."""

    text = _("There is another visit with the same specialty on %(when)s. Keep that one besides these?")


class ReasonNeeded(Unclear):
    text = _("Please say why. The person will be told.")


class NewDateNeeded(Unclear):
    """The hospital never cancels without a new date or a day by which there is one (CHG-3)."""

    text = _("Please give a new date, or say by when they have one.")


class AlreadyWaiting(Refused):
    text = _("You are on the waiting list for this already. You keep your place.")


class OfferEnded(Refused):
    """Answered before, or not in time. The place on the list is kept (WL-6)."""

    text = _("This offer has ended. You keep your place on the list, and your visit if you have one.")


class OfferTaken(SlotTaken):
    """Somebody answered first (WL-6)."""

    text = _("Somebody answered before you and took this time. You keep your place, and your visit if you have one.")


class AlreadyOffered(Refused):
    text = _("They have an offer that they have not answered yet. Note their answer, or take it back first.")


class OutOfTurn(ReasonNeeded):
    """Others come before them whom the time suits as well; why they are asked first is kept (WL-7)."""

    text = _("Somebody else's turn comes first. Please say why they are asked now; it is kept with the offer.")


class OffersPaused(Refused):
    """`facts`: `until` and `by`."""

    text = _("Offers are paused until %(until)s, by %(by)s. End the pause first.")

    def __init__(self, *, until: datetime, by: str) -> None:
        told = days.weekday_and_clock(clock.shown(until), today=clock.today(clock.of_reader()))
        super().__init__(until=told, by=by)


class TimeDoesNotSuit(Refused):
    text = _("This time cannot be offered to them: somebody has it or is asked about it, or it is not what they wish.")


class PauseUnclear(Unclear):
    text = _("Please give an end that is still to come, at most three months away.")


class RulesUnclear(Unclear):
    text = _("Please check the numbers: hours end after they begin, and a call has at least as long as a text.")


class NothingFree(Refused):
    text = _("No time is free that suits them and that they were not offered before.")


class QuietHours(Refused):
    """Nothing is offered when nobody can be asked (WL-1)."""

    text = _("Nobody is offered a time now: it would be answered in the night. Please try again in the morning.")


class NumbersUnclear(Unclear):
    text = _("Please check the numbers: one to three months, one to six clinicians, 10 to 95 per cent asked for.")


class TooManyAsked(Refused):
    text = _("Five are being worked out or wait. Please look at those first, and ask again in a minute.")


class NeverInAddition(Refused):
    """Waiting would do harm there: see `one_more.why_not`."""

    text = _(
        "Nobody is booked in addition for this service: people come to it fasting or prepared to the hour, or must be "
        "seen at once."
    )


class GroupUnclear(Unclear):
    text = _("Please check the numbers: a group is of 1 to 60 people, and begins at a full five minutes.")


class RoomSizeUnclear(Unclear):
    text = _("Please check the number: a room holds 1 to 60 people, or leave it empty.")


class RoomHoldsFewer(Refused):
    """More people have a place in a group than the room is to hold."""

    text = _(
        "%(when)s: so many people have a place in a group in this room: %(count)d. Find some of them another one first."
    )


class NotOpen(Unclear):
    text = _("Please check the days: they must be in order, and no more than two years.")


class WeekUnclear(Unclear):
    text = _(
        "Please check the hours: none overlap, and none is longer than 16 hours. One that ends before it begins ends "
        "on the day after."
    )


class OtherwiseNow(Refused):
    """What the change would do is not what was looked at: visits were booked, moved or cancelled meanwhile."""

    text = _("Something has changed since you looked. Nothing was done yet: please look again.")
