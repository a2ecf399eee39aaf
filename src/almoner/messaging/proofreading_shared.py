"""The faults of words that every message shares: what stands in all of them is wrong in all of them (H-62). Pure."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from almoner.messaging.conversation import WRONG
from almoner.messaging.faults import Fault, fault_at, faults_at, hard_to_read, keys_said, stray
from almoner.messaging.filling import body, identifiers
from almoner.messaging.names import COMMON
from almoner.messaging.wording import SPOKEN, Common, said_in

OPENS = "1"
"""Said as the key to hear the message. Any other but WRONG opens it too."""

NOBODY = frozenset({"hospital", "service_desk", "emergency"})
"""Names that are of nobody: what is said alike in many calls is kept spoken."""

WRITTEN_NAMES = COMMON | {"reference"}
SAID_ALIKE = frozenset({"call_thanks", "call_person"})
MUST_SAY = {
    "greeting": ("first_name",),
    "human": ("service_desk",),
    "emergency": ("emergency",),
    "thanks": ("hospital",),
    "call_opening": ("hospital", "first_name"),
    "call_emergency": ("emergency",),
    "voicemail": ("hospital", "first_name", "service_desk"),
}
WHY = {
    "first_name": _("does not say for whom it is: put in $first_name"),
    "hospital": _("does not say who we are: put in $hospital"),
    "service_desk": _("does not say how to reach a human: put in $service_desk"),
    "emergency": _("does not say the number for an emergency: put in $emergency"),
}
LONGEST_PLACE = 300
"""Signs. A voice says them in twenty seconds, and each message grows by all of these words."""

LONGEST_BUTTON = 30
_ENDS = (".", "!", "?", "؟")


def names_at(place: str) -> frozenset[str]:
    """The names that may stand in a place of the shared words."""
    if place == "open_link":
        return frozenset()
    if place in SAID_ALIKE or place.startswith("menu_"):
        return NOBODY
    return COMMON if place in SPOKEN else WRITTEN_NAMES


def menu_faults(shared: Common) -> Iterator[Fault]:
    """Of the keys themselves, which are no words and stay as they are shipped."""
    for name, menu in shared.menus.items():
        if WRONG in menu:
            says = _("has the key %(key)s, which says that the call was for somebody else")
            yield fault_at(f"menu {name}", says, key=WRONG)
        if "say" not in menu or menu.get("9") != "person" or menu.get("0") != "repeat":
            yield fault_at(f"menu {name}", _("lacks what it says, 9 for a person or 0 to repeat"))


def place_faults_of_shared(shared: Common, language: str) -> Iterator[Fault]:
    """Of each place by itself."""
    places = said_in(shared)
    for place, text in places.items():
        yield from faults_at(place, text, names_at(place))
        if text.strip() and not stray(text):
            yield from _what_it_must_say(place, text)
            yield from _shape_faults(place, text)
    for name, menu in shared.menus.items():
        yield from _key_faults(f"menu_{name}", menu.get("say", ""), frozenset(menu) - {"say"})
    for key in sorted({OPENS, WRONG} - keys_said(shared.call_gate)):
        why = _("does not say the key %(key)s for whoever does not know them") if key == WRONG else _(
            "does not say the key %(key)s to hear the message"
        )  # fmt: skip
        yield fault_at("call_gate", why, key=key)
    yield from hard_to_read(places, language)


def _what_it_must_say(place: str, text: str) -> Iterator[Fault]:
    """What must be said stands in lines that never go: of these names only the reference may be missing."""
    always = body(text, dict.fromkeys(COMMON, "x"))
    if not always:
        says = _("says nothing where a value is not known: write one line without names that may be missing")
        yield fault_at(place, says)
    for name in MUST_SAY.get(place, ()):
        if name not in identifiers(text):
            yield fault_at(place, WHY[name])
        elif "reference" in identifiers(text) and not any(_stays(line, name) for line in text.splitlines()):
            says = _("$%(name)s stands in a line that goes where a value is not known: give it a line of its own")
            yield fault_at(place, says, name=name)


def _stays(line: str, name: str) -> bool:
    return name in identifiers(line) and "reference" not in identifiers(line)


def _shape_faults(place: str, text: str) -> Iterator[Fault]:
    most = LONGEST_BUTTON if place == "open_link" else LONGEST_PLACE
    if len(text) > most:
        yield fault_at(place, _("%(signs)s signs, at most %(most)s: say it shorter"), signs=len(text), most=most)
    spoken = place in SPOKEN or place.startswith("menu_")
    if "\n" in text and (spoken or place == "open_link"):
        yield fault_at(place, _("is more than one line: write it in one"))
    if spoken and not text.rstrip().endswith(_ENDS):
        yield fault_at(place, _("ends without a full stop: it would run into what is said next"))


def _key_faults(place: str, text: str, keys: frozenset[str]) -> Iterator[Fault]:
    """Each key is said, and none that would not be understood."""
    said = keys_said(text)
    if said != keys:
        told, meant = ", ".join(sorted(said)) or "–", ", ".join(sorted(keys)) or "–"
        says = _("says the keys %(told)s; its menu has %(meant)s: say those, and no others")
        yield fault_at(place, says, told=told, meant=meant)
