"""The cast, for the tests of what is measured and what comes on paper."""

from tests.cast import cast

__all__ = ["cast"]
