"""How a page of the portal answers: with the ways onward and whose page it is."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from almoner.core import clock
from almoner.people.models import Site
from almoner.people.rules import may_see_record
from almoner.ui import answers

WAYS = (
    ("home", "home", pgettext_lazy("the first page", "Home")),
    ("find", "search", _("Find care")),
    ("visits", "calendar", _("Visits")),
    ("promises", "ring", _("Promises")),
    ("journey", "list", _("My journey")),
)


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    here: str = "",
    part: str = "",
    status: int = 200,
    at: Site | None = None,
) -> HttpResponse:
    """Render `template` in the portal. `here` names the way that the page belongs to; `at` is the site of a page for
    somebody who is there: what they read is by its clock.

    `key` is a fresh token for the page's form, so that a form sent twice acts once.
    """
    person = getattr(request, "person", None)
    actor = getattr(request, "actor", None)
    around = {
        "ways": _ways(person, actor, here) if person else [],
        "person": person,
        "acts_for_another": bool(person and actor and actor.person_id != person.id),
        "key": uuid4().hex,
    }
    with clock.read_in(at.zone if at else clock.of_reader()):
        return answers.page(request, template, {**around, **(context or {})}, part=part, status=status)


def _ways(person: Any, actor: Any, here: str) -> list[dict[str, Any]]:
    """The ways that lead somewhere: a carer without leave to read the record has no journey to look at."""
    closed = set() if may_see_record(person, actor) else {"journey"}
    return [
        {"href": reverse(f"portal:{name}"), "icon": icon, "label": label, "current": name == here}
        for name, icon, label in WAYS
        if name not in closed
    ]
