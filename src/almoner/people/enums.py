"""Closed lists of words about people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class ContactKind(TextChoices):
    MOBILE = "mobile", _("Mobile phone")
    LANDLINE = "landline", _("Landline")
    EMAIL = "email", _("E-mail")
    POST = "post", _("Post")


class Purpose(TextChoices):
    CARE = "care", _("Messages about care")
    FEEDBACK = "feedback", _("Asking how it was")
    FAMILY = "family", _("News to family")
    RESEARCH = "research", _("Research")


class Channel(TextChoices):
    CALL = "call", _("Call")
    EMAIL = "email", _("E-mail")
    TEXT = "text", _("Text message")
    LETTER = "letter", _("Letter")


class Need(TextChoices):
    """Needs that change what people and software do (X-5, ARR-8)."""

    BLIND = "blind", _("Cannot see displays: walk to them and say who you are")
    LOW_VISION = "low_vision", _("Large print")
    DEAF = "deaf", _("Deaf: do not ring, write; face them when you speak")
    HARD_OF_HEARING = "hard_of_hearing", _("Hard of hearing: speak clearly, call them in person")
    INTERPRETER = "interpreter", _("Interpreter needed")
    WHEELCHAIR = "wheelchair", _("Uses a wheelchair: step-free room")
    LEARNING_DISABILITY = "learning_disability", _("Easy words, more time, someone they trust with them")
    PHONE_AND_POST = "phone_and_post", _("Phone and post only")
    CARER_WITH_THEM = "carer_with_them", _("Comes with a carer")


class Mark(TextChoices):
    """What of a person fitted what somebody said."""

    NAME = "name", _("Name")
    NAME_ALIKE = "name_alike", _("Name sounds alike")
    BIRTH = "birth", _("Date of birth")
    BIRTH_ALIKE = "birth_alike", _("Date of birth nearly the same")
    TELEPHONE = "telephone", _("Telephone number")
    EMAIL = "email", _("E-mail address")
    POSTCODE = "postcode", _("Postcode")
    NUMBER = "number", _("Record number")
    REFERENCE = "reference", _("Reference")
    CONTACT = "contact", _("Same telephone, e-mail or address")


class CarerScope(TextChoices):
    BOOK = "book", _("Book and change visits")
    MESSAGES = "messages", _("See messages")
    RECORD = "record", _("See the record")
    PHONE = "phone", _("Speak for them on the telephone")


class CarerBasis(TextChoices):
    """Why someone may act for another. What ends with it differs (I-26)."""

    CHOSEN = "chosen", _("The person chose them")
    PARENT = "parent", _("Parent or guardian of a child")
    COURT = "court", _("Decision of a court")


class Evidence(TextChoices):
    """What shows that two records are of one person. A name and a date of birth are no evidence: twins share one and
    strangers both (law I-34)."""

    PAPER = "paper", _("A paper with a photograph")
    NUMBER = "number", _("The same number of another system")
    THEMSELVES = "themselves", _("They said so, and two things of each record fitted")
    CLINICIAN = "clinician", _("A clinician who knows them")


class DoubleState(TextChoices):
    LIKELY = "likely", _("To be looked into")
    APART = "apart", _("Two people")
    JOINED = "joined", _("One person")


class MergeState(TextChoices):
    PROPOSED = "proposed", _("Waits for a second person")
    JOINED = "joined", _("Joined")
    DECLINED = "declined", _("Declined")
    PARTED = "parted", _("Parted again")


class Gain(TextChoices):
    """What would see or reach more once two records are one (law I-36)."""

    ACCOUNT = "account", _("Account")
    INVITATION = "invitation", _("Invitation not yet used")
    CARER = "carer", _("Carer")
    CARING = "caring", _("Cares for somebody")
    ADDRESS = "address", _("Address for messages")
    OPENING = "opening", _("Emergency opening")
    SITE = "site", _("Staff of a site")


CHILD_SCOPES = (CarerScope.BOOK, CarerScope.PHONE)
"""What is left of a parent's leave once the record is the young person's own."""


CHANNEL_CONTACTS: dict[str, tuple[str, ...]] = {
    Channel.CALL: (ContactKind.MOBILE, ContactKind.LANDLINE),
    Channel.TEXT: (ContactKind.MOBILE,),
    Channel.EMAIL: (ContactKind.EMAIL,),
    Channel.LETTER: (ContactKind.POST,),
}
"""Which kinds of contact point a channel can use, preferred first."""


class HolidayHours(TextChoices):
    """What a public holiday makes of the hours of a site."""

    CLOSED = "closed", _("Closed all day")
    SUNDAY = "sunday", _("Hours as on a Sunday")
    SHORT = "short", _("Shorter hours")
