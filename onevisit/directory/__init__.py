"""Regions, departments and service points: who is responsible where, and where one may go.

Owns `Region` (12-digit codes), `Department` (with the names people call it by) and `ServicePoint`
(address, position, opening hours). Rows are registered by code and registering again changes only
what differs.
"""
