"""Lockers that open nothing: a process of its own, with doors to press and signed news. Needs no
database of ours; run by ``python -m onevisit.delivery.sandbox``, which the demonstration's server
does.
"""
