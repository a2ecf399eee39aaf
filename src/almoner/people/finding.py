"""What somebody said or typed, taken apart into what a person may be found by. Pure but for references."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from almoner.core.identifiers import as_reference
from almoner.core.refusal import Refused
from almoner.people import births, contact, names, references
from almoner.people.enums import ContactKind

_EMAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+")
_TELEPHONE = re.compile(r"\+?[\d٠-٩][\d٠-٩\s()./\-]{5,}")
_REFERENCE = re.compile(r"\b[A-Za-z]{1,3}[-\s]?\w{4}[-\s]?\w{4}\b")
_NUMBERS = re.compile(r"\d{4,}")
_NO_NAMES = {"mr", "mrs", "ms", "miss", "dr", "born", "name", "dob", "tel", "phone"}


@dataclass(frozen=True, slots=True)
class Clues:
    """Everything that was found; one figure may be read in more than one way."""

    names: tuple[str, ...] = ()
    births: tuple[date, ...] = ()
    contacts: tuple[str, ...] = ()
    """E-mail addresses and telephone numbers as `people.contact.key` writes them."""
    numbers: tuple[str, ...] = ()
    """Record numbers and numbers of other systems, without blanks."""
    quoted: tuple[UUID, ...] = field(default=())
    """People to whom a quoted reference belongs."""

    @property
    def none(self) -> bool:
        return not (self.names or self.births or self.contacts or self.numbers or self.quoted)


def clues(text: str, *, today: date, region: str = "") -> Clues:
    """Read `text`: names in any script, birth dates in any usual form, telephones, e-mail, numbers, references."""
    emails = tuple(sorted({address.lower() for address in _EMAIL.findall(text)}))
    rest = _EMAIL.sub(" ", text)
    quoted = [spoken for spoken in _REFERENCE.findall(rest) if as_reference(spoken)]
    numbers = {str(as_reference(spoken)) for spoken in quoted}
    for spoken in quoted:
        rest = rest.replace(spoken, " ")
    dates = tuple(births.birth_dates(rest, today=today))
    telephones = _telephones(rest if not dates else births.without_dates(rest), region)
    numbers |= {"".join(run.split()) for run in _NUMBERS.findall(rest.replace(" ", ""))}
    return Clues(
        names=tuple(_names(rest, dated=bool(dates) and births.without_dates(rest) == rest)),
        births=dates,
        contacts=(*emails, *telephones),
        numbers=tuple(sorted(numbers)),
        quoted=tuple(found for found in map(references.person_of, quoted) if found),
    )


def _telephones(text: str, region: str) -> list[str]:
    found = []
    for run in _TELEPHONE.findall(text):
        try:
            found.append(contact.key(ContactKind.MOBILE, run, region))
        except Refused:
            continue
    return found


def _names(text: str, *, dated: bool) -> list[str]:
    words = [word for word in names.key(text).split() if not any(sign.isdecimal() for sign in word)]
    if dated:
        words = [word for word in words if word not in births.DATE_WORDS]
    return [word for word in words if word not in _NO_NAMES]
