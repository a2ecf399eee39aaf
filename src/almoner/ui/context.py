"""What every page knows about how it is shown."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.utils.translation import get_language_bidi

THEMES: Final = ("auto", "light", "dark")
THEME_COOKIE: Final = "almoner-theme"


def page(request: HttpRequest) -> dict[str, str]:
    """`theme` (auto, light, dark: the reader's choice, kept in a cookie) and `direction` (ltr, rtl)."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "theme": theme if theme in THEMES else "auto",
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
