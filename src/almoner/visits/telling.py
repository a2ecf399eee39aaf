"""How what happens in this room is said on the timeline, where the timeline has no words for it yet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from almoner.timeline import words
from almoner.timeline.words import Words


def register() -> None:
    words.register({
        "visit.purpose_known": Words(_("What the visit is for"), "list", full=_("%(service)s")),
        "test.cancelled": Words(_("A test is not needed"), "cross", full=_("Not needed: %(test)s. %(reason)s")),
    })  # fmt: skip
