"""Proof of the audit room."""
