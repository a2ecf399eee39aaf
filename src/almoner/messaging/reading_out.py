"""What a person of the hospital says on the telephone: the very words that a call of ours would say (screens and
telephone speak alike)."""

from __future__ import annotations

from uuid import UUID

from django.utils import translation

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.messaging import composing, filling, kinds, reading, rendering
from almoner.messaging.live_words import live
from almoner.messaging.wording import language_for
from almoner.people.models import Person
from almoner.people.rules import may_see
from almoner.people.sites import zone_of


def read_out(*, kind: str, subject_id: UUID, person: Person, language: str, by: Actor) -> list[str]:
    """The sentences to say, in `language`; none where there is nothing to say of it any more."""
    if not may_see(person, by):
        raise NotThere
    registered = kinds.kind(kind)
    if registered is None:
        raise kinds.UnknownKind(kind)
    spoken = language_for(language, "en")
    with translation.override(spoken), clock.read_in(zone_of(person)):
        values = registered.compose(subject_id, person)
    if values is None:
        return []
    setting = composing.setting_for(reading.reach_of(person), spoken)
    try:
        return rendering.sentences(kind, values, setting, live(kind, spoken).words)
    except filling.ValueMissing:
        return []
