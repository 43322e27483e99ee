"""A provider of payments that moves no money: a process of its own, with its own books, pages and
signed notices. Needs neither Django nor our database; run by ``python -m
onevisit.payments.sandbox``, which the demonstration's server does.
"""
