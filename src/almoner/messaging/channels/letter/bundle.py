"""The pile of a print run as one PDF: a sheet that covers it, then each letter on sheets of its own."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from almoner.core import clock
from almoner.messaging.channels.letter.folder import pdf_of
from almoner.messaging.channels.letter.letter import Letter, lay_out
from almoner.messaging.models import LetterInRun, PrintRun
from almoner.messaging.moments import say_moment


def pile_of(run: PrintRun, lines: Sequence[LetterInRun], hospital: str, *, rehearsal: bool) -> bytes:
    """Printed on both sides, a letter of an odd number of pages is followed by an empty one, so that none begins on the
    back of another."""
    from pypdf import PdfReader, PdfWriter

    whole = PdfWriter()
    for pdf in (cover_of(run, hospital, rehearsal=rehearsal), *(pdf_of(line.posting.recorded) for line in lines)):
        read = PdfReader(io.BytesIO(pdf))
        whole.append(read, import_outline=False)
        if run.both_sides and len(read.pages) % 2:
            whole.add_blank_page()
    whole.compress_identical_objects()
    whole.add_metadata({"/Title": run.reference})
    written = io.BytesIO()
    whole.write(written)
    return written.getvalue()


def cover_of(run: PrintRun, hospital: str, *, rehearsal: bool) -> bytes:
    """What whoever stands at the printer must know, in large print and in their language."""
    language = (get_language() or "en").split("-")[0]
    taken = say_moment(run.created_at, language, clock.zone())
    counts = [
        ngettext("%(n)d letter", "%(n)d letters", run.letters) % {"n": run.letters},
        ngettext("%(n)d sheet", "%(n)d sheets", run.sheets) % {"n": run.sheets},
        _("printed on both sides") if run.both_sides else _("printed on one side"),
    ]
    said = [
        _("Rehearsal: nothing of this is to be posted.") if rehearsal else "",
        "\n".join(f"- {one}" for one in counts),
        _("Taken by %(name)s, %(when)s.") % {"name": run.by_name, "when": taken},
        _("Put each letter into an envelope with a window. Count the envelopes, and enter the number for this run."),
        _("Put this sheet aside: it is not a letter."),
    ]
    cover = Letter(
        language, hospital, "", "", _("Print run %s") % run.reference, "\n\n".join(filter(None, said)),
        run.reference, clock.local(run.created_at).date(), large_print=True, number=run.reference,
    )  # fmt: skip
    pdf, _pages = lay_out(cover)
    return pdf
