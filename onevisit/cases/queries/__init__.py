"""Reads of applications and cases."""

from onevisit.cases.queries.signing import signing_digest

__all__ = ["signing_digest"]
