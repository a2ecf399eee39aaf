"""A real telephone on the loopback: Debian's baresip, which rings, answers, presses keys and hangs up as it is told."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import correlate
from tests.engines import free_port, free_sip_port

PROGRAM = "baresip"
NUMBER = "+447700900123"
"""Its own, which is Maya's."""
RATE = 8000
CONFIG = """
poll_method epoll
sip_listen 127.0.0.1:{sip}
net_interface 127.0.0.1
audio_source aufile,{folder}/silence.wav
audio_alert aufile,/dev/null
call_max_calls 4
module_path {modules}
module g711.so
module aufile.so
module sndfile.so
snd_path {folder}
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
"""


@dataclass
class Peer:
    """`domain` is where it is reached."""

    folder: Path
    sip: int
    control: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def domain(self) -> str:
        return f"127.0.0.1:{self.sip}"

    def told(self) -> str:
        return (self.folder / "out.txt").read_text(errors="replace")

    def tell(self, command: str, params: str = "") -> str:
        said = json.dumps({"command": command, "params": params, "token": "1"}).encode()
        with socket.create_connection(("127.0.0.1", self.control), timeout=5) as line:
            line.sendall(b"%d:%s," % (len(said), said))
            return line.recv(4096).decode(errors="replace")

    def until(self, words: str, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while words not in self.told():
            assert time.monotonic() < end, f"never said {words!r}: {self.told()[-500:]}"
            time.sleep(0.05)

    def rings(self) -> None:
        self.until("Incoming call from")

    def answer(self) -> None:
        self.rings()
        self.tell("accept")
        self.until("Call established")

    def dial(self, uri: str) -> None:
        self.tell("dial", uri)
        self.until("Call established")

    def press(self, key: str) -> None:
        self.tell("sndcode", key)

    def hang_up(self) -> None:
        self.tell("hangup")

    def heard(self) -> NDArray[np.int16]:
        """What came down the line, as it was recorded here."""
        found = sorted(self.folder.glob("dump-*-dec.wav"))
        assert found, "nothing was recorded"
        data = found[-1].read_bytes()
        return np.frombuffer(data[44 : 44 + (len(data) - 44) // 2 * 2], dtype=np.int16)


@contextmanager
def peer(folder: Path, number: str = NUMBER) -> Iterator[Peer]:
    folder.mkdir(exist_ok=True)
    modules = next(Path("/usr/lib").glob("**/baresip/modules"))
    one = Peer(folder, free_sip_port(), free_port())
    silence(folder / "silence.wav", 90)
    (folder / "config").write_text(
        CONFIG.format(sip=one.sip, control=one.control, folder=folder, modules=modules), "utf-8"
    )
    (folder / "accounts").write_text(f"<sip:{number}@127.0.0.1:{one.sip}>;regint=0\n", "utf-8")
    (folder / "contacts").touch()
    program = shutil.which(PROGRAM)
    assert program, "apt-get install baresip"
    with (folder / "out.txt").open("wb") as out:
        one.process = subprocess.Popen([program, "-f", str(folder)], stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    try:
        one.until("baresip is ready")
        yield one
    finally:
        one.process.terminate()
        try:
            one.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            one.process.kill()
            one.process.wait(timeout=20)


def silence(path: Path, seconds: int) -> None:
    tone(path, 0, seconds)


def tone(path: Path, hertz: float, seconds: float, rate: int = RATE) -> None:
    at = np.arange(int(rate * seconds)) / rate
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((9000 * np.sin(2 * np.pi * hertz * at)).astype(np.int16).tobytes())


def loudest(sound: NDArray[np.int16], tones: dict[str, float]) -> list[str]:
    """Which tones were heard one after the other, a tenth of a second at a time; silence is left out."""
    heard: list[str] = []
    width = RATE // 10
    for start in range(0, len(sound) - width, width):
        part = sound[start : start + width].astype(np.float64)
        if np.abs(part).mean() < 500:
            continue
        at = np.arange(width) / RATE
        power = {name: abs(np.dot(part, np.exp(-2j * np.pi * hertz * at))) for name, hertz in tones.items()}
        best = max(power, key=lambda name: power[name])
        if not heard or heard[-1] != best:
            heard.append(best)
    return heard


def likeness(sound: NDArray[np.int16], spoken: bytes, seconds: float) -> float:
    """How alike the beginning of what was spoken is to the part of `sound` that is most like it, from 0 to 1."""
    first = np.frombuffer(spoken, dtype=np.int16)[: int(seconds * RATE)].astype(np.float64)
    whole = sound.astype(np.float64)
    found = correlate(whole, first, mode="valid", method="fft")
    power = np.convolve(whole**2, np.ones(len(first)), mode="valid")
    return float((np.abs(found) / np.sqrt(np.maximum(power, 1) * (first**2).sum())).max())
