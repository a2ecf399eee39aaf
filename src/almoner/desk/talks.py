"""Reading talks: where one stands, and what to say there."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import translation

from almoner.charter.enums import LIVE
from almoner.charter.models import Promise
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.desk import by_text, menu, menu_words
from almoner.desk.enums import Channel
from almoner.desk.menu_reading import promised, read_for
from almoner.desk.models import Contact, Talk
from almoner.desk.ringing import before_in_line
from almoner.people.sites import first_site
from almoner.urgency.prompts import House, Line, Told, prompt
from almoner.urgency.talking import Stage, State

SILENT_CALL = timedelta(minutes=5)
"""Nobody presses nothing for so long: the end of the call was not told."""
ON_HOLD = timedelta(seconds=30)
"""After this they are offered to go on by text (TEL-2)."""
SILENT_TEXT = timedelta(minutes=60)
FIRST = {
    Stage.EMERGENCY: ("danger_sign",), Stage.CRISIS: ("crisis", "danger_sign"), Stage.PERSON: ("rung_by_a_person",),
    Stage.DONE: ("looked_at_again", "looked_at"),
}  # fmt: skip
"""Which promise is said at an end, the first there is."""


def talk_for(*, by: Actor, id: UUID) -> Talk:  # noqa: A002 - as `person_for`
    by.need(Permission.RUN_SYSTEM)
    found = Talk.objects.select_related("request", "ringing__taken_by", "person", "site").filter(id=id).first()
    if found is None:
        raise NotThere
    return found


def talk_of_provider(provider_id: str, *, by: Actor) -> Talk:
    """The call that a provider knows by this. Raises NotThere."""
    by.need(Permission.RUN_SYSTEM)
    found = Talk.objects.filter(provider_id=provider_id).exclude(provider_id="").first()
    if found is None:
        raise NotThere
    return found


def open_talk_with(number_key: str, *, by: Actor) -> Talk | None:
    """The run of text messages with this number that still goes on: the next message belongs to it."""
    by.need(Permission.RUN_SYSTEM)
    talks = Talk.objects.filter(number_key=number_key, channel=Channel.TEXT, ended_at__isnull=True)
    return talks.order_by("-created_at", "id").first() if number_key else None


def silent(*, by: Actor) -> list[Talk]:
    """Talks of which nothing was heard for longer than anybody waits."""
    by.need(Permission.RUN_SYSTEM)
    now = clock.now()
    put_through = Q(ringing__isnull=False, ringing__ended_at__isnull=True, ringing__rings_back_at__isnull=True)
    going = Talk.objects.filter(ended_at__isnull=True, heard_at__lt=now - SILENT_CALL).exclude(put_through)
    calls = Q(channel=Channel.CALL) | Q(heard_at__lt=now - SILENT_TEXT)
    return list(going.filter(calls).order_by("heard_at", "id")[:50])


def says(talk: Talk, *, by: Actor) -> list[Line]:
    """What to say now: lines with their language."""
    by.need(Permission.RUN_SYSTEM)
    rings = talk.ringing
    if rings and rings.rings_back_at:
        return menu_words.rung_back(promised(rings.id, rings.language), rings.language, writes=rings.writes)
    if rings and rings.ended_at and rings.taken_by_id is None:
        return menu_words.nobody_answered(promised(rings.contact_id, rings.language), rings.language)
    said = _menu(talk, by) if talk.menu else _interview(talk)
    if rings is None or rings.ended_at:
        return said
    before = before_in_line(rings, by=by)
    may = {"may_be_rung": may_keep_place(talk), "may_write": may_write(talk)}
    return [*said, *menu_words.in_line(before, rings.language, **may)]


def may_keep_place(talk: Talk) -> bool:
    """Whether they may hang up and be rung in their turn: not in an emergency, which stays on the line."""
    rings = talk.ringing
    return bool(rings and rings.ended_at is None and not rings.rings_back_at and rings.number_key and not rings.urgent)


def may_write(talk: Talk) -> bool:
    """Whether they may go on by text: who has waited a while, on a telephone that takes texts."""
    rings = talk.ringing
    held = rings is not None and clock.now() - rings.since >= ON_HOLD
    return bool(rings and held and may_keep_place(talk) and by_text.may_write_to(rings.number_key))


def _menu(talk: Talk, by: Actor) -> list[Line]:
    state = menu.State.from_facts(talk.menu)
    return menu_words.prompt(state, _house(talk), read_for(talk, state, by=by))


def _interview(talk: Talk) -> list[Line]:
    state = State.from_facts(talk.state)
    return prompt(state, _house(talk), _told(talk, state))


def _house(talk: Talk) -> House:
    site = talk.site or first_site()
    if site is None:
        raise NotThere
    return House(site.name, site.emergency_number, site.crisis_number, site.service_desk_number)


def _told(talk: Talk, state: State) -> Told:
    if not talk.request_id:
        return Told(_of_contact(talk, state))
    live = Promise.objects.filter(subject_id=talk.request_id, state__in=LIVE).order_by("due_at", "id")
    of = {promise.standard: promise for promise in reversed(live)}
    said = next((of[one] for one in FIRST.get(state.stage, ()) if one in of), None)
    with translation.override(state.language or "en"):
        promises = (said.said_in(state.language),) if said else ()
    return Told(promises, talk.request.reference if talk.request else "")


def _of_contact(talk: Talk, state: State) -> tuple[str, ...]:
    """By text, what was promised to who told nothing yet."""
    if state.stage != Stage.PERSON or talk.channel != Channel.TEXT:
        return ()
    contacts = Contact.objects.filter(number_key=talk.number_key, channel=Channel.TEXT).order_by("-started_at", "id")
    owed = Promise.objects.live().filter(subject_id__in=contacts.values("id")[:1])
    return tuple(promise.said_in(state.language) for promise in owed.order_by("due_at", "id")[:1])
