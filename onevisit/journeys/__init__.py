"""Journeys 跑动: how often one must come, computed from the definition and proven by a witness.

Owns the flat form in which an item or a bundle is solved, the exact solver over all its situations
and the expansion of definitions to that form. The figure of each version in force is kept with the
digest of what it follows from, and is worked out again when that changes, and only then.
"""
