"""Check the translations: every text that is marked in the source is translated into every language that ships, each
catalogue compiles, and the compiled file beside it says the same.

    translations.py           tell every fault
    translations.py --write   bring the catalogues up to date first: new texts come in empty, old ones go; then compile

Each room keeps its own catalogues, in `locale/<language>/LC_MESSAGES/`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemessages

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "src" / "almoner"
HEAD = re.compile(r'(?:^#.*\n)*^msgid ""\nmsgstr ""\n(?:^".*\n)*', re.MULTILINE)
PLURALS = {
    "es": "nplurals=2; plural=(n != 1);",
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
}
"""The languages that ship besides English, which is what the source says. One rule for a language in all its
catalogues: Django joins them, and the rule of one would count for all."""
SHOWN = 5


class Gather(makemessages.Command):
    """Django's own gathering of texts, without guesses at what a new text may mean."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def main(folder: Path, *, write: bool = False) -> int:
    if write:
        write_all(folder)
    catalogues = sorted(folder.rglob("*.po"))
    faults = [fault for catalogue in catalogues for fault in faults_of(catalogue)]
    faults += [fault for room in rooms(folder) for fault in untold(room)] if not faults else []
    print("\n".join(faults) or f"{len(catalogues)} catalogues are whole, and are compiled as they stand.")
    return 1 if faults else 0


def write_all(folder: Path) -> None:
    for room in rooms(folder):
        with gathered(room) as fresh:
            for catalogue in fresh:
                kept = room / catalogue.relative_to(catalogue.parents[3])
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_text(catalogue.read_text(encoding="utf-8"), encoding="utf-8")
                _run("msgfmt", f"--output-file={kept.with_suffix('.mo')}", str(kept))


def rooms(folder: Path) -> list[Path]:
    """The folders that are Django applications."""
    return sorted(found.parent for found in folder.glob("*/apps.py"))


@contextmanager
def gathered(room: Path) -> Iterator[list[Path]]:
    """The catalogues of a room as they would be with every text of its source. Works on a copy."""
    with tempfile.TemporaryDirectory() as near:
        copy = Path(near) / room.name
        shutil.copytree(room, copy, ignore=shutil.ignore_patterns("static", "migrations", "__pycache__"))
        (copy / "locale").mkdir(exist_ok=True)
        with chdir(copy):
            call_command(Gather(), locale=list(PLURALS), no_location=True, no_wrap=True, no_obsolete=True, verbosity=0)
        fresh = sorted(copy.rglob("*.po"))
        for catalogue in fresh:
            catalogue.write_text(with_head(catalogue.read_text(encoding="utf-8"), catalogue.parents[1].name), "utf-8")
        yield fresh


def with_head(text: str, language: str) -> str:
    """A catalogue whose head says what counts, and no dates or names: these would differ with every gathering."""
    head = [
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS[language]}",
    ]
    lines = "".join(f'"{line}\\n"\n' for line in head)
    text = HEAD.sub(lambda _found: f'msgid ""\nmsgstr ""\n{lines}', text, count=1)
    return re.sub(r'^msgstr\[2\] "".*\n', "", text, flags=re.MULTILINE) if language == "es" else text


def untold(room: Path) -> list[str]:
    """Texts of a room that a reader of another language would get in English."""
    faults = []
    with gathered(room) as fresh:
        for catalogue in fresh:
            empty = _run("msgattrib", "--untranslated", "--no-wrap", str(catalogue)).stdout
            texts = re.findall(r'^msgid "(.+)"$', empty, re.MULTILINE)
            if texts:
                named = "; ".join(texts[:SHOWN])
                faults.append(f"{room.name}, {catalogue.parents[1].name}: {len(texts)} not translated: {named}")
    return faults


def faults_of(catalogue: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as near:
        fresh = Path(near) / "fresh.mo"
        answer = _run("msgfmt", "--check", f"--output-file={fresh}", str(catalogue))
        if answer.returncode:
            return [f"{catalogue}: {answer.stderr.strip()}"]
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists():
            return [f"{catalogue}: not compiled; run msgfmt -o {compiled} {catalogue}"]
        if _run("msgunfmt", str(compiled)).stdout != _run("msgunfmt", str(fresh)).stdout:
            return [f"{compiled}: older than its source; run msgfmt -o {compiled} {catalogue}"]
    return []


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    settings.configure(USE_I18N=True, LOCALE_PATHS=[])
    django.setup()
    given = [Path(one) for one in sys.argv[1:] if not one.startswith("--")]
    sys.exit(main(given[0] if given else HOUSE, write="--write" in sys.argv))
