"""What a talk says: the same words spoken on the telephone and written in a text, in the language that was chosen.

Each line is a language and a sentence. Nothing is promised here: what was promised is handed in as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from almoner.core.languages import from_left
from almoner.urgency.danger import DangerSign, danger_signs, said_yes
from almoner.urgency.interview_plan import area, areas, complaint_texts, groups_heard, some_of
from almoner.urgency.interviewing import choice_text, question_text
from almoner.urgency.rulebook import in_language
from almoner.urgency.talk_words import AGAIN, BACK, PERSON
from almoner.urgency.talking import GO_ON, PHONE, TEXT, Stage, State, group_of

Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class House:
    """Who speaks, and the numbers of the place."""

    name: str
    emergency_number: str
    crisis_number: str
    service_desk_number: str = ""

    def said_in(self, language: str) -> House:
        """The numbers as they stand in a line of that language."""
        numbers = (self.emergency_number, self.crisis_number, self.service_desk_number)
        return House(self.name, *(from_left(number, language) for number in numbers))


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it, as it may be said: what was promised, and the reference to quote."""

    promises: tuple[str, ...] = ()
    reference: str = ""


def prompt(state: State, house: House, told: Told | None = None) -> list[Line]:
    """What to say where the talk stands."""
    if state.stage == Stage.LANGUAGE:
        return languages(house, state.channel)
    with translation.override(state.language):
        says = [*_not_understood(state), *_SAYS[state.stage](state, house.said_in(state.language), told or Told())]
    return [(state.language, line) for line in says if line]


def languages(house: House, channel: str = PHONE) -> list[Line]:
    """The language comes first (TEL-6), and before it what to do in an emergency (TEL-5), in each."""
    lines: list[Line] = []
    for place, language in enumerate(("en", "es", "ar"), start=1):
        with translation.override(language):
            welcome = _("%(hospital)s. In an emergency ring %(number)s.")
            lines.append(
                (language, welcome % {"hospital": house.name, "number": house.said_in(language).emergency_number})
            )
            lines.append((language, _in_this_language(channel, place)))
    return lines


def _in_this_language(channel: str, place: int) -> str:
    if channel == TEXT:
        return _("For English answer %(key)s.") % {"key": place}
    return _("For English press %(key)s.") % {"key": place}


def _not_understood(state: State) -> list[str]:
    if not state.misses:
        return []
    if state.stage == Stage.CODE:
        return [_("We know no such number.")]
    return [_("I did not understand that.")]


def _press(state: State, key: str, what: str) -> str:
    """“Yes: press 1.” on the telephone; in a text “1: yes”."""
    if state.channel == TEXT:
        return f"{key}: {what}"
    return pressing(_("star") if key == BACK else key, what)


def pressing(key: str, what: str) -> str:
    """What it is for is said before the key: nobody remembers a key until they know that they want it."""
    told = what.rstrip(".")
    return _("%(what)s: press %(key)s.") % {"key": key, "what": told[:1].upper() + told[1:]}


def _keys(state: State, *keys: tuple[str, str]) -> list[str]:
    return [_press(state, key, what) for key, what in keys]


def _around(state: State, *, back: bool = True) -> list[str]:
    """The keys that mean the same everywhere."""
    again = [(AGAIN, _("to hear it again"))] if state.channel != TEXT else []
    return _keys(state, *again, (PERSON, _("to talk with a person")), *([("*", _("to go back"))] if back else []))


def _choices(state: State, texts: Iterable[str]) -> list[str]:
    return _keys(state, *((str(place), text) for place, text in enumerate(texts, start=1)))


# ── Danger signs ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _danger(state: State, house: House, _told: Told) -> list[str]:
    signs = _signs(state, house)
    asked = [signs[one].text for one in group_of(state).signs]
    count = {"number": state.group + 1, "of": len(groups_heard())}
    opening = _("First the danger signs.") if state.group == 0 else _("Danger signs, %(number)s of %(of)s.") % count
    go_on = [(GO_ON, _("to go on with questions that you began elsewhere"))] if state.group == 0 else []
    return [
        opening,
        _("Is any of these so now, for you or somebody with you?"),
        *(f"{text}." for text in asked),
        *_keys(state, ("1", _("yes, one of these")), ("2", _("none of these")), *go_on),
        *_around(state, back=state.group > 0),
    ]


def _which(state: State, house: House, _told: Told) -> list[str]:
    signs = _signs(state, house)
    return [_("Which of them?"), *_choices(state, [signs[one].text for one in group_of(state).signs]), *_around(state)]


def _alarmed(state: State, house: House, told: Told) -> list[str]:
    """Kind words first, then what to do now, then who comes to them, as it was promised."""
    told_of = _signs_told(state, house)
    if state.stage == Stage.CRISIS and len(told_of) > 1:
        says = [_("Thank you for telling us. You are not alone."), _some_crisis(house)]
    else:
        says = [line for sign in told_of[:1] for line in (sign.said_first, sign.action)]
        says = says or [_("Ring %(number)s now. Do not wait for us.") % {"number": house.emergency_number}]
    return [*says, *told.promises, *_then(state, house)]


def _some_crisis(house: House) -> str:
    return _("You can talk to someone now: %(crisis)s. If you are in danger this minute, ring %(number)s.") % {
        "crisis": house.crisis_number or house.emergency_number,
        "number": house.emergency_number,
    }


def _then(state: State, house: House) -> list[str]:
    if state.channel == TEXT:
        desk = {"number": house.service_desk_number}
        return (
            [_("Is it not safe to be rung? Ring %(number)s when you can, and say so.") % desk] if desk["number"] else []
        )
    if state.stage == Stage.CRISIS or not state.number:
        return [_("Stay on the line. We put you through to a person now.")]
    return [
        _("Hang up now, and ring %(number)s.") % {"number": house.emergency_number},
        *_keys(state, (PERSON, _("if you cannot ring: a person answers here"))),
    ]


def _signs(state: State, house: House) -> dict[str, DangerSign]:
    shown = danger_signs(state.language, emergency_number=house.emergency_number, crisis_number=house.crisis_number)
    return {sign.id: sign for sign in shown}


def _signs_told(state: State, house: House) -> list[DangerSign]:
    """Those that were told of; of a group of which only this is known, that it is one of them, all of it."""
    told = said_yes(state.danger)
    heard = [sign for group in groups_heard() if some_of(group.id) in told for sign in group.signs]
    return [sign for id_, sign in _signs(state, house).items() if id_ in told or id_ in heard]


# ── What is wrong ────────────────────────────────────────────────────────────────────────────────────────────────────


def _words(state: State, _house: House, _told: Told) -> list[str]:
    return [_("What is wrong? Write it in your own words."), *_around(state)]


def _area(state: State, _house: House, _told: Told) -> list[str]:
    texts = [in_language(one.text, state.language) for one in areas()]
    return [_("Where is it, or what is it about?"), *_choices(state, texts), *_else(state)]


def _complaint(state: State, _house: House, _told: Told) -> list[str]:
    offered = area(state.chosen).complaints
    texts = [in_language(complaint_texts()[one], state.language) for one in offered]
    return [_("Which is it most like?"), *_choices(state, texts), *_else(state)]


def _else(state: State) -> list[str]:
    person = (PERSON, _("for something else: tell it to a person"))
    return _keys(state, (AGAIN, _("to hear it again")), person, ("*", _("to go back")))


def _age(state: State, _house: House, _told: Told) -> list[str]:
    if state.channel == TEXT:
        return [
            _("How old is the person who is unwell, in years? For a baby write 0."),
            _("If you do not know, write “do not know”."),
        ]
    return [
        _("How old is the person who is unwell? Type the years, then the hash key. For a baby type 0."),
        _("If you do not know, press only the hash key."),
    ]


def _worse(state: State, _house: House, _told: Told) -> list[str]:
    return [_("Is it getting worse?"), *_yes_no(state)]


def _number(_state: State, _house: House, _told: Told) -> list[str]:
    return [_("We cannot see your number. Type a number on which we can ring you, then the hash key.")]


def _code(state: State, _house: House, _told: Told) -> list[str]:
    if state.channel == TEXT:
        return [_("Write the number of eight digits that you were given.")]
    return [_("Type the number of eight digits that you were given, then the hash key.")]


# ── Questions and endings ────────────────────────────────────────────────────────────────────────────────────────────


def _question(state: State, _house: House, _told: Told) -> list[str]:
    if state.options:
        texts = [choice_text(state.question, one, state.language) for one in state.options]
        return [
            _("Which is it most like?"),
            *_choices(state, [*texts, _("something else")]),
            *_around(state, back=False),
        ]
    return [question_text(state.question, state.language), *_yes_no(state)]


def _yes_no(state: State) -> list[str]:
    return [*_keys(state, ("1", _("yes")), ("2", _("no")), ("3", _("I do not know"))), *_around(state)]


def _person(state: State, house: House, told: Told) -> list[str]:
    if state.channel == TEXT:
        return [*told.promises, _("In an emergency ring %(number)s now.") % {"number": house.emergency_number}]
    return [_("We put you through to a person. Please stay on the line."), *told.promises]


def _done(state: State, house: House, told: Told) -> list[str]:
    lines = [_("Thank you. A nurse has what you told us."), *told.promises]
    if told.reference and state.channel == TEXT:
        lines.append(_("Your reference: %(reference)s.") % {"reference": told.reference})
    worse = _("If it gets worse, ring us again at once. In an emergency ring %(number)s.")
    return [*lines, worse % {"number": house.emergency_number}]


_SAYS: dict[Stage, Callable[[State, House, Told], list[str]]] = {
    Stage.DANGER: _danger,
    Stage.WHICH: _which,
    Stage.CODE: _code,
    Stage.WORDS: _words,
    Stage.AREA: _area,
    Stage.COMPLAINT: _complaint,
    Stage.AGE: _age,
    Stage.WORSE: _worse,
    Stage.NUMBER: _number,
    Stage.QUESTION: _question,
    Stage.EMERGENCY: _alarmed,
    Stage.CRISIS: _alarmed,
    Stage.PERSON: _person,
    Stage.DONE: _done,
}
