"""What a page of the rehearsal knows: that it is one, and as whom one acts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from almoner.demo.cast import is_rehearsal


def rehearsal(request: HttpRequest) -> dict[str, Any]:
    marked = is_rehearsal()
    session = getattr(request, "session", None)
    return {"rehearsal": marked, "rehearsal_as": session.get("rehearsal_as", "") if marked and session else ""}
