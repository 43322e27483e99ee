"""The county of the cases room, called by programs."""

from tests.cases.conftest import here, monday

__all__ = ["here", "monday"]
