"""Writing back: in one's own words to whom it was made sure that they wrote, and else only that they please ring."""

from __future__ import annotations

from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.desk.actions import end_contact
from almoner.desk.actions.contacts import WRITTEN
from almoner.desk.models import Contact
from almoner.desk.refusals import ContactEnded, NotIdentified
from almoner.desk.rules import need_to_take
from almoner.people.enums import Channel
from almoner.replies import saying
from almoner.replies.actions.saying import TOMORROW_TOO, say
from almoner.replies.addressed import is_theirs
from almoner.replies.languages import language_of
from almoner.replies.models import Answer, Said
from almoner.replies.refusals import AskedAlready, NoMoreWriting, NothingWritten, NotTheirAddress, NotWritten
from almoner.timeline.actions import record

MOST_WORDS = {Channel.TEXT.value: 300, Channel.EMAIL.value: 3000}
"""Characters of an answer: two or three texts, or a page."""
ANSWERED = "INFO_GIVEN"


@action
def write_back(*, contact: Contact, words: str, ends: bool, by: Actor) -> Answer:
    """Answer in one's own words, to the person whose number or address it is, once two things fitted (law I-27). The
    charter promises that it goes out. `ends`: that was all, and the contact is over.

    Raises NotWritten, NotIdentified, NotTheirAddress, NothingWritten, ContactEnded.
    """
    live = _written(contact, by)
    if live.person is None:
        raise NotIdentified
    if not is_theirs(live, live.person):
        raise NotTheirAddress
    most = MOST_WORDS[live.channel]
    if not 0 < len(words.strip()) <= most:
        raise NothingWritten(most=most)
    answer = Answer.objects.create(contact=live, channel=live.channel, words=words.strip(), by_name=by.name[:200])
    facts = {"channel": str(live.channel), "contact": str(live.id)}
    record(kind="contact.written_back", person=live.person, subject_id=answer.id, facts=facts, by=by)
    if ends:
        end_contact(contact=live, outcome=ANSWERED, by=by)
    return answer


@action
def ask_to_ring(*, contact: Contact, by: Actor) -> Said:
    """Where it is not known who wrote: that they please ring, and nothing of the matter. The contact stays open.

    Raises NotWritten, AskedAlready, NoMoreWriting, ContactEnded.
    """
    live = _written(contact, by)
    language = language_of(live.asked)
    body = saying.please_ring(language)
    if Said.objects.filter(contact=live, body=body).exists():
        raise AskedAlready
    said = say(
        channel=live.channel, address=live.number, number_key=live.number_key, language=language, body=body,
        subject=saying.subject_of_answer(language) if live.channel == Channel.EMAIL else "", contact=live,
        within=TOMORROW_TOO,
    )  # fmt: skip
    if said is None:
        raise NoMoreWriting
    return said


def _written(contact: Contact, by: Actor) -> Contact:
    """The contact, locked, if somebody wrote it, it still runs, and `by` may take it."""
    by.need(Permission.TAKE_CONTACTS)
    need_to_take(contact, by)
    stored = Contact.objects.select_for_update(of=("self",)).select_related("person").get(id=contact.id)
    if stored.channel not in WRITTEN:
        raise NotWritten
    if not stored.is_live:
        raise ContactEnded
    return stored
