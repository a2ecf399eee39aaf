"""Check the translations: each catalogue compiles, and the compiled file beside it says the same."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(folder: Path) -> int:
    catalogues = sorted(folder.rglob("*.po"))
    faults = [fault for catalogue in catalogues for fault in faults_of(catalogue)]
    print("\n".join(faults) or f"{len(catalogues)} catalogues compile, and are compiled as they stand.")
    return 1 if faults else 0


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
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "src"))
