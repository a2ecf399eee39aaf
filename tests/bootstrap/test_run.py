"""The bootstrap: a hash-checked environment, made once, redone when it was cut off or its lock changed."""

from __future__ import annotations

import ast
import base64
import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import run
from tests.architecture.tree import imports

ROOT = Path(run.__file__).parent


def wheel(folder: Path, version: str) -> str:
    """Make a small package to install; the line that pins it."""
    content = f'VERSION = "{version}"\n'.encode()
    info = f"tiny-{version}.dist-info"
    files = {
        "tiny.py": content,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()},{len(data)}\n"
        for name, data in files.items()
    )
    path = folder / f"tiny-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**files, f"{info}/RECORD": f"{record}{info}/RECORD,,\n".encode()}.items():
            archive.writestr(name, data)
    return f"tiny=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def _of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as whoever starts `run.py` does: with the machine's interpreter, which has pip, not the environment's."""
    monkeypatch.setattr(sys, "executable", sys._base_executable)  # type: ignore[attr-defined]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _of_the_machine: None) -> Path:
    """A checkout whose locks pin one small package, found in a folder and nowhere else."""
    (tmp_path / "wheels").mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    monkeypatch.delenv("PYTHONPATH", raising=False)
    pin = wheel(tmp_path / "wheels", "1.0")
    for lock in (run.TO_RUN, run.TO_TEST):
        (tmp_path / lock).write_text(pin, encoding="utf-8")
    return tmp_path


def installed(python: Path) -> str:
    answer = subprocess.run(
        [str(python), "-c", "import tiny; print(tiny.VERSION)"], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()


def test_environment_is_made_once_and_renewed_when_its_lock_changes(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    python = run.make_ready(checkout, run.TO_RUN)
    assert installed(python) == "1.0"
    assert capsys.readouterr().err.count("\n") == 2
    run.make_ready(checkout, run.TO_RUN)
    assert capsys.readouterr().err == ""
    (checkout / run.TO_RUN).write_text(wheel(checkout / "wheels", "2.0"), encoding="utf-8")
    assert installed(run.make_ready(checkout, run.TO_RUN)) == "2.0"


def test_wrong_hash_is_refused_and_the_next_start_tries_again(checkout: Path) -> None:
    right = (checkout / run.TO_RUN).read_text(encoding="utf-8")
    (checkout / run.TO_RUN).write_text(right[:-3] + ("00\n" if right[-3:] != "00\n" else "11\n"), encoding="utf-8")
    with pytest.raises(run.NotReady, match="could not be installed; the next start will try again"):
        run.make_ready(checkout, run.TO_RUN)
    assert not run.is_current(checkout, run.TO_RUN)
    (checkout / run.TO_RUN).write_text(right, encoding="utf-8")
    assert installed(run.make_ready(checkout, run.TO_RUN)) == "1.0"


def test_install_that_was_cut_off_leaves_no_stamp(checkout: Path) -> None:
    """Whatever was current before: once an install begins, nothing is, until it ends."""
    python = run.make_ready(checkout, run.TO_RUN)
    assert run.is_current(checkout, run.TO_RUN)
    (checkout / run.TO_TEST).write_text("no-such-package==1.0 --hash=sha256:" + "0" * 64, encoding="utf-8")
    with pytest.raises(run.NotReady):
        run.install(checkout, run.TO_TEST, python)
    assert not run.is_current(checkout, run.TO_RUN)


def test_test_lock_covers_the_other(checkout: Path) -> None:
    run.make_ready(checkout, run.TO_TEST)
    assert run.is_current(checkout, run.TO_TEST)
    assert run.is_current(checkout, run.TO_RUN)


def test_environment_whose_interpreter_is_gone_is_made_anew(checkout: Path) -> None:
    python = run.make_ready(checkout, run.TO_RUN)
    python.unlink()
    assert installed(run.make_ready(checkout, run.TO_RUN)) == "1.0"


def program(folder: Path, text: str) -> Path:
    path = folder / "python-without"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("echo No module named pip >&2; exit 1", "pip is missing. On Debian: apt-get install python3-pip"),
        ("echo pip 20.3.4 from /usr/lib", "pip is too old: 22.3 or newer is needed, this is pip 20.3.4."),
    ],
)
def test_pip_that_is_no_use_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, said: str) -> None:
    monkeypatch.setattr(sys, "executable", str(program(tmp_path, answer)))
    with pytest.raises(run.NotReady) as refused:
        run.need_pip()
    assert str(refused.value) == said


def test_pip_of_this_machine_will_do(_of_the_machine: None) -> None:
    run.need_pip()


PROGRAM = """
import os, sys
import tiny
print(os.environ["PYTHONPATH"].split(os.pathsep)[0], tiny.VERSION, *sys.argv[1:])
sys.exit(3)
"""


@pytest.mark.parametrize(
    ("arguments", "handed"),
    [
        ([], ["serve"]),
        (["find", "chest", "pain"], ["find", "chest", "pain"]),
        (["test", "--quick", "--", "-k", "x"], ["test", "--quick", "--", "-k", "x"]),
    ],
)
def test_arguments_and_status_are_those_of_the_program(checkout: Path, arguments: list[str], handed: list[str]) -> None:
    (checkout / "src" / "almoner").mkdir(parents=True)
    (checkout / "src" / "almoner" / "cli.py").write_text(PROGRAM, encoding="utf-8")
    shutil.copy(ROOT / "run.py", checkout)
    answer = subprocess.run(
        [sys.executable, str(checkout / "run.py"), *arguments], capture_output=True, text=True, check=False
    )
    assert answer.stdout.split() == [str(checkout / "src"), "1.0", *handed], answer.stderr
    assert answer.returncode == 3
    assert run.is_current(checkout, run.TO_TEST) is (arguments[:1] == ["test"])


def test_source_is_first_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert run.surroundings(tmp_path)["PYTHONPATH"] == f"{tmp_path}/src:/elsewhere"
    monkeypatch.delenv("PYTHONPATH")
    assert run.surroundings(tmp_path)["PYTHONPATH"] == f"{tmp_path}/src"


def test_modules_are_compiled_once_even_where_the_shell_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in run.surroundings(tmp_path)


def test_run_uses_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    assert {name.split(".")[0] for name in imports(tree)} - sys.stdlib_module_names == set()
