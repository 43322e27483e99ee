"""Oversight 电子监察: what is wrong now, and the figures of the reform beside their formulas.

Owns the orders of the supervisor 督办, and no other rows. Reads applications, cases, events and the
ledger of visits with a few statements that the database works out; what somebody sees reaches as
far as their grant of `oversight.read`.
"""
