"""How often the rules are right, on cases whose level is known."""

from almoner.urgency.evaluation.examples import CasesNotRead, read_examples
from almoner.urgency.evaluation.report import Report, evaluate

__all__ = ["CasesNotRead", "Report", "evaluate", "read_examples"]
