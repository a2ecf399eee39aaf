"""Which phrases could stand in a text at all, looked up by its words, which are few; phrases are thousands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from almoner.urgency.reading.phrases import Phrase, Slot


@dataclass(frozen=True)
class Index:
    """Slots by number, equal ones counted once: by whole words, by beginnings of words, and what each phrase needs."""

    whole: dict[str, tuple[int, ...]]
    starts: dict[str, tuple[int, ...]]
    needs: tuple[frozenset[int], ...]


def index(phrases: Iterable[Phrase]) -> Index:
    numbers: dict[Slot, int] = {}
    needs = []
    for phrase in phrases:
        slots = [slot for part in phrase.parts for slot in part if not slot.anything]
        needs.append(frozenset(numbers.setdefault(slot, len(numbers)) for slot in slots))
    return Index(
        whole=_by_word((word, number) for slot, number in numbers.items() for word in slot.whole),
        starts=_by_word((word, number) for slot, number in numbers.items() for word in slot.starts),
        needs=tuple(needs),
    )


def _by_word(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for word, number in pairs:
        found[word].append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


def hopeful(known: Index, forms: Iterable[str]) -> Iterator[int]:
    """The numbers of the phrases of which every slot could fit some form."""
    present = set(_present(known, forms))
    return (number for number, needs in enumerate(known.needs) if needs <= present)


def _present(known: Index, forms: Iterable[str]) -> Iterator[int]:
    for form in forms:
        yield from known.whole.get(form, ())
        for length in range(1, len(form) + 1):
            yield from known.starts.get(form[:length], ())
