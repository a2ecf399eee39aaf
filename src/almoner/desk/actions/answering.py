"""What the menu of a call leads to. Each key is one transaction; what to say after it is read by `desk.talks.says`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction

from almoner.core import audit
from almoner.core.actor import Actor
from almoner.core.refusal import Refused
from almoner.desk import menu, menu_reading
from almoner.desk.actions.contacts import TRIES
from almoner.desk.actions.ringing import call_rings, keep_place
from almoner.desk.menu import Deed, Heard, Stage, State
from almoner.desk.models import Talk
from almoner.messaging import kinds
from almoner.urgency import talking


def hear_key(live: Talk, said: str, by: Actor) -> None:
    """One key, or nothing for silence, of a call that the menu answers. The caller holds the row and saves it."""
    heard = menu.hear(State.from_facts(live.menu), said)
    state = _DEEDS[heard.deed](live, heard, by) if heard.deed else heard.state
    live.menu = {} if state.stage == Stage.UNWELL else state.as_facts()


def _interview(live: Talk, heard: Heard, _by: Actor) -> State:
    """From here on the interview answers, with the danger signs first."""
    known = live.number if live.number_key else ""
    begun = talking.State(stage=talking.Stage.DANGER, language=heard.state.language, number=known)
    live.state = begun.as_facts()
    return heard.state


def _own(live: Talk, heard: Heard, by: Actor) -> State:
    if live.person_id:
        return _look(live, replace(heard, state=menu.at(heard.state, Stage.VISIT)), by)
    return menu.at(heard.state, Stage.BIRTH)


def _identify(live: Talk, heard: Heard, by: Actor) -> State:
    """A date that fits opens the visits, and nothing else of the record. Whoever guesses talks with a person."""
    found = menu_reading.whose(live.number_key, menu.birth_date(heard.said))
    if found:
        live.person = found
        audit.read(what="visits_by_telephone", person_id=found.id, by=by)
        return _look(live, replace(heard, state=menu.at(heard.state, Stage.VISIT)), by)
    live.wrong_tries += 1
    again = menu.to_person(heard.state) if live.wrong_tries >= TRIES else menu.missed(heard.state)
    return _DEEDS[again.deed](live, again, by) if again.deed else again.state


def _look(live: Talk, heard: Heard, by: Actor) -> State:
    """The next visit, by its id: it may change between hearing of it and a key, and none other is taken for it."""
    assert live.person  # noqa: S101 - nobody else comes here
    visit = menu_reading.next_after(live.person, heard.state.after)
    stays = menu_reading.has_bed(live.person, by)
    return replace(heard.state, visit=str(visit.id) if visit else "", stays=stays)


def _answer(live: Talk, heard: Heard, by: Actor) -> State:
    """As a key in a call of ours: whoever keeps visits acts on it, and what they refuse is said."""
    assert live.person  # noqa: S101 - as above
    kind = kinds.kind(menu_reading.TOLD_BY)
    visit = menu_reading.coming(live.person).filter(id=heard.state.visit).first()
    if visit is None or kind is None or kind.answered is None:
        return replace(heard.state, came="ended")
    try:
        with transaction.atomic():
            kind.answered(visit.id, live.person, heard.said, by)
    except Refused:
        return replace(heard.state, came="ended")
    return replace(heard.state, came=heard.said)


def _ring_back(live: Talk, heard: Heard, by: Actor) -> State:
    """They join the line, and need not wait in it."""
    _put_through(live, heard, by)
    assert live.ringing  # noqa: S101 - just made
    try:
        with transaction.atomic():
            live.ringing = keep_place(ringing=live.ringing, by=by)
    except Refused:
        return menu.at(heard.state, Stage.PERSON)
    return heard.state


def _put_through(live: Talk, heard: Heard, by: Actor) -> State:
    live.ringing = call_rings(
        number=heard.state.number or live.number, language=heard.state.language or "en", site=live.site, by=by
    )
    return heard.state


_DEEDS: dict[Deed, Callable[[Talk, Heard, Actor], State]] = {
    Deed.INTERVIEW: _interview,
    Deed.OWN: _own,
    Deed.IDENTIFY: _identify,
    Deed.LOOK: _look,
    Deed.ANSWER: _answer,
    Deed.RING_BACK: _ring_back,
    Deed.PERSON: _put_through,
}
