"""How a view answers: a whole page, or the part of it that is swapped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, part: str = "", status: int = 200
) -> HttpResponse:
    """Render `template`; or, when htmx asks, only its partial named `part`. Both come from the one template."""
    swapped = bool(part) and request.headers.get("HX-Request") == "true"
    response = render(request, f"{template}#{part}" if swapped else template, context or {}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def done(request: HttpRequest, text: Any, to: str, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
    """Say on the next page what was done, and go there."""
    messages.success(request, text)
    answer: HttpResponseRedirect = redirect(to, *args, **kwargs)
    return answer


def refused(request: HttpRequest, refusal: Exception, to: str, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
    """Say on the next page why it was not done, and go there."""
    messages.error(request, str(refusal))
    answer: HttpResponseRedirect = redirect(to, *args, **kwargs)
    return answer
