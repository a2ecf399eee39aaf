"""The going-home sheet on paper: the same words, laid out as our letters are."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from almoner.core import clock
from almoner.messaging.channels.letter.letter import Letter, lay_out
from almoner.people.enums import Need
from almoner.people.models import CommunicationNeed
from almoner.visits.home_sheet import HomeSheet

LARGE = (Need.LOW_VISION, Need.BLIND)


def as_pdf(sheet: HomeSheet) -> bytes:
    """The sheet as PDF in the person's language; in large print for who needs it."""
    person = sheet.stay.person
    large = CommunicationNeed.objects.filter(person=person, kind__in=LARGE, ended_at__isnull=True).exists()
    with translation.override(sheet.language):
        letter = Letter(
            language=sheet.language,
            hospital=sheet.stay.site.name,
            to=person.name,
            address="",
            subject=_("Going home"),
            body=_body(sheet),
            reference=person.record_number,
            day=clock.today(),
            large_print=large,
        )
        return lay_out(letter)[0]


def _body(sheet: HomeSheet) -> str:
    parts = []
    for section in sheet.sections:
        rows = [" · ".join(part for part in row if part) for row in section.rows]
        lines = [f"- {line}" for line in (rows or section.lines)]
        if lines:
            parts.append("\n".join([f"{section.label}:", *lines]))
    return "\n\n".join(parts)
