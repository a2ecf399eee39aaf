"""What the menu of a call says, in the language that was chosen. Each line is a language and a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.desk import menu
from almoner.desk.menu import Stage, State
from almoner.desk.menu_reading import Read
from almoner.urgency.prompts import House, Line, languages, pressing
from almoner.urgency.talking import LANGUAGES


def prompt(state: State, house: House, read: Read) -> list[Line]:
    """What to say now."""
    if state.stage == Stage.LANGUAGE:
        return languages(house)
    return [line for one in _spoken(state) for line in _said(state, house, read, one)]


def _spoken(state: State) -> Sequence[str]:
    """Whoever chose no language hears all of them."""
    return [state.language] if state.language else LANGUAGES


def _said(state: State, house: House, read: Read, language: str) -> list[Line]:
    with translation.override(language):
        says = [*_not_understood(state), *_SAYS[state.stage](state, house.said_in(language), read)]
    return [(language, line) for line in says if line]


def in_line(before: int, language: str, *, may_be_rung: bool, may_write: bool) -> list[Line]:
    """For somebody who waits for a person: their place, and that they need not hold the line (TEL-1, TEL-2)."""
    with translation.override(language):
        says = [
            ngettext("There is %(number)s caller before you.", "There are %(number)s callers before you.", before)
            % {"number": before}
            if before
            else _("You are the next caller.")
        ]
        if may_be_rung:
            says.append(_key("3", _("to hang up, keep your place, and be rung back")))
        if may_write:
            says.append(_key("4", _("to hang up and go on by text message")))
    return [(language, line) for line in says]


def rung_back(promises: tuple[str, ...], language: str, *, writes: bool = False) -> list[Line]:
    with translation.override(language):
        says = _rung_back(State(), House("", "", ""), Read(promises=promises))
        if writes:
            says.insert(1, _("We send you a text message now. Answer it and write what you need: a person reads it."))
    return [(language, line) for line in says]


def nobody_answered(promises: tuple[str, ...], language: str) -> list[Line]:
    """They waited longer than anybody should."""
    with translation.override(language):
        says = [_("I am sorry, nobody could come to the telephone.")]
        return [(language, line) for line in [*says, *(promises or [_("Please ring us again later.")])]]


def _key(key: str, what: str) -> str:
    return pressing(_("star") if key == menu.BACK else key, what)


def _around(*, back: bool = True) -> list[str]:
    says = [_key(menu.AGAIN, _("to hear it again")), _key(menu.PERSON, _("to talk with a person"))]
    return [*says, _key(menu.BACK, _("to go back"))] if back else says


def _not_understood(state: State) -> list[str]:
    if not state.misses:
        return []
    return [_("That does not fit what we have.") if state.stage == Stage.BIRTH else _("I did not understand that.")]


def _main(_state: State, house: House, _read: Read) -> list[str]:
    return [
        _("If a life is in danger, hang up and ring %(number)s.") % {"number": house.emergency_number},
        _key(menu.UNWELL, _("if somebody is unwell")),
        _key(menu.OWN_VISITS, _("for your visits: when they are, to confirm or change them, and what you may eat")),
        _key(menu.RING_ME, _("to be rung back")),
        *_around(back=False),
    ]


def _birth(_state: State, _house: House, _read: Read) -> list[str]:
    return [
        _("Whose visit is it? Type their date of birth: two digits for the day, two for the month, four for the year."),
        _("To talk with a person, press 9 and then the hash key."),
        _key(menu.BACK, _("to go back")),
    ]


def _visit(state: State, _house: House, read: Read) -> list[str]:
    says = [*_came(state, read), *read.here]
    if not read.visit:
        none = _("There is no other visit.") if state.after else _("%(name)s, no visit is booked for you.")
        says.append(none % {"name": read.name})
        return [*says, *_eat_here(state), *_around()]
    if state.came:
        return [*says, *_around()]
    offered = [
        _key(menu.CONFIRM, _("to confirm this visit")) if not read.confirmed else _("You have confirmed this visit."),
        _key(menu.CHANGE, _("to ask for another time")),
        _key(menu.CANNOT_COME, _("if you cannot come")),
        _key(menu.EAT, _("what you may eat, and how to prepare")),
        _key(menu.NEXT, _("for the visit after this")) if read.more else "",
    ]
    hello = f"{read.name}." if not state.after else ""
    return [hello, *says, *read.visit, *offered, *_around()]


def _eat_here(state: State) -> list[str]:
    return [_key(menu.EAT, _("what you may eat now"))] if state.stays else []


def _came(state: State, read: Read) -> list[str]:
    """What came of the last key."""
    if not state.came:
        return []
    said = {
        "confirm": _("Thank you. Your visit is confirmed."),
        "change": _("We have noted that you need another time."),
        "cannot_come": _("We have noted that you cannot come."),
        "ended": _("This visit cannot be changed any more. Please talk with a person."),
    }
    return [said[state.came], *read.promises]


def _eat(_state: State, _house: House, read: Read) -> list[str]:
    nothing = [_("There is nothing to prepare, and you may eat as usual.")]
    return [*(f"{line.rstrip('.')}." for line in read.eat or nothing), *_around()]


def _number(_state: State, _house: House, _read: Read) -> list[str]:
    return [_("We cannot see your number. Type a number on which we can ring you, then the hash key.")]


def _person(_state: State, _house: House, _read: Read) -> list[str]:
    return [_("We put you through to a person. Please stay on the line.")]


def _rung_back(_state: State, _house: House, read: Read) -> list[str]:
    return [_("Thank you. You keep your place in the line."), *read.promises, _("You can hang up now.")]


_SAYS: dict[Stage, Callable[[State, House, Read], list[str]]] = {
    Stage.MAIN: _main,
    Stage.BIRTH: _birth,
    Stage.VISIT: _visit,
    Stage.EAT: _eat,
    Stage.NUMBER: _number,
    Stage.PERSON: _person,
    Stage.RUNG_BACK: _rung_back,
}
