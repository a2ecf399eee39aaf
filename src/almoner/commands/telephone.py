"""Answer calls by SIP, as ALMONER_SIP_DOMAIN and its fellows say: the menu, the interview by keys, and putting through
to the desk (ALMONER_CALL_DESK). `serve` starts it where ALMONER_SIP_ANSWER is yes."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

HELP = "answer the hospital's telephone"


def add_arguments(parser: ArgumentParser) -> None:
    """None."""


def run(_options: Namespace) -> int:
    from almoner.core.parent import end_with_parent
    from almoner.telephone.answering import answer_calls

    end_with_parent()
    return answer_calls()
