"""Whether a service suits a person, before any time is shown (SEL-8). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Bounds(Protocol):
    """What a service says of whom it is for (`catalogue.models.Service`)."""

    min_age: int | None
    max_age: int | None
    sex: str
    needs_order: bool
    self_book: bool


@dataclass(frozen=True, slots=True)
class Unsuitable:
    """Why not, as a word for programs and a sentence for the person."""

    why: str
    text: str | Promise


YOUNG = Unsuitable(
    "too_young", _("This visit is for older people. For a child, choose the children's clinic or ring us.")
)
OLD = Unsuitable("too_old", _("This visit is for younger people. Choose another or ring us."))
SEX = Unsuitable(
    "sex", _("This visit is not meant for the sex in your record. If you need it, ring us and we book it.")
)
ORDER = Unsuitable("needs_order", _("You need a referral for this. You can begin with the first step that we name."))
RING = Unsuitable("not_self_book", _("We book this one together with you. Ring us, or ask us to ring you."))


def unsuitable(
    service: Bounds, *, age: int | None, sex: str = "unknown", has_order: bool = False, books_alone: bool = False
) -> Unsuitable | None:
    """The first reason why this person may not be booked for `service`, or None.

    An age or sex that is not known excludes nobody. `books_alone` is a person on the web; staff may book all that
    suits and is ordered.
    """
    if age is not None and service.min_age is not None and age < service.min_age:
        return YOUNG
    if age is not None and service.max_age is not None and age > service.max_age:
        return OLD
    if service.sex and sex in {"female", "male"} and sex != service.sex:
        return SEX
    if service.needs_order and not has_order:
        return ORDER
    if books_alone and not service.self_book:
        return RING
    return None
