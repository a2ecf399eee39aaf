"""Which phrases could stand in a text at all, looked up by its words, which are few; phrases are thousands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from almoner.urgency.reading.phrases import Phrase, Slot, within

Key = TypeVar("Key")


@dataclass(frozen=True)
class Index:
    """Slots by number, equal ones counted once: by whole words, by beginnings of words, by spans of numbers; what each
    phrase needs, and the phrases under the rarest slot of each."""

    whole: dict[str, tuple[int, ...]]
    starts: dict[str, tuple[int, ...]]
    spans: tuple[tuple[tuple[float, float], int], ...]
    needs: tuple[frozenset[int], ...]
    by_rarest: dict[int, tuple[int, ...]]


def index(phrases: Iterable[Phrase]) -> Index:
    numbers: dict[Slot, int] = {}
    needs = []
    for phrase in phrases:
        slots = [slot for part in phrase.parts for slot in part if not slot.anything]
        needs.append(frozenset(numbers.setdefault(slot, len(numbers)) for slot in slots))
    return Index(
        whole=_gathered((word, number) for slot, number in numbers.items() for word in slot.whole),
        starts=_gathered((word, number) for slot, number in numbers.items() for word in slot.starts),
        spans=tuple((span, number) for slot, number in numbers.items() for span in slot.spans),
        needs=tuple(needs),
        by_rarest=_by_rarest(needs),
    )


def _by_rarest(needs: list[frozenset[int]]) -> dict[int, tuple[int, ...]]:
    often = Counter(slot for phrase in needs for slot in phrase)
    return _gathered((min(phrase, key=lambda slot: (often[slot], slot)), at) for at, phrase in enumerate(needs))


def _gathered(pairs: Iterable[tuple[Key, int]]) -> dict[Key, tuple[int, ...]]:
    found: dict[Key, list[int]] = defaultdict(list)
    for key, number in pairs:
        found[key].append(number)
    return {key: tuple(numbers) for key, numbers in found.items()}


def hopeful(known: Index, forms: Iterable[str]) -> list[int]:
    """The numbers of the phrases of which every slot could fit some form, in order."""
    present = set(_present(known, forms))
    return sorted(at for slot in present for at in known.by_rarest.get(slot, ()) if known.needs[at] <= present)


def _present(known: Index, forms: Iterable[str]) -> Iterator[int]:
    for form in forms:
        yield from known.whole.get(form, ())
        for length in range(1, len(form) + 1):
            yield from known.starts.get(form[:length], ())
        if form[:1].isdigit():
            yield from (number for span, number in known.spans if within(span, form))
