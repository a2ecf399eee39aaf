"""Follow-up calls: whom to ring, one call with its script, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from almoner.aftercare import actions, queries
from almoner.aftercare.actions import Said
from almoner.aftercare.enums import RING, CallOutcome, StepKind, StepState
from almoner.aftercare.models import Step
from almoner.aftercare.queries import Call, CallRow
from almoner.charter import showing
from almoner.console.answers import page
from almoner.console.follow_up_forms import ArrangedForm, DroppedForm, OtherForm, ReachedForm, UnreachedForm
from almoner.console.gates import StaffRequest, staff
from almoner.console.showing import person_strip
from almoner.core import clock, days
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused, Unclear
from almoner.ui.answers import done, refused

LOOK_BACK = timedelta(days=14)


@require_GET
@staff(Permission.FOLLOW_UP)
def follow_up_calls(request: StaffRequest) -> HttpResponse:
    """Due first; what is too soon to try again stands below with its time."""
    by = request.actor
    rows = [_row(one) for one in queries.calls_to_make(by=by)]
    context = {
        "now_rows": [row for row in rows if not row["from_at"]],
        "later_rows": [row for row in rows if row["from_at"]],
        "to_come": queries.calls_to_come(by=by),
        "visits": [_row(one) for one in queries.visits_to_arrange(by=by)],
        "lost": [
            {"step": step, "name": step.name_in(of_reader())}
            for step in queries.not_reached(by=by, since=clock.now() - LOOK_BACK)
        ],
    }
    return page(request, "console/follow_up_calls.html", context, here="follow_up_calls")


def _row(row: CallRow) -> dict[str, Any]:
    now = clock.now()
    return {
        "step": row.step,
        "href": reverse("console:follow_up_call", args=[row.step.id]),
        "strip": person_strip(row.person, row.needs),
        "best_time": row.person.best_time,
        "name": row.step.name_in(of_reader()),
        "tries": row.tries,
        "of": row.of,
        "from_at": row.from_at,
        "late": row.late,
        "minutes_left": int((row.step.due_at - now).total_seconds() // 60),
        "taken_by": row.step.taken_by.name if row.step.taken_by else "",
    }


@require_GET
@staff(Permission.FOLLOW_UP)
def follow_up_call(request: StaffRequest, step_id: UUID) -> HttpResponse:
    return _call(request, queries.call_for(step_id, by=request.actor), {})


def _call(request: StaffRequest, call: Call, bound: dict[str, forms.Form], status: int = 200) -> HttpResponse:
    step = call.row.step
    rings, live = step.kind in RING, step.state == StepState.OPEN
    may = not step.clinician or request.actor.is_clinician
    context = {
        **_row(call.row),
        "call": call,
        "person": call.row.person,
        "live": live,
        "rings": rings and live and may,
        "for_clinician": live and not may,
        "arranges": live and step.kind == StepKind.VISIT,
        "mine": step.taken_by_id == request.actor.staff_id,
        "card": showing.card(call.row.promise) if call.row.promise else None,
        "others": [{"step": one, "name": one.name_in(of_reader())} for one in call.other_steps],
        "forms": {**_forms(request, call), **bound},
        "crumbs": [(_("Follow-up calls"), reverse("console:follow_up_calls")), (call.row.person.name, "")],
    }
    return page(request, "console/follow_up_call.html", context, here="follow_up_calls", status=status)


def _forms(request: StaffRequest, call: Call, act: str = "") -> dict[str, forms.Form]:
    """All forms of the page; `act` names the one that was sent."""

    def data(name: str) -> Any:
        return request.POST if act == name else None

    asks = call.row.step.kind == StepKind.CALL
    return {
        "reached": ReachedForm(data("reached"), book=call.book, language=of_reader(), asks=asks, auto_id="reached_%s"),
        "unreached": UnreachedForm(data("unreached"), points=call.points, auto_id="unreached_%s"),
        "other": OtherForm(data("other"), auto_id="other_%s"),
        "arranged": ArrangedForm(data("arranged"), auto_id="arranged_%s"),
        "dropped": DroppedForm(data("dropped"), auto_id="dropped_%s"),
    }


@require_POST
@staff(Permission.FOLLOW_UP)
def follow_up_act(request: StaffRequest, step_id: UUID, act: str) -> HttpResponse:
    """Take it, or write down what came of it: one action each."""
    if act == "take":
        return _take(request, step_id)
    if act not in _ACTS:
        raise NotThere
    call = queries.call_for(step_id, by=request.actor)
    form: Any = _forms(request, call, act)[act]
    if form.is_valid():
        try:
            said = _ACTS[act](request, call.row.step, form)
        except NotThere:
            raise
        except Unclear as unclear:
            form.add_error(None, str(unclear))
        except Refused as refusal:
            return refused(request, refusal, "console:follow_up_call", step_id)
        else:
            return done(request, said, "console:follow_up_calls")
    return _call(request, call, {act: form}, status=422)


def _take(request: StaffRequest, step_id: UUID) -> HttpResponse:
    step = queries.step_for(step_id, by=request.actor)
    try:
        actions.take_step(step=step, by=request.actor)
    except NotThere:
        raise
    except Refused as refusal:
        return refused(request, refusal, "console:follow_up_call", step_id)
    return done(request, _("The others see that you ring."), "console:follow_up_call", step_id)


def _reached(request: StaffRequest, step: Step, form: ReachedForm) -> Any:
    told = form.cleaned_data
    said = Said(CallOutcome.REACHED, form.answers(), told["signs"], told["note"], language=of_reader())
    tried = _try(request, step, said)
    if tried.request:
        text = _("A nurse has been told: %(reference)s. Tell them, and stay with them if it is an emergency.")
        return text % {"reference": tried.request.reference}
    return _("Noted for %(name)s.") % {"name": step.person.name}


def _unreached(request: StaffRequest, step: Step, form: UnreachedForm) -> Any:
    outcome = CallOutcome.WRONG_NUMBER if request.POST.get("outcome") == "wrong_number" else CallOutcome.NO_ANSWER
    _try(request, step, Said(outcome), contact_point=form.point)
    fresh = queries.step_for(step.id, by=request.actor)
    if fresh.state != StepState.OPEN:
        return _("That was the last try. We write to them, and it counts as not completed.")
    return _("Noted. The next try is from %(time)s.") % {"time": days.clock(clock.shown(fresh.next_at))}


def _other(request: StaffRequest, step: Step, form: OtherForm) -> Any:
    told = form.cleaned_data
    _try(request, step, Said(told["outcome"], note=told["note"], ring_at=told["ring_at"]))
    return _("Noted for %(name)s.") % {"name": step.person.name}


def _try(request: StaffRequest, step: Step, said: Said, **more: Any) -> Any:
    key: Any = {"key": request.POST.get("key", "")[:80]}
    return actions.record_try(step=step, said=said, by=request.actor, **more, **key)


def _arranged(request: StaffRequest, step: Step, form: ArrangedForm) -> Any:
    actions.arrange_visit(step=step, how=form.cleaned_data["how"], by=request.actor)
    return _("Noted. The promise is kept.")


def _dropped(request: StaffRequest, step: Step, form: DroppedForm) -> Any:
    actions.drop_step(step=step, reason=form.cleaned_data["reason"], by=request.actor)
    return _("Noted. It is not needed.")


_ACTS: dict[str, Callable[[StaffRequest, Step, Any], Any]] = {
    "reached": _reached,
    "unreached": _unreached,
    "other": _other,
    "arranged": _arranged,
    "dropped": _dropped,
}
