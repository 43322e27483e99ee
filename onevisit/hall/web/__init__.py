"""Wordings of the hall."""
