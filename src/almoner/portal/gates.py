"""Who may open a page of the portal, and whose page it then is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from almoner.core.actor import Actor
from almoner.core.refusal import NotThere
from almoner.people.models import Person
from almoner.people.queries import acting_for, person_for

Params = ParamSpec("Params")
ACTING_FOR = "portal_acting_for"


class PatientRequest(HttpRequest):
    """A request of somebody signed in as a person: `person`, whose page it is; `actor`, who acts for that person; and
    `signed_in_actor`, who that is for themselves."""

    actor: Actor
    signed_in_actor: Actor
    person: Person


def patient(
    view: Callable[Concatenate[PatientRequest, Params], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Params], HttpResponse]:
    """Only for people who are signed in. `request.person` is themselves, or the one whom they are acting for.

    Leave to act for another is asked for anew at each request, so that it ends when it ends (law I-26). What was sent
    on somebody's pages after that is not done at all, rather than for the wrong person.
    """

    @wraps(view)
    def gate(request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponse:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None:
            return redirect_to_login(request.get_full_path())
        if actor.person_id is None:
            raise NotThere
        asked: Any = request
        asked.signed_in_actor = actor
        asked.person = _person(asked, actor)
        if asked.leave_ended and request.method != "GET":
            return redirect("portal:home")
        if asked.person.id != actor.person_id:
            asked.actor = acting_for(person=asked.person, by=actor)
        return view(asked, *args, **kwargs)

    return gate


def _person(request: Any, actor: Actor) -> Person:
    assert actor.person_id is not None  # noqa: S101 - the gate has seen to it
    request.leave_ended = False
    chosen = request.session.get(ACTING_FOR)
    if chosen:
        try:
            return person_for(by=actor, id=UUID(chosen))
        except NotThere:
            del request.session[ACTING_FOR]
            request.leave_ended = True
            messages.warning(request, _("You may no longer act for somebody else. These are your own pages."))
    return person_for(by=actor, id=actor.person_id)
