"""Gateways that carry messages outside, each behind one Protocol."""
