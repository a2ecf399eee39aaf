"""Whose a paper is: what was typed from it, held against a person (X-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from almoner.people.enums import Mark
from almoner.people.models import Person
from almoner.people.verifying import verified_by
from almoner.records.refusals import IdentifiersDoNotMatch, IdentifiersNeeded


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What stands on the paper, as somebody typed it. At least two must be given."""

    name: str = ""
    birth_on: date | None = None
    record_number: str = ""

    @property
    def given(self) -> frozenset[Mark]:
        said = {Mark.NAME: self.name.strip(), Mark.BIRTH: self.birth_on, Mark.NUMBER: self.record_number.strip()}
        return frozenset(mark for mark, value in said.items() if value)


def need_match(paper: OnPaper, person: Person) -> None:
    """Raise unless two identifiers were typed and every one of them is the person's."""
    if len(paper.given) < 2:
        raise IdentifiersNeeded
    held = verified_by(person, name=paper.name, birth_on=paper.birth_on, record_number=paper.record_number)
    if not paper.given <= held.fitted:
        raise IdentifiersDoNotMatch
