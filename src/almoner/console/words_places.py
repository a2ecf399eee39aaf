"""The places of words, as the pages name them: those of a kind of message, and those that every message shares."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from almoner.messaging.proofreading import WHOLE
from almoner.messaging.wording import MENUS, PLACES, SAME_IN_ALL, SPOKEN, WRITTEN

PLACE_NAMES = {
    "subject": _("Subject"),
    "email": _("E-mail"),
    "text": _("Text message"),
    "call": _("Call"),
    "letter": _("Letter"),
    "greeting": _("Greeting"),
    "human": _("How to reach a person"),
    "emergency": _("In an emergency"),
    "thanks": _("Signature"),
    "open_link": _("Button of an e-mail"),
    "call_opening": _("Who rings, and for whom"),
    "call_gate": _("Which key opens the message"),
    "call_thanks": _("Goodbye"),
    "call_person": _("Goodbye: a person rings back"),
    "call_wrong": _("Goodbye to a wrong number"),
    "call_emergency": _("In an emergency, in a call"),
    "voicemail": _("On an answering machine"),
    "menu_plain": _("Keys: heard"),
    "menu_visit": _("Keys: a visit"),
    "menu_dates": _("Keys: several visits"),
    "menu_offer": _("Keys: an earlier time"),
    "menu_recovery": _("Keys: how they get on"),
    "menu_delay": _("Keys: a late clinic"),
    "menu_ending": _("Keys: still needed?"),
    WHOLE: _("Other messages"),
}
HINTS = {
    "subject": _("Seen by whoever looks at the screen: nothing about health."),
    "email": _("An empty line parts paragraphs; lines that begin with - are a list."),
    "text": _("Others may read it. A line is left out where a name in it has no value."),
    "call": _("One sentence on a line. Who rings, the keys and what to do in an emergency are said by themselves."),
    "letter": _("As the e-mail, without links."),
    "human": _("At the end of e-mails and letters. A line is left out where a name in it has no value."),
    "call_opening": _("The first words of a call. Whoever picks up hears them: nothing about health."),
    "call_gate": _("Any key opens the message; 7 says that they do not know the person."),
    "voicemail": _("Said where nobody presses a key. Whoever plays the tape hears it: nothing about health."),
    "menu_plain": _("What each key does stays as it is. Say every one of them."),
}
ROWS = {"email": 12, "text": 4, "call": 5, "letter": 12, "human": 3, "emergency": 2}
ROWS |= dict.fromkeys(SPOKEN, 2) | dict.fromkeys((f"menu_{name}" for name in MENUS), 3)
"""Of places whose words are longer than a field of one line shows."""

ORDER = ("subject", "text", "email", "call", "letter")


def groups_of(kind: str) -> list[tuple[Any, tuple[str, ...]]]:
    """The places of a kind in the order in which they are written, under headings where there are many."""
    if kind != SAME_IN_ALL:
        return [("", ORDER)]
    keys = tuple(f"menu_{name}" for name in MENUS)
    return [(_("In e-mails and letters"), WRITTEN), (_("In calls"), SPOKEN), (_("How the keys are said"), keys)]


def others_read(kind: str) -> tuple[str, ...]:
    """The places that others than the person may read or hear."""
    return tuple(place for place in PLACES if place not in {"email", "letter"}) if kind != SAME_IN_ALL else SPOKEN
