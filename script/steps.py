"""What is checked: the one list that people and continuous integration share."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

COVERED_AT_LEAST = 94
"""Per cent of lines and branches that the tests on SQLite must run in their own process (94.8 when it was set). What
they start as programs, such as backups and the command line, is tested and not counted. It only goes up."""

COVERING = "script.covering"
"""The plugin of pytest that takes coverage."""
COVERAGE_FOLDER = "COVERAGE_FOLDER"
"""The variable that names the folder for what each worker saw."""
PROGRAMS = Path(sys.executable).parent
TESTED = Path(__file__).resolve().parent.parent / "tests"
TESTS = ("-m", "pytest", "-n", "2")
BY_FILE = ("--dist", "loadfile", "--no-loadscope-reorder")
"""The tests of one file run in one process: what takes long to make is made once for all of them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command. `engine` says on which database it runs; `needs` names programs that must be there; a `wide` one
    keeps every core busy by itself, and has the machine alone; of a `covered` one it is kept what it ran."""

    name: str
    command: tuple[str, ...]
    engine: str = "sqlite"
    needs: tuple[str, ...] = ()
    wide: bool = False
    covered: bool = False


def _python(
    name: str, *arguments: str, engine: str = "sqlite", needs: tuple[str, ...] = (), wide: bool = False
) -> Step:
    return Step(name, (sys.executable, *arguments), engine, needs, wide)


def _read_alone(step: Step) -> Step:
    """The same step with only those files read in which a browser is asked for."""
    files = [path for path in sorted(TESTED.rglob("test_*.py")) if "mark.browser" in path.read_text("utf-8")]
    return replace(step, command=(*step.command, *map(str, files)))


LINT = [
    _python("types", "-m", "mypy"),
    _python("lint", "-m", "ruff", "check", "."),
    _python("format", "-m", "ruff", "format", "--check", "."),
    Step("walls between rooms", (str(PROGRAMS / "lint-imports"),)),
    _python("templates", "-m", "djlint", "src", "--lint", "--quiet"),
    _python("migrations", "-m", "django", "makemigrations", "--check", "--dry-run"),
    _python("translations", "script/translations.py", needs=("msgfmt",)),
    _python("docs are true", "-m", "pytest", "-q", "tests/architecture/test_docs.py"),
]
ELSEWHERE = "not browser and not rehearsal"
ON_SQLITE = [_python("tests on sqlite", *TESTS, "-m", ELSEWHERE, needs=("pdftotext", "baresip"), wide=True)]
ON_POSTGRESQL = [
    _python(
        "tests on postgresql",
        *TESTS,
        "-m",
        ELSEWHERE,
        engine="postgresql",
        needs=("initdb", "pdftotext"),
        wide=True,
    ),
]
COVERAGE = [_python(f"coverage {COVERED_AT_LEAST} %", "-m", "script.coverage", str(COVERED_AT_LEAST))]
IN_BROWSER = [_python("tests in a browser", *TESTS, *BY_FILE, "-m", "browser", needs=("chromium-headless-shell",))]
"""Not wide: a browser waits for itself much of the time, and leaves the cores to the rehearsals."""
REHEARSALS = [
    _python("rehearsals", "-m", "pytest", "tests/demo/test_both_engines.py", engine="postgresql", needs=("initdb",))
]
"""On both engines at once."""

QUICK = [*LINT, *ON_SQLITE]
ALL = [
    *LINT,
    *(replace(one, covered=True) for one in ON_SQLITE),
    *COVERAGE,
    *ON_POSTGRESQL,
    *map(_read_alone, IN_BROWSER),
    *REHEARSALS,
]


def chosen(*, quick: bool, pytest_options: list[str]) -> list[Step]:
    """The steps to take. With options for pytest only tests are run, and nothing is said of coverage."""
    if not pytest_options:
        return QUICK if quick else ALL
    tests = ON_SQLITE if quick else [*ON_SQLITE, *ON_POSTGRESQL, *IN_BROWSER]
    return [replace(one, command=(*one.command, *pytest_options)) for one in tests]
