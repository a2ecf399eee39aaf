"""The `almoner` program, run as anybody runs it, but with its clock at a moment: for processes of a rehearsal.

python -m almoner.demo.at_moment 2026-11-23T12:00:00+00:00 work
"""

from __future__ import annotations

import runpy
import sys
from datetime import datetime

from almoner.core import clock

if __name__ == "__main__":
    moment = datetime.fromisoformat(sys.argv.pop(1))
    with clock.at(moment):
        runpy.run_module("almoner.cli", run_name="__main__")
