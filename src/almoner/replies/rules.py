"""Who may see what came in, and who may read its words."""

from __future__ import annotations

from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people.rules import may_see
from almoner.replies.enums import Outcome
from almoner.replies.models import Heard


def may_see_heard(heard: Heard, by: Actor) -> bool:
    """Staff who take contacts: what is of nobody known, and what answers people whom they may see."""
    if not (by.is_system or (by.is_staff and by.may(Permission.TAKE_CONTACTS))):
        return False
    return heard.person is None or may_see(heard.person, by)


def may_read_words(heard: Heard, by: Actor) -> bool:
    """Of what sounded like danger the words are health: they are for those who see the queue of the nurses."""
    return may_see_heard(heard, by) and (heard.outcome != Outcome.DANGER or by.may(Permission.SEE_TRIAGE))
