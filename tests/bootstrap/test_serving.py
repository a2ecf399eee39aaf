"""Everything on one machine: one per data folder, workers that come back, children that never stay behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from tests.bootstrap.house import House
from tests.engines import free_port

from almoner.cannot_run import CannotRun
from almoner.serving.address import address, answers, need_free, page
from almoner.serving.children import FIRST_PAUSE, Child
from almoner.serving.folder import held


def within(seconds: float, true: Callable[[], object]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return False


def children_of(pid: int) -> dict[str, int]:
    """The live children of a process, by their sub-command."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            state = (entry / "stat").read_text().rpartition(")")[2].split()
            words = (entry / "cmdline").read_text().split("\0")
        except (OSError, ValueError):
            continue
        if int(state[1]) == pid and state[0] != "Z" and "almoner.cli" in words:
            found[words[words.index("almoner.cli") + 1]] = int(entry.name)
    return found


@contextmanager
def serving(house: House) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """`almoner serve` under way, its words going to a file; stopped at the end, however the test ends."""
    said = house.home.parent / "said"
    port = free_port()
    house.settings["ALMONER_PORT"] = str(port)
    with said.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "almoner.cli", "serve", "--empty"],
            env=house.surroundings, stdout=file, stderr=file, text=True,
        )  # fmt: skip
    try:
        assert within(30, lambda: "is open at" in said.read_text() or process.poll() is not None), said.read_text()
        assert f"Almoner is open at http://127.0.0.1:{port}/" in said.read_text()
        assert within(30, lambda: "work" in children_of(process.pid) or process.poll() is not None), said.read_text()
        yield process, said
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_serve_answers_refuses_a_second_and_stops_cleanly(lived_in: House) -> None:
    with serving(lived_in) as (process, _):
        started = children_of(process.pid)
        assert sorted(started) == ["web", "work"]
        second = lived_in.almoner("serve", "--empty")
        assert second.returncode == 1
        assert f"already runs on {lived_in.home} (process {process.pid})" in second.stderr
        process.terminate()
        assert process.wait(timeout=30) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in started.values())


def test_serve_stops_at_ctrl_c(lived_in: House) -> None:
    with serving(lived_in) as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0


def test_worker_that_died_comes_back(lived_in: House) -> None:
    with serving(lived_in) as (process, said):
        first = children_of(process.pid)["work"]
        os.kill(first, signal.SIGKILL)
        assert within(20, lambda: children_of(process.pid).get("work", first) != first)
        assert "The worker ended with status -9; it starts again in 1 s." in said.read_text()


def test_web_process_that_died_ends_everything(lived_in: House) -> None:
    with serving(lived_in) as (process, said):
        worker = children_of(process.pid)["work"]
        os.kill(children_of(process.pid)["web"], signal.SIGKILL)
        assert process.wait(timeout=30) == 1
        assert "The web process ended with status -9; everything stops." in said.read_text()
    assert not Path(f"/proc/{worker}").exists()


def test_children_end_when_their_parent_was_killed(lived_in: House) -> None:
    with serving(lived_in) as (process, _):
        children = children_of(process.pid)
        process.kill()
        process.wait()
        assert within(30, lambda: not any(Path(f"/proc/{pid}").exists() for pid in children.values()))


def test_a_web_process_that_is_never_told_to_begin_ends_by_itself(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in house.surroundings.items():
        monkeypatch.setenv(name, value)
    child = Child("web", waits=True)
    child.start()
    assert child._process
    assert child._process.stdin
    child._process.stdin.close()
    assert child._process.wait(timeout=60) == 1
    assert list(house.home.glob("*.sqlite3*")) == [], "it looked at the tables before it was told"


def test_data_folder_is_held_by_one(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with held(home), pytest.raises(CannotRun) as refused, held(home):
        pytest.fail("two hold the folder")
    assert str(refused.value).startswith(f"Almoner already runs on {home} (process {os.getpid()});")
    with held(home):
        assert home.stat().st_mode & 0o777 == 0o700


def test_child_that_dies_at_once_is_started_with_longer_pauses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "almoner").mkdir()
    (tmp_path / "almoner" / "__init__.py").touch()
    (tmp_path / "almoner" / "cli.py").write_text("raise SystemExit(7)", encoding="utf-8")
    child = Child("work")
    pauses: list[float] = []
    child.start()

    def two_pauses() -> bool:
        pause = child.restart_when_due()
        pauses.extend([] if pause is None else [pause])
        return len(pauses) == 2

    assert within(20, two_pauses)
    assert (pauses, child.status) == ([FIRST_PAUSE, FIRST_PAUSE * 2], 7)


def test_child_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "almoner").mkdir()
    (tmp_path / "almoner" / "__init__.py").touch()
    deaf = "import signal, time, pathlib\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    deaf += f"pathlib.Path({str(tmp_path / 'up')!r}).touch()\ntime.sleep(60)"
    (tmp_path / "almoner" / "cli.py").write_text(deaf, encoding="utf-8")
    child = Child("work")
    child.start()
    assert within(20, (tmp_path / "up").exists)
    child.ask_to_stop()
    child.make_stop(within=0.2)
    assert (child.runs, child.status) == (False, -signal.SIGKILL)


def test_child_that_never_started_has_nothing_to_stop() -> None:
    child = Child("work")
    child.ask_to_stop()
    child.make_stop(within=0)
    assert (child.runs, child.status) == (False, None)


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ({}, ("127.0.0.1", 8000)),
        ({"ALMONER_PORT": "8100", "ALMONER_HOST": "0.0.0.0"}, ("0.0.0.0", 8100)),  # noqa: S104 - only compared
    ],
)
def test_address_comes_from_the_environment(
    settings: dict[str, str], wanted: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ALMONER_PORT", "ALMONER_HOST"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert address() == wanted
    assert address(host="::1", port=9) == ("::1", 9)


@pytest.mark.parametrize("port", ["high", "0", "70000", "-1"])
def test_port_that_is_none_is_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMONER_PORT", port)
    with pytest.raises(ImproperlyConfigured, match="ALMONER_PORT must be"):
        address()


def test_port_in_use_is_refused_before_anything_starts() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(CannotRun, match=r"cannot be used \(Address already in use\); set ALMONER_PORT"):
            need_free("127.0.0.1", other.getsockname()[1])
    need_free("127.0.0.1", free_port())


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8/"), ("0.0.0.0", "http://127.0.0.1:8/"), ("::", "http://[::1]:8/")],  # noqa: S104
)
def test_page_is_one_that_can_be_opened_here(host: str, url: str) -> None:
    assert page(host, 8) == url


def test_nobody_answers_at_a_free_port() -> None:
    assert not answers(page("127.0.0.1", free_port()))
