"""Every path, command, option and module that the documentation names is there."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.architecture.tree import PACKAGE, ROOT, short

from almoner import cli

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/**/*.md")])
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
PATH = re.compile(r"^\.?[\w.-]+(?:/[\w.<>*-]+)+/?$")
MODULE = re.compile(r"^almoner(?:\.[a-z_]\w*)+(?:\.[A-Z]\w*)?$")
COMMAND = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?(?:almoner|python3 run\.py)(?: +(.*))?$")
MADE_BY_RUNNING = {".venv", "var"}


def named(text: str) -> Iterator[str]:
    """What stands between back-ticks, and the lines of fenced blocks."""
    for block in FENCE.findall(text):
        yield from (line.split("  #")[0].strip() for line in block.splitlines()[1:-1])
    yield from (span.strip() for span in SPAN.findall(FENCE.sub("", text)))


def faults(document: Path, text: str) -> Iterator[str]:
    for said in named(text):
        if command := COMMAND.match(said):
            yield from _command_faults(command.group(1) or "")
        elif MODULE.match(said) and not _is_module(said):
            yield f"{said}: no such module"
        elif PATH.match(said) and not _is_path(said, document):
            yield f"{said}: no such path"
    yield from (f"{link}: leads nowhere" for link in LINK.findall(text) if not (document.parent / link).exists())


def _is_path(said: str, document: Path) -> bool:
    """A path counts when its first part is a folder of ours; `<anything>` stands for any one name."""
    first, pattern = said.split("/", maxsplit=1)[0], re.sub(r"<[^>]*>", "*", said).rstrip("/")
    homes = [home for home in (ROOT, PACKAGE, document.parent) if (home / first).exists()]
    return first in MADE_BY_RUNNING or not homes or any(any(home.glob(pattern)) for home in homes)


def _is_module(said: str) -> bool:
    parts = said.split(".")[1:]
    whole, above = PACKAGE.joinpath(*parts), PACKAGE.joinpath(*parts[:-1])
    if whole.is_dir() or whole.with_suffix(".py").exists():
        return True
    holder = above.with_suffix(".py")
    return holder.exists() and re.search(rf"\b{parts[-1]}\b", holder.read_text(encoding="utf-8")) is not None


def _command_faults(words: str) -> Iterator[str]:
    name, *rest = words.split(" -- ", maxsplit=1)[0].split() or [""]
    if not name or name.startswith(("-", "…", "COMMAND")):
        return
    known = _options()
    if name not in known:
        yield f"almoner {name}: no such command"
        return
    for word in rest:
        option = word.split("=")[0].strip("[]")
        if option.startswith("--") and option not in known[name]:
            yield f"almoner {name} {option}: no such option"


def _options() -> dict[str, set[str]]:
    actions = cli.parser()._actions
    commands = next(action for action in actions if isinstance(action, argparse._SubParsersAction))
    return {name: set(part._option_string_actions) for name, part in commands.choices.items()}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("`docs/missing.md`", "docs/missing.md: no such path"),
        ("`tests/<room>/no_such_<thing>.py`", "tests/<room>/no_such_<thing>.py: no such path"),
        ("`almoner fly`", "almoner fly: no such command"),
        ("```\npython3 run.py backup --fast\n```", "almoner backup --fast: no such option"),
        ("`almoner.core.nowhere`", "almoner.core.nowhere: no such module"),
        ("[read](nowhere.md)", "nowhere.md: leads nowhere"),
    ],
)
def test_untruth_is_seen(text: str, fault: str) -> None:
    assert list(faults(ROOT / "README.md", text)) == [fault]


@pytest.mark.parametrize(
    "text", ["`text/html`", "`tests/<room>`", "`almoner backup --to FOLDER`", "`almoner.core.clock.at`", "`and/or`"]
)
def test_truth_is_left_alone(text: str) -> None:
    assert list(faults(ROOT / "README.md", text)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=short)
def test_document_is_true(document: Path) -> None:
    assert list(faults(document, document.read_text(encoding="utf-8"))) == []
