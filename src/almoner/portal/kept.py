"""How the house keeps its promises, for everybody to see: counts only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from almoner.charter.showing import in_general
from almoner.insight.figure import FEW
from almoner.insight.queries import PUBLIC_DAYS, Kept, kept_in_public
from almoner.portal.answers import page

STAGES: dict[str, Promise] = {
    "ring_in": _("When you get in touch"),
    "selection": _("When you look for care"),
    "urgency": _("When you feel unwell"),
    "appointment": _("Your visits"),
    "preparation": _("Getting ready"),
    "arrival": _("When you come to us"),
    "stay": _("When you stay with us"),
    "discharge": _("When you go home"),
    "aftercare": _("Afterwards"),
}


@require_GET
@login_not_required
def kept(request: HttpRequest) -> HttpResponse:
    found = kept_in_public()
    context = {
        "stages": list(_by_stage(found)),
        "came_due": sum(one.came_due for one in found),
        "days": PUBLIC_DAYS,
        "few": FEW,
    }
    return page(request, "portal/kept.html", context)


def _by_stage(found: list[Kept]) -> Iterator[dict[str, Any]]:
    for stage, promises in groupby(found, key=lambda one: one.stage):
        yield {"name": STAGES.get(stage, stage), "promises": [_shown(one) for one in promises]}


def _shown(one: Kept) -> dict[str, Any]:
    return {"text": in_general(one.standard), "of_hundred": one.of_hundred, "came_due": one.came_due}
