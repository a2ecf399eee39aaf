"""Letters on paper, from the moment they are made ready until they wait to be posted. Each function is part of an act.

A letter has a reference of its own, which stands in its window. It is written down before the letter is laid, under the
key of the send: made again after a fault, it is the same letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid5

from almoner.core import clock
from almoner.core.action import action
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.prepared import new_row
from almoner.core.referring import insert_referred
from almoner.messaging.enums import TAKEN, PostState
from almoner.messaging.models import Attempt, Message, Posting
from almoner.messaging.moments import say_day
from almoner.messaging.wording import LANGUAGES
from almoner.people.enums import Channel
from almoner.timeline.actions import record


@action
def refer_letter(*, provider_key: str, by: Actor) -> Posting:
    """The letter of this key with its reference and its day: the same whenever it is made again."""
    by.need(Permission.RUN_SYSTEM)
    return Posting.objects.filter(provider_key=provider_key).first() or _new(provider_key)


def _new(provider_key: str) -> Posting:
    posting = new_row(Posting, provider_key=provider_key, day=clock.today())
    insert_referred("L", posting)
    return posting


def put_in_queue(message: Message, attempt: Attempt, by: Actor) -> None:
    """A letter was laid, and waits from now on until somebody posts it. Anything else is no letter."""
    if attempt.channel != Channel.LETTER or attempt.result not in TAKEN:
        return
    posting = Posting.objects.filter(provider_key=attempt.provider_key).first() or _new(attempt.provider_key)
    posting.attempt, posting.site_id = attempt, message.person.site_id
    posting.pages = int(attempt.evidence.get("pages", 0))
    posting.about = str(attempt.evidence.get("reference", ""))[:20]
    posting.scan = str(attempt.evidence.get("scan", ""))[:300]
    tell_of_waiting([posting], by)
    posting.state = PostState.WAITING
    posting.save(update_fields=["attempt", "site", "pages", "about", "scan", "state"])


@action
def note_pages(*, posting: Posting, pages: int, by: Actor) -> None:
    """How long a letter is that was not laid."""
    by.need(Permission.RUN_SYSTEM)
    Posting.objects.filter(id=posting.id, pages=0).update(pages=pages)


def tell_of_waiting(postings: Iterable[Posting], by: Actor) -> None:
    """Say of each day and site that letters wait, where none did. Call it before their state is written."""
    for day, site in _piles(postings):
        if not _waits(day, site):
            facts = {"day": {language: say_day(day, language) for language in LANGUAGES}}
            record(kind="letters.waiting", person=None, subject_id=pile(day, site), facts=facts, by=by)


def tell_of_cleared(postings: Iterable[Posting], by: Actor) -> None:
    """Say of each day and site of these letters that none waits any more. Call it after their state was written."""
    for day, site in _piles(postings):
        if not _waits(day, site):
            record(kind="letters.cleared", person=None, subject_id=pile(day, site), by=by)


def _piles(postings: Iterable[Posting]) -> list[tuple[date, UUID | None]]:
    return sorted({(one.day, one.site_id) for one in postings}, key=str)


def _waits(day: date, site_id: UUID | None) -> bool:
    return Posting.objects.filter(state=PostState.WAITING, day=day, site=site_id).exists()


def pile(day: date, site_id: UUID | None) -> UUID:
    """By what the letters of a day and a site are known, which wait together."""
    return uuid5(NAMESPACE_OID, f"letters {day} {site_id or ''}")
