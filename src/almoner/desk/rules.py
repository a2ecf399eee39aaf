"""Who may take contacts, and whose."""

from __future__ import annotations

from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.desk.models import Contact, Ringing
from almoner.people.rules import may_see


def may_see_contact(contact: Contact, by: Actor) -> bool:
    """Staff who take contacts see those of nobody known and those of people whom they may see, at their own site."""
    if by.is_system:
        return True
    if not (by.is_staff and by.may(Permission.TAKE_CONTACTS)):
        return False
    if contact.person is not None:
        return may_see(contact.person, by)
    return contact.agent is None or by.site_id is None or contact.agent.site_id == by.site_id


def need_to_take(contact: Contact, by: Actor) -> None:
    """Raise NotAllowed for staff who take no contacts, NotThere for a contact that is not theirs to see."""
    by.need(Permission.TAKE_CONTACTS)
    if not may_see_contact(contact, by):
        raise NotThere


def may_answer(ringing: Ringing, by: Actor) -> bool:
    """Staff who take contacts answer the calls of their site, and those that ring everywhere."""
    if by.is_system:
        return True
    if not (by.is_staff and by.may(Permission.TAKE_CONTACTS)):
        return False
    return ringing.site_id is None or by.site_id is None or ringing.site_id == by.site_id


def need_to_answer(ringing: Ringing, by: Actor) -> None:
    """Raise NotAllowed for staff who take no contacts, NotThere for a call of another site."""
    by.need(Permission.TAKE_CONTACTS)
    if not may_answer(ringing, by):
        raise NotThere
