"""HELP and INFO: carriers promise whoever writes it that they hear who texts them, whom to ring, and how it ends."""

from __future__ import annotations

from datetime import timedelta

from almoner.core import clock
from almoner.replies import saying
from almoner.replies.actions.saying import TOMORROW_TOO, say
from almoner.replies.enums import Outcome
from almoner.replies.languages import language_of
from almoner.replies.meaning import language_of_word
from almoner.replies.models import Heard, Received, Said
from almoner.replies.stops import is_stopped
from almoner.replies.texting import sent_to

ONCE_IN = timedelta(days=1)


def tell_who_we_are(received: Received) -> Heard:
    """Told once a day to one number, also to one that stopped texts: they ask. Nothing else follows from it."""
    heard = Heard(received=received, outcome=Outcome.HELPED)
    lately = Said.objects.filter(
        number_key=received.sender_key, received__heard__outcome=Outcome.HELPED,
        created_at__gt=clock.now() - ONCE_IN,
    )  # fmt: skip
    if lately.exists():
        return heard
    people = sent_to(received.sender_key).people
    known = people[0].language if len(people) == 1 else ""
    language = language_of_word(received.words) or language_of(received.words, known)
    body = saying.who_we_are(language, stopped=is_stopped(received.sender_key))
    say(
        channel=received.channel, address=received.sender, number_key=received.sender_key, language=language, body=body,
        received=received, always=True, within=TOMORROW_TOO,
    )  # fmt: skip
    return heard
