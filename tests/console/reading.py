"""What a reader finds on a page."""

from __future__ import annotations

import re
from html import unescape
from typing import Any


def words(answer: Any) -> str:
    """The text of the page's main part, on one line."""
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)
    assert main
    bare = re.sub(r"<(script|svg)\b.*?</\1>", " ", main[0], flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", bare)))


def field(answer: Any, name: str) -> str:
    """The value of the first hidden field, or the first choice, of this name."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]+)"', answer.content.decode())
    assert found, name
    return unescape(found[1])
