"""Tags and filters of the design system."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from almoner.core import clock, days, languages, zones
from almoner.ui import codes, moments
from almoner.ui import ring as rings

register = template.Library()

STATE_WORDS: Final = {
    "due": _("Due"),
    "risk": _("Nearly due"),
    "kept": _("Kept"),
    "broken": _("Late"),
    "made_good": _("Made good"),
    "withdrawn": _("Withdrawn"),
}
LEVELS: Final = ("A", "B", "C", "D", "E")
TURNING_ICONS: Final = frozenset({"arrow", "undo", "sign-out", "list", "walk"})


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite. Without a `label` it is decoration and screen readers pass over it."""
    classes = " ".join(
        ["icon", *(["icon-turns"] if name in TURNING_ICONS else []), *([f"icon-{size}"] if size else [])]
    )
    sprite = static("ui/img/icons.svg")
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>', classes, label, sprite, name
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', classes, sprite, name
    )


@register.inclusion_tag("ui/components/ring.html")
def ring(state: str, share: float | str | None = None, size: str = "") -> dict[str, Any]:
    """The ring of a promise: `state` is one of `ring.STATES`, `share` how much of its time has run (0 to 100)."""
    return {"ring": rings.draw(state, float(share or 0)), "size": size}


@register.inclusion_tag("ui/components/qr.html")
def qr(text: str, label: str, address: str = "") -> dict[str, Any]:
    """A code to scan that carries `text`; `label` says what it opens, `address` is for who cannot scan."""
    return {"code": codes.qr(text), "label": label, "address": address}


@register.filter
def state_word(state: str) -> object:
    """The word that stands beside a ring."""
    return STATE_WORDS.get(state, state)


@register.filter
def when(moment: datetime | str | None) -> str:
    """“today 16:00” of a moment; a text is left as it is."""
    if not isinstance(moment, datetime):
        return moment or ""
    wall = clock.shown(moment)
    return moments.day_and_clock(wall, now=clock.now().astimezone(wall.tzinfo))


@register.filter
def at_clock(moment: time | datetime | str | None) -> str:
    """“16:00” of a moment, or of a time of any day; a text is left as it is."""
    if isinstance(moment, time):
        return days.bare_clock(moment)
    return days.clock(clock.shown(moment)) if isinstance(moment, datetime) else moment or ""


@register.filter
def clock_name(zone: str) -> str:
    """“Canary Islands time” of a zone by its name."""
    return zones.said(ZoneInfo(zone), languages.of_reader())


@register.filter
def until_clock(begin: datetime, end: datetime) -> str:
    """“16:00–17:30”, of one place."""
    return days.clocks(clock.shown(begin), clock.shown(end))


@register.filter
def day(on: date | None) -> str:
    """“3 May 1945” of a day or a moment; nothing when there is none."""
    return days.day(_on_the_wall(on)) if on else ""


@register.filter
def month_day(on: date | None) -> str:
    """“23 November”, where the year goes without saying."""
    return days.month_day(_on_the_wall(on)) if on else ""


@register.filter
def weekday(on: date | None) -> str:
    """“Monday 23 November”, with the year when it is not this one."""
    return days.weekday(_on_the_wall(on), today=clock.today(clock.of_reader())) if on else ""


@register.filter
def short_weekday(on: date | None) -> str:
    """“Mon 23 Nov”, where there is little room."""
    return days.short_weekday(_on_the_wall(on)) if on else ""


def _on_the_wall(on: date) -> date:
    return clock.shown(on) if isinstance(on, datetime) else on


@register.filter
def listed(parts: Iterable[object]) -> str:
    """“milk, eggs”, with the comma of the reader's language."""
    return languages.listed(parts)


@register.filter
def time_left(minutes: int | str | None) -> str:
    """“12 minutes left”, “8 minutes late”; nothing when there is nothing to say."""
    return "" if minutes is None or minutes == "" else moments.time_left(int(minutes))


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last part of a name."""
    parts = [part for part in str(name).split() if part[0].isalpha()]
    return "".join(part[0].upper() for part in dict.fromkeys(parts[:1] + parts[-1:]))


@register.filter
def tint(name: str) -> int:
    """A number from 1 to 5, always the same for the same name, for the tint behind initials."""
    return sum(map(ord, str(name))) % 5 + 1


@register.simple_tag
def field(bound: BoundField, *, hide_label: bool = False, width: str = "") -> SafeString:
    """One form field with label, hint, error and widget. `width`: "short", "half" or nothing for the whole column."""
    return bound.render(
        template_name="ui/forms/field.html",
        context={"field": bound, "hide_label": hide_label, "width": width},
    )


@register.simple_tag
def error_summary(form: BaseForm, *, focus: bool = True) -> SafeString:
    """What must be mended in `form`, each line a link to its field; nothing while all is well."""
    if not form.is_bound or form.is_valid():
        return SafeString("")
    return SafeString(
        render_to_string("ui/forms/error_summary.html", {"errors": list(_errors_of(form)), "focus": focus})
    )


def _errors_of(form: BaseForm) -> Iterable[dict[str, str]]:
    for text in form.non_field_errors():
        yield {"label": "", "text": str(text), "anchor": ""}
    for bound in form:
        for text in bound.errors:
            yield {"label": str(bound.label), "text": str(text), "anchor": first_control_id(bound)}


def first_control_id(bound: BoundField) -> str:
    """The id of the first control of a field, for a link that brings the reader straight to it."""
    if bound.field.widget.use_fieldset and bound.subwidgets:
        inner = bound.subwidgets[0].data
        nested = inner.get("subwidgets") or [inner]
        return str(nested[0]["attrs"].get("id", bound.auto_id))
    return bound.id_for_label or bound.auto_id


@register.simple_block_tag
def card(content: str, title: str = "", kind: str = "", level: int = 2) -> str:
    """A block of its own: `kind` is nothing, "quiet" (sunken) or "strong" (the one that matters most)."""
    return _block("card", content, title=title, kind=kind, level=level)


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> str:
    """`kind`: info, success, warning or danger. Danger is read out at once."""
    return _block("notice", content, kind=kind, title=title)


@register.simple_block_tag
def disclosure(content: str, summary: str, *, opened: bool = False) -> str:
    """What only some readers want, one press away."""
    return _block("disclosure", content, summary=summary, opened=opened)


@register.simple_block_tag
def speech(content: str, who: str, at: datetime | str = "", *, own: bool = False) -> str:
    """The words of a person; `own` for the reader's own."""
    return _block("speech", content, who=who, at=at, own=own)


def _block(name: str, content: str, **context: object) -> str:
    return render_to_string(f"ui/components/{name}.html", {"content": content, **context})


@register.filter
def item(sequence: list[Any], place: int) -> Any:
    """The member at a place, nothing beyond the end."""
    return sequence[place] if 0 <= place < len(sequence) else ""


@register.filter
def page_numbers(page: Page[Any]) -> list[int]:
    """The numbers to show for a page: ends, neighbours, and 0 where some are left out."""
    return [n if isinstance(n, int) else 0 for n in page.paginator.get_elided_page_range(page.number, on_each_side=1)]
