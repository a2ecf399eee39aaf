"""Which sender stands behind each channel on this machine, and what an operator is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from almoner.core.models import Setting
from almoner.messaging.channels.call import by_http, line
from almoner.messaging.channels.email.smtp import SmtpSender
from almoner.messaging.channels.letter import store
from almoner.messaging.channels.letter.folder import LetterFolder
from almoner.messaging.channels.stand_in import StandIn
from almoner.messaging.channels.text import line as text_line
from almoner.messaging.channels.text.sender import TextSender
from almoner.messaging.outcome import Sender
from almoner.messaging.texts import left_today
from almoner.people.enums import Channel

REHEARSAL = "rehearsal"
"""The name of the setting that marks the data as the rehearsal hospital: from there nothing ever leaves."""


@dataclass(frozen=True, slots=True)
class ChannelState:
    """What stands behind a channel. `real` is False for a stand-in, which records and sends nothing."""

    channel: str
    real: bool
    says: str
    full: bool = False
    """As much as may go in a day has gone."""


def in_rehearsal() -> bool:
    return Setting.objects.filter(name=REHEARSAL, value=True).exists()


def calls_are_real() -> bool:
    """Whether calls ring: `almoner.messaging.calling` makes them, and no sender does."""
    return (line.is_set_up() or by_http.is_set_up()) and not in_rehearsal()


def texts_are_real() -> bool:
    """Whether texts leave, and are heard, by a provider."""
    return text_line.is_set_up() and not in_rehearsal()


@contextmanager
def sender_for(channel: str) -> Iterator[Sender]:
    """The sender of `channel` for one batch."""
    if channel == Channel.EMAIL and settings.EMAIL_HOST and not in_rehearsal():
        with SmtpSender() as sender:
            yield sender
    elif channel == Channel.TEXT and texts_are_real():
        yield TextSender(text_line.provider())
    elif channel == Channel.LETTER and not in_rehearsal():
        yield store.LetterStore() if store.is_set_up() else LetterFolder()
    else:
        yield StandIn()


def check() -> list[ChannelState]:
    """One line for each channel: what it is, and whether anything really leaves by it."""
    if in_rehearsal():
        says = "Rehearsal hospital: what would leave is recorded and shown, nothing is sent."
        return [ChannelState(channel, False, says) for channel in Channel.values]  # noqa: FBT003 - a field by place
    email = bool(settings.EMAIL_HOST)
    return [
        ChannelState(Channel.CALL, real=calls_are_real(), says=_calls()),
        ChannelState(
            Channel.EMAIL,
            real=email,
            says=f"E-mail goes out by {settings.EMAIL_HOST}:{settings.EMAIL_PORT}."
            if email
            else "Stand-in: ALMONER_SMTP_HOST is not set; e-mail is recorded only.",
        ),
        _texts(),
        ChannelState(Channel.LETTER, real=True, says=f"Letters are {_laid()}, to be printed and posted."),
    ]


def _laid() -> str:
    return f"handed to the store {store.says()}" if store.is_set_up() else "laid in the folder letters"


def _texts() -> ChannelState:
    if not text_line.is_set_up():
        says = "Stand-in: neither ALMONER_SMPP_HOST nor ALMONER_TEXT_URL is set; texts are recorded only."
        return ChannelState(Channel.TEXT, real=False, says=says)
    left, most = left_today(), settings.TEXT_PARTS_A_DAY
    rest = f"{left} of {most} parts are left today" if left else f"the {most} parts of today are used, so texts wait"
    return ChannelState(Channel.TEXT, real=True, says=f"Texts go out by {text_line.says()}; {rest}.", full=not left)


def _calls() -> str:
    bounds = f"{settings.CALLS_AT_ONCE} at once and {settings.CALLS_A_DAY} a day at most"
    if line.is_set_up():
        return f"Calls go out by sip:{settings.SIP_USER}@{settings.SIP_DOMAIN}, {bounds}."
    if by_http.is_set_up():
        return f"Calls go out by {settings.TEXT_URL} from {settings.CALL_FROM}, {bounds}."
    return "Stand-in: neither ALMONER_SIP_DOMAIN nor ALMONER_CALL_FROM is set; calls are recorded only."
