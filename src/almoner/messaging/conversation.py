"""What is said in a call, and what follows from each key. Pure: it knows no telephone.

Whoever answers first hears who rings and for whom, and no more: nothing of the matter is said before somebody presses
a key, so an answering machine, or a child, hears only what anybody may (law I-17). A machine presses none: it is left
the words that are meant for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

WRONG = "7"
"""Pressed by whoever does not know the person that the call is for. No menu uses it."""
ASKED, LISTENED, UNCLEAR = 2, 2, 3
"""So often is somebody asked to press a key before a machine is believed to listen; so often are the keys told to
somebody who has heard the message and presses none; so many wrong keys are borne."""


class Piece(StrEnum):
    """What can be said."""

    GATE = "gate"
    MESSAGE = "message"
    KEYS = "keys"
    VOICEMAIL = "voicemail"
    THANKS = "thanks"
    PERSON = "person"
    SORRY = "sorry"


class End(StrEnum):
    """How a call ended."""

    PRESSED = "pressed"
    HEARD = "heard"
    CUT_OFF = "cut_off"
    MACHINE = "machine"
    WRONG_PERSON = "wrong_person"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    NO_SUCH_NUMBER = "no_such_number"
    LINE_DOWN = "line_down"


@dataclass(frozen=True, slots=True)
class Step:
    """Say this; then wait for a key, or, where `end` says how, hang up."""

    say: Piece
    end: End | None = None
    key: str = ""


@dataclass(slots=True)
class Conversation:
    """One call that was answered. `keys` are those of the menu; `repeat` says it again, `person` asks for one."""

    keys: Collection[str]
    repeat: str = "0"
    person: str = "9"
    asked: int = field(default=1, init=False)
    told: int = field(default=0, init=False)
    unclear: int = field(default=0, init=False)
    whole: bool = field(default=False, init=False)
    """Whether the message was said to its end, to somebody."""

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Conversation:
        one = cls(facts["keys"])
        for name in ("asked", "told", "unclear", "whole"):
            setattr(one, name, facts[name])
        return one

    def as_facts(self) -> dict[str, Any]:
        return {**asdict(self), "keys": list(self.keys)}

    def begin(self) -> Step:
        return Step(Piece.GATE)

    @property
    def inside(self) -> bool:
        """Whether somebody has asked for the message."""
        return self.told > 0

    def pressed(self, key: str) -> Step:
        if not self.inside:
            if key == WRONG:
                return Step(Piece.SORRY, End.WRONG_PERSON, key)
            self.told = 1
            return Step(Piece.MESSAGE)
        if key == self.repeat:
            return Step(Piece.MESSAGE)
        if key in self.keys:
            return Step(Piece.PERSON if key == self.person else Piece.THANKS, End.PRESSED, key)
        self.unclear += 1
        return Step(Piece.KEYS) if self.unclear < UNCLEAR else Step(Piece.THANKS, self._left())

    def said(self, piece: Piece) -> None:
        """It was said to its end."""
        self.whole = self.whole or piece == Piece.MESSAGE

    def silent(self) -> Step:
        """Nobody pressed anything for a while after it was said."""
        if not self.inside:
            self.asked += 1
            return Step(Piece.GATE) if self.asked <= ASKED else Step(Piece.VOICEMAIL, End.MACHINE)
        self.told += 1
        return Step(Piece.KEYS) if self.told <= LISTENED else Step(Piece.THANKS, self._left())

    def hung_up(self) -> End:
        return self._left()

    def _left(self) -> End:
        return End.HEARD if self.whole else End.CUT_OFF
