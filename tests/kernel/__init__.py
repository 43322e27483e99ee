"""Proof of the kernel."""
