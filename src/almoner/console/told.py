"""Why somebody got a message, or did not: of one thing at a time, by each standard of the charter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from almoner.charter import tracing
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.told_rows import chapter_shown, message_shown
from almoner.core import audit
from almoner.core.permissions import Permission
from almoner.people.queries import person_for
from almoner.timeline.models import Event
from almoner.timeline.words import say


@require_GET
@staff(Permission.SEE_OUTBOX)
def person_told(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """`about` in the address is the thing that is looked at: a visit, a request. Reading it is traced."""
    person = person_for(by=request.actor, id=person_id)
    subjects = tracing.subjects_of(person, by=request.actor)
    audit.read(what="messages", person_id=person.id, by=request.actor)
    about = _asked(request.GET.get("about", ""), subjects)
    chapters, besides = tracing.trace(person, about, by=request.actor) if about else ([], [])
    title = _("What they were told, and why not")
    context = {
        "person": person,
        "subjects": [_subject(one, about) for one in subjects],
        "chapters": [chapter_shown(one) for one in chapters],
        "besides": [message_shown(one) for one in besides],
        "crumbs": [(person.name, reverse("console:person", args=[person.id])), (title, "")],
    }
    return page(request, "console/person_told.html", context, here="outbox")


def _asked(about: str, subjects: list[Event]) -> UUID | None:
    """The thing asked for; the latest where none was, or one that makes no sense."""
    known = {str(one.subject_id): one.subject_id for one in subjects}
    return known.get(about) or next(iter(known.values()), None)


def _subject(event: Event, about: UUID | None) -> dict[str, Any]:
    return {
        "words": say(event.kind, event.facts).sentence,
        "at": event.at,
        "href": f"?about={event.subject_id}",
        "current": event.subject_id == about,
    }
