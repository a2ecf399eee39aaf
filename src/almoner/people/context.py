"""What every page knows about the hospital and about who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from almoner.people.sites import first_site


def hospital(request: HttpRequest) -> dict[str, Any]:
    """`hospital_name`, the numbers to ring, and `actor`, who is signed in (None for nobody)."""
    site = first_site()
    return {
        "hospital_name": site.name if site else "Almoner",
        "emergency_number": site.emergency_number if site else "",
        "crisis_number": site.crisis_number if site else "",
        "crisis_text_number": site.crisis_text_number if site else "",
        "service_desk_number": site.service_desk_number if site else "",
        "actor": getattr(request, "actor", None),
    }
