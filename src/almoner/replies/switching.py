"""Whoever waits on the line may go on by text (TEL-2): what is written to them, and to whom it may be."""

from __future__ import annotations

from almoner.desk import by_text
from almoner.messaging.channels import choice
from almoner.people.enums import Channel
from almoner.replies.actions.saying import say
from almoner.replies.saying import instead_of_waiting
from almoner.replies.stops import is_stopped


def register() -> None:
    by_text.register(_Texts())


class _Texts:
    def may_write_to(self, number_key: str) -> bool:
        """In a rehearsal it is only recorded, as all that is said there."""
        return (choice.texts_are_real() or choice.in_rehearsal()) and not is_stopped(number_key)

    def invite(self, *, number: str, number_key: str, language: str, promises: tuple[str, ...]) -> bool:
        body = instead_of_waiting(language, promises)
        said = say(channel=Channel.TEXT, address=number, number_key=number_key, language=language, body=body)
        return said is not None
