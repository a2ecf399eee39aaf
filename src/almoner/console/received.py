"""What people answered and wrote, and what came of it: the list, and one of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.outbox_words import ICONS, MEANINGS, kind_name
from almoner.console.received_forms import ReceivedForm
from almoner.console.received_words import OUTCOME_KINDS
from almoner.console.written_rows import line_shown
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.people.models import Person
from almoner.replies import queries
from almoner.replies.enums import Outcome
from almoner.replies.models import Heard
from almoner.replies.rules import may_read_words

ON_A_PAGE = 50


@require_GET
@staff(Permission.TAKE_CONTACTS)
def received(request: StaffRequest) -> HttpResponse:
    form = ReceivedForm(request.GET)
    filters = form.filters()
    found = Paginator(queries.heard_list(by=request.actor, filters=filters), ON_A_PAGE)
    shown = found.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filtered": bool(filters),
        "rows": [_row(heard, request.actor) for heard in shown],
        "found": ngettext("%(count)d message", "%(count)d messages", found.count) % {"count": found.count},
        "page_of": shown,
        "query": f"{urlencode(filters)}&" if filters else "",
    }
    return page(request, "console/received.html", context, here="received")


def _row(heard: Heard, actor: Actor) -> dict[str, Any]:
    came = heard.received
    return {
        "href": reverse("console:received_one", args=[came.id]),
        "at": came.created_at,
        "icon": ICONS[came.channel],
        "channel": came.get_channel_display(),
        "sender": came.sender,
        "who": heard.person.name if heard.person else "",
        "words": (came.words or came.subject) if may_read_words(heard, actor) else "",
        "hidden": not may_read_words(heard, actor),
        "outcome": heard.get_outcome_display(),
        "outcome_kind": OUTCOME_KINDS.get(Outcome(heard.outcome), ""),
        "why": heard.get_why_display() if heard.why else "",
    }


@require_GET
@staff(Permission.TAKE_CONTACTS)
def received_one(request: StaffRequest, received_id: UUID) -> HttpResponse:
    """Its words, what was understood, and where it led. That it was read is noted."""
    heard = queries.heard_for(by=request.actor, id=received_id)
    context = {
        "row": _row(heard, request.actor),
        "received": heard.received,
        "facts": _facts(heard),
        "leads": [*_leads(heard, request.actor), *_people(queries.stopped_for(heard, by=request.actor))],
        "said": [line_shown(one) for one in queries.said_back(heard, by=request.actor)],
        "crumbs": [(_("What came in"), reverse("console:received")), (heard.received.get_channel_display(), "")],
    }
    return page(request, "console/received_one.html", context, here="received")


def _facts(heard: Heard) -> list[tuple[str, Any]]:
    told: list[tuple[str, Any]] = [(_("What came of it"), heard.get_outcome_display())]
    if heard.means:
        told.append((_("Understood as"), MEANINGS.get(heard.means, _("not clear"))))
    if heard.why:
        told.append((_("Why a person sees to it"), heard.get_why_display()))
    if heard.message:
        told.append((_("It answers"), kind_name(heard.message.kind)))
    return told


def _leads(heard: Heard, actor: Actor) -> list[tuple[str, str]]:
    """Where it led, as far as the reader may go."""
    leads = []
    if heard.contact:
        leads.append((_("The contact"), reverse("console:contact", args=[heard.contact_id])))
    if heard.request and actor.may(Permission.SEE_TRIAGE):
        leads.append((_("The request that a nurse has"), reverse("console:request", args=[heard.request_id])))
    if heard.message and actor.may(Permission.SEE_OUTBOX):
        leads.append((_("The message that they answered"), reverse("console:message", args=[heard.message_id])))
    return [*leads, *_people([heard.person] if heard.person else [])]


def _people(people: list[Person]) -> list[tuple[str, str]]:
    return [(one.name, reverse("console:person", args=[one.id])) for one in people]
