"""Parcels 寄递: a record of what was sent by courier, to which sealed address, what became of it.

Owns `Parcel` with its append-only marks and `Destination`, an address kept only as long as needed.
Knows nothing of cases: the rooms above say what lies in a parcel and what its arrival means. No
outside system is asked; every mark is made by hand, from what the courier says.
"""
