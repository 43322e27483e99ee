"""Items of the demonstration, published."""

from tests.catalogue.conftest import offices, publish

__all__ = ["offices", "publish"]
