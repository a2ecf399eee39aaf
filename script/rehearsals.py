"""Rehearse a day on both engines at once, and find whether they lived the same (law I-43).

The address of PostgreSQL is in ALMONER_DATABASE_URL. Status 1 when a law was broken, a process failed, or the traces
differ.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

REHEARSE = (sys.executable, "-m", "almoner.cli", "rehearse", "--days", "1", "--json")


def main(url: str) -> int:
    engines = {"sqlite": "", "postgresql": url}
    with ThreadPoolExecutor() as pool:
        ended = dict(zip(engines, pool.map(rehearse, engines, engines.values()), strict=True))
    for engine, process in ended.items():
        print(f"--- on {engine}\n{process.stdout}{process.stderr}")
    if any(process.returncode for process in ended.values()):
        return 1
    traces = {json.loads(process.stdout)["trace"] for process in ended.values()}
    print("The same trace on both engines." if len(traces) == 1 else "The engines did not live the same day.")
    return 0 if len(traces) == 1 else 1


def rehearse(engine: str, url: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "ALMONER_DATABASE": engine, "ALMONER_DATABASE_URL": url}
    return subprocess.run(REHEARSE, env=env, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main(os.environ["ALMONER_DATABASE_URL"]))
