"""How what happens in this room is said on the timeline, where the timeline has no words for it yet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.timeline import words
from almoner.timeline.words import Words


def register() -> None:
    words.register({
        "warning.raised": Words(_("Vital signs that a clinician looks at"), "alert", "danger"),
        "warning.reviewed": Words(_("A clinician looked at you because of your vital signs"), "stethoscope"),
        "warning.withdrawn": Words(_("The vital signs had been written down wrongly"), "undo"),
        "report.attached": Words(_("A paper was put into the record"), "letter"),
        "report.released": Words(_("You can read a report"), "letter", "next", _("You can read: %(title)s")),
    })  # fmt: skip
