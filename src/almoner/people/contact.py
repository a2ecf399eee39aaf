"""Contact points as people write them, and in the one form in which they are compared."""

from __future__ import annotations

import re

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from almoner.core.refusal import Unclear
from almoner.people.enums import ContactKind

SHORT_CODE = 8
"""No short code of a network has more digits."""


class BadContact(Unclear):
    """The value cannot be such a contact point."""


def key(kind: str, value: str, region: str = "") -> str:
    """`value` in one form: E.164 for telephones, lower case for e-mail, folded white space for post. A telephone number
    without the code of a country is one of `region`, else of the hospital's.

    Raises BadContact, with what to mend, when it cannot be one. Numbers reserved for stories are accepted: a number
    must be possible, not assigned.
    """
    value = value.strip()
    if kind in {ContactKind.MOBILE, ContactKind.LANDLINE}:
        return _telephone(value, region)
    if kind == ContactKind.EMAIL:
        try:
            validate_email(value)
        except ValidationError as fault:
            raise BadContact(_("This is not an e-mail address: %(value)s"), value=value) from fault
        return value.lower()
    folded = re.sub(r"\s+", " ", value)
    if len(folded) < 8:
        raise BadContact(_("Please write the whole postal address."))
    return folded.casefold()


def _telephone(value: str, region: str) -> str:
    try:
        number = phonenumbers.parse(value, region or settings.ALMONER_REGION)
    except phonenumbers.NumberParseException as fault:
        raise BadContact(_("This is not a telephone number: %(value)s"), value=value) from fault
    if not phonenumbers.is_possible_number(number):
        raise BadContact(_("This telephone number has too few or too many digits: %(value)s"), value=value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def may_take_texts(value: str) -> bool:
    """Whether a text may reach this number: it is a mobile one, or nobody can tell from its digits."""
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(value, settings.ALMONER_REGION))
    except phonenumbers.NumberParseException:
        return False
    kinds = phonenumbers.PhoneNumberType
    return kind in {kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE, kinds.UNKNOWN}


def as_compared(value: str) -> str:
    """Whatever somebody gave by which to reach them, so that two ways of writing it are one: a telephone number, an
    e-mail address, or else the folded words."""
    for kind in (ContactKind.EMAIL, ContactKind.MOBILE):
        try:
            return key(kind, value)
        except BadContact:
            continue
    return " ".join(value.casefold().split())


def from_network(number: str, *, international: bool) -> str:
    """A number as a network writes it, in E.164 where it is one: without the plus in front, and often without saying
    that it begins with the code of a country. Names and short codes stay as they are."""
    own = str(phonenumbers.country_code_for_region(settings.ALMONER_REGION))
    if number.isdecimal() and (international or (number.startswith(own) and len(number) > SHORT_CODE)):
        return f"+{number}"
    return number


def spoken(number: str) -> str:
    """A telephone number in groups, as people read it out."""
    try:
        parsed = phonenumbers.parse(number, settings.ALMONER_REGION)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
