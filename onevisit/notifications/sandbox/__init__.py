"""Gateways that bring messages nowhere: a process of its own, with its own books and a page that
shows what phones, mailboxes and WeChat would have received. Needs neither Django nor our database;
run by ``python -m onevisit.notifications.sandbox``, which the demonstration's server does.

How it behaves follows from the end of an address (`serving.BEHAVIOUR`), so that every failure can
be tried.
"""
