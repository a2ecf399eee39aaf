"""Finding the person who is meant, and asking before somebody is registered twice.

Candidates come from indexes, in a number of statements that does not grow; they are then compared and ranked here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from rapidfuzz import fuzz

from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people import names
from almoner.people.enums import Mark
from almoner.people.finding import Clues, clues
from almoner.people.likeness import WORTH_ASKING, Description, likeness
from almoner.people.models import ContactPoint, Identifier, NameKey, Person
from almoner.people.romanised import romanised
from almoner.people.rules import visible_to

CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Match:
    """A person who may be meant. `marks` says what fitted; the record opens only after two of them were verified."""

    person: Person
    score: int
    marks: tuple[Mark, ...]

    @property
    def reasons(self) -> list[str]:
        return [str(mark.label) for mark in self.marks]


def people_matching(text: str, by: Actor, limit: int = 20) -> list[Match]:
    """Those whom `text` may mean, likeliest first: a name, a date of birth, a telephone, a number, or several."""
    by.need(Permission.FIND_PEOPLE)
    said = clues(text, today=clock.today())
    if said.none:
        return []
    people = _with_contacts(Person.objects.filter(visible_to(by), id__in=_candidates(said)))
    matches = [match for person in people if (match := _match(person, said))]
    return sorted(matches, key=lambda match: (-match.score, match.person.name_key, str(match.person.id)))[:limit]


def duplicates_of(newcomer: Description, limit: int = 5) -> list[Match]:
    """Everybody on record who may be this newcomer, whoever asks. What of it is shown is for the caller to decide."""
    ids = set(_by_name(newcomer.name.split()))
    near = Q(contact_points__key__in=newcomer.contacts)
    if newcomer.birth_on:
        near |= Q(birth_on=newcomer.birth_on)
    ids.update(Person.objects.filter(near).order_by("id").values_list("id", flat=True)[:CANDIDATES])
    found = []
    others = Person.objects.filter(id__in=ids, merged_into__isnull=True)
    for person in others.prefetch_related("contact_points"):
        alike = likeness(newcomer, described(person))
        if alike.score >= WORTH_ASKING:
            found.append(Match(person=person, score=alike.score, marks=alike.marks))
    return sorted(found, key=lambda match: (-match.score, match.person.name_key, str(match.person.id)))[:limit]


def described(person: Person) -> Description:
    return Description(
        name=person.name,
        birth_on=person.birth_on,
        sex=person.sex,
        contacts=frozenset(point.key for point in person.contact_points.all() if point.stopped_at is None),
    )


def _with_contacts(people: QuerySet[Person]) -> QuerySet[Person]:
    return people.prefetch_related("contact_points", "identifiers", "absorbed")


def _candidates(said: Clues) -> set[UUID]:
    """At most five statements, whatever was said."""
    ids: set[UUID] = set(said.quoted)
    if said.names:
        ids.update(_by_name(said.names))
    if said.births:
        born = Person.objects.filter(birth_on__in=said.births)
        ids.update(born.order_by("id").values_list("id", flat=True)[:CANDIDATES])
    if said.contacts:
        points = ContactPoint.objects.filter(key__in=said.contacts, stopped_at__isnull=True)
        ids.update(points.order_by("id").values_list("person_id", flat=True)[:CANDIDATES])
    if said.numbers:
        for own, into in Person.objects.filter(record_number__in=said.numbers).values_list("id", "merged_into_id"):
            ids.add(into or own)
        ids.update(Identifier.objects.filter(value__in=said.numbers).values_list("person_id", flat=True))
    return ids


def _by_name(words: Iterable[str]) -> list[UUID]:
    """The people whose names share most with `words`, the forms that say most counting most."""
    keys = names.search_keys(*words)
    found = (
        NameKey.objects.filter(key__in=keys)
        .values("person_id")
        .annotate(worth=Sum("weight"))
        .order_by("-worth", "person_id")
    )
    return [row["person_id"] for row in found[:CANDIDATES]]


def _match(person: Person, said: Clues) -> Match | None:
    found = [*_name_marks(person, said.names), *_other_marks(person, said)]
    if not found:
        return None
    score = min(100, sum(points for _, points in found))
    return Match(person=person, score=score, marks=tuple(mark for mark, _ in found))


def _name_marks(person: Person, words: tuple[str, ...]) -> list[tuple[Mark, int]]:
    """How well the words said fit words of the name, each its best one; a name need not be said whole."""
    if not words:
        return []
    heard = {word: names.search_keys(word) for word in person.name_key.split()}
    fits = [max((_fit(word, other, keys) for other, keys in heard.items()), default=0.0) for word in words]
    mean = sum(fits) / len(fits)
    if mean < 0.6:
        return []
    return [(Mark.NAME if mean > 0.97 else Mark.NAME_ALIKE, round(50 * mean))]


def _fit(said: str, written: str, written_keys: dict[str, int]) -> float:
    if said == written or (len(said) >= 3 and written.startswith(said)):
        return 1.0 if said == written else 0.9
    similar = max(fuzz.ratio(said, written), fuzz.ratio(romanised(said), romanised(written))) / 100
    shared = names.search_keys(said).keys() & written_keys.keys()
    sounds_alike = any(form.startswith("s:") and len(form) > 3 for form in shared)
    return max(similar, 0.8) if sounds_alike else similar


def _other_marks(person: Person, said: Clues) -> list[tuple[Mark, int]]:
    found: list[tuple[Mark, int]] = []
    if person.birth_on in said.births:
        found.append((Mark.BIRTH, 40))
    keys = {point.key for point in person.contact_points.all() if point.stopped_at is None} & set(said.contacts)
    found += [(Mark.EMAIL if "@" in key else Mark.TELEPHONE, 45) for key in sorted(keys)]
    numbers = {person.record_number, *(one.record_number for one in person.absorbed.all())}
    if (numbers | {number.value for number in person.identifiers.all()}) & set(said.numbers):
        found.append((Mark.NUMBER, 90))
    if person.id in said.quoted:
        found.append((Mark.REFERENCE, 80))
    return found
