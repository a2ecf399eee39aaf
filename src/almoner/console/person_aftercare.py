"""All that somebody at home may say, for who says it by telephone or at the desk (parity with the portal)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from almoner.aftercare import actions, queries
from almoner.aftercare.actions import Voice
from almoner.aftercare.enums import Means, Pool, Score
from almoner.aftercare.models import Feedback, Plan
from almoner.aftercare.queries import Homecoming
from almoner.console.answers import page
from almoner.console.gates import StaffRequest, staff
from almoner.console.person_questions import threads_shown
from almoner.console.showing import person_strip
from almoner.core import clock, days
from almoner.core.languages import of_reader
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere, Refused
from almoner.people.context import hospital
from almoner.people.models import Person
from almoner.people.queries import needs_of, person_for
from almoner.ui.answers import done
from almoner.ui.choices import CheckPills, Pills
from almoner.urgency import actions as urgency
from almoner.urgency.asked import Told
from almoner.urgency.danger import danger_signs
from almoner.urgency.enums import RequestChannel
from almoner.urgency.models import Request
from almoner.visits.models import Stay, Visit


def _words(label: Any, *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=3000, required=required, widget=forms.Textarea({"rows": rows, "dir": "auto"})
    )


class HowForm(forms.Form):
    plan = forms.ChoiceField(label=gettext_lazy("Since when"))
    means = forms.ChoiceField(label=gettext_lazy("They are"), choices=Means.choices, widget=Pills)
    words = _words(gettext_lazy("In their words"), required=False, rows=2)


class QuestionForm(forms.Form):
    """Danger first: a sign that is ticked alerts a nurse, and the question waits."""

    signs = forms.MultipleChoiceField(
        label=gettext_lazy("Is any of this happening now?"),
        required=False,
        widget=CheckPills,
        help_text=gettext_lazy("Ask before anything else."),
    )
    about = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    words = _words(gettext_lazy("The question, in their words"))
    pool = forms.ChoiceField(label=gettext_lazy("Who answers"), choices=Pool.choices, widget=Pills, initial=Pool.NURSES)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("signs"):
            self.errors.clear()
        return cleaned


class FeedbackForm(forms.Form):
    feedback = forms.ChoiceField(label=gettext_lazy("About"))
    score = forms.ChoiceField(label=gettext_lazy("Overall, how was it?"), choices=Score.choices, widget=Pills)
    words = _words(gettext_lazy("In their words"), required=False)
    may_ring = forms.BooleanField(label=gettext_lazy("We may ring them about it"), required=False)


class TellUsForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("They want to"),
        choices=[("complaint", gettext_lazy("Complain")), ("thanks", gettext_lazy("Say thank you"))],
        widget=Pills,
    )
    words = _words(gettext_lazy("In their words"))
    about = forms.CharField(label=gettext_lazy("Where and when, or whom it is about"), max_length=200, required=False)


@require_GET
@staff(Permission.FOLLOW_UP)
def person_aftercare(request: StaffRequest, person_id: UUID) -> HttpResponse:
    return _page(request, person_for(by=request.actor, id=person_id), {})


def _page(request: StaffRequest, person: Person, bound: dict[str, Any], status: int = 200) -> HttpResponse:
    by = request.actor
    found = queries.homecomings(person, by=by)
    context = {
        "person": person,
        "strip": person_strip(person, needs_of(person=person, by=by)),
        "homes": [_home(one) for one in found],
        "threads": threads_shown(person, request),
        "forms": {**_forms(request, person, found), **bound},
        "crumbs": [
            (_("People"), reverse("console:people")),
            (person.name, reverse("console:person", args=[person.id])),
            (_("After going home"), ""),
        ],
    }
    return page(request, "console/person_aftercare.html", context, here="people", status=status)


def _home(home: Homecoming) -> dict[str, Any]:
    steps = [*home.to_come, *home.over]
    return {
        "title": _plan_name(home.plan),
        "running": home.running,
        "because": home.plan.ended_because,
        "steps": [{"step": step, "name": step.name_in(of_reader())} for step in steps],
        "checks": home.checks,
    }


def _plan_name(plan: Plan) -> str:
    day = days.month_day(clock.shown(plan.home_at))
    return (_("Stay until %(day)s") if plan.stay_id else _("Visit on %(day)s")) % {"day": day}


def _forms(request: StaffRequest, person: Person, found: list[Homecoming], act: str = "") -> dict[str, Any]:
    """The forms that fit: how they are only where something follows, feedback only where they were asked."""

    def data(name: str) -> Any:
        return request.POST if act == name else None

    made: dict[str, Any] = {"question": QuestionForm(data("question"), auto_id="question_%s")}
    made["question"].fields["signs"].choices = _signs(request)
    episodes = queries.episodes_of(person, by=request.actor)
    made["question"].fields["about"].choices = [
        *((str(one.id), _episode_name(one)) for one in episodes), ("", _("Something else")),
    ]  # fmt: skip
    if episodes:
        made["question"].fields["about"].initial = str(episodes[0].id)
    made["tell_us"] = TellUsForm(data("tell_us"), auto_id="tell_%s")
    if found:
        made["how"] = HowForm(data("how"), auto_id="how_%s")
        made["how"].fields["plan"].choices = [(str(one.plan.id), _plan_name(one.plan)) for one in found]
    asked = queries.open_feedback_of(person, by=request.actor)
    if asked:
        made["feedback"] = FeedbackForm(data("feedback"), auto_id="feedback_%s")
        made["feedback"].fields["feedback"].choices = [(str(one.id), _feedback_name(one)) for one in asked]
    return made


def _signs(request: HttpRequest) -> list[tuple[str, str]]:
    numbers = hospital(request)
    shown = danger_signs(
        of_reader(), emergency_number=numbers["emergency_number"], crisis_number=numbers["crisis_number"]
    )
    return [(sign.id, sign.text) for sign in shown]


def _episode_name(episode: Stay | Visit) -> str:
    if isinstance(episode, Stay):
        day = days.month_day(clock.shown(episode.requested_at))
        return _("Stay from %(day)s") % {"day": day}
    return _("Visit on %(day)s") % {"day": days.month_day(clock.shown(episode.arrived_at))}


def _feedback_name(one: Feedback) -> str:
    day = days.month_day(clock.shown(one.was_at))
    return (_("Stay until %(day)s") if one.stay_id else _("Visit on %(day)s")) % {"day": day}


@require_POST
@staff(Permission.FOLLOW_UP)
def person_aftercare_act(request: StaffRequest, person_id: UUID, deed: str) -> HttpResponse:
    """Write down how they are, a question, how it was, a complaint or thanks: one action each."""
    person = person_for(by=request.actor, id=person_id)
    found = queries.homecomings(person, by=request.actor)
    form = _forms(request, person, found, deed).get(deed)
    if deed not in _ACTS or form is None:
        raise NotThere
    if form.is_valid():
        try:
            alarm, said = _ACTS[deed](request, person, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if alarm:
                text = _("A nurse has been told: %(reference)s. Stay on the line if it is an emergency.")
                said = text % {"reference": alarm.reference}
            return done(request, said, "console:person_aftercare", person_id)
    return _page(request, person, {deed: form}, status=422)


def _once(request: StaffRequest) -> Any:
    return {"key": request.POST.get("key", "")[:80]}


def _how(request: StaffRequest, _person: Person, said: dict[str, Any]) -> tuple[Request | None, str]:
    plan = queries.plan_of(UUID(said.pop("plan")), by=request.actor)
    check = actions.say_how(plan=plan, language=of_reader(), by=_by_phone(request), **said, **_once(request))
    return check.request, _("Noted.")


def _ask(request: StaffRequest, person: Person, said: dict[str, Any]) -> tuple[Request | None, str]:
    if said["signs"]:
        answers = {sign: "yes" if sign in said["signs"] else "no" for sign, _text in _signs(request)}
        told = Told(words=said.get("words", ""), language=of_reader(), danger_answers=answers)
        made = urgency.report_danger(
            told=told, channel=RequestChannel.PHONE, person=person, by=request.actor, **_once(request)
        )
        return made, ""
    episodes = queries.episodes_of(person, by=request.actor)
    chosen = next((one for one in episodes if str(one.id) == said["about"]), None)
    question = actions.ask_question(
        person=person,
        words=said["words"],
        stay=chosen if isinstance(chosen, Stay) else None,
        visit=chosen if isinstance(chosen, Visit) else None,
        pool=said["pool"],
        language=of_reader(),
        by=_by_phone(request),
        **_once(request),
    )
    return question.request, _("It is in the question box: %(reference)s.") % {"reference": question.reference}


def _give(request: StaffRequest, _person: Person, said: dict[str, Any]) -> tuple[Request | None, str]:
    asked = queries.feedback_to_give(UUID(said.pop("feedback")), by=request.actor)
    heard = actions.give_feedback(feedback=asked, language=of_reader(), by=_by_phone(request), **said, **_once(request))
    return heard.request, _("Noted. Thank them.")


def _tell(request: StaffRequest, person: Person, said: dict[str, Any]) -> tuple[Request | None, str]:
    voice = Voice(words=said["words"], about=said["about"], language=of_reader())
    by = _by_phone(request)
    if said["kind"] == "thanks":
        actions.give_thanks(voice=voice, person=person, by=by, **_once(request))
        return None, _("Noted. It is passed on.")
    complaint = actions.take_complaint(voice=voice, person=person, by=by, **_once(request))
    return complaint.request, _("Complaint taken: %(reference)s.") % {"reference": complaint.reference}


def _by_phone(request: StaffRequest) -> Any:
    return request.actor.through("desk")


_ACTS: dict[str, Callable[[StaffRequest, Person, dict[str, Any]], tuple[Request | None, str]]] = {
    "how": _how,
    "question": _ask,
    "feedback": _give,
    "tell_us": _tell,
}
