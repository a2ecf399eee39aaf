"""Plain text out of HTML: what is seen, in lines; and apart from it, what is quoted. Pure."""

from __future__ import annotations

from html.parser import HTMLParser

LONGEST = 500_000
UNSEEN = frozenset({"script", "style", "head", "title", "template", "object", "svg", "noscript"})
LINES = frozenset(
    {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "pre"}
)
EMPTY = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base", "embed", "source"})
QUOTING = ("gmail_quote", "yahoo_quoted", "moz-cite-prefix", "divrplyfwdmsg", "appendonsend", "protonmail_quote")


class _Seen(HTMLParser):
    """Collects what is seen; with `quoted`, what is quoted too."""

    def __init__(self, *, quoted: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._quoted = quoted
        self._shut: list[str] = []
        """Elements that are open since one of which nothing is taken."""
        self.told: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LINES:
            self.told.append("\n")
        if tag in EMPTY:
            return
        if self._shut or tag in UNSEEN or (not self._quoted and _quotes(tag, attrs)):
            self._shut.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._shut:
            while self._shut and self._shut.pop() != tag:
                pass
        if tag in LINES:
            self.told.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._shut:
            self.told.append(" ".join(data.split()) if data.strip() else " ")
            self.told.append(" " if data[-1:].isspace() else "")


def _quotes(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    given = " ".join(value or "" for name, value in attrs if name in {"class", "id", "type"}).lower()
    return tag == "blockquote" or any(one in given for one in QUOTING)


def seen(page: str, *, quoted: bool) -> str:
    """What a reader of the page sees. A page that is no HTML at all is given as it is."""
    reader = _Seen(quoted=quoted)
    try:
        reader.feed(page[:LONGEST])
        reader.close()
    except (AssertionError, ValueError):
        return page[:LONGEST]
    lines = (" ".join(line.split()) for line in "".join(reader.told).split("\n"))
    return _without_gaps(list(lines))


def _without_gaps(lines: list[str]) -> str:
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()
