"""Who may open a page of the console."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from almoner.core.actor import Actor
from almoner.core.permissions import Permission
from almoner.core.refusal import NotThere

Params = ParamSpec("Params")


class StaffRequest(HttpRequest):
    """A request of a member of staff who is signed in with a second factor: `actor`."""

    actor: Actor


def staff(
    *permissions: Permission,
) -> Callable[
    [Callable[Concatenate[StaffRequest, Params], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, Params], HttpResponseBase],
]:
    """Only for staff who may do all of `permissions`; for anybody else the page is not there."""

    def wrap(
        view: Callable[Concatenate[StaffRequest, Params], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, Params], HttpResponseBase]:
        @wraps(view)
        def gate(request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponseBase:
            actor: Actor | None = getattr(request, "actor", None)
            if actor is None:
                return redirect_to_login(request.get_full_path())
            if not actor.is_staff or not all(actor.may(permission) for permission in permissions):
                raise NotThere
            asked: Any = request
            return view(asked, *args, **kwargs)

        return gate

    return wrap


def said_by_itself(request: HttpRequest) -> bool:
    """Whether an open page asks for a part of itself, or says that it is still open."""
    return request.headers.get("HX-Request") == "true"
