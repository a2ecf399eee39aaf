"""Names are written in the letters of the world: which font has which, and which way they run."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from typing import Final

EUROPEAN, CHINESE, KOREAN = "NotoSans", "DroidSansFallbackFull", "NanumGothic"
STARTS: Final = (
    (0x0180, EUROPEAN), (0x0530, "NotoSansArmenian"), (0x0590, "NotoSansHebrew"), (0x0600, ""),
    (0x0900, "NotoSansDevanagari"), (0x0980, "NotoSansBengali"), (0x0A00, "NotoSansGurmukhi"),
    (0x0A80, "NotoSansGujarati"), (0x0B00, ""), (0x0B80, "NotoSansTamil"), (0x0C00, "NotoSansTelugu"),
    (0x0C80, "NotoSansKannada"), (0x0D00, "NotoSansMalayalam"), (0x0D80, "NotoSansSinhala"), (0x0E00, "NotoSansThai"),
    (0x0E80, "NotoSansLao"), (0x0F00, ""), (0x1000, "NotoSansMyanmar"), (0x10A0, "NotoSansGeorgian"),
    (0x1100, KOREAN), (0x1200, "NotoSansEthiopic"), (0x13A0, ""), (0x1780, "NotoSansKhmer"), (0x1800, ""),
    (0x1E00, EUROPEAN), (0x2000, ""), (0x2E80, CHINESE), (0x3130, KOREAN), (0x3190, CHINESE), (0xA640, ""),
    (0xAC00, KOREAN), (0xD800, ""), (0xF900, CHINESE), (0xFB00, ""), (0xFF00, CHINESE), (0xFFF0, ""),
)  # fmt: skip
"""From which sign on which font has what the two of the letter's own words have not; until the next. Chinese and
Japanese have one together."""
_POINTS: Final = [point for point, _ in STARTS]


def fonts_for(text: str) -> list[str]:
    """The fonts that this text needs besides those of the letter's own words, by the names of their files."""
    found = {_font_of(ord(sign)) for sign in text}
    return sorted(found - {""}, key=[name for _, name in STARTS].index)


def _font_of(point: int) -> str:
    place = bisect_right(_POINTS, point) - 1
    return STARTS[place][1] if place >= 0 else ""


def runs_from_right(text: str) -> bool:
    """Whether the first letter that has a direction runs from the right, as in Arabic and Hebrew."""
    directions = (unicodedata.bidirectional(sign) for sign in text)
    return next((one for one in directions if one in {"L", "R", "AL"}), "L") != "L"
