"""What fits and does not fit about a bed, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words(code: str) -> str:
    """An attribute of a match, as `visits.beds` names it."""
    return {
        "care": _("level of care"),
        "isolation": _("isolation"),
        "sex": _("bay of the other sex"),
        "kit": _("equipment"),
        "single": _("single room"),
        "ward": _("ward asked for"),
        "more_care_than_needed": _("gives more care than needed"),
        "single_not_needed": _("single room not needed"),
        "clean": _("still to be cleaned"),
    }[code]
