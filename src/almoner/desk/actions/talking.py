"""Talks: what the machine answers. What a telephone or a gateway of text messages tells is the whole of it:
`begin_talk` when it begins, `hear` for each key or message, `hang_up` when they are gone. It speaks as the system does;
what to say after each is read by `desk.talks.says`. A call comes to the menu first (`desk.actions.answering`), a text
to the interview.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.desk import menu
from almoner.desk.actions.answering import hear_key
from almoner.desk.actions.contacts import end_contact, note_abandoned_call, number_key, take_contact
from almoner.desk.actions.ringing import call_rings, give_up_ringing, keep_place
from almoner.desk.dispositions import dispositions
from almoner.desk.enums import Channel
from almoner.desk.models import Talk
from almoner.desk.queries import suggested_at
from almoner.desk.talks import may_keep_place, may_write
from almoner.people.models import Site
from almoner.timeline.actions import record
from almoner.urgency import actions as urgency
from almoner.urgency import talking
from almoner.urgency.asked import Asker, Told
from almoner.urgency.enums import RequestChannel
from almoner.urgency.interview_plan import groups_heard
from almoner.urgency.interviews import interview_by_number, open_interview_of
from almoner.urgency.refusals import InterviewOver, RequestEnded
from almoner.urgency.talking import Deed, Heard, Stage, State

CALLER, WRITER = "Caller, by keys", "By text message"
WITHHELD = "Caller, number withheld"
WE_RING, NURSE_RINGS, SOON = "CALL_BACK", "NURSE_CALLBACK", 2
"""How a talk by text ends that a person takes over: while danger signs are not all denied it is a nurse, soon."""
RUNG_IN_TURN = "3"
"""While they wait for a person: they hang up, and are rung when it is their turn."""
BY_TEXT = "4"
"""The same, and a text asks them to write meanwhile."""
VIA = {Channel.CALL.value: RequestChannel.PHONE, Channel.TEXT.value: RequestChannel.TEXT}


@action
def begin_talk(*, channel: str, number: str = "", site: Site | None = None, provider_id: str = "", by: Actor) -> Talk:
    """Somebody rings, or writes a text: the machine answers. `number` is empty where it is withheld. Told again under
    the same `provider_id`, it is the same talk."""
    by.need(Permission.RUN_SYSTEM)
    how = talking.TEXT if channel == Channel.TEXT else talking.PHONE
    known = number.strip()[:40] if number_key(number) else ""
    rings = how == talking.PHONE
    begun = {
        "channel": channel, "number": number.strip()[:40], "number_key": number_key(number)[:40], "site": site,
        "menu": menu.State(number=known).as_facts() if rings else {},
        "state": {} if rings else State(channel=how, number=known).as_facts(),
        "heard_at": clock.now(),
    }  # fmt: skip
    if provider_id:
        return Talk.objects.get_or_create(provider_id=provider_id, defaults=begun)[0]
    return Talk.objects.create(**begun)


@action
def hear(*, talk: Talk, said: str, by: Actor) -> Talk:
    """One key, silence (nothing), or one message. What it leads to is done in the same transaction."""
    by.need(Permission.RUN_SYSTEM)
    live = _live(talk)
    if live.ended_at:
        return live
    if live.ringing and said.strip() == BY_TEXT and may_write(live):
        live.ringing = keep_place(ringing=live.ringing, writes=True, by=_speaking(live, by))
    elif live.ringing and may_keep_place(live) and said.strip() == RUNG_IN_TURN:
        live.ringing = keep_place(ringing=live.ringing, by=_speaking(live, by))
    elif live.menu:
        hear_key(live, said, _speaking(live, by))
        _store(live)
    else:
        _do(live, talking.hear(State.from_facts(live.state), said), by)
    return live


@action
def hang_up(*, talk: Talk, by: Actor) -> Talk:
    """They are gone. Whoever could be rung and told nothing yet is rung back; what was told waits at its level."""
    by.need(Permission.RUN_SYSTEM)
    live = _live(talk)
    if live.ended_at:
        return live
    if not live.menu:
        _do(live, talking.hung_up(State.from_facts(live.state)), by)
    if live.ringing and live.ringing.ended_at is None:
        if live.ringing.rings_back_at is None:
            give_up_ringing(ringing=live.ringing, by=by)
    elif live.ringing is None and live.request is None and live.number_key and not _served(live):
        _rung_back(live, by)
    live.ended_at = clock.now()
    live.save(update_fields=["ended_at"])
    return live


def _live(talk: Talk) -> Talk:
    return (
        Talk.objects.select_for_update(of=("self",))
        .select_related("request__person", "ringing", "person")
        .get(id=talk.id)
    )


@action
def ring_again(*, talk: Talk, by: Actor) -> Talk:
    """The telephone of whoever took the call did not answer: it rings again for all, at the place that it had.
    Whoever took it keeps the contact, and says how it ended."""
    by.need(Permission.RUN_SYSTEM)
    live = _live(talk)
    taken = live.ringing
    if live.ended_at or taken is None or taken.taken_by_id is None:
        return live
    again = call_rings(
        number=taken.number, language=taken.language, urgent=taken.urgent, site=taken.site, request=taken.request, by=by
    )
    again.since = taken.since
    again.save(update_fields=["since"])
    record(kind="call.not_put_through", person=None, subject_id=taken.contact_id, facts={}, by=by)
    live.ringing = again
    live.save(update_fields=["ringing"])
    return live


def _served(live: Talk) -> bool:
    """Whoever heard of their visits got what they rang for."""
    return bool(live.menu) and menu.State.from_facts(live.menu).served


def _do(live: Talk, heard: Heard, by: Actor) -> None:
    state = _DEEDS[heard.deed](live, heard, by) if heard.deed else heard.state
    live.state = state.as_facts()
    if live.channel == Channel.TEXT and state.over:
        live.ended_at = clock.now()
    _store(live)


def _store(live: Talk) -> None:
    live.heard_at = clock.now()
    live.save(update_fields=["menu", "state", "person", "wrong_tries", "heard_at", "request", "ringing", "ended_at"])


def _send(live: Talk, heard: Heard, by: Actor) -> State:
    """What they told becomes a request, and the questions begin."""
    live.request = urgency.submit_request(
        told=_told(heard.state), channel=VIA[live.channel], asker=_asker(heard.state), by=_speaking(live, by)
    )
    return _next(live, heard.state, by)


def _alarm(live: Talk, heard: Heard, by: Actor) -> State:
    """A nurse is alerted at once. In a crisis, and where nobody can be rung, they are put through to a person."""
    live.request = urgency.report_danger(
        told=_told(heard.state), channel=VIA[live.channel], asker=_asker(heard.state), by=_speaking(live, by)
    )
    if live.channel == Channel.CALL and (heard.state.stage == Stage.CRISIS or not heard.state.number):
        _put_through(live, heard.state, by)
    return heard.state


def _answer(live: Talk, heard: Heard, by: Actor) -> State:
    assert live.request  # noqa: S101 - a question is asked only of a request
    name = heard.state.question
    try:
        urgency.answer_question(
            request=live.request, name=name, said=heard.said, channel=VIA[live.channel], by=_speaking(live, by)
        )
    except (InterviewOver, RequestEnded):
        return replace(heard.state, stage=Stage.DONE, misses=0)
    return _next(live, heard.state, by)


def _find(live: Talk, heard: Heard, by: Actor) -> State:
    """Go on with questions that were begun elsewhere; the digits are the proof of whose they are."""
    found = interview_by_number(by, heard.state.typed)
    if found is None:
        again = talking.not_found(heard.state)
        return _DEEDS[again.deed](live, again, by) if again.deed else again.state
    live.request = found.request
    return _next(live, replace(heard.state, typed=""), by)


def _next(live: Talk, state: State, by: Actor) -> State:
    """The question to ask now, or the end; an emergency that an answer tells of is met as one."""
    assert live.request  # noqa: S101 - as above
    live.request.refresh_from_db()
    if live.request.danger_at or live.request.crisis:
        stage = Stage.CRISIS if live.request.crisis else Stage.EMERGENCY
        told = {live.request.crisis or "": "yes"} if live.request.crisis else {}
        ended = replace(state, stage=stage, danger={**state.danger, **told}, misses=0, question="", options=())
        if live.channel == Channel.CALL and (stage == Stage.CRISIS or not state.number):
            _put_through(live, ended, by)
        return ended
    asked = open_interview_of(by, live.request.id)
    if asked is None:
        return replace(state, stage=Stage.DONE, misses=0, question="", options=())
    step = asked.step
    options = tuple(one for one, _text in step.choices)
    return replace(state, stage=Stage.QUESTION, misses=0, question=step.name, options=options)


def _person(live: Talk, heard: Heard, by: Actor) -> State:
    """They would rather talk, or could not be understood: put through, or by text a person is promised to ring them."""
    if live.request and live.channel == Channel.TEXT:
        _ask_for_person(live, by)
    elif live.channel == Channel.TEXT:
        _rung_back(live, by)
    else:
        _put_through(live, heard.state, by)
    return heard.state


def _ask_for_person(live: Talk, by: Actor) -> None:
    assert live.request  # noqa: S101 - asked for by whoever has one
    try:
        urgency.ask_for_person(request=live.request, channel=VIA[live.channel], by=_speaking(live, by))
    except (InterviewOver, RequestEnded):
        return


def _put_through(live: Talk, state: State, by: Actor) -> None:
    """It rings at the desk, urgent while danger signs are not all denied; who answers sees what was told, and can go on
    with the questions."""
    live.ringing = call_rings(
        number=state.number,
        language=state.language or "en",
        urgent=bool(live.request.danger_at) if live.request else not _all_denied(state),
        site=live.site,
        request=live.request,
        by=by,
    )


def _all_denied(state: State) -> bool:
    heard = {one for group in groups_heard() for one in group.signs}
    return heard <= set(state.danger) and "yes" not in state.danger.values()


def _rung_back(live: Talk, by: Actor) -> None:
    """Somebody who told nothing yet, and can be rung."""
    if live.channel == Channel.CALL:
        note_abandoned_call(number=live.number, by=by)
        return
    outcome, level = (WE_RING, None) if _all_denied(State.from_facts(live.state)) else (NURSE_RINGS, SOON)
    contact = take_contact(channel=Channel.TEXT, number=live.number, by=by)
    due_at = suggested_at(dispositions()[outcome])
    end_contact(contact=contact, outcome=outcome, level=level, promised_at=due_at, by=by)


def _told(state: State) -> Told:
    return Told(
        words=state.words,
        language=state.language or "en",
        danger_answers=dict(state.danger),
        answers=dict(state.answers),
    )


def _asker(state: State) -> Asker:
    name = "" if state.number else WITHHELD
    return Asker(name=name, contact=state.number, age_years=state.age)


def _speaking(live: Talk, by: Actor) -> Actor:
    """The machine acts, and its name says for whom."""
    name, via = (CALLER, "phone") if live.channel == Channel.CALL else (WRITER, "text")
    return replace(by, name=name, via=via)


_DEEDS: dict[Deed, Callable[[Talk, Heard, Actor], State]] = {
    Deed.SEND: _send,
    Deed.ALARM: _alarm,
    Deed.ANSWER: _answer,
    Deed.FIND: _find,
    Deed.PERSON: _person,
}
