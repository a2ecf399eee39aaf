"""Letters are laid as PDF in a folder beside the data, one for each day, for the post desk to print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from almoner.core import clock
from almoner.core.actor import SYSTEM
from almoner.messaging.channels.letter.letter import Letter, lay_out
from almoner.messaging.channels.stand_in import kept
from almoner.messaging.enums import Result
from almoner.messaging.models import Attempt, Posting
from almoner.messaging.outcome import Outcome
from almoner.messaging.posting import refer_letter
from almoner.messaging.rendering import Rendered


@dataclass(frozen=True, slots=True)
class Laid:
    """A letter that is made, and where it belongs: the same place under the same key, whenever it is made."""

    pdf: bytes
    pages: int
    name: str


def lay(rendered: Rendered, address: str, key: str) -> Laid:
    """Make a letter under its own reference."""
    posting = refer_letter(provider_key=key, by=SYSTEM)
    letter = replace(letter_of(rendered, address), number=posting.reference, day=posting.day)
    pdf, pages = lay_out(letter)
    return Laid(pdf, pages, f"{posting.day:%Y-%m-%d}/{key}.pdf")


class LetterFolder:
    """The same key is the same file: a letter made again replaces itself and is not printed twice."""

    def send(self, rendered: Rendered, address: str, key: str) -> Outcome:
        laid = lay(rendered, address, key)
        path = Path(settings.ALMONER_HOME) / "letters" / laid.name
        _write(path, laid.pdf)
        evidence = {"file": str(path.relative_to(settings.ALMONER_HOME)), "pages": laid.pages, **kept(rendered)}
        return Outcome(Result.ACCEPTED, f"laid in the folder, {laid.pages} pages", evidence)


def pdf_of(attempt: Attempt) -> bytes:
    """The letter of an attempt as it was, made again where the file is not there (as in a rehearsal)."""
    name = attempt.evidence.get("file")
    if name:
        path = Path(settings.ALMONER_HOME) / str(name)
        if path.is_file():
            return path.read_bytes()
    pdf, _pages = lay_out(letter_again(attempt))
    return pdf


def letter_again(attempt: Attempt) -> Letter:
    """The sheet of an attempt, from what was kept of it."""
    shown = attempt.evidence
    posting = Posting.objects.filter(attempt=attempt).first()
    return Letter(
        language=attempt.language,
        hospital=str(shown.get("hospital", "")),
        to=str(shown.get("to", "")),
        address=attempt.address,
        subject=attempt.subject,
        body=attempt.body,
        reference=str(shown.get("reference", "")),
        day=posting.day if posting else clock.local(attempt.at).date(),
        large_print=bool(shown.get("large_print")),
        scan=str(shown.get("scan", "")),
        number=posting.reference if posting else "",
    )


def letter_of(rendered: Rendered, address: str) -> Letter:
    """The sheet of today: what would be laid in the folder."""
    return Letter(
        language=rendered.language,
        hospital=rendered.hospital,
        to=rendered.to_name,
        address=address,
        subject=rendered.subject,
        body=rendered.body,
        reference=rendered.reference,
        day=clock.today(),
        large_print=rendered.large_print,
        scan=rendered.scan,
    )


def _write(path: Path, pdf: bytes) -> None:
    """Whole or not at all: the post room never finds half a letter."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(".part")
    half.write_bytes(pdf)
    half.replace(path)
