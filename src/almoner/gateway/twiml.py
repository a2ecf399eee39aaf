"""What a provider of calls is to say and do, as it reads it: TwiML.

https://www.twilio.com/docs/voice/twiml
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from almoner.core.languages import spoken

VOICES = {"en": "en-GB", "es": "es-ES", "ar": "arb"}
Line = tuple[str, str]
"""A language and a sentence."""

WAIT_SECONDS = 7


def asks(lines: Iterable[Line], *, to: str, or_else: str, digits: int = 1, ends_with: str = "") -> bytes:
    """Say it and gather `digits` keys (0: until `ends_with`), which go to `to`; where none comes, ask `or_else`."""
    response = Element("Response")
    asked = {"input": "dtmf", "timeout": str(WAIT_SECONDS), "action": to, "method": "POST", "finishOnKey": ends_with}
    gather = SubElement(response, "Gather", asked | ({"numDigits": str(digits)} if digits else {}))
    _say(gather, lines)
    SubElement(response, "Redirect", {"method": "POST"}).text = or_else
    return _written(response)


def ends(lines: Iterable[Line]) -> bytes:
    """Say it and hang up."""
    response = Element("Response")
    _say(response, lines)
    SubElement(response, "Hangup")
    return _written(response)


def puts_through(number: str, *, then: str, seconds: int = 30) -> bytes:
    """Ring a telephone and join the two; how that ended goes to `then`."""
    response = Element("Response")
    dial = SubElement(response, "Dial", {"action": then, "method": "POST", "timeout": str(seconds)})
    SubElement(dial, "Number").text = number
    return _written(response)


def _written(response: Element) -> bytes:
    return bytes(tostring(response, "utf-8", xml_declaration=True))


def _say(into: Element, lines: Iterable[Line]) -> None:
    for language, words in lines:
        SubElement(into, "Say", {"language": VOICES.get(language, VOICES["en"])}).text = _speakable(words)


def _speakable(words: str) -> str:
    """Without marks for the eye, and without what no XML may hold."""
    return "".join(sign for sign in spoken(words) if sign.isprintable() or sign in "\n\t")
