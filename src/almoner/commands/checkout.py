"""Where the checkout is that this program runs from."""

from __future__ import annotations

from pathlib import Path

from almoner.cannot_run import CannotRun


def checkout() -> Path:
    root = Path(__file__).resolve().parents[3]
    if not (root / "run.py").exists():
        raise CannotRun("this works in a checkout of the source only; an installed package has no tests and benchmarks")
    return root
