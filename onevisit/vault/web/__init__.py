"""Wordings of the vault."""
