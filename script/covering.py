"""What the tests run of the source, taken in each of pytest's workers and in nothing else.

pytest is told of it by PYTEST_PLUGINS, and so reads it before the first module of the source; a plugin named on the
command line comes too late in a worker. The library's own plugin measures the process that hands the tests out as
well, which costs half a minute and finds nothing, and lets its probes stay in code that has long been seen.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import slipcover
from script.steps import COVERAGE_FOLDER
from slipcover.importer import FileMatcher, ImportManager

SOURCE = ["src/almoner"]
LEFT_OUT = ["*/migrations/*"]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

if WORKER:
    seen = slipcover.Slipcover(immediate=True, branch=True, source=SOURCE, omit=LEFT_OUT)
    ImportManager(seen, FileMatcher(sources=SOURCE, omit=LEFT_OUT)).__enter__()


def pytest_sessionfinish() -> None:
    if WORKER:
        kept = Path(os.environ[COVERAGE_FOLDER]) / f"coverage-{WORKER}.json"
        kept.write_text(json.dumps(seen.get_coverage()), encoding="utf-8")
