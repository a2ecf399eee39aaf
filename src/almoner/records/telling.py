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
        "allergy.noted": Words(_("An allergy was written down"), "alert", "danger", _("Allergy: %(substance)s")),
        "allergy.verified": Words(_("An allergy was checked"), "check", full=_("Allergy checked: %(substance)s")),
        "allergy.ended": Words(
            _("An allergy does not stand any more"), "cross", full=_("No allergy any more: %(substance)s. %(reason)s")
        ),
        "report.attached": Words(_("A paper was put into the record"), "letter"),
        "report.released": Words(_("You can read a report"), "letter", "next", _("You can read: %(title)s")),
    })  # fmt: skip
