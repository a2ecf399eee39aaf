"""Finds services for what somebody says in their own words, and tells why. Pure: no tables, no clock.

The order is published in docs/finding.md: how well the words fit, then how soon, then the service's code.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from string import Template

from almoner.catalogue.fitting import ADULT, About, Met, about, needs_met
from almoner.catalogue.hearing import Hearing, hear
from almoner.catalogue.lexicon import LANGUAGES, tongue
from almoner.catalogue.words import words_in

STEP = 0.15
"""Fits that differ by less than this share of the best count as alike, and the sooner one comes first."""
LEAST = 0.18
"""Share of the best fit below which a service is not shown."""
SHOW_FIRST_STEP_AT = 2
"""The place, counted from 0, at which the first step stands when all before it need a referral."""
CODE = re.compile(r"\b[A-Za-z]{2,4}-[A-Za-z0-9]{2,8}\b")
Soonest = Callable[[list[str]], Mapping[str, datetime | None]]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the finder knows of a service. Texts are by language code."""

    code: str
    specialty: str
    names: Mapping[str, str]
    summaries: Mapping[str, str]
    specialty_names: Mapping[str, str]
    lay_needs: Mapping[str, Sequence[str]]
    answers: Mapping[str, int]
    leads_specialty: bool = False
    needs_order: bool = False
    min_age: int | None = None
    max_age: int | None = None
    sex: str = ""
    pregnancy: bool = False
    first_step: str = ""

    @property
    def for_children(self) -> bool:
        return self.max_age is not None and self.max_age < ADULT + 2


@dataclass(frozen=True, slots=True)
class Result:
    """A service that fits, why in the reader's words, and what has to come before it."""

    code: str
    name: str
    why: str
    fit: float
    soonest: datetime | None
    needs_referral: bool
    first_step: str
    referral: str
    """The sentence that tells of the referral and the first step; empty where none is needed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found; `danger` says that the emergency panel comes first, whatever was found."""

    results: list[Result]
    danger: bool
    language: str


@dataclass(slots=True)
class _Fit:
    """How well one service fits so far, and the strongest reason."""

    score: float = 0.0
    best: float = 0.0
    say: str = "because"
    values: dict[str, str] = field(default_factory=dict)

    def add(self, score: float, say: str, **values: str) -> None:
        self.score += score
        if score > self.best:
            self.best, self.say, self.values = score, say, values


class Finder:
    """An index over the services of a hospital. `clinicians` gives the codes of the services of each name."""

    def __init__(self, entries: Iterable[Entry], clinicians: Mapping[str, Iterable[str]] | None = None) -> None:
        self.entries = {entry.code: entry for entry in sorted(entries, key=lambda entry: entry.code)}
        self.clinicians = {name: sorted(codes) for name, codes in sorted((clinicians or {}).items())}
        self._answering: dict[str, list[tuple[str, int]]] = {}
        self._names: dict[tuple[str, str], frozenset[str]] = {}
        self._specialties: dict[tuple[str, str], frozenset[str]] = {}
        self._lay: dict[str, list[tuple[str, frozenset[str]]]] = {code: [] for code in LANGUAGES}
        for entry in self.entries.values():
            self._index(entry)
        self._known = self._all_words()
        count = Counter(word for stems in self._names.values() for word in stems)
        self._weight = {word: 1 / (1 + math.log(times)) for word, times in count.items()}

    def _index(self, entry: Entry) -> None:
        for need, weight in entry.answers.items():
            self._answering.setdefault(need, []).append((entry.code, weight))
        for code in LANGUAGES:
            lexicon = tongue(code)
            self._names[code, entry.code] = frozenset(lexicon.stems(entry.names.get(code, "")))
            self._specialties[code, entry.specialty] = frozenset(lexicon.stems(entry.specialty_names.get(code, "")))
            phrases = [frozenset(lexicon.stems(phrase)) for phrase in entry.lay_needs.get(code, ())]
            self._lay[code] += [(entry.code, stems) for stems in phrases if stems - lexicon.negate]

    def _all_words(self) -> frozenset[str]:
        texts = [
            text for entry in self.entries.values() for text in (*entry.names.values(), *entry.specialty_names.values())
        ]
        return frozenset(word.folded for text in (*texts, *self.clinicians) for word in words_in(text))

    def find(self, text: str, *, language: str | None = None, limit: int = 5, soonest: Soonest | None = None) -> Answer:
        """The services that fit `text`, best first. `language` is the reader's; the text's own is found from it."""
        hearing = hear(text, language, self._known)
        met = needs_met(hearing, self._answering)
        whom = about(hearing, met)
        fits = self._fits(hearing, met, whom)
        best = max((fit.score for fit in fits.values()), default=0.0)
        fits = {code: fit for code, fit in fits.items() if fit.score > 0 and fit.score >= LEAST * best}
        if hearing.danger:
            self._add_today(fits)
        times = soonest(sorted(fits)) if soonest and fits else {}
        order = sorted(fits, key=lambda code: _place(code, fits[code].score, best, times.get(code)))
        order = self._with_first_step(order, whom, limit)
        reader = language if language in LANGUAGES else hearing.language
        results = [self._result(code, fits.get(code), whom, reader, times.get(code)) for code in order]
        return Answer(results, hearing.danger, hearing.language)

    def _fits(self, hearing: Hearing, met: list[Met], whom: About) -> dict[str, _Fit]:
        fits = {code: _Fit() for code in self.entries}
        for one in met:
            say, values = _because(hearing, one.places)
            for code, weight in self._answering.get(one.need, ()):
                fits[code].add(one.strength * weight / 3, say, **values)
        self._add_lay_needs(fits, hearing)
        self._add_named(fits, hearing)
        self._add_clinicians(fits, hearing)
        self._suit(fits, whom)
        return fits

    def _add_lay_needs(self, fits: dict[str, _Fit], hearing: Hearing) -> None:
        said = hearing.said
        for code, stems in self._lay[hearing.language]:
            if stems <= said:
                words = " ".join(
                    word.text for word, one in zip(hearing.words, hearing.stems, strict=True) if one in stems
                )
                fits[code].add(0.5 if len(stems) == 1 else 0.8, "because", words=words)

    def _add_named(self, fits: dict[str, _Fit], hearing: Hearing) -> None:
        """Services and specialties by their names, and services by their codes."""
        said = hearing.said
        codes = {match.upper() for match in CODE.findall(hearing.text)}
        for code, entry in self.entries.items():
            if code in codes:
                fits[code].add(9.0, "named")
            share = self._share(self._names[hearing.language, code], said)
            if share >= 0.5:
                fits[code].add(share, "named")
            stems = self._specialties[hearing.language, entry.specialty]
            share = len(stems & said) / len(stems) if stems else 0.0
            if share >= 0.5:
                name = entry.specialty_names.get(hearing.language, "")
                fits[code].add(share * (0.7 if entry.leads_specialty else 0.3), "specialty", specialty=name)

    def _share(self, stems: frozenset[str], said: frozenset[str]) -> float:
        """How much of a name was said, where rare words count more than common ones."""
        whole = sum(self._weight[word] for word in stems)
        return sum(self._weight[word] for word in sorted(stems & said)) / whole if whole else 0.0

    def _add_clinicians(self, fits: dict[str, _Fit], hearing: Hearing) -> None:
        lexicon = tongue(hearing.language)
        said = {word.folded for word in hearing.words}
        for name, codes in self.clinicians.items():
            parts = {word.folded for word in words_in(name) if len(word.folded) > 2}
            telling = {part for part in parts if not lexicon.knows(part)}
            if parts and (telling & said or parts <= said):
                for code in codes:
                    if code in fits:
                        fits[code].add(2.0 if self.entries[code].leads_specialty else 1.8, "clinician", clinician=name)

    def _suit(self, fits: dict[str, _Fit], whom: About) -> None:
        """Leave out what is not for whom it is about, and bring forward what is for children."""
        for code, entry in self.entries.items():
            if not whom.suits(entry.min_age, entry.max_age, entry.sex):
                fits[code].score = 0.0
            elif (entry.for_children and not whom.child) or (entry.pregnancy and whom.child):
                fits[code].score *= 0.3
        if not whom.child:
            return
        best = max(fit.score for fit in fits.values())
        for code, entry in self.entries.items():
            if entry.for_children and fits[code].score > 0:
                fits[code].add(0.4 * best, "child")
            if entry.for_children and entry.leads_specialty:
                fits[code].add(0.5 + 0.5 * best, "child")

    def _add_today(self, fits: dict[str, _Fit]) -> None:
        """Where there may be danger, the clinic of the same day is on the list, last."""
        for code, weight in self._answering.get("today", ()):
            if code not in fits and weight == 3:
                fits[code] = _Fit(score=1e-6, say="plain")

    def _with_first_step(self, order: list[str], whom: About, limit: int) -> list[str]:
        """The list, cut to `limit`, with a service near its top that needs no referral, where there is one."""
        shown = order[:limit]
        top = shown[: SHOW_FIRST_STEP_AT + 1]
        if not top or any(not self.entries[code].needs_order for code in top):
            return shown
        step = self._first_step(self.entries[top[0]], whom)
        if not step or limit < 2:
            return shown
        rest = [code for code in order if code != step]
        return [*rest[:SHOW_FIRST_STEP_AT], step, *rest[SHOW_FIRST_STEP_AT:]][:limit]

    def _first_step(self, entry: Entry, whom: About) -> str:
        """Where somebody without a referral begins; a child begins at the children's clinic."""
        step = self.entries.get(entry.first_step)
        if step and whom.suits(step.min_age, step.max_age, step.sex):
            return step.code
        leads = [code for code, one in self.entries.items() if one.for_children and one.leads_specialty]
        return leads[0] if whom.child and leads else ""

    def _result(self, code: str, fit: _Fit | None, whom: About, reader: str, soonest: datetime | None) -> Result:
        entry, lexicon = self.entries[code], tongue(reader)
        summary = _told(entry.summaries, reader)
        say, values = (fit.say, fit.values) if fit else ("first_step", {})
        if "specialty" in values:
            values = {"specialty": _told(entry.specialty_names, reader)}
        why = Template(lexicon.say[say]).substitute(values, summary=_lowered(summary))
        step = self._first_step(entry, whom) if entry.needs_order else ""
        name = _told(self.entries[step].names, reader) if step else ""
        return Result(
            code=code,
            name=_told(entry.names, reader),
            why=why,
            fit=round(fit.score, 3) if fit else 0.0,
            soonest=soonest,
            needs_referral=entry.needs_order,
            first_step=step,
            referral=Template(lexicon.say["referral"]).substitute(first_step=name) if step else "",
        )


def _place(code: str, score: float, best: float, soonest: datetime | None) -> tuple[int, bool, float, float, str]:
    """Need first, in steps; within a step the sooner; then the exact fit; then the code."""
    step = int((best - score) / (STEP * best)) if best else 0
    return (step, soonest is None, soonest.timestamp() if soonest else 0.0, -round(score, 6), code)


def _because(hearing: Hearing, places: frozenset[int]) -> tuple[str, dict[str, str]]:
    words = hearing.quoted(places)
    read = [hearing.read_as[place] for place in sorted(places) if place in hearing.read_as]
    return ("because_read", {"words": words, "read": " ".join(read)}) if read else ("because", {"words": words})


def _told(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en", "")


def _lowered(sentence: str) -> str:
    """The sentence, to stand after a colon."""
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() else sentence
