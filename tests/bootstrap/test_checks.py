"""The one definition of the checks, and that it hides nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from script import checks, steps, translations
from script.steps import Step
from tests.bootstrap.house import ROOT


def step(code: str, **others: object) -> Step:
    return Step("a step", (sys.executable, "-c", code), **others)  # type: ignore[arg-type]


def take(one: Step) -> checks.Outcome:
    return checks.take(one, checks.surroundings(one, "/nowhere", ""), aloud=False)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("======== 12 passed in 0.34s ========", "12 passed in 0.34s"),
        ("= 1 failed, 2 passed, 1 warning in 61.20s (0:01:01) =", "1 failed, 2 passed, 1 warning in 61.20s (0:01:01)"),
        ("12 passed in 0.34s", "12 passed in 0.34s"),
        ("==== no tests ran in 0.01s ====", "no tests ran in 0.01s"),
        ("waited 12 passed trains in 3s or so", ""),
    ],
)
def test_last_words_of_pytest_are_kept(line: str, said: str) -> None:
    assert take(step(f"print({line!r})")).said == said


def test_step_that_fails_is_told_and_the_whole_fails(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [take(step("print('3 passed in 0.1s')")), take(step("print('1 failed in 0.1s'); raise SystemExit(1)"))]
    assert checks.report(outcomes, 2.0, selected=False) == 1
    told = capsys.readouterr().out
    assert "well    a step: 3 passed in 0.1s" in told
    assert "FAILED  a step: 1 failed in 0.1s" in told
    assert told.splitlines()[-1] == "checks: 1 of 2 steps went well in 2 s"


def test_all_steps_that_go_well_are_a_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.report([take(step(""))], 2.0, selected=False) == 0
    assert "checks: 1 of 1 steps went well" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("selected", "others", "status"), [(False, [0], 1), (True, [0], 0), (True, [5], 1), (True, [], 1)]
)
def test_no_test_selected_is_no_success(
    capsys: pytest.CaptureFixture[str], *, selected: bool, others: list[int], status: int
) -> None:
    outcomes = [checks.Outcome(step(""), one, 0.1, "") for one in [5, *others]]
    assert checks.report(outcomes, 2.0, selected=selected) == status
    assert ("no test was selected" in capsys.readouterr().out) is (selected and 0 not in others)


def test_step_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LONGEST_STEP", 0.5)
    outcome = take(step("import time; time.sleep(60)"))
    assert (outcome.status, outcome.seconds < 30) == (-9, True)


def test_narrow_steps_run_side_by_side_and_a_wide_one_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    meet = "import pathlib, time; here = pathlib.Path({0!r}); (here / {1!r}).touch(); began = time.monotonic()\n"
    meet += "while len(list(here.iterdir())) < 2 and time.monotonic() < began + 60: time.sleep(0.02)\n"
    meet += "print('met', {1!r}, len(list(here.iterdir())))"
    both = [step(meet.format(str(tmp_path), name)) for name in ("one", "two")]
    last = step(f"import pathlib; print('then', len(list(pathlib.Path({str(tmp_path)!r}).iterdir())))", wide=True)
    outcomes = checks.take_all([*both, last], lambda one: checks.surroundings(one, "/nowhere", ""))
    assert [one.status for one in outcomes] == [0, 0, 0]
    told = capsys.readouterr().out
    assert ("met one 2" in told, "met two 2" in told, told.endswith("then 2\n")) == (True, True, True)


def test_own_settings_of_the_machine_reach_no_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMONER_TIME_ZONE", "Asia/Tokyo")
    told = checks.surroundings(step("", engine="postgresql"), "/home", "postgresql://here")
    own = {name: value for name, value in told.items() if name.startswith("ALMONER_")}
    assert own == {
        "ALMONER_HOME": "/home", "ALMONER_DATABASE": "postgresql", "ALMONER_DATABASE_URL": "postgresql://here",
    }  # fmt: skip


def test_missing_program_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    wanted = [step("", needs=("chromium-headless-shell", "msgfmt"))]
    assert checks.missing_programs(wanted) == [
        "chromium-headless-shell is missing. On Debian: apt-get install chromium-headless-shell",
        "msgfmt is missing. On Debian: apt-get install gettext",
    ]


def test_every_needed_program_has_a_package() -> None:
    assert {program for one in steps.ALL for program in one.needs} == set(checks.PACKAGES)


def test_quick_leaves_out_browser_and_second_engine() -> None:
    names = [one.name for one in steps.chosen(quick=True, pytest_options=[])]
    assert [name for name in names if "browser" in name or "postgresql" in name] == []
    assert {"lint", "types", "tests on sqlite"} <= set(names)
    assert set(names) < {one.name for one in steps.chosen(quick=False, pytest_options=[])}


def test_selection_runs_tests_only_and_says_nothing_of_coverage() -> None:
    taken = steps.chosen(quick=False, pytest_options=["-k", "diaries"])
    assert [one.name for one in taken] == ["tests on sqlite", "tests on postgresql", "tests in a browser"]
    assert all(one.command[-2:] == ("-k", "diaries") and not one.covered for one in taken)


def test_unknown_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.main(["--fast"]) == 2
    assert capsys.readouterr().err == "checks.py: unknown option --fast\n"


def test_program_hands_its_options_on() -> None:
    given = ["test", "--quick", "--", "-n", "0", "--collect-only", "-q", "-k", "no_such_test_at_all", "tests/core"]
    answer = subprocess.run(
        [sys.executable, "-m", "almoner.cli", *given],
        capture_output=True, text=True, check=False, cwd=ROOT, env=checks.surroundings(step(""), "/nowhere", ""),
    )  # fmt: skip
    assert answer.returncode == 1
    assert "checks: no test was selected" in answer.stdout


CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

#, python-format
msgid "%(name)s waits"
msgstr "{}"
"""


def catalogue(folder: Path, translation: str) -> Path:
    path = folder / "django.po"
    path.write_text(CATALOGUE.format(translation), encoding="utf-8")
    return path


def compile_(path: Path) -> None:
    subprocess.run(["msgfmt", f"--output-file={path.with_suffix('.mo')}", str(path)], check=True)


def test_translation_that_is_compiled_as_it_stands_is_sound(tmp_path: Path) -> None:
    compile_(catalogue(tmp_path, "%(name)s espera"))
    assert translations.main(tmp_path) == 0


def test_translation_that_lost_a_place_is_named(tmp_path: Path) -> None:
    compile_(catalogue(tmp_path, "espera %(nombre)s"))
    assert translations.faults_of(tmp_path / "django.po")[0].startswith(f"{tmp_path}/django.po: ")


def test_translation_that_is_not_compiled_is_named(tmp_path: Path) -> None:
    path = catalogue(tmp_path, "%(name)s espera")
    assert "not compiled" in translations.faults_of(path)[0]
    compile_(path)
    catalogue(tmp_path, "%(name)s aguarda")
    assert "older than its source" in translations.faults_of(path)[0]
    assert translations.main(tmp_path) == 1


def test_programs_that_the_checks_need_are_here() -> None:
    assert [program for program in ("msgfmt", "msgunfmt") if not shutil.which(program)] == []
