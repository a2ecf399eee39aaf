"""Closed lists of words about messages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where a message is. A message that a worker holds is planned and has a lease."""

    PLANNED = "planned", _("Waiting to go")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Reached them")
    WITHDRAWN = "withdrawn", pgettext_lazy("a message", "Withdrawn")
    UNDELIVERABLE = "undeliverable", _("Could not be delivered")


GONE = (State.SENT, State.DELIVERED)
OVER = (State.SENT, State.DELIVERED, State.WITHDRAWN, State.UNDELIVERABLE)


class Result(TextChoices):
    """What a provider answered to one attempt."""

    ACCEPTED = "accepted", pgettext_lazy("a message", "Accepted")
    DELIVERED = "delivered", _("Reached a person")
    VOICEMAIL = "voicemail", _("Safe words left on an answering machine")
    NOT_NOW = "not_now", _("Not now: busy, no answer, or try again")
    REFUSED = "refused", _("Refused: this address does not work")
    OPTED_OUT = "opted_out", _("Refused: they told the telephone company that they want no texts")
    UNKNOWN = "unknown", _("No answer from the provider")


TAKEN = (Result.ACCEPTED, Result.DELIVERED)
REFUSALS = (Result.REFUSED, Result.OPTED_OUT)


class Why(TextChoices):
    """Why a message could not be delivered."""

    REFUSED = "refused", _("Every address was refused")
    EXHAUSTED = "exhausted", _("Every way was tried")
    NO_WAY = "no_way", _("There is no way that they agreed to and that works")
    TOO_LATE = "too_late", _("Its time passed")
    POISON = "poison", _("It could not be made, three times")
    RESTORED = "restored", _("It was due while a backup was being restored")


class ReceiptStatus(TextChoices):
    """What a provider tells later. What was missed came back as well, but the address is right."""

    DELIVERED = "delivered", _("Delivered")
    BOUNCED = "bounced", _("Came back")
    MISSED = "missed", _("Did not arrive in time")


CAME_BACK = (ReceiptStatus.BOUNCED, ReceiptStatus.MISSED)


class Believed(TextChoices):
    """Why texts go to a number again at which they did not arrive."""

    DELIVERED = "delivered", _("One arrived")
    WROTE = "wrote", _("A text came from it")
    CHECKED = "checked", _("Somebody confirmed it")


class WordsState(TextChoices):
    """Where a change of the hospital's own words is."""

    DRAFT = "draft", pgettext_lazy("words of a message", "Being written")
    PROPOSED = "proposed", _("Waiting for a signature")
    LIVE = "live", _("Went live")
    TURNED_DOWN = "turned_down", _("Turned down")


WORDS_BEING_CHANGED = (WordsState.DRAFT, WordsState.PROPOSED)


class NoticeState(TextChoices):
    """Where a message to many is."""

    DRAFT = "draft", pgettext_lazy("words of a message", "Being written")
    PROPOSED = "proposed", _("Waiting for approval")
    APPROVED = "approved", _("Approved, goes soon")
    SENDING = "sending", _("Going out")
    OVER = "over", _("All of it has gone")
    STOPPED = "stopped", _("Stopped")
    GIVEN_UP = "given_up", _("Given up")


NOTICE_OVER = (NoticeState.OVER, NoticeState.STOPPED, NoticeState.GIVEN_UP)
NOTICE_GOING = (NoticeState.APPROVED, NoticeState.SENDING)


class LeftOut(TextChoices):
    """Why somebody who fits is not sent a message to many."""

    DIED = "died", _("They have died")
    NO_CONSENT = "no_consent", _("They did not agree to it by any way")
    NO_WAY = "no_way", _("There is no way that works")


class PostState(TextChoices):
    """Where a letter on paper is. One that is laid and was not recorded yet is in no queue."""

    LAID = "laid", pgettext_lazy("a letter", "Being laid")
    WAITING = "waiting", pgettext_lazy("a letter", "Waits to be posted")
    IN_RUN = "in_run", pgettext_lazy("a letter", "In a print run")
    POSTED = "posted", pgettext_lazy("a letter", "Posted")
    RETURNED = "returned", pgettext_lazy("a letter", "Came back in the post")
    KEPT_BACK = "kept_back", pgettext_lazy("a letter", "Not posted")


class InRun(TextChoices):
    """What became of a letter in a print run."""

    POSTED = "posted", pgettext_lazy("a letter", "Posted")
    SPOILT = "spoilt", _("Spoilt or missing")


class ReturnReason(TextChoices):
    """What the envelope says of a letter that came back. Where it says that somebody died, a person finds out."""

    MOVED = "moved", _("Moved away")
    UNKNOWN = "unknown", _("Unknown at this address")
    NO_SUCH = "no_such", _("No such address")
    REFUSED = "refused", _("They did not take it")
    DAMAGED = "damaged", _("Damaged on the way")
    DIED = "died", _("The envelope says that they have died")
    SILENT = "silent", _("The envelope does not say why")


ADDRESS_IS_RIGHT = (ReturnReason.DAMAGED,)
"""What says nothing against the address."""
