"""Closed lists of words about requests for help and their urgency."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(IntegerChoices):
    """How soon somebody is to be seen. The minutes stand in `rulebook/levels.toml`."""

    EMERGENCY = 1, _("Emergency: now")
    URGENT_HOUR = 2, _("Within the hour")
    SAME_DAY = 3, _("Today")
    DAYS = 4, _("Within days")
    ROUTINE = 5, _("Routine")


class RequestState(TextChoices):
    WAITING = "waiting", _("Waiting")
    BEING_LOOKED_AT = "being_looked_at", _("Being looked at")
    DECIDED = "decided", _("Decided")
    CLOSED = "closed", _("Closed")


LIVE = (RequestState.WAITING, RequestState.BEING_LOOKED_AT, RequestState.DECIDED)
UNDECIDED = (RequestState.WAITING, RequestState.BEING_LOOKED_AT)

NEXT: dict[str, tuple[str, ...]] = {
    RequestState.WAITING: (RequestState.BEING_LOOKED_AT, RequestState.DECIDED, RequestState.CLOSED),
    RequestState.BEING_LOOKED_AT: (RequestState.WAITING, RequestState.DECIDED, RequestState.CLOSED),
    RequestState.DECIDED: (RequestState.WAITING, RequestState.DECIDED, RequestState.CLOSED),
    RequestState.CLOSED: (),
}
"""Which state may follow which (law I-2). What got worse goes from decided back to waiting."""


class RequestChannel(TextChoices):
    WEB = "web", _("Web page")
    DESK = "desk", pgettext_lazy("where they told us", "Desk")
    PHONE = "phone", _("Telephone")
    KIOSK = "kiosk", _("Kiosk")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
    AFTERCARE = "aftercare", _("Aftercare: a call, a question or an answer")


ASKS_FIRST = (RequestChannel.WEB, RequestChannel.DESK, RequestChannel.PHONE, RequestChannel.KIOSK)
"""Channels that can ask back: danger signs come before anything else. What is written in is gauged by its words."""


CAN_BE_ASKED = (*ASKS_FIRST, RequestChannel.TEXT)
"""Channels in which an interview goes on by itself. After a letter or an e-mail a nurse asks, who reads it."""


class InterviewEnded(TextChoices):
    """Why nothing more is asked. While there is none of these, it can be gone on with."""

    DANGER = "danger", _("An emergency was found")
    SETTLED = "settled", _("No answer could change the level any more")
    ENOUGH = "enough", _("As many questions as we ask")
    PERSON = "person", _("They would rather talk with somebody")


class RaiseReason(TextChoices):
    WORSE = "worse", _("They say it is worse")
    AGAIN = "again", _("A second contact about the same problem")
    STALE = "stale", _("Nobody had decided in time")
    DANGER = "danger", _("A danger sign")
    MEASURED = "measured", _("New vital signs or answers")
    LINKED = "linked", _("Taken over from a linked request")
    SIGN = "sign", _("A warning sign of the hospital's own list")


class Disposition(TextChoices):
    """What a clinician decides is to be done, and by when (URG-3). Levels and minutes stand in `dispositions.py`."""

    EMERGENCY_NUMBER = "emergency_number", _("Emergency number, now")
    EMERGENCY_DEPARTMENT = "emergency_department", _("Emergency department, now")
    EMERGENCY_OR_CLINIC = "emergency_or_clinic", _("Emergency department or clinic, within the hour")
    CLINIC_SOON = "clinic_soon", _("Clinic, within 2 hours")
    TODAY = "today", _("Today, within 4 hours")
    TODAY_OR_TOMORROW = "today_or_tomorrow", _("Today or tomorrow")
    THREE_DAYS = "three_days", _("Within 3 days")
    TWO_WEEKS = "two_weeks", _("Within 2 weeks")
    SELF_CARE = "self_care", _("Looks after it at home")


class AlarmReason(TextChoices):
    AFTER_HOURS = "after_hours", _("Came when the hospital was closed")
    UNWATCHED = "unwatched", _("Requests wait and nobody watches")


class Outcome(TextChoices):
    SENT_TO_EMERGENCY = "sent_to_emergency", _("Handed to the emergency service")
    SEEN = "seen", _("Seen")
    BOOKED = "booked", _("Booked")
    ADVICE = "advice", _("Advice given, ring back if worse")
    ANSWERED = "answered", _("Answered: papers, medicines or dates")
    UNREACHED = "unreached", _("Could not be reached; written to")
    DUPLICATE = "duplicate", _("The same as another request")
    WITHDRAWN = "withdrawn", _("Withdrawn by the person")


NEEDS_CLINICIAN = (Outcome.SENT_TO_EMERGENCY, Outcome.SEEN, Outcome.ADVICE, Outcome.UNREACHED)
"""Outcomes that end a request by a judgement of health."""


class RuleChangeState(TextChoices):
    """Of a proposed change of a rule."""

    OPEN = "open", _("Waiting for a signature")
    LIVE = "live", _("Went live")
    TURNED_DOWN = "turned_down", _("Turned down")
