"""Whoever is told, each behind one Protocol."""
