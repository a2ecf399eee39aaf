"""How reaching a clinician is said on the timeline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.timeline import words
from almoner.timeline.words import Words


def register() -> None:
    words.register({
        "clinician.asked": Words(
            _("The clinician who covers was asked for"), "bell", full=_("%(clinician)s was asked for")
        ),
        "clinician.asked_next": Words(
            _("The next clinician was asked for"), "bell", full=_("%(clinician)s was asked for next")
        ),
        "clinician.acknowledged": Words(
            _("The clinician answered"), "check", full=_("%(clinician)s answered")
        ),
        "clinician.ask_withdrawn": Words(_("The clinician is no longer needed"), "cross"),
    })  # fmt: skip
