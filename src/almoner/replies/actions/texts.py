"""What a text leads to. The order is the rule: what must end, what goes on, what is dangerous, what is clear, and then
a person."""

from __future__ import annotations

from almoner.core.actor import Actor
from almoner.desk import talks
from almoner.desk.actions import hear
from almoner.desk.models import Talk
from almoner.messaging.doubting import hear_from_number
from almoner.replies import saying
from almoner.replies.actions.answering import answer
from almoner.replies.actions.conversing import in_danger, to_a_person
from almoner.replies.actions.helping import tell_who_we_are
from almoner.replies.actions.saying import say
from almoner.replies.actions.stopping import not_them, start_texts, stop_texts
from almoner.replies.danger import Danger, Heed, danger_in
from almoner.replies.enums import Outcome, Why
from almoner.replies.languages import language_of
from almoner.replies.meaning import Meaning, Word, meaning_of, offered
from almoner.replies.models import Heard, Received
from almoner.replies.texting import Candidate, Sent, sent_to
from almoner.urgency.talking import Stage, State


def hear_text(received: Received, by: Actor) -> Heard:
    hear_from_number(number_key=received.sender_key, by=by)
    meaning = meaning_of(received.words)
    if meaning and meaning.word in {Word.STOP, Word.START}:
        return (stop_texts if meaning.word == Word.STOP else start_texts)(received, by)
    danger = danger_in(received.words, language_of(received.words))
    talk = talks.open_talk_with(received.sender_key, by=by)
    if talk and _belongs(talk, danger, meaning):
        return _go_on(received, talk, by)
    if danger.heed != Heed.DESK:
        return in_danger(received, danger, by)
    if meaning is None:
        return to_a_person(received, Why.WORDS, by)
    if meaning.word == Word.HELP:
        return tell_who_we_are(received)
    sent = sent_to(received.sender_key)
    return not_them(received, sent, by) if meaning.word == Word.WRONG else _answer(received, meaning, sent, by)


def _belongs(talk: Talk, danger: Danger, meaning: Meaning | None) -> bool:
    """Whether a text goes on with the questions. Danger told in words is met as such, but where words were asked for
    and the questions meet it; and after an alarm the questions are over for whoever writes words."""
    stage = State.from_facts(talk.state).stage
    if stage == Stage.WORDS:
        return True
    return danger.heed != Heed.NURSE and (stage != Stage.EMERGENCY or meaning is not None)


def _go_on(received: Received, talk: Talk, by: Actor) -> Heard:
    talk = hear(talk=talk, said=received.words, by=by)
    lines = talks.says(talk, by=by)
    if lines:
        say(
            channel=received.channel, address=received.sender, number_key=received.sender_key,
            language=lines[0][0], body=saying.together(lines), received=received, always=True,
        )  # fmt: skip
    return Heard(received=received, outcome=Outcome.IN_A_TALK, talk=talk, request=talk.request)


def _answer(received: Received, meaning: Meaning, sent: Sent, by: Actor) -> Heard:
    """Acted on where it can mean one thing only: at most one visit changes (law I-14)."""
    if meaning.word == Word.COURTESY or (meaning.word == Word.FINE and not sent.last_asks):
        return Heard(received=received, outcome=Outcome.THANKS)
    why = _unclear(meaning, sent)
    if why:
        return to_a_person(received, why, by, person=sent.people[0] if len(sent.people) == 1 else None)
    one = sent.candidates[0]
    means = offered(meaning, one.menu)
    return answer(received, one.message, means, meaning.key or str(meaning.word), by)


def _unclear(meaning: Meaning, sent: Sent) -> Why:
    """Why nothing may be acted on, or nothing. A key answers the text that offered it; a word answers the last text."""
    if not sent.candidates:
        return Why.CHANGED if sent.asked else Why.NOTHING_ASKED
    if len(sent.candidates) > 1:
        return Why.TWO
    one: Candidate = sent.candidates[0]
    if not one.stands:
        return Why.CHANGED
    if not offered(meaning, one.menu):
        return Why.NOT_OFFERED
    if meaning.word and sent.last != (one.message.person_id, one.message.subject_id):
        return Why.NOTHING_ASKED
    return Why.NONE
