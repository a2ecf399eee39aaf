"""`almoner assess`: offline, a line for a line, at once."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from almoner import cli

ROOT = Path(__file__).resolve().parents[2]
COUGH = b'{"id": "a", "text": "cough"}\n'


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sys, "stdin", SimpleNamespace(buffer=io.BytesIO(COUGH + b"\n" + b'{"id": "b", "age_years": -1}'))
    )


def test_every_line_has_its_answer_and_a_wrong_one_shows_in_the_status(
    say: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["assess", "--language", "es-MX"]) == 1
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["id"], first["level"], first["reasons"][0]["text"][:7]) == ("a", 4, "Una tos")
    assert second == {"id": "b", "error": "age_years must be from 0 to 130"}


def test_lines_that_are_all_answered_end_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(COUGH * 2)))
    assert cli.main(["assess"]) == 0
    assert capsys.readouterr().out.count("\n") == 2


def test_json_without_evaluation_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["assess", "--missed", "3"]) == 1
    assert capsys.readouterr().err.startswith("almoner: --json and --missed go with --evaluate")


def test_evaluation_is_told_to_people_and_to_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "own.jsonl"
    file.write_bytes(b'{"id": "a", "text": "cough", "expected": {"level": 4}}\n')
    assert cli.main(["assess", "--evaluate", str(file)]) == 0
    assert capsys.readouterr().out.startswith("Cases: 1 of own.jsonl, by the rules 2026.1-")
    assert cli.main(["assess", "--evaluate", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"]["exact"]["hits"] == 1
    file.write_bytes(file.read_bytes() + b"x\n")
    assert cli.main(["assess", "--evaluate", str(file)]) == 1
    assert cli.main(["assess", "--evaluate", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err == f"almoner: {tmp_path / 'none'} cannot be read: No such file or directory\n"


def test_program_converses_without_data_and_leaves_quietly_with_its_reader(tmp_path: Path) -> None:
    """Nothing is made in a data folder that is not there, and a database that is nowhere is not missed."""
    home = tmp_path / "nowhere"
    surroundings = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "ALMONER_HOME": str(home),
        "ALMONER_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    }
    command = [sys.executable, "-m", "almoner.cli", "assess"]
    with subprocess.Popen(
        command, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as there:
        assert there.stdin and there.stdout and there.stderr
        told = {"id": "a", "text": "I have a headache", "answers": {}}
        there.stdin.write(json.dumps(told).encode() + b"\n")
        there.stdin.flush()
        asked = json.loads(there.stdout.readline())["ask_next"]
        there.stdin.write(json.dumps({**told, "answers": {asked: "yes"}}).encode() + b"\n")
        there.stdin.flush()
        assert json.loads(there.stdout.readline())["level"] == 1
        there.stdout.close()
        there.stdin.write(COUGH)
        there.stdin.close()
        assert (there.wait(30), there.stderr.read()) == (0, b"")
    assert not home.exists()
