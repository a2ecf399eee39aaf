"""Coming back by oneself: asking to be seen, and answering when the time is over."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from almoner.aftercare import actions, queries
from almoner.core.languages import of_reader
from almoner.core.refusal import NotThere, Refused
from almoner.portal.aftercare import once
from almoner.portal.gates import PatientRequest, patient
from almoner.portal.intake import lead_on
from almoner.ui.answers import done, refused

ASK, ANSWER = "ask", "answer"


@require_POST
@patient
def come_back(request: PatientRequest, return_id: UUID, act: str) -> HttpResponse:
    """Words that tell of danger lead on to what to do now; all else is promised a time."""
    found = queries.return_for(return_id, by=request.actor)
    if found.person_id != request.person.id or act not in {ASK, ANSWER}:
        raise NotThere
    words = request.POST.get("words", "")[:1000]
    try:
        if act == ASK:
            made = actions.ask_return(
                way_back=found, words=words, language=of_reader(), by=request.actor, **once(request)
            )
        else:
            made = actions.answer_at_end(
                way_back=found, answer=request.POST.get("answer", ""), by=request.actor, **once(request)
            )
    except NotThere:
        raise
    except Refused as told:
        return refused(request, told, "portal:aftercare")
    if act == ASK and words.strip() and made.request:
        return lead_on(request, made.request, [])
    said = (
        _("We have it, and promised you a time: you see it below.") if made.asked_at else _("Thank you for telling us.")
    )
    return done(request, said, "portal:aftercare")
