"""A text on its way out: written before it is handed over, and never handed over again while it may have been taken.

What a provider took and never answered is found out: by a receipt that came meanwhile, or by asking the provider.
"""

from __future__ import annotations

from almoner.core.actor import SYSTEM
from almoner.messaging import texts
from almoner.messaging.channels.stand_in import kept
from almoner.messaging.channels.text.provider import Provider, Told, Unclear
from almoner.messaging.enums import TAKEN, Result
from almoner.messaging.models import Text
from almoner.messaging.outcome import Outcome
from almoner.messaging.rendering import Rendered
from almoner.messaging.segments import MOST, Segments, segments_of
from almoner.people import contact
from almoner.people.enums import ContactKind

SHOWN = Told(Result.ACCEPTED, "its answer was lost; a receipt showed that it was taken")


class TextSender:
    """Raises NoneLeft where the day's texts are used up."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def send(self, rendered: Rendered, address: str, key: str) -> Outcome:
        segments = segments_of(rendered.body)
        try:
            number = contact.key(ContactKind.MOBILE, address)
        except contact.BadContact:
            return Outcome(Result.REFUSED, "not a telephone number")
        if len(segments.parts) > MOST:
            return Outcome(Result.NOT_NOW, "too long for a text")
        text, new = texts.begin_text(
            provider_key=key, number=number, parts=len(segments.parts), answering=rendered.answers, by=SYSTEM
        )
        told = self._provider.submit(number, segments, key) if new else self._again(text, segments, rendered.body)
        if text.ended_at is None:
            surely_not = new and told.result not in TAKEN
            parts = len(told.ids) if surely_not else text.parts
            ended = texts.end_text(text=text, told=told, parts=parts, by=SYSTEM)
            told = texts.answered(ended) if ended.ended_at else told
        return _outcome(told, segments, rendered)

    def _again(self, text: Text, segments: Segments, body: str) -> Told:
        """It was begun before under this key, by a worker that did not live to tell or that was not answered."""
        if text.ended_at is not None:
            return texts.answered(text)
        if texts.shown_by_receipt(text):
            return Told(SHOWN.result, SHOWN.answer, (text.provider_id,) if text.provider_id else ())
        found = self._provider.find(Unclear(text.number, body, text.begun_at, texts.other_ids(text)))
        return found or self._provider.submit(text.number, segments, text.provider_key)


def _outcome(told: Told, segments: Segments, rendered: Rendered) -> Outcome:
    sent = {"parts": len(segments.parts), "alphabet": str(segments.alphabet), "ids": list(told.ids)}
    return Outcome(told.result, told.answer, {**sent, **kept(rendered)})
