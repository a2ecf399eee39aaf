"""One style sheet and one script out of many small files, so that a page waits for few answers. Pure but for reading.

What the files may say is narrow on purpose: a sheet names others by `@import url("…") layer(…);`, a script takes names
out of its neighbours by `import { a as b } from "./other.js";` and gives its own by `export function`.
What says more is refused: half put together it would not work in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from posixpath import normpath

_IMPORTED_SHEET = re.compile(r'^@import url\("([^"]+)"\)(?: layer\(([\w-]+)\))?;$', re.MULTILINE)
_NAMED_FILE = re.compile(r'url\("(?!data:)([^"#?]+)"\)')
_IMPORT = re.compile(r'^import \{ ([^}]+) \} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=function\*? (\w+))", re.MULTILINE)
_LEFT_OVER = re.compile(r"^\s*@import\b.*|^(?:import|export)\b.*", re.MULTILINE)


class CannotBundle(Exception):
    """A file says something that cannot be put together with others; the text quotes it."""


def style_sheet(path: Path, address: Callable[[str], str]) -> str:
    """The sheet with those that it imports in their places. `address` gives what to write for a file that is named
    relative to the folder of `path`. Raises CannotBundle."""

    def whole(match: re.Match[str]) -> str:
        name, layer = match.groups()
        folder = name.rpartition("/")[0]
        text = _NAMED_FILE.sub(
            lambda named: f'url("{address(normpath(f"{folder}/{named[1]}"))}")', (path.parent / name).read_text("utf-8")
        )
        return f"@layer {layer} {{\n{text}}}\n" if layer else text

    return _checked(_IMPORTED_SHEET.sub(whole, path.read_text("utf-8")))


def script(path: Path) -> str:
    """The module with those that it imports before it, each run once and closed off from the others.
    Raises CannotBundle."""
    written: dict[str, str] = {}
    own = _module(path, written)
    return _checked("\n".join([*written.values(), own]))


def _checked(text: str) -> str:
    if left := _LEFT_OVER.search(text):
        raise CannotBundle(left[0])
    return text


def _module(path: Path, written: dict[str, str]) -> str:
    """What `path` says, with imports as names out of the modules in `written`, which are put there first."""
    text = path.read_text("utf-8")
    taken = []
    for names, other in _IMPORT.findall(text):
        if other not in written:
            body = _module(path.parent / other, written)
            given = ", ".join(_EXPORT.findall(body))
            written[other] = (
                f"const {_as_name(other)} = (() => {{\n{_EXPORT.sub('', body)}\nreturn {{ {given} }};\n}})();"
            )
        taken.append(f"const {{ {names.replace(' as ', ': ')} }} = {_as_name(other)};\n")
    return "".join(taken) + _IMPORT.sub("", text)


def _as_name(file: str) -> str:
    return "$" + re.sub(r"\W", "_", file.removesuffix(".js"))
