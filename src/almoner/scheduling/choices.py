"""Alternatives for one need at one place and day, ready to be asked where a visit can begin. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from almoner.scheduling import diaries
from almoner.scheduling.board import Key, Page


@dataclass(frozen=True, slots=True)
class Choice:
    """Pages that are alternatives, with the bits at which each, and any, can begin a visit of one length."""

    pages: tuple[Page, ...]
    begins: tuple[int, ...]
    any: int
    ids: frozenset[Key]

    def without(self, resource_id: Key) -> int:
        """Bits at which somebody else than this resource can begin."""
        if resource_id not in self.ids:
            return self.any
        pairs = zip(self.pages, self.begins, strict=True)
        return diaries.either(*(begins for page, begins in pairs if page.resource_id != resource_id))

    def at(self, tick: int, apart_from: Key) -> Page:
        """The first alternative that can begin at a tick at which one can."""
        pairs = zip(self.pages, self.begins, strict=True)
        return next(page for page, begins in pairs if begins >> tick & 1 and page.resource_id != apart_from)


NOTHING = Choice((), (), 0, frozenset())


def choice(pages: Iterable[Page], length: int) -> Choice:
    kept = tuple(pages)
    begins = tuple(diaries.fits(page.free, length) for page in kept)
    return Choice(kept, begins, diaries.either(*begins), frozenset(page.resource_id for page in kept))


def together(page: Page, choices: Sequence[Choice], length: int) -> int:
    """Bits at which the clinician of `page` and one of each choice can begin: one whole resource, not parts of two."""
    fitting = diaries.fits(page.free, length)
    for each in choices:
        if not fitting:
            return 0
        fitting &= each.without(page.resource_id)
    return fitting
