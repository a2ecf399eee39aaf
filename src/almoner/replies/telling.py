"""How what people wrote is said on the timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.timeline import words
from almoner.timeline.words import Words


def register() -> None:
    words.register({
        "texts.stopped": Words(_("They stopped texts to their number"), "text", "danger"),
        "texts.allowed": Words(_("They want texts again"), "text"),
        "contact.written": Words(_("Somebody wrote to us"), "text"),
        "contact.written_back": Words(_("We answered in writing"), "text"),
    })  # fmt: skip
