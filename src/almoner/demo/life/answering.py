"""How the invented people answer what reaches them: as most do, but for those whose traits say otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from almoner.demo.population import Invented
from almoner.messaging.channels.answering import How, Question, Reply, as_most_do

NOT_A_KEY = "7"


def answering(invented: Sequence[Invented]) -> Callable[[Question], Reply]:
    """A pure function of what is asked, so that the same seed hears the same answers."""
    traits = {value: one.traits for one in invented for _, value in one.contacts}

    def reply(question: Question) -> Reply:
        known = traits.get(question.address, frozenset())
        if question.channel == "email" and "bounces" in known:
            return Reply(How.BOUNCE)
        if question.channel in {"call", "text"} and "wrong_number" in known:
            return Reply(How.NO_ANSWER if question.channel == "call" else How.BOUNCE)
        if question.channel == "call" and "answers_machine" in known:
            return Reply(How.MACHINE)
        usual = as_most_do(question)
        return Reply(How.HUMAN, _pressed(question)) if usual.how == How.HUMAN else usual

    return reply


def _pressed(question: Question) -> str:
    """Most press the first key; some the second or the third, some ask for a person, some press what is no key."""
    lot = int(hashlib.sha256(question.key.encode()).hexdigest()[8:16], 16) % 20
    keys = [key for key in question.keys if key != "0"]
    if lot >= 5 or not keys:
        return next(iter(keys), "")
    return NOT_A_KEY if lot == 4 else keys[min(lot, len(keys) - 1)]
