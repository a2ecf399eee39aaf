"""What an e-mail leads to. What machines wrote is told apart first; then danger; then which of ours it answers; what is
left is read by a person."""

from __future__ import annotations

from almoner.core.actor import Actor
from almoner.messaging.actions import stop_contact
from almoner.people.enums import ContactKind
from almoner.people.models import ContactPoint
from almoner.replies.actions.answering import answer
from almoner.replies.actions.conversing import in_danger, to_a_person
from almoner.replies.actions.inviting import answer_invitation
from almoner.replies.actions.returned import came_back, unwanted
from almoner.replies.danger import Heed, danger_in
from almoner.replies.enums import Automatic, Outcome, Why
from almoner.replies.languages import language_of
from almoner.replies.mailing import Ours, answered_by, candidates_in
from almoner.replies.meaning import Meaning, Word, meaning_of, offered
from almoner.replies.models import Heard, Received

UNHEARD = frozenset({Word.STOP, Word.START, Word.HELP})
"""They end texts and begin them; in an e-mail a person asks what is meant."""


def hear_mail(received: Received, by: Actor) -> Heard:
    machine = received.told["automatic"]
    if received.told["answered"]:
        return answer_invitation(received, by)
    if machine == Automatic.BOUNCE:
        return came_back(received, by)
    if machine == Automatic.COMPLAINT:
        return unwanted(received, by)
    if machine != Automatic.NO:
        return Heard(received=received, outcome=Outcome.AUTOMATIC)
    return _written(received, by)


def _written(received: Received, by: Actor) -> Heard:
    ours = answered_by(received.told["refers_to"], received.sender_key)
    known = ours.message.person if ours and ours.same_address else None
    said = received.words if ours else f"{received.subject}\n{received.words}"
    danger = danger_in(said, language_of(received.words, known.language if known else ""))
    if danger.heed != Heed.DESK:
        return in_danger(received, danger, by, person=known)
    if ours is None:
        return to_a_person(received, Why.WORDS, by, quietly=not _is_known(received.sender_key))
    if known is None:
        return to_a_person(received, Why.ANOTHER_SENDER, by, quietly=not _is_known(received.sender_key))
    return _answered(received, ours, by)


def _is_known(sender_key: str) -> bool:
    """Whether anybody here has the address: who forges one is not written to."""
    points = ContactPoint.objects.filter(key=sender_key, kind=ContactKind.EMAIL, stopped_at__isnull=True)
    return bool(sender_key) and points.exists()


def _answered(received: Received, ours: Ours, by: Actor) -> Heard:
    """A first line that is a key or word is acted on, and what follows it is read by a person."""
    first, _nl, rest = received.words.strip().partition("\n")
    meaning = meaning_of(first)
    if meaning is None or meaning.word in UNHEARD:
        return to_a_person(received, Why.WORDS, by, person=ours.message.person)
    heard = _acted_on(received, ours, meaning, by)
    if rest.strip() and heard.contact is None:
        heard.contact = to_a_person(received, Why.WORDS, by, person=ours.message.person, quietly=True).contact
    return heard


def _acted_on(received: Received, ours: Ours, meaning: Meaning, by: Actor) -> Heard:
    person = ours.message.person
    if meaning.word == Word.COURTESY:
        return Heard(received=received, outcome=Outcome.THANKS, person=person, message=ours.message)
    if meaning.word == Word.WRONG:
        stop_contact(contact_point_id=ours.attempt.contact_point_id, because="somebody else answered by e-mail", by=by)
        return Heard(received=received, outcome=Outcome.WRONG_PERSON, person=person, message=ours.message)
    could_mean = candidates_in(ours)
    if len(could_mean) != 1 or not could_mean[0].stands:
        why = (
            Why.TWO if len(could_mean) > 1 else Why.CHANGED if ours.attempt.evidence.get("menu") else Why.NOTHING_ASKED
        )
        return to_a_person(received, why, by, person=person)
    means = offered(meaning, could_mean[0].menu)
    if not means:
        return to_a_person(received, Why.NOT_OFFERED, by, person=person)
    return answer(received, could_mean[0].message, means, meaning.key or str(meaning.word), by)
