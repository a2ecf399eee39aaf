"""The `almoner` program with its clock at a moment, for processes that belong to a rehearsal.

python -m almoner.demo.at_moment 2026-11-23T12:00:00+00:00 work
"""

from __future__ import annotations

import sys
from datetime import datetime

from almoner import cli
from almoner.core import clock

if __name__ == "__main__":
    with clock.at(datetime.fromisoformat(sys.argv[1])):
        sys.exit(cli.main(sys.argv[2:]))
