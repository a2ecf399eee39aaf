"""The plain words of an e-mail or letter as blocks, for a page or a sheet to lay out. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is paragraph, list or link; a paragraph's single lines stay lines."""

    kind: str
    lines: tuple[str, ...]


def blocks(body: str, link: str = "") -> list[Block]:
    """Blank lines part the blocks, lines that begin with “- ” are a list, a line that is the link alone is a button."""
    found: list[Block] = []
    for part in body.split("\n\n"):
        run: list[str] = []
        kind = "paragraph"
        for line in part.splitlines():
            this = _kind(line, link)
            if this != kind and run:
                found.append(Block(kind, tuple(run)))
                run = []
            kind = this
            run.append(line.removeprefix("- ") if this == "list" else line)
        if run:
            found.append(Block(kind, tuple(run)))
    return found


def _kind(line: str, link: str) -> str:
    if line.startswith("- "):
        return "list"
    return "link" if link and line.strip() == link else "paragraph"
