"""Closed lists of words about services and what they ask of people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PreparationKind(TextChoices):
    BRING = "bring", _("Bring")
    FOOD = "food", _("Food")
    DRINK = "drink", _("Drink")
    MEDICINE = "medicine", _("Medicines")
    CLOTHES = "clothes", _("Clothes and skin")
    ESCORT = "escort", _("Who comes with you")
    OTHER = "other", _("Good to know")


class Timing(TextChoices):
    """How an item of preparation stands to the start of the visit."""

    FROM = "from", _("from then until the visit")
    BY = "by", _("done by then")
    AT = "at", _("at the visit")
    AFTER = "after", _("after the visit")
