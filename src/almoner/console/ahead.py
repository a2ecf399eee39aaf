"""Who will get what on a day to come, and why; and of one message the words as they would leave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from almoner.charter.book import charter
from almoner.charter.queries import promises_by_key
from almoner.charter.showing import in_general
from almoner.console import ahead_rows
from almoner.console.ahead_forms import DayForm
from almoner.console.answers import page
from almoner.console.attempts import FRAME_POLICY, RIGHT_TO_LEFT, script_shown, text_shown
from almoner.console.gates import StaffRequest, staff
from almoner.core import clock
from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere
from almoner.messaging import days_ahead, queries
from almoner.messaging.channels.email.smtp import page_for
from almoner.messaging.channels.letter.folder import letter_of
from almoner.messaging.channels.letter.letter import lay_out
from almoner.messaging.days_ahead import Leaving
from almoner.messaging.models import Message
from almoner.messaging.rendering import Rendered
from almoner.people.enums import Channel

ON_A_PAGE = 50
TAKEN_BACK_SHOWN = 50


@require_GET
@staff(Permission.SEE_OUTBOX)
def messages_ahead(request: StaffRequest) -> HttpResponse:
    day = DayForm(request.GET).wanted()
    planned = Paginator(days_ahead.planned_for(day, by=request.actor), ON_A_PAGE)
    shown = planned.get_page(request.GET.get("page"))
    found = days_ahead.on_day(list(shown), day)
    ended = Paginator(days_ahead.taken_back_on(day, by=request.actor), TAKEN_BACK_SHOWN)
    taken_back = list(ended.get_page(1))
    promises = promises_by_key((one.promise_id for one in (*shown, *taken_back)), by=request.actor)
    context = {
        "form": DayForm(initial={"day": day}),
        "day": day,
        "earlier": _address(day - timedelta(days=1)) if day > clock.today() else "",
        "later": _address(day + timedelta(days=1)),
        "rows": [ahead_rows.ahead_row(one, promises.get(one.message.promise_id), day) for one in found],
        "planned": ngettext("%(count)d message", "%(count)d messages", planned.count) % {"count": planned.count},
        "page_of": shown,
        "query": f"day={day.isoformat()}&",
        "taken_back": [ahead_rows.taken_back_row(one, promises) for one in taken_back],
        "taken_back_headings": [_("Message"), _("To"), _("Was to go"), _("State"), _("Why")],
        "taken_back_more": max(0, ended.count - TAKEN_BACK_SHOWN),
        "by_events": [in_general(key) for key in _by_events()],
        "crumbs": [(_("Outbox"), reverse("console:outbox")), (_("Who will get what"), "")],
    }
    return page(request, "console/messages_ahead.html", context, here="outbox")


def _address(day: date) -> str:
    return f"?day={day.isoformat()}"


def _by_events() -> list[str]:
    """Standards whose messages follow at once from what happens: none of them is planned before it has."""
    return [key for key, one in charter().standards.items() if one.sends and not one.due.before and not one.due.on]


def ahead_shown(found: Message, by: Actor) -> dict[str, Any]:
    """What the page of one message shows of what will become of it; nothing for one that has ended."""
    ahead = days_ahead.ahead_of(found, by=by)
    if ahead is None:
        return {}
    carrier = ahead.travels_in
    return {
        "ahead": {
            "notes": ahead_rows.notes(ahead),
            "about": ahead_rows.about(ahead),
            "facts": ahead_rows.facts(ahead),
            "carrier": reverse("console:message", args=[carrier]) if carrier else "",
            "carries": [reverse("console:message", args=[one.id]) for one in ahead.carries],
            "leaving": [_leaving(one, found) for one in days_ahead.words_of(ahead, by=by)],
        }
    }


def _leaving(one: Leaving, found: Message) -> dict[str, Any]:
    """One channel as the templates of attempts take it: `attempt` is what would be one."""
    language = one.rendered.language if one.rendered else ""
    return {
        "channel": str(Channel(one.channel).label),
        "template": f"console/message_{one.channel}.html",
        "attempt": one.rendered,
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "address": one.point.value if one.point else "",
        "hindered": ahead_rows.HINDRANCES[one.hindered] if one.hindered else "",
        "missing": one.missing,
        "said": _said(one, one.rendered, found) if one.rendered else {},
    }


def _said(one: Leaving, rendered: Rendered, found: Message) -> dict[str, Any]:
    if one.channel == Channel.EMAIL:
        return {"page": reverse("console:message_ahead_email", args=[found.id]), "invitations": [], "not_kept": 0}
    if one.channel == Channel.TEXT:
        return text_shown(rendered.body)
    if one.channel == Channel.CALL:
        return script_shown(list(rendered.script), rendered.menu, rendered.voicemail)
    pdf = reverse("console:message_ahead_letter", args=[found.id]) if one.point else ""
    return {"pdf": pdf, "pages": None, "reference": rendered.reference, "large_print": rendered.large_print}


@require_GET
@staff(Permission.SEE_OUTBOX)
def message_ahead_email(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """The e-mail as it would leave, for the frame of the message's page alone."""
    rendered, _address = _found(message_id, Channel.EMAIL, request.actor)
    return HttpResponse(
        page_for(rendered), headers={"Content-Security-Policy": FRAME_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    )


@require_GET
@staff(Permission.SEE_OUTBOX)
def message_ahead_letter(request: StaffRequest, message_id: UUID) -> HttpResponse:
    rendered, address = _found(message_id, Channel.LETTER, request.actor)
    pdf, _pages = lay_out(letter_of(rendered, address))
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="letter.pdf"'}
    )


def _found(message_id: UUID, channel: Channel, by: Actor) -> tuple[Rendered, str]:
    """The words by one channel, and its address. Reading them is traced. Raises NotThere."""
    ahead = days_ahead.ahead_of(queries.message_for(message_id, by=by), by=by)
    leaving = days_ahead.leaving_by(ahead, channel, by=by) if ahead else None
    if leaving is None or leaving.point is None or leaving.rendered is None:
        raise NotThere
    return leaving.rendered, leaving.point.value
