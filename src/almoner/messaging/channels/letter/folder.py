"""Letters are laid as PDF in a folder beside the data, one for each day, for the post room to print."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from almoner.core import clock
from almoner.messaging.channels.letter.letter import Letter, lay_out
from almoner.messaging.channels.stand_in import kept
from almoner.messaging.enums import Result
from almoner.messaging.models import Attempt
from almoner.messaging.outcome import Outcome
from almoner.messaging.rendering import Rendered


class LetterFolder:
    """The same key is the same file: a letter made again replaces itself and is not printed twice."""

    def send(self, rendered: Rendered, address: str, key: str) -> Outcome:
        pdf, pages = lay_out(letter_of(rendered, address))
        path = _path(key)
        _write(path, pdf)
        evidence = {"file": str(path.relative_to(settings.ALMONER_HOME)), "pages": pages, **kept(rendered)}
        return Outcome(Result.ACCEPTED, f"laid in the folder, {pages} pages", evidence)


def pdf_of(attempt: Attempt) -> bytes:
    """The letter of an attempt as it was, made again where the file is not there (as in a rehearsal)."""
    name = attempt.evidence.get("file")
    if name:
        path = Path(settings.ALMONER_HOME) / str(name)
        if path.is_file():
            return path.read_bytes()
    shown = attempt.evidence
    letter = Letter(
        language=attempt.language,
        hospital=str(shown.get("hospital", "")),
        to=str(shown.get("to", "")),
        address=attempt.address,
        subject=attempt.subject,
        body=attempt.body,
        reference=str(shown.get("reference", "")),
        day=clock.local(attempt.at).date(),
        large_print=bool(shown.get("large_print")),
        scan=str(shown.get("scan", "")),
    )
    pdf, _pages = lay_out(letter)
    return pdf


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


def _path(key: str) -> Path:
    return Path(settings.ALMONER_HOME) / "letters" / f"{clock.today():%Y-%m-%d}" / f"{key}.pdf"


def _write(path: Path, pdf: bytes) -> None:
    """Whole or not at all: the post room never finds half a letter."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(".part")
    half.write_bytes(pdf)
    half.replace(path)
