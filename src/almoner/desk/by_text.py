"""Going on by text message instead of waiting on the line (TEL-2). Whoever can write to a number registers here."""

from __future__ import annotations

from typing import Protocol

from almoner.people.contact import may_take_texts


class Writer(Protocol):
    """Writes to a number, whoever holds it, that they may write what they need. Part of an action."""

    def may_write_to(self, number_key: str) -> bool: ...

    def invite(self, *, number: str, number_key: str, language: str, promises: tuple[str, ...]) -> bool:
        """Whether it goes."""
        ...


_writers: list[Writer] = []


def register(writer: Writer) -> None:
    _writers[:] = [writer]


def may_write_to(number_key: str) -> bool:
    """Whether a text can go to this number, and is wanted there."""
    return bool(_writers) and may_take_texts(number_key) and _writers[0].may_write_to(number_key)


def invite(*, number: str, number_key: str, language: str, promises: tuple[str, ...]) -> bool:
    return bool(_writers) and _writers[0].invite(
        number=number, number_key=number_key, language=language, promises=promises
    )
