"""Say how much of the source the tests ran, and fail where it is too little.

    python -m script.coverage PER_CENT

What each worker saw lies in the folder that the variable COVERAGE_FOLDER names. A line counts when it ran, a branch
when it was taken.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import slipcover
from script.steps import COVERAGE_FOLDER

SHOWN = 40


def main(enough: str) -> int:
    measured = together(Path(os.environ[COVERAGE_FOLDER]))
    files = measured["files"]
    for name in sorted(files, key=lambda name: -_missing(files[name]))[:SHOWN]:
        if _missing(files[name]):
            print(f"{files[name]['summary']['percent_covered']:6.1f} %  {name}  {_lines(files[name])}")
    reached = measured["summary"]["percent_covered"]
    print(f"{reached:.1f} % of lines and branches; {enough} % must be")
    return 0 if reached >= float(enough) else 1


def together(folder: Path) -> dict[str, Any]:
    """What all workers saw."""
    first, *others = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("coverage-*.json"))]
    for other in others:
        slipcover.merge_coverage(first, other)
    return first


def _missing(of_file: dict[str, Any]) -> int:
    return len(of_file["missing_lines"]) + len(of_file.get("missing_branches", []))


def _lines(of_file: dict[str, Any]) -> str:
    """The lines that did not run, and branches not taken as from->to; the first of them."""
    lines = [str(line) for line in of_file["missing_lines"]]
    branches = [f"{start}->{end}" for start, end in of_file.get("missing_branches", [])]
    return " ".join([*lines, *branches][:12])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
