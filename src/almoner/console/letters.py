"""The post desk: what waits to be printed and posted, print runs, and counting what went into envelopes."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.letters_forms import CountForm, TakeForm
from almoner.console.outbox_words import kind_name
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.messaging import post_queries as queries
from almoner.messaging import print_runs, returned_letters
from almoner.messaging.channels import choice
from almoner.messaging.channels.letter import store
from almoner.messaging.channels.letter.bundle import pile_of
from almoner.messaging.models import Posting, PrintRun
from almoner.messaging.reading import hospital_values
from almoner.messaging.refusals import RunOver
from almoner.people.rules import may_see
from almoner.ui.answers import done, refused

ON_A_PAGE = 50


@require_GET
@staff(Permission.POST_LETTERS)
def letters(request: StaffRequest) -> HttpResponse:
    """What waits, oldest first, and the runs that are open."""
    return _letters_page(request, None)


def _letters_page(request: StaffRequest, typed: TakeForm | None) -> HttpResponse:
    piles = queries.piles(request.actor)
    shown = Paginator(queries.waiting(request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    pages = sum(one.pages for one in piles)
    context = {
        "form": typed or TakeForm(piles=piles),
        "tiles": [
            {"value": sum(one.letters for one in piles), "label": _("Letters that wait")},
            {"value": pages, "label": _("Sheets, printed on one side")},
        ],
        "unmeasured": sum(one.unmeasured for one in piles),
        "takes": bool(pages),
        "piles": piles,
        "rows": [letter_row(one, request) for one in shown],
        "page_of": shown,
        "open_runs": [_run_row(run) for run in queries.open_runs(request.actor)],
        "ended": [_run_row(run) for run in queries.latest_runs(request.actor)],
        "rehearses": choice.in_rehearsal(),
    }
    return page(request, "console/letters.html", context, here="letters", status=422 if typed else 200)


def letter_row(posting: Posting, request: StaffRequest) -> dict[str, Any]:
    """Whom it is for is named to those who may see them; the paper says it to whoever folds it."""
    message = posting.recorded.message
    person = message.person if may_see(message.person, request.actor) else None
    return {
        "letter": posting,
        "who": person.name if person else "",
        "person": reverse("console:person", args=[person.id]) if person else "",
        "kind": kind_name(message.kind),
        "language": posting.recorded.language.upper(),
        "state": posting.get_state_display(),
    }


def _run_row(run: PrintRun) -> dict[str, Any]:
    return {
        "run": run,
        "href": reverse("console:print_run", args=[run.reference]),
        "letters": ngettext("%(n)d letter", "%(n)d letters", run.letters) % {"n": run.letters},
    }


@require_POST
@staff(Permission.POST_LETTERS)
def take_run(request: StaffRequest) -> HttpResponse:
    form = TakeForm(request.POST, piles=queries.piles(request.actor))
    if not form.is_valid():
        return _letters_page(request, form)
    told: dict[str, Any] = {**form.chosen, "key": request.POST.get("key", "")[:80]}
    returned_letters.sift(request.actor)
    try:
        run = print_runs.take_run(by=request.actor, **told)
    except Refused as refusal:
        return refused(request, refusal, "console:letters")
    return done(request, _("Run %s is yours. Now print it.") % run.reference, "console:print_run", run.reference)


@require_http_methods(["GET", "POST"])
@staff(Permission.POST_LETTERS)
def print_run(request: StaffRequest, run_reference: str) -> HttpResponse:
    """One run: printed, counted, closed. What was typed stays where it does not add up."""
    run = queries.run_for(run_reference, request.actor)
    form = CountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = {"run": run, "posted": form.cleaned_data["posted"], "spoilt": form.codes}
        try:
            run = print_runs.close_run(**told, by=request.actor)
        except NotThere:
            raise
        except RunOver as refusal:
            return refused(request, refusal, "console:print_run", run.reference)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, _closed(run), "console:letters")
    lines = queries.lines_of(run, request.actor)
    take_out = [] if run.closed_at else queries.to_take_out(run, request.actor)
    context = {
        "run": run,
        "form": form,
        "rows": [{**letter_row(one.posting, request), "line": one} for one in lines],
        "take_out": [letter_row(one, request) for one in take_out],
        "by_store": store.is_set_up() and not choice.in_rehearsal(),
        "rehearses": choice.in_rehearsal(),
        "crumbs": [(_("Letters"), reverse("console:letters")), (run.reference, "")],
    }
    status = 422 if form.errors else 200
    return page(request, "console/print_run.html", context, here="letters", status=status)


def _closed(run: PrintRun) -> str:
    said = ngettext("%(n)d letter is posted.", "%(n)d letters are posted.", run.posted) % {"n": run.posted}
    if not run.spoilt:
        return _("It adds up: %s") % said
    again = ngettext("%(n)d waits again.", "%(n)d wait again.", run.spoilt) % {"n": run.spoilt}
    return _("It adds up: %(posted)s %(again)s") % {"posted": said, "again": again}


@require_POST
@staff(Permission.POST_LETTERS)
def print_pile(request: StaffRequest, run_reference: str) -> HttpResponse:
    """The pile as one PDF. Each time it is asked for is told, and does no harm."""
    run = queries.run_for(run_reference, request.actor)
    lines = queries.open_pile(run, request.actor)
    print_runs.note_printed(run=run, by=request.actor)
    pdf = pile_of(run, lines, hospital_values()["hospital"], rehearsal=choice.in_rehearsal())
    headers = {"Content-Disposition": f'inline; filename="{run.reference}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
