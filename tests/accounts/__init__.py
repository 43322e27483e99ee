"""Proof of the accounts room."""
