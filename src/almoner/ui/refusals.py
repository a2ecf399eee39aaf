"""A refusal that no view caught becomes a page: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found

from almoner.core.refusal import NotThere, Refused


class RefusalMiddleware:
    """What is absent and what is out of scope give the very same answer (law I-23)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotThere):
            return page_not_found(request, exception)
        if isinstance(exception, Refused):
            return render(request, "ui/error_refused.html", {"refusal": exception}, status=exception.status)
        return None
