"""What an e-mail leads to."""

from __future__ import annotations

from almoner.core.actor import Actor
from almoner.replies.actions.conversing import in_danger, to_a_person
from almoner.replies.danger import Heed, danger_in
from almoner.replies.enums import Automatic, Outcome, Why
from almoner.replies.languages import language_of
from almoner.replies.models import Heard, Received


def hear_mail(received: Received, by: Actor) -> Heard:
    if received.told["automatic"] != Automatic.NO:
        return Heard(received=received, outcome=Outcome.AUTOMATIC)
    danger = danger_in(f"{received.subject}\n{received.words}", language_of(received.words))
    if danger.heed != Heed.DESK:
        return in_danger(received, danger, by)
    return to_a_person(received, Why.WORDS, by)
