"""Each dependency has its sentence why; each lock pins with hashes, and names no address."""

from __future__ import annotations

import re

import pytest
from tests.architecture.tree import ROOT

ASKED_FOR = ("requirements.in", "requirements-test.in")
LOCKS = ("requirements.lock", "requirements-test.lock")
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z0-9,_-]+\])?==([^\s;\\]+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / lock).read_text(encoding="utf-8")))


def asked_for(name: str) -> dict[str, str]:
    """Each requirement of the file, with the sentence that stands behind it."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [line.partition("#") for line in lines if line.strip() and not line.startswith(("#", "-r"))]
    return {need.strip(): why.strip() for need, _, why in wanted}


@pytest.mark.parametrize("name", ASKED_FOR)
def test_each_dependency_says_why(name: str) -> None:
    assert asked_for(name)
    assert [need for need, why in asked_for(name).items() if len(why.split()) < 2] == []


@pytest.mark.parametrize(("name", "lock"), list(zip(ASKED_FOR, LOCKS, strict=True)))
def test_each_dependency_is_pinned(name: str, lock: str) -> None:
    names = {re.split(r"[\[~=<>! ]", need)[0].lower().replace("_", "-") for need in asked_for(name)}
    assert names - set(pins(lock)) == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"(?i)https?:|index-url|find-links| @ |git\+", text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert [line.split()[0] for line in lines if "--hash=sha256:" not in line] == []


def test_test_lock_holds_every_pin_of_the_other() -> None:
    """So an environment that was made for the tests also runs the program (run.py relies on it)."""
    assert {name: version for name, version in pins(LOCKS[0]).items() if pins(LOCKS[1]).get(name) != version} == {}
