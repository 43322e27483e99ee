"""The same county as for cases."""

from tests.cases.conftest import here, monday

__all__ = ["here", "monday"]
