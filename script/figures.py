"""Keep the figures in docs/safety/urgency.md equal to what `almoner assess --evaluate` says of the cases.

    figures.py                        tell whether they are those of the rules and cases in force
    figures.py --write                reckon all of them anew, the cases that are held back among them
    figures.py --write --development  only those on which rules are developed; what no longer holds of the others
                                      becomes a dash

Of cases that are held back nothing is shown but totals. Each column says by which rules it was reckoned: by a digest of
whatever decides a level, and of the cases. Where that is no longer true the figures are stale, and a test fails.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from almoner.urgency.accuracy import Share
from almoner.urgency.evaluation import evaluate
from almoner.urgency.evaluation.figures import Figures, figures, groups

ROOT = Path(__file__).resolve().parents[1]
TOLD = ROOT / "docs" / "safety" / "urgency.md"
URGENCY = ROOT / "src" / "almoner" / "urgency"
BEGIN, END = "<!-- figures: script/figures.py --write -->\n", "<!-- end of the figures -->\n"
BY_LANGUAGE, END_OF_LANGUAGES = "<!-- languages: script/figures.py --write -->\n", "<!-- end of the languages -->\n"
LANGUAGES = {"en": "English", "es": "Spanish", "ar": "Arabic"}
DECIDES = (
    "rulebook/**/*", "reading/**/*.py", "learnt/**/*",
    "assessment.py", "concern.py", "reasons.py", "news2.py", "case.py",
)  # fmt: skip
"""What a level rests on. A change of any of it may change the figures."""
NOT_YET = "–"


@dataclass(frozen=True, slots=True)
class Part:
    """One column: a file of cases, and whether it is held back."""

    name: str
    path: str
    held_back: bool


PARTS = (
    Part("first set, development", "tests/urgency/cases_development.toml", held_back=False),
    Part("first set, held back", "tests/urgency/cases_frozen.toml", held_back=True),
    Part("second set, development", "src/almoner/urgency/cases/development.jsonl", held_back=False),
    Part("second set, held back", "src/almoner/urgency/cases/frozen.jsonl", held_back=True),
    Part("third set, held back", "tests/urgency/sentences_frozen.jsonl", held_back=True),
)
TOLD_BY_LANGUAGE = PARTS[2]
ROWS = (
    "emergencies found (sensitivity)",
    "others not called emergencies (specificity)",
    "urgent found: levels 1 and 2 (sensitivity)",
    "level exact",
    "less urgent than it should be",
    "more urgent than it should be",
    "not understood, though a level was expected",
)


@dataclass(frozen=True, slots=True)
class Column:
    """The figures of one part as they stand in the document, and the digest under which they were reckoned."""

    digest: str
    cells: tuple[str, ...]


def reckoned(part: Part) -> Column:
    found = evaluate(ROOT / part.path).figures
    return Column(digest(part), tuple(f"{share}" if share.of else NOT_YET for share in _shares(found)))


def _shares(found: Figures) -> tuple[Share, ...]:
    scale = found.emergency
    return (
        scale.sensitivity,
        scale.specificity,
        found.urgent.sensitivity,
        scale.exact,
        scale.under,
        scale.over,
        found.abstained_without_need,
    )


def digest(part: Part) -> str:
    """Of whatever decides a level, and of the cases: the first twelve digits are enough to tell a change."""
    files = sorted(
        path
        for pattern in DECIDES
        for path in URGENCY.glob(pattern)
        if path.is_file() and path.suffix in {".py", ".toml", ".bin"}
    )
    told = sha256()
    for path in [*files, ROOT / part.path]:
        told.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return told.hexdigest()[:12]


def block(columns: dict[str, Column]) -> str:
    """The table, and under it what each column was reckoned by, for the test to read."""
    lines = [f"| | {' | '.join(part.name for part in PARTS)} |", f"|---|{'---|' * len(PARTS)}"]
    for place, row in enumerate(ROWS):
        lines.append(f"| {row} | {' | '.join(columns[part.path].cells[place] for part in PARTS)} |")
    marks = {part.path: columns[part.path].digest for part in PARTS}
    return "\n".join([*lines, "", f"<!-- reckoned by {json.dumps(marks)} -->", ""])


def languages() -> str:
    """The table of one part that may be looked at, by the language of its cases."""
    told = evaluate(ROOT / TOLD_BY_LANGUAGE.path).outcomes
    parts = groups(told)["language"]
    columns = [_shares(one) for one in (figures(told), *(parts[language] for language in LANGUAGES))]
    lines = [f"| | all | {' | '.join(LANGUAGES.values())} |", "|---" * (2 + len(LANGUAGES)) + "|"]
    lines += [f"| {row} | {' | '.join(map(str, cells))} |" for row, *cells in zip(ROWS, *columns, strict=True)]
    return "\n".join([*lines, ""])


def standing(text: str) -> dict[str, Column]:
    """The columns as they stand in the document; of one that is not there nothing is known."""
    inside = text.partition(BEGIN)[2].partition(END)[0]
    rows = [line.strip().strip("|").split("|") for line in inside.splitlines() if line.startswith("| ")][1:]
    marks = next((json.loads(line[17:-4]) for line in inside.splitlines() if line.startswith("<!-- reckoned by ")), {})
    cells = {row[0].strip(): [cell.strip() for cell in row[1:]] for row in rows}
    found = {}
    for place, part in enumerate(PARTS):
        told = tuple(cells[row][place] if row in cells and place < len(cells[row]) else NOT_YET for row in ROWS)
        found[part.path] = Column(marks.get(part.path, NOT_YET), told)
    return found


def stale(columns: dict[str, Column]) -> list[str]:
    """The columns that were reckoned by other rules or other cases than those in force. Nothing is reckoned for it."""
    return [f"{part.name}: reckoned by other rules or cases" for part in PARTS if _is_stale(part, columns[part.path])]


def still(part: Part, column: Column) -> Column:
    """The column while it holds; dashes once it was reckoned by other rules."""
    return Column(NOT_YET, (NOT_YET,) * len(ROWS)) if _is_stale(part, column) else column


def _is_stale(part: Part, column: Column) -> bool:
    """What has never been reckoned says so in the document, and is not stale."""
    return column.digest not in {digest(part), NOT_YET}


def written(text: str, columns: dict[str, Column]) -> str:
    return _between(text, BEGIN, block(columns), END)


def _between(text: str, begin: str, told: str, end: str) -> str:
    before, found, rest = text.partition(begin)
    if not found:
        raise SystemExit(f"{TOLD.name} has no place for the figures")
    return f"{before}{begin}\n{told}\n{end}{rest.partition(end)[2]}"


def asked_for(arguments: list[str]) -> list[Part]:
    """The parts that are to be reckoned anew."""
    if "--write" not in arguments:
        return []
    return [one for one in PARTS if not (one.held_back and "--development" in arguments)]


def main(arguments: list[str]) -> int:
    text = TOLD.read_text(encoding="utf-8")
    columns = standing(text)
    if "--write" in arguments:
        columns = {part.path: still(part, columns[part.path]) for part in PARTS}
        columns |= {one.path: reckoned(one) for one in asked_for(arguments)}
        text = _between(written(text, columns), BY_LANGUAGE, languages(), END_OF_LANGUAGES)
        TOLD.write_text(text, encoding="utf-8")
    wrong = stale(columns)
    print(
        "\n".join([*wrong, *(["Reckon them anew: script/figures.py --write"] if wrong else [])]) or "The figures stand."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
