"""What every room stands on: errors, time, working days, codes, conditions, events, seals.

A library: any module may be imported from anywhere. It knows no room above it.
"""
