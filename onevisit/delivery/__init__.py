"""What goes from office to people and between offices: parcels by courier, lockers, papers.

Owns `Parcel` with its append-only marks and `Destination`, an address kept only as long as needed;
`Locker` and what lay in it; papers, their bags and places. Knows nothing of cases: the rooms above
say what lies in a parcel or locker and what its arrival means. No courier is asked: every mark is
made by hand; lockers stand behind a Protocol.
"""
