"""Closed lists of words about what is measured and what comes on paper."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sign(TextChoices):
    """What is measured in numbers."""

    RESPIRATORY_RATE = "respiratory_rate", _("Breaths a minute")
    SPO2 = "spo2", _("Oxygen saturation")
    SYSTOLIC = "systolic", _("Systolic blood pressure")
    DIASTOLIC = "diastolic", _("Diastolic blood pressure")
    PULSE = "pulse", _("Pulse")
    TEMPERATURE = "temperature", _("Temperature")
    PAIN = "pain", _("Pain")
    WEIGHT = "weight", _("Weight")
    HEIGHT = "height", _("Height")
    GLUCOSE = "glucose", _("Glucose")


class Consciousness(TextChoices):
    ALERT = "alert", _("Alert")
    CONFUSED = "confused", _("Newly confused")
    VOICE = "voice", _("Responds to voice")
    PAIN = "pain", _("Responds to pain")
    UNRESPONSIVE = "unresponsive", _("Unresponsive")


class OxygenScale(IntegerChoices):
    """Which saturation is aimed at. The second is for a prescribed target of 88 to 92 % only."""

    USUAL = 1, _("Scale 1")
    LOWER_TARGET = 2, _("Scale 2: prescribed target 88–92 %")


class Source(TextChoices):
    """Where values come from (X-2)."""

    MEASURED = "measured", _("Measured by staff")
    TOLD = "told", _("Told by the person")
    DEVICE = "device", _("Sent by a device")


class Response(TextChoices):
    """What an early warning asks for."""

    URGENT = "urgent", _("A clinician looks urgently")
    EMERGENCY = "emergency", _("The critical care team comes")


class DocumentKind(TextChoices):
    LETTER = "letter", _("Letter")
    REFERRAL = "referral", _("Referral")
    RESULT = "result", _("Test result")
    IMAGING = "imaging", _("Imaging report")
    DISCHARGE = "discharge", _("Discharge report")
    FORM = "form", _("Form")
    OTHER = "other", _("Other")


class DocumentState(TextChoices):
    RECEIVED = "received", _("Received")
    VERIFIED = "verified", _("Checked against the paper")
    RELEASED = "released", _("Can be read by the person")
    SET_ASIDE = "set_aside", _("Set aside")


class Allergen(TextChoices):
    """What a kitchen must be able to leave out. A hard stop, whatever the diet."""

    GLUTEN = "gluten", _("Gluten")
    MILK = "milk", _("Milk")
    EGG = "egg", _("Egg")
    PEANUT = "peanut", _("Peanut")
    NUTS = "nuts", _("Nuts")
    SOY = "soy", _("Soya")
    FISH = "fish", _("Fish")
    SHELLFISH = "shellfish", _("Shellfish")
    SESAME = "sesame", _("Sesame")
    MUSTARD = "mustard", _("Mustard")
    CELERY = "celery", _("Celery")
    LUPIN = "lupin", _("Lupin")
    SULPHITE = "sulphite", _("Sulphites")
    LATEX_FRUIT = "latex_fruit", _("Banana, avocado, kiwi")


class AllergyKind(TextChoices):
    MEDICINE = "medicine", _("Medicine")
    FOOD = "food", pgettext_lazy("a kind of allergy", "Food")
    OTHER = "other", _("Something else")


class AllergySource(TextChoices):
    """Who said so (X-2)."""

    PERSON = "person", _("They said so")
    FAMILY = "family", _("Their family said so")
    PAPER = "paper", _("It stands on a paper")
    SEEN = "seen", _("The reaction was seen here")
    TESTED = "tested", _("A test showed it")
