"""The headers of every answer."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import RequestFactory

from almoner.core.middleware import ContentPolicyMiddleware


def test_nothing_runs_but_our_own_files() -> None:
    response = ContentPolicyMiddleware(lambda _request: HttpResponse())(RequestFactory().get("/"))
    said = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert said == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "form-action": "'self'",
    }


def test_a_view_may_be_stricter() -> None:
    def strict(_request: object) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})

    response = ContentPolicyMiddleware(strict)(RequestFactory().get("/"))
    assert response["Content-Security-Policy"] == "default-src 'none'"
