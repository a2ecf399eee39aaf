"""“I feel unwell”: danger signs first, then own words. Open to anybody, signed in or not.

What was answered on the way is kept in the session and nowhere in an address. Which request this browser has sent, too:
the session is the proof of whose it is, and so its promises are read for it by the system.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from almoner.charter import showing
from almoner.charter.models import Promise
from almoner.charter.queries import promises_about
from almoner.core import clock
from almoner.core.actor import SYSTEM, Actor
from almoner.core.languages import of_reader
from almoner.core.refusal import Refused
from almoner.people.context import hospital
from almoner.people.enums import Sex
from almoner.people.models import Person
from almoner.people.queries import acting_for, cared_for_by, person_for
from almoner.portal.answers import page
from almoner.portal.gates import patient
from almoner.portal.intake_forms import OTHER, DangerForm, ReachForm, WordsForm
from almoner.urgency import actions
from almoner.urgency.asked import NOBODY_KNOWN, Asker, Told
from almoner.urgency.danger import DangerSign, danger_signs, said_yes, unanswered
from almoner.urgency.enums import Level, RequestChannel
from almoner.urgency.interviews import has_more_to_ask
from almoner.urgency.models import Request
from almoner.urgency.queries import request_for

STRANGER = Actor(name="Somebody on the web page", roles=frozenset())
ANSWERED, SENT = "intake_answered", "intake_sent"
"""What the session holds: the danger signs as answered, and the request that was sent."""
ANSWERS_HOLD, RECEIPT_HOLDS = timedelta(hours=1), timedelta(days=1)
SAYS = {"emergency": "danger_sign", "crisis": "crisis"}
"""The standard whose promise a page says."""


class IntakeRequest(HttpRequest):
    """A request by anybody: `person` is None for who is not signed in as a person, and so is `signed_in_actor`."""

    session: Any
    signed_in_actor: Actor
    person: Person | None


def anybody(view: Callable[[Any], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Open to all; for who is signed in as a person it is a page of theirs."""
    theirs = patient(view)

    @wraps(view)
    def gate(request: HttpRequest) -> HttpResponse:
        actor: Actor | None = getattr(request, "actor", None)
        if actor and actor.person_id:
            return theirs(request)
        asked: Any = request
        asked.person = None
        return view(asked)

    return gate


# ── Danger signs ─────────────────────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
@anybody
def intake_danger(request: Any) -> HttpResponse:
    """Before anything else (SEL-9). A yes alerts; only where nothing is ticked it goes on."""
    form = DangerForm(_posted(request), shown=_signs(request), stranger=request.person is None)
    if not form.is_valid():
        return page(request, "portal/intake_danger.html", {"form": form}, status=422 if form.is_bound else 200)
    _keep(request, ANSWERED, answers=form.answers, telephone=form.number)
    if not form.yes:
        return redirect("portal:intake_words")
    if request.person is None and not form.number:
        return redirect(f"portal:{_page_for(form.yes)}")
    return _report(request, form.answers, Asker(contact=form.number))


def _report(request: IntakeRequest, answers: dict[str, str], asker: Asker) -> HttpResponse:
    made = actions.report_danger(
        told=Told(language=of_reader(), danger_answers=answers),
        channel=RequestChannel.WEB,
        person=request.person,
        asker=NOBODY_KNOWN if request.person else asker,
        by=_by(request),
        **_once(request),
    )
    return _sent(request, made, list(said_yes(answers)))


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
@anybody
def emergency(request: Any) -> HttpResponse:
    """What to do now. It says so to anybody; it asks for a number where nobody can be rung yet."""
    return _danger_page(request, "emergency")


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
@anybody
def crisis(request: Any) -> HttpResponse:
    """Somebody to talk to now. With nothing in the session none of it is shown, and so none to who goes back."""
    if not (_ticked(request) or _receipt(request)):
        return redirect("portal:find")
    return _danger_page(request, "crisis")


def _danger_page(request: IntakeRequest, name: str) -> HttpResponse:
    ticked, receipt = _ticked(request), _receipt(request)
    form = ReachForm(_posted(request)) if ticked else None
    if form and form.is_valid():
        asker = Asker(name=form.cleaned_data["name"], contact=form.cleaned_data["telephone"])
        return _report(request, _kept(request, ANSWERED, ANSWERS_HOLD)["answers"], asker)
    shown = {sign.id: sign for sign in _signs(request)}
    signs = [shown[sign] for sign in ticked or receipt.get("signs", []) if sign in shown]
    context = {
        "signs": signs,
        "said_first": [sign for sign in signs if sign.said_first],
        "reach": form,
        "promises": [] if ticked else showing.cards(_promises(receipt, SAYS[name])),
    }
    return page(request, f"portal/{name}.html", context, status=422 if form and form.is_bound else 200)


@require_POST
@login_not_required
@never_cache
def intake_leave(request: HttpRequest) -> HttpResponse:
    """Away at once, and nothing of it is shown to who presses “back”."""
    for name in (ANSWERED, SENT):
        request.session.pop(name, None)
    return redirect("portal:find")


# ── Own words ────────────────────────────────────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
@anybody
def intake_words(request: Any) -> HttpResponse:
    """Only where every danger sign was answered, and with no."""
    answered = _kept(request, ANSWERED, ANSWERS_HOLD)
    answers = answered.get("answers", {})
    if unanswered(answers) or said_yes(answers):
        return _sent_before(request) or redirect("portal:intake_danger")
    form = WordsForm(
        _posted(request),
        whom=_whom(request),
        stranger=request.person is None,
        initial={"telephone": answered["telephone"], "whom": str(request.person.id) if request.person else "me"},
    )
    if form.is_valid():
        try:
            return _submit(request, form, answers)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "others_open": form.is_bound and "whom" in form.data and form.data["whom"] == OTHER}
    return page(request, "portal/intake_words.html", context, status=422 if form.is_bound else 200)


def _whom(request: IntakeRequest) -> list[tuple[str, Any]]:
    """Themselves, those whom they act for, and somebody else."""
    if request.person is None:
        return [("me", _("For me")), (OTHER, _("For somebody else"))]
    me = request.signed_in_actor
    others = [one.person for one in cared_for_by(me) if one.person.id != me.person_id]
    return [
        (str(me.person_id), _("For me")),
        *((str(one.id), _("For %(name)s") % {"name": one.name}) for one in others),
        (OTHER, _("For somebody else")),
    ]


def _submit(request: IntakeRequest, form: WordsForm, danger_answers: dict[str, str]) -> HttpResponse:
    said = form.cleaned_data
    asked = {"since": said["since"], "worsening": said["worsening"]}
    person, by, asker = None, _by(request), NOBODY_KNOWN
    if form.for_other:
        asked |= {"for": said["whom"], "sex": said["sex"] or Sex.UNKNOWN.value}
        asker = Asker(name=said["name"], contact=said["telephone"], age_years=said["age"])
    else:
        person = person_for(by=request.signed_in_actor, id=UUID(said["whom"]))
        by = acting_for(person=person, by=request.signed_in_actor)
    told = Told(words=said["words"], language=of_reader(), danger_answers=danger_answers, answers=asked)
    made = actions.submit_request(
        told=told, channel=RequestChannel.WEB, person=person, asker=asker, by=by, **_once(request)
    )
    return _sent(request, made, request_for(SYSTEM, made.id).suggestion.facts["danger_signs"])


@require_GET
@login_not_required
@never_cache
@anybody
def intake_done(request: Any) -> HttpResponse:
    receipt = _receipt(request)
    if not receipt:
        return redirect("portal:intake_danger")
    sent = request_for(SYSTEM, UUID(receipt["sent"])).request
    context = {"sent": sent, "promises": showing.cards(_promises(receipt)), "more": has_more_to_ask(sent)}
    return page(request, "portal/intake_done.html", context)


# ── What the session holds ───────────────────────────────────────────────────────────────────────────────────────────


def _posted(request: IntakeRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _by(request: IntakeRequest) -> Actor:
    return getattr(request, "actor", None) or STRANGER


def _once(request: IntakeRequest) -> Any:
    return {"key": request.POST.get("key", "")[:80]}


def _signs(request: Any) -> tuple[DangerSign, ...]:
    numbers = hospital(request)
    emergency_number, crisis_number = numbers["emergency_number"], numbers["crisis_number"]
    return danger_signs(of_reader(), emergency_number=emergency_number, crisis_number=crisis_number)


def _page_for(signs: list[str]) -> str:
    """A life in danger goes first; a crisis alone has a page of its own."""
    crises = {sign.id for sign in danger_signs("en", emergency_number="", crisis_number="") if sign.kind == "crisis"}
    return "crisis" if signs and set(signs) <= crises else "emergency"


def _sent(request: IntakeRequest, made: Request, signs: list[str]) -> HttpResponse:
    where = "intake_question" if has_more_to_ask(made) else "intake_done"
    if made.crisis or made.level == Level.EMERGENCY:
        where = _page_for(signs or [made.crisis])
    request.session.pop(ANSWERED, None)
    _keep(request, SENT, sent=str(made.id), page=where, signs=signs, key=request.POST.get("key", ""))
    return redirect(f"portal:{where}")


def _sent_before(request: IntakeRequest) -> HttpResponse | None:
    """Where the same form was sent before, the page that it led to."""
    receipt = _receipt(request)
    key = request.POST.get("key", "")
    return redirect(f"portal:{receipt['page']}") if key and receipt.get("key") == key else None


def _receipt(request: IntakeRequest) -> dict[str, Any]:
    return _kept(request, SENT, RECEIPT_HOLDS)


def _ticked(request: IntakeRequest) -> tuple[str, ...]:
    """The danger signs that were ticked and that nobody has been told of, for want of a number to ring."""
    return said_yes(_kept(request, ANSWERED, ANSWERS_HOLD).get("answers", {}))


def _keep(request: IntakeRequest, name: str, **what: Any) -> None:
    request.session[name] = {**what, "at": clock.now().isoformat()}


def _kept(request: IntakeRequest, name: str, within: timedelta) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(name) or {}
    return kept if kept and clock.now() - datetime.fromisoformat(kept["at"]) < within else {}


def _promises(receipt: dict[str, Any], standard: str = "") -> list[Promise]:
    """What was promised for the request of this browser; of one standard where it has promised anything."""
    if not receipt:
        return []
    made = promises_about(subject_id=UUID(receipt["sent"]), by=SYSTEM)
    live = [promise for promise in made if promise.ended_at is None]
    return [promise for promise in live if promise.standard == standard] or live


# ── For other pages of the portal that lead here ─────────────────────────────────────────────────────────────────────


def lead_on(request: Any, made: Request, signs: list[str]) -> HttpResponse:
    """Another page made this request: its browser holds it now, and sees what was promised."""
    return _sent(request, made, signs)


def sent_before(request: Any) -> UUID | None:
    """The request that this browser has sent, as long as its receipt holds."""
    receipt = _receipt(request)
    return UUID(receipt["sent"]) if receipt else None


def signs_shown(request: Any) -> tuple[DangerSign, ...]:
    """The danger signs with the numbers of the house."""
    return _signs(request)
