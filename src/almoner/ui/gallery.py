"""What the gallery shows: one of everything, with words and figures like those of a real day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.core.paginator import Paginator
from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from almoner.core import clock
from almoner.ui.choices import CheckCards, CheckPills, Pills, RadioCards
from almoner.ui.dates import DayMonthYear
from almoner.ui.gallery_times import month, time_cards

ICONS: Final = [
    "phone",
    "mail",
    "text",
    "letter",
    "calendar",
    "clock",
    "bed",
    "person",
    "carer",
    "people",
    "wheelchair",
    "ear",
    "eye",
    "language",
    "alert",
    "info",
    "bell",
    "check",
    "cross",
    "arrow",
    "search",
    "food",
    "no-food",
    "water",
    "pill",
    "test-tube",
    "stethoscope",
    "heart",
    "door",
    "walk",
    "ticket",
    "map",
    "star",
    "question",
    "speech",
    "lock",
    "shield",
    "print",
    "download",
    "copy",
    "edit",
    "moon",
    "sun",
    "filter",
    "list",
    "chart",
    "plus",
    "minus",
    "menu",
    "more",
    "undo",
    "home",
    "ring",
    "sign-out",
]
PICTURES: Final = ("promises", "waiting", "sent", "telephone", "bed", "nothing-found", "connection")


class Sample(forms.Form):
    """Every kind of field."""

    name = forms.CharField(label=_("Your name"), help_text=_("As it stands on your papers."))
    phone = forms.CharField(
        label=_("Telephone"), widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}), required=False
    )
    email = forms.EmailField(label=_("E-mail"))
    born = forms.DateField(
        label=_("Date of birth"), help_text=_("For example 27 3 1945."), widget=DayMonthYear(birth=True)
    )
    channel = forms.ChoiceField(
        label=_("How shall we tell you?"),
        choices=[("call", _("Ring me")), ("text", _("Send a text")), ("post", _("Send a letter"))],
        widget=RadioCards(hints={"call": _("Between 9 and 17 o'clock."), "post": _("It takes two days.")}),
    )
    needs = forms.MultipleChoiceField(
        label=_("What should we know?"),
        choices=[
            ("hear", _("I do not hear well")),
            ("walk", _("I use a wheelchair")),
            ("talk", _("I need an interpreter")),
        ],
        widget=CheckCards(),
        required=False,
    )
    hour = forms.ChoiceField(
        label=_("A time"),
        choices=[
            (_("Morning"), [("0900", "09:00"), ("0940", "09:40"), ("1120", "11:20")]),
            (_("Afternoon"), [("1400", "14:00"), ("1520", "15:20")]),
        ],
        widget=Pills(),
    )
    about = forms.MultipleChoiceField(
        label=_("Any of many short ones"),
        choices=[("one", _("Waiting")), ("two", _("Medicines")), ("three", _("Going home"))],
        widget=CheckPills(),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("en", "English"), ("es", "Español"), ("ar", "العربية")], required=False
    )
    words = forms.CharField(label=_("In your own words"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label=_("My daughter may speak for me on the telephone"), required=False)


def samples() -> dict[str, Any]:
    now = clock.now()
    wrong = Sample(
        {"name": "Ana Popescu", "email": "ana at home", "born_day": "31", "born_month": "2", "born_year": "1990"}
    )
    return {
        "form": Sample(
            auto_id="good_%s", initial={"born": date(1945, 3, 27), "channel": "call", "hour": "0940", "about": ["two"]}
        ),
        "wrong": wrong,
        "icons": ICONS,
        "pictures": PICTURES,
        "now": now,
        "paged": Paginator(range(240), 20).page(5),
        "promises": _promises(now),
        "ringing": _calls(now),
        "keys_of_telephone": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"],
        "events": _events(now),
        **_lists(),
        **_figures(now),
    }


def _calls(now: datetime) -> list[dict[str, Any]]:
    """A call whose number is known, one that says it is an emergency, and one of nobody known."""
    known = {
        "name": "Arun Rao",
        "born": _("3 May 1945"),
        "detail": _("Thursday 14:00, eye clinic"),
        "mark": _("number confirmed"),
    }
    return [
        {"action": "", "number": "07700 900111", "urgent": True, "since": now, "callers": []},
        {"action": "", "number": "020 7946 0801", "since": now - timedelta(minutes=1), "callers": [known]},
        {"action": "", "number": "", "language": _("Arabic"), "since": now, "callers": []},
    ]


def _promises(now: datetime) -> list[dict[str, Any]]:
    call, minutes = _("We ring you to confirm your visit"), timedelta(minutes=1)
    told: list[dict[str, Any]] = [
        {"state": "due", "text": call, "minutes_left": 12, "share": 40, "due": now + 12 * minutes},
        {"state": "risk", "text": _("A nurse rings you back about your tablets"), "minutes_left": 3, "share": 88}
        | {"due": now + 3 * minutes},
        {"state": "kept", "text": call, "ended_at": now - 25 * minutes},
        {
            "state": "broken",
            "text": _("You have the result of your blood test"),
            "minutes_left": -95,
            "due": now - 95 * minutes,
        },
        {"state": "made_good", "text": _("The letter is in the post"), "ended_at": now - timedelta(days=1)},
        {"state": "withdrawn", "text": _("We remind you one day before"), "ended_at": now - timedelta(days=2)},
    ]
    return [dict.fromkeys(("minutes_left", "share", "due", "ended_at")) | one for one in told]


def _events(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "at": now - timedelta(days=2, hours=3),
            "icon": "phone",
            "kind": "past",
            "words": _("You rang us"),
            "who": "Priya Nair",
        },
        {
            "at": now - timedelta(days=2),
            "icon": "speech",
            "kind": "speech",
            "words": _("“May I take my heart tablets?”"),
        },
        {
            "at": now - timedelta(minutes=4),
            "icon": "clock",
            "kind": "now",
            "words": _("Waiting for the echo room"),
            "detail": _("Room 3, second floor. The lift is on your left."),
        },
        {"at": now + timedelta(hours=18), "icon": "no-food", "kind": "next", "words": _("Last meal")},
        {"at": now + timedelta(days=1), "icon": "heart", "kind": "", "words": _("Ultrasound of your heart")},
    ]


def _lists() -> dict[str, Any]:
    return {
        "headings": [_("Team"), pgettext_lazy("promises", "Made"), _("Kept"), _("Share")],
        "rows": [
            [_("Call desk"), *({"text": text, "kind": "number"} for text in ("412", "405", "98.3 %"))],
            [_("Cardiology"), *({"text": text, "kind": "number"} for text in ("96", "88", "91.7 %"))],
            [_("Ward 4"), *({"text": text, "kind": "number"} for text in ("57", "57", "100 %"))],
        ],
        "facts": [
            (_("Where"), _("Building B, second floor, room 12")),
            (_("With"), _("Dr Lee")),
            (_("Takes"), _("40 minutes")),
        ],
        "topics": [
            {"topic": "signs", "label": _("Ring us at once if"), "lines": [_("You have a fever")], "said_back": True},
            {
                "topic": "medicines",
                "label": _("Your medicines"),
                "lines": ["x"],
                "rows": [(_("Paracetamol"), _("2 tablets"), _("every 6 hours"), _("for pain"))],
            },
        ],
        "tabs": [
            {"href": "#tabs", "label": pgettext_lazy("still to be done", "Open"), "current": True, "count": 7},
            {"href": "#tabs", "label": _("Kept"), "count": 312},
            {"href": "#tabs", "label": _("All")},
        ],
        "crumbs": [
            (pgettext_lazy("the first page", "Home"), "#"),
            (_("Cardiology"), "#"),
            (_("Ultrasound of the heart"), ""),
        ],
        "deeds": [
            {
                "href": "#deeds",
                "icon": "calendar",
                "label": _("See or move my visits"),
                "hint": _("Next: Thursday, 09:40"),
            },
            {
                "href": "#deeds",
                "icon": "question",
                "label": _("Ask a question"),
                "hint": _("Answered within one working day"),
            },
            {"href": "#deeds", "icon": "phone", "label": _("Have somebody ring me")},
        ],
        "steps": [_("Your need"), _("A time"), _("Your details"), _("Confirm")],
        "flags": [
            {"label": _("Hears badly: speak slowly"), "icon": "ear", "kind": "plum"},
            {"label": _("Telephone and post only"), "icon": "phone", "kind": "saffron"},
            {"label": _("Allergy: penicillin"), "icon": "alert", "kind": "red"},
        ],
        "days": _days(),
        "groups": [
            {
                "label": _("Morning"),
                "times": [{"value": "900", "label": "09:00"}, {"value": "920", "label": "09:20", "taken": True}],
            },
            {
                "label": _("Afternoon"),
                "times": [{"value": "1400", "label": "14:00", "hint": "Dr Okafor"}],
                "more": {"href": "#days", "label": _("See more")},
            },
        ],
        "time_cards": time_cards(),
        "month": month(),
        "columns": _columns(),
        "filters": [
            {"name": "team", "label": _("Team"), "value": "2", "options": [("1", _("Call desk")), ("2", _("Ward 4"))]}
        ],
        "keys": [("/", _("search")), ("j", _("next")), ("k", _("previous")), ("g p", _("promises"))],
        "levels": [
            ("A", _("Now")),
            ("B", _("Within 10 minutes")),
            ("C", _("Today")),
            ("D", _("This week")),
            ("E", _("Routine")),
        ],
    }


def _days() -> list[dict[str, Any]]:
    names = list(WEEKDAYS_ABBR.values())[:5]
    notes = [_("2 free"), _("full"), _("5 free"), _("3 free"), _("1 free")]
    return [
        {
            "href": "#days",
            "weekday": name,
            "day": 23 + n,
            "month": MONTHS_3[11],
            "note": notes[n],
            "full": n == 1,
            "current": n == 2,
        }
        for n, name in enumerate(names)
    ]


def _columns() -> list[dict[str, Any]]:
    template = "ui/components/board_item.html"
    risk = {
        "href": "#board",
        "title": _("Call back about tablets"),
        "note": "Arun Rao · P-7K2M",
        "state": "risk",
        "share": 90,
        "minutes_left": 3,
    }
    late = {
        "href": "#board",
        "title": _("Result of the blood test"),
        "note": "Maya Lind · P-4Q9T",
        "state": "broken",
        "share": None,
        "minutes_left": -95,
    }
    sick = {
        "href": "#board",
        "title": _("Chest pain since the morning"),
        "note": "Theo Brandt",
        "level": "B",
        "word": _("10 minutes"),
    }
    return [
        {"title": _("Late"), "count": 1, "kind": "red", "template": template, "items": [late]},
        {"title": _("Due now"), "count": 2, "kind": "saffron", "template": template, "items": [risk, sick]},
        {"title": _("Waiting for the patient"), "count": 0, "template": template, "items": [], "empty": _("Nobody.")},
    ]


def _day(visit: datetime) -> dict[str, Any]:
    def span(label: Any, begin: float, end: float) -> dict[str, Any]:
        return {"label": label, "start": visit + timedelta(hours=begin), "end": visit + timedelta(hours=end)}

    return {
        "day_begin": clock.local(visit - timedelta(hours=2)),
        "day_end": clock.local(visit + timedelta(hours=14)),
        "day_now": visit + timedelta(hours=1.5),
        "lanes": [
            {"label": _("Round"), "kind": "event", "spans": [span(_("Round"), 0.5, 3)]},
            {
                "label": _("Meals"),
                "kind": "food",
                "spans": [span(_("Breakfast"), 0, 0), span(_("Lunch"), 4.5, 4.5), span(_("Supper"), 10, 10)],
            },
            {"label": _("Scan"), "kind": "test", "spans": [span(_("Scan"), 6, 6.5)]},
        ],
    }


def _figures(now: datetime) -> dict[str, Any]:
    pulse = (84, 88, 91, 104, 118, 102, 96, 90)
    kept = (91, 93, 92, 95, 96, 98)
    visit = clock.on_the_wall(clock.local(now).date() + timedelta(days=1), time(8))
    return {
        "pulse": [{"at": now - timedelta(hours=4 * (8 - n)), "value": value} for n, value in enumerate(pulse)],
        "pulse_band": (60, 100),
        "kept": [{"at": now - timedelta(weeks=6 - n), "value": value} for n, value in enumerate(kept)],
        "kept_weeks": [
            {"label": f"{n + 1}", "value": value, "said": "–" if value is None else f"{value} %"}
            for n, value in enumerate((*kept[:3], None, *kept[3:]))
        ],
        "calls": [
            {"label": _("Telephone"), "value": 412},
            {"label": _("Web"), "value": 286},
            {"label": _("At the desk"), "value": 97, "kind": "saffron"},
        ],
        "windows": [
            {
                "label": _("Food"),
                "kind": "food",
                "said": _("until 22:00"),
                "start": visit - timedelta(hours=16),
                "end": visit - timedelta(hours=10),
            },
            {
                "label": _("Water and clear drinks"),
                "kind": "clear",
                "said": _("until 06:00"),
                "start": visit - timedelta(hours=16),
                "end": visit - timedelta(hours=2),
            },
            {"label": _("Nothing at all"), "kind": "nothing", "start": visit - timedelta(hours=2), "end": visit},
        ],
        **_day(visit),
        "in_fasting": visit - timedelta(hours=12),
        "until": now + timedelta(minutes=7, seconds=12),
    }
