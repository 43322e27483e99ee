"""OneVisit (一次办): one thing, many departments, at most one visit.

Every package below is a room. Rooms stand in a strict order (see ARCHITECTURE.md) and each
imports only from rooms below it.
"""

__version__ = "0.1.0"
