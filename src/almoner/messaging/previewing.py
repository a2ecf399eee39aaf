"""Words as they would leave: filled with samples, by the very code that fills them for a person."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from almoner.core import clock
from almoner.messaging import rendering
from almoner.messaging.channels.letter.letter import Letter, lay_out
from almoner.messaging.live_words import live, shared_in_force
from almoner.messaging.names import NAMES
from almoner.messaging.proofreading import MADE_OF_WHEN, SAMPLES
from almoner.messaging.rendering import Rendered, Setting
from almoner.messaging.wording import Common, Said, Told, Words, common

FILE = Path(__file__).parent / "samples.toml"
WHEN = datetime(2026, 9, 23, 8, 30, tzinfo=UTC)
"""As the samples of proofreading have it, by the clock of London."""
ZONE = ZoneInfo("Europe/London")
LATER = frozenset({"new_when", "new_time"})
MOMENTS = frozenset(
    {"when", "old_when", "new_when", "new_time", "answer_by", "due", "see_by", "last_meal", "last_drink", "eat_from"}
)
DAYS = frozenset({"closes", "ends_on"})
PEOPLE = {"clinician": "Dr Alva Reyes", "carer": "Kim Reyes", "patient": "Kim Reyes", "relative": "Kim Reyes"}
SHOWN = "appointment.confirmed"
"""The kind by which words that every message shares are looked at."""

NAME, ADDRESS = "Maximiliana Reyes", "12 Garden Street\nRV1 1AB Riverside"


@lru_cache(maxsize=1)
def _written() -> dict[str, Any]:
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {**told["texts"], **told["lists"]}


def values(kind: str) -> dict[str, Any]:
    """A value for every name that words of this kind may use, as a room would give it."""
    return {name: _value(name) for name in (NAMES[kind].needs | NAMES[kind].may) - MADE_OF_WHEN}


def _value(name: str) -> Any:
    if name in MOMENTS:
        return WHEN + timedelta(days=7 if name in LATER else 0)
    if name in DAYS:
        return WHEN.date()
    if name == "link":
        return "/my/visits/"
    return _written().get(name) or PEOPLE.get(name) or SAMPLES.get(name, "")


def setting(language: str) -> Setting:
    hospital = {name: SAMPLES[name] for name in ("hospital", "service_desk", "emergency")}
    return Setting(language, ZONE, settings.ALMONER_PUBLIC_URL, hospital, SAMPLES["first_name"], NAME)


def preview(
    kind: str,
    words: Words,
    language: str,
    channel: str,
    told: Mapping[str, Any] | None = None,
    *,
    shared: Common | None = None,
) -> Rendered:
    """The message as it would leave. `told`: other values than the samples; `shared`: other words that every message
    shares than the shipped ones. Words with faults cannot be shown so."""
    given = values(kind) if told is None else told
    with_them = Told(words, shared or common(language), "preview")
    return rendering.render(kind, channel, [given], setting(language), with_them)


def as_it_would_leave(kind: str, said: Said, language: str, channel: str) -> Rendered:
    """The same with the other words that are in force: those that every message shares, which are looked at themselves
    in a message of the kind SHOWN."""
    if isinstance(said, Common):
        return preview(SHOWN, live(SHOWN, language).words, language, channel, shared=said)
    return preview(kind, said, language, channel, shared=shared_in_force(language))


def letter_of(rendered: Rendered) -> bytes:
    """The sheet, as PDF."""
    letter = Letter(
        language=rendered.language,
        hospital=rendered.hospital,
        to=rendered.to_name,
        address=ADDRESS,
        subject=rendered.subject,
        body=rendered.body,
        reference=rendered.reference,
        day=clock.today(),
        large_print=rendered.large_print,
        scan=rendered.scan,
    )
    return lay_out(letter)[0]
