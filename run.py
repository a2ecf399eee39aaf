#!/usr/bin/env python3
"""Start Almoner from a checkout, on a machine that has only Python 3.11, pip and git.

    python3 run.py              start everything; the first time, the rehearsal hospital is filled as well
    python3 run.py test         run all checks and tests
    python3 run.py COMMAND …    any other command of the `almoner` program; `--help` lists them

It makes the environment `.venv`, installs what the lock file pins, each file checked against its hash, and hands over.
Needs nothing but the standard library, and neither ensurepip nor the python3-venv package.
"""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)
OLDEST_PIP = (22, 3)
TO_RUN = "requirements.lock"
TO_TEST = "requirements-test.lock"
COVERS = {TO_RUN: [TO_RUN], TO_TEST: [TO_TEST, TO_RUN]}
"""Which locks are satisfied once one is installed: the test lock holds every pin of the other."""
HOW_TO_INSTALL = (
    "--require-hashes", "--no-deps", "--only-binary", ":all:", "--quiet", "--no-input",
    "--disable-pip-version-check", "--no-warn-script-location",
)  # fmt: skip


class NotReady(Exception):
    """The environment could not be made; the text says what to do."""


def main(arguments):
    if sys.version_info < OLDEST_PYTHON:
        return complain("Almoner needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    try:
        python = make_ready(ROOT, TO_TEST if arguments[:1] == ["test"] else TO_RUN)
    except NotReady as reason:
        return complain(str(reason))
    except KeyboardInterrupt:
        return complain("stopped before the environment was complete; the next start will go on from here.")
    hand_over(python, arguments or ["serve"])
    return 1


def complain(text):
    print(f"run.py: {text}", file=sys.stderr)
    return 1


def make_ready(root, lock):
    """The environment's interpreter, with all that `lock` pins installed. Two starts at once wait for one another."""
    venv = root / ".venv"
    python = venv / "bin" / "python"
    with held(root):
        if not python.exists():
            say("making the environment in .venv …")
            run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(venv)], "The environment was not made")
        if not is_current(root, lock):
            need_pip()
            install(root, lock, python)
    return python


def is_current(root, lock):
    stamp = stamp_path(root, lock)
    return stamp.exists() and stamp.read_text(encoding="utf-8") == digest_of(root, lock)


def install(root, lock, python):
    """Install `lock`. The stamps go first and come back last, so an install that was cut off is done again."""
    say(f"installing what {lock} pins, each file checked against its hash …")
    for name in COVERS:
        stamp_path(root, name).unlink(missing_ok=True)
    run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", *HOW_TO_INSTALL, "-r", str(root / lock)],
        f"What {lock} pins could not be installed",
    )
    for name in COVERS[lock]:
        stamp = stamp_path(root, name)
        unfinished = stamp.with_suffix(".unfinished")
        unfinished.write_text(digest_of(root, name), encoding="utf-8")
        unfinished.replace(stamp)


def stamp_path(root, lock):
    return root / ".venv" / f"{lock}.installed"


def digest_of(root, lock):
    return hashlib.sha256((root / lock).read_bytes()).hexdigest() + "\n"


def need_pip():
    answer = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=False)
    if answer.returncode:
        raise NotReady("pip is missing. On Debian: apt-get install python3-pip")
    found = re.match(r"pip (\d+)\.(\d+)", answer.stdout)
    if not found or tuple(map(int, found.groups())) < OLDEST_PIP:
        raise NotReady("pip is too old: 22.3 or newer is needed, this is " + " ".join(answer.stdout.split()[:2]) + ".")


def run(command, complaint):
    answer = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if answer.returncode:
        raise NotReady(f"{complaint}; the next start will try again. {answer.stderr.strip()}")


@contextmanager
def held(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def hand_over(python, arguments):
    """Become the `almoner` program: same process, so that signals and the exit status are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(str(python), [str(python), "-m", "almoner.cli", *arguments], surroundings(ROOT))


def surroundings(root):
    """The environment variables of the program: its source first on the path, and compiled once, not at each start."""
    path = [str(root / "src")] + [part for part in [os.environ.get("PYTHONPATH", "")] if part]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": os.pathsep.join(path)}


def say(text):
    print(f"run.py: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
