"""What the programs say to whoever runs them when they cannot do their work here."""


class CannotRun(Exception):  # noqa: N818 - an answer to an operator, not a fault of the program
    """The text is one line that says what is the matter and what to do."""
