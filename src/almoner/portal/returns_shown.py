"""The ways back that a clinician left open, as the page of what comes after shows them."""

from __future__ import annotations

from typing import Any

from almoner.aftercare import queries
from almoner.aftercare.enums import AtEnd, ReturnState
from almoner.core.languages import of_reader
from almoner.portal.gates import PatientRequest


def returns_shown(request: PatientRequest) -> list[dict[str, Any]]:
    """Those that run, with what may be answered."""
    found = queries.returns_of(request.person, by=request.actor)
    return [
        {
            "way_back": one,
            "name": one.service.name_in(of_reader()),
            "ending": one.state == ReturnState.ENDING,
            "answers": AtEnd.choices,
        }
        for one in found
        if one.state != ReturnState.ENDED
    ]
