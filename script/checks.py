"""Run the checks. `python3 run.py test` calls this, and so does continuous integration.

    checks.py [--quick] [-- options for pytest]

Every step runs, also after one that failed. The end lists each with its seconds, and pytest's own last words.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from script.steps import COVERAGE_FOLDER, COVERING, Step, chosen  # noqa: E402 - found through the line above
from tests.engines import Missing, postgresql, program_folder  # noqa: E402

LONGEST_STEP = 1800
CORES = 2
PACKAGES = {
    "msgfmt": "gettext",
    "chromium-headless-shell": "chromium-headless-shell",
    "initdb": "postgresql",
    "pdftotext": "poppler-utils",
    "baresip": "baresip-core",
}
LAST_WORDS = re.compile(r"^=*\s*((?:no tests ran|\d+ \w+)(?:, \d+ \w+)* in [\d.]+s.*?)\s*=*$")
NOTHING_COLLECTED = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a step. `said` is pytest's summary, where it gave one."""

    step: Step
    status: int
    seconds: float
    said: str


def main(arguments: list[str]) -> int:
    options, _, given = _split(arguments)
    if unknown := set(options) - {"--quick"}:
        print(f"checks.py: unknown option {' '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    steps = chosen(quick="--quick" in options, pytest_options=given)
    if missing := missing_programs(steps):
        print("\n".join(missing), file=sys.stderr)
        return 1
    with ExitStack() as until_done:
        home = until_done.enter_context(tempfile.TemporaryDirectory(prefix="almoner-checks-"))
        urls = {"sqlite": ""}
        if any(step.engine == "postgresql" for step in steps):
            urls["postgresql"] = until_done.enter_context(postgresql())
        began = time.monotonic()
        outcomes = take_all(steps, lambda step: surroundings(step, home, urls[step.engine]))
    return report(outcomes, time.monotonic() - began, selected=bool(given))


def _split(arguments: list[str]) -> tuple[list[str], str, list[str]]:
    if "--" not in arguments:
        return arguments, "", []
    at = arguments.index("--")
    return arguments[:at], "--", arguments[at + 1 :]


def missing_programs(steps: list[Step]) -> list[str]:
    """A sentence for each program that a step needs and this machine has not."""
    sentences = []
    for program in sorted({program for step in steps for program in step.needs}):
        try:
            there = program_folder() if program == "initdb" else shutil.which(program)
        except Missing:
            there = None
        if not there:
            sentences.append(f"{program} is missing. On Debian: apt-get install {PACKAGES[program]}")
    return sentences


def surroundings(step: Step, home: str, database_url: str) -> dict[str, str]:
    """The environment of a step: no setting of this machine's own Almoner reaches it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ALMONER_")}
    return {
        **own,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "almoner.settings",
        "ALMONER_HOME": home,
        "ALMONER_DATABASE": step.engine,
        "ALMONER_DATABASE_URL": database_url,
        "PYTHONUNBUFFERED": "1",
        COVERAGE_FOLDER: home,
        **({"PYTEST_PLUGINS": COVERING} if step.covered else {}),
    }


def take_all(steps: list[Step], around: Callable[[Step], dict[str, str]]) -> list[Outcome]:
    """Wide steps alone, saying what they say as they say it; the narrow ones between them side by side."""
    outcomes: list[Outcome] = []
    for wide, some in groupby(steps, key=lambda step: step.wide):
        if wide:
            outcomes += [take(step, around(step), aloud=True) for step in some]
            continue
        with ThreadPoolExecutor(max_workers=CORES) as pool:
            outcomes += pool.map(lambda step: take(step, around(step), aloud=False), some)
    return outcomes


def take(step: Step, environment: dict[str, str], *, aloud: bool) -> Outcome:
    """One step. Not `aloud`, everything it says comes when it has ended, so that two do not talk across each other."""
    title = f"\n--- {step.name}"
    if aloud:
        print(title, flush=True)
    began, said, lines = time.monotonic(), "", [f"{title}\n"]
    with _started(step, environment) as process:
        alarm = threading.Timer(LONGEST_STEP, _end, [process, step])
        alarm.start()
        try:
            for line in process.stdout or ():
                if aloud:
                    print(line, end="", flush=True)
                lines.append(line)
                if words := LAST_WORDS.match(line.strip()):
                    said = words.group(1)
            status = process.wait()
        finally:
            alarm.cancel()
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    if not aloud:
        print("".join(lines), end="", flush=True)
    return Outcome(step, status, time.monotonic() - began, said)


def _started(step: Step, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        step.command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )


def _end(process: subprocess.Popen[str], step: Step) -> None:
    print(f"{step.name} took longer than {LONGEST_STEP} s and is ended", flush=True)
    os.killpg(process.pid, signal.SIGKILL)


def report(outcomes: list[Outcome], seconds: float, *, selected: bool) -> int:
    """List the steps; 1 when one failed, or when a selection of tests selected none at all."""
    good = [one for one in outcomes if one.status == 0 or (selected and one.status == NOTHING_COLLECTED)]
    nothing = selected and all(one.status == NOTHING_COLLECTED for one in outcomes)
    print("\n--- all steps")
    for one in outcomes:
        word = "well  " if one in good else "FAILED"
        print(f"{one.seconds:7.1f} s  {word}  {one.step.name}{': ' if one.said else ''}{one.said}")
    if nothing:
        print("checks: no test was selected")
    print(f"checks: {len(good)} of {len(outcomes)} steps went well in {seconds:.0f} s")
    return 0 if len(good) == len(outcomes) and not nothing else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
