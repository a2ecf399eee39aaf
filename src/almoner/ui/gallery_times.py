"""Free times for the gallery: some with what they meet and what not, and a month."""

from __future__ import annotations

from typing import Any

from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _


def time_cards() -> list[dict[str, Any]]:
    return [
        {
            "value": "b900",
            "label": "09:00",
            "who": "Dr Okafor",
            "met": [_("in the morning, as you wished")],
            "unmet": [_("not with a woman")],
        },
        {"value": "b1400", "label": "14:00", "who": "Dr Silva", "met": [], "unmet": [_("not in the morning")]},
    ]


def month() -> dict[str, Any]:
    """November 2026 from its last full week on, free on two days."""
    free = {24: (3, "09:20"), 26: (12, "13:00")}
    weeks: list[list[dict[str, Any] | None]] = [
        [{"number": n, "today": n == 23, "href": ""} for n in range(23, 30)],
        [{"number": 30, "today": False, "href": ""}, *[None] * 6],
    ]
    for day in weeks[0]:
        if day and day["number"] in free:
            count, first = free[int(day["number"])]
            day |= {"href": "#month", "count": count, "first": first, "heard": f"{day['number']}: {count}, {first}"}
    weeks[0][4] = {"number": 27, "today": False, "href": "", "closed": True, "heard": _("Closed: Three Kings")}
    return {
        "closed": [{"label": f"27 {MONTHS[11]}", "text": _("Closed: Three Kings")}],
        "here": f"{MONTHS[11]} 2026",
        "earlier": {"href": "#month", "label": MONTHS[10]},
        "later": {"href": "#month", "label": MONTHS[12]},
        "headings": [{"name": WEEKDAYS[n], "short": WEEKDAYS_ABBR[n]} for n in range(7)],
        "weeks": weeks,
    }
