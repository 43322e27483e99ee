"""Proof of the directory."""
