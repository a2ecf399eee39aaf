"""What the programs say to whoever runs them when they cannot do their work here."""


class CannotRun(Exception):
    """The text is one line that says what is the matter and what to do."""
