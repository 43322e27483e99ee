"""Journeys 跑动: how often one must come, computed from the definition and proven by a witness.

Owns the flat form in which an item or a bundle is solved, the exact solver over all its situations
and the expansion of definitions to that form. Nothing here is kept: what is computed follows from
what is published, and from nothing else.
"""
