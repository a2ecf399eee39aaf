"""One message as it leaves: its words for one channel in one language, and what goes with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from almoner.messaging import filling, moments
from almoner.messaging.conversation import Piece
from almoner.messaging.names import NAMES
from almoner.messaging.wording import Common, Told, Words, common, words

IN_A_SENTENCE = frozenset({"prep_headline", "promise", "reason", "interim", "entrance", "carer"})
"""Names after which the words set the full stop themselves."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a channel gets. `script` is for calls, `menu` for all but letters: what each key means; `calendar` and
    `link` for e-mail; `scan` for letters: what a code on the paper opens. `whens` are the moments that it is about."""

    kind: str
    channel: str
    language: str
    to_name: str
    subject: str
    body: str
    hospital: str = ""
    link: str = ""
    link_label: str = ""
    scan: str = ""
    reference: str = ""
    spoken: Mapping[str, str] = field(default_factory=dict)
    """Each piece of a call (`conversation.Piece`) in words: who rings, the matter, the keys, the ends."""
    voicemail: str = ""
    script: tuple[str, ...] = ()
    menu: Mapping[str, str] = field(default_factory=dict)
    calendars: tuple[Mapping[str, Any], ...] = ()
    large_print: bool = False
    whens: tuple[datetime, ...] = ()
    answers: bool = False
    """It answers somebody who wrote a moment ago: room is kept for it."""
    words: str = "shipped"
    """Which words these are: `wording.Told.version`."""

    @property
    def from_right(self) -> bool:
        return self.language == "ar"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and for whom words are filled: the same for all parts of one message."""

    language: str
    zone: ZoneInfo
    """The reader's."""
    public_url: str
    hospital: Mapping[str, str]
    first_name: str
    name: str
    large_print: bool = False


def render(
    kind: str, channel: str, parts: Sequence[Mapping[str, Any]], setting: Setting, said: Told | None = None
) -> Rendered:
    """The words of `kind` for `channel`; `parts` are the values of one message, or of several that travel in one;
    `said` the words in force, where they may be others than the shipped ones.

    Raises ValueMissing when something is not given that the words cannot do without.
    """
    parts = _each(parts)
    values = _strings(kind, parts, setting)
    missing = [name for name in NAMES[kind].needs if not values[name]]
    if missing:
        raise filling.ValueMissing(f"{kind}: {', '.join(sorted(missing))}")
    said = said or Told(words(setting.language, kind), common(setting.language))
    told, shared = said.words, said.shared
    link = _absolute(parts[0].get("link"), setting.public_url)
    values["link"] = "" if channel == "letter" else link
    return Rendered(
        kind=kind,
        channel=channel,
        language=setting.language,
        to_name=setting.name,
        subject=filling.line(told.subject, values) if channel in {"email", "letter"} else "",
        body=_body(channel, told, shared, values),
        hospital=values["hospital"],
        link=link,
        link_label=shared.open_link,
        scan=_absolute(parts[0].get("scan"), setting.public_url) if channel == "letter" else "",
        reference=filling.clean(str(parts[0].get("reference") or "")),
        spoken=_spoken(told, shared, values) if channel == "call" else {},
        voicemail=filling.line(shared.voicemail, values) if channel == "call" else "",
        script=tuple(_script(told, shared, values)) if channel == "call" else (),
        menu=_menu(channel, told, shared),
        calendars=tuple(part["calendar"] for part in parts if part.get("calendar")) if channel == "email" else (),
        large_print=setting.large_print,
        whens=tuple(part["when"] for part in parts if isinstance(part.get("when"), datetime)),
        words=said.version,
    )


def _menu(channel: str, told: Words, shared: Common) -> Mapping[str, str]:
    """What each key means. What is written is there to be read again: nothing in it says to repeat it. An e-mail is
    answered by the words of a text, though it says no keys."""
    if channel == "call":
        return shared.menus[told.menu]
    if channel not in {"text", "email"} or not told.text_menu:
        return {}
    return {key: means for key, means in shared.menus[told.text_menu].items() if means != "repeat" and key != "say"}


def _each(parts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The parts, with the visits of those that tell of several as parts of their own."""
    return [one for part in parts for one in (part, *part.get("each", ())[1:])]


def sentences(kind: str, values: Mapping[str, Any], setting: Setting, said: Words) -> list[str]:
    """What a call says of the matter itself: for somebody who says it in person, without greeting and keys."""
    return filling.lines(said.call, _strings(kind, _each([values]), setting))


def _strings(kind: str, parts: Sequence[Mapping[str, Any]], setting: Setting) -> dict[str, str]:
    names = NAMES[kind].all
    values = dict(parts[0])
    whens = [part["when"] for part in parts if isinstance(part.get("when"), datetime)]
    if whens:
        values["times"] = moments.say_times(whens, setting.language, setting.zone)
        values["visits"] = [_visit(part, setting) for part in sorted(parts, key=lambda part: part["when"].timestamp())]
    if len(parts) > 1:
        for name in ("preparation", "prep_headline", "bring"):
            values[name] = _together([part.get(name) for part in parts], name, setting)
    told = filling.strings(values, names | {"times", "visits", "prep_headline"}, setting.language, setting.zone)
    told = {name: text.rstrip(" .") if name in IN_A_SENTENCE else text for name, text in told.items()}
    hospital = filling.strings(setting.hospital, frozenset(setting.hospital), setting.language, setting.zone)
    return {**told, **hospital, "first_name": filling.clean(setting.first_name)}


def _visit(part: Mapping[str, Any], setting: Setting) -> str:
    """One visit on one line: when, where, with whom, what for."""
    told = filling.strings(part, frozenset({"when", "where", "clinician", "service"}), setting.language, setting.zone)
    comma = "، " if setting.language == "ar" else ", "
    return comma.join(told[name] for name in ("when", "service", "clinician", "where") if told[name])


def _together(values: list[Any], name: str, setting: Setting) -> Any:
    """What several visits ask for, each thing once."""
    found: list[Any] = []
    for told in values:
        value = (told.get(setting.language) or told.get("en")) if isinstance(told, Mapping) else told
        for one in value if isinstance(value, list | tuple) else [value]:
            if one and one not in found:
                found.append(one)
    if name == "prep_headline":
        said = (filling.said(one, setting.language, setting.zone).rstrip(" .") for one in found)
        return ". ".join(said)
    return found


def _body(channel: str, told: Words, shared: Common, values: Mapping[str, str]) -> str:
    if channel == "text":
        return " ".join(filling.lines(told.text.splitlines(), values))
    if channel == "call":
        return " ".join(_script(told, shared, values))
    template = told.email if channel == "email" else told.letter
    frame = (shared.greeting, template, shared.human, shared.emergency, shared.thanks)
    return filling.body("\n\n".join(frame), values)


def _script(told: Words, shared: Common, values: Mapping[str, str]) -> list[str]:
    """What is said to a person, sentence by sentence, the keys last."""
    opening = [shared.call_opening, shared.call_gate, *told.call, shared.call_emergency]
    return [*filling.lines(opening, values), *filling.lines([shared.menus[told.menu]["say"]], values)]


def _spoken(told: Words, shared: Common, values: Mapping[str, str]) -> dict[str, str]:
    keys = shared.menus[told.menu]["say"]
    pieces = {
        Piece.GATE: [shared.call_opening, shared.call_gate],
        Piece.MESSAGE: [*told.call, shared.call_emergency, keys],
        Piece.KEYS: [keys],
        Piece.VOICEMAIL: [shared.voicemail],
        Piece.THANKS: [shared.call_thanks],
        Piece.PERSON: [shared.call_person],
        Piece.SORRY: [shared.call_wrong],
    }
    return {str(piece): " ".join(filling.lines(said, values)) for piece, said in pieces.items()}


def _absolute(link: Any, public_url: str) -> str:
    text = filling.clean(str(link or ""))
    if text.startswith("/") and not text.startswith("//"):
        return f"{public_url}{text}"
    return text if text.startswith((f"{public_url}/", "https://")) else ""
