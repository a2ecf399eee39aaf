"""What left the hospital and what is about to: the list, its sums, and one message with all that was tried."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from almoner.charter import showing
from almoner.charter.models import Promise
from almoner.charter.queries import promise_with
from almoner.console.ahead import ahead_shown
from almoner.console.answers import page
from almoner.console.attempts import attempt_shown
from almoner.console.gates import StaffRequest, staff
from almoner.console.outbox_forms import OutboxForm
from almoner.console.outbox_words import ICONS, STATE_KINDS, kind_name, reason_said
from almoner.core import clock
from almoner.core.permissions import Permission
from almoner.messaging import queries
from almoner.messaging.channels import choice
from almoner.messaging.enums import State
from almoner.messaging.models import Message
from almoner.people.enums import Channel
from almoner.ui.templatetags.ui import when

ON_A_PAGE = 50
DAYS_COUNTED = 7


@require_GET
@staff(Permission.SEE_OUTBOX)
def outbox(request: StaffRequest) -> HttpResponse:
    form = OutboxForm(request.GET)
    filters = form.filters()
    found = Paginator(queries.outbox_list(by=request.actor, filters=filters), ON_A_PAGE)
    shown = found.get_page(request.GET.get("page"))
    tallies = queries.counts_by_day_channel(by=request.actor, days=_days(filters.get("day")))
    context = {
        "form": form,
        "filtered": bool(filters),
        "messages_found": [_row(message) for message in shown],
        "found": ngettext("%(count)d message", "%(count)d messages", found.count) % {"count": found.count},
        "page_of": shown,
        "query": f"{urlencode(filters)}&" if filters else "",
        "channels": _channels(),
        "adds_up": all(tally.adds_up for tally in tallies),
    }
    return page(request, "console/outbox.html", context, here="outbox")


def _days(day: date | None) -> list[date]:
    return [day] if day else [clock.today() - timedelta(days=back) for back in range(DAYS_COUNTED)]


def _row(message: Message) -> dict[str, Any]:
    return {
        "href": reverse("console:message", args=[message.id]),
        "kind": kind_name(message.kind),
        "who": message.person.name,
        "channel": message.get_channel_display(),
        "icon": ICONS[message.channel],
        "language": message.language.upper(),
        "made_at": message.created_at,
        "at": message.ended_at or message.next_at,
        "state": message.get_state_display(),
        "state_kind": STATE_KINDS[State(message.state)],
        "tried": len(message.tried.all()),
    }


def _channels() -> list[dict[str, Any]]:
    """Each channel with what stands behind it on this machine, so that nobody takes a stand-in for the real thing."""
    return [
        {
            "name": Channel(state.channel).label,
            "icon": ICONS[state.channel],
            "real": state.real,
            "full": state.full,
            "says": _says(state),
        }
        for state in choice.check()
    ]


def _says(state: choice.ChannelState) -> str:
    if state.full:
        return _("As many as may go in a day have gone. What is due waits for tomorrow or takes another way.")
    return _("Goes out from this machine.") if state.real else _("Recorded and shown here; nothing is sent.")


@require_GET
@staff(Permission.SEE_OUTBOX)
def message(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """Everything about one message. Reading it is traced by the query."""
    found = queries.message_for(message_id, by=request.actor)
    promise = promise_with(found.promise_id, by=request.actor) if found.promise_id else None
    name = kind_name(found.kind)
    context = {
        "message": found,
        "row": _row(found),
        "name": name,
        "person": found.person,
        "facts": _facts(found, promise),
        "why": reason_said(found, promise),
        "attempts": [attempt_shown(attempt) for attempt in found.tried.all()],
        **ahead_shown(found, request.actor),
        "joined_to": reverse("console:message", args=[found.joined_to_id]) if found.joined_to_id else "",
        "joined": [reverse("console:message", args=[one.id]) for one in found.joined.all()],
        "promise": showing.card(promise) if promise else None,
        "crumbs": [(_("Outbox"), reverse("console:outbox")), (name, "")],
    }
    return page(request, "console/message.html", context, here="outbox")


def _facts(found: Message, promise: Promise | None) -> list[tuple[str, Any]]:
    """How it was planned and how it ended. What does not apply is left out."""
    ways = " · ".join(str(Channel(way).label) for way in found.ways)
    facts = [
        (_("Ways, in turn"), ways),
        (_("Not before"), when(found.not_before)),
        (_("At the latest"), when(found.deadline)),
        (_("Looked at again"), when(found.next_at) if found.ended_at is None else ""),
        (_("Ended"), when(found.ended_at)),
        (_("Why"), reason_said(found, promise)),
        (_("Quiet hours"), _("may go at any hour") if found.urgent else ""),
    ]
    return [(name, value) for name, value in facts if value]
