"""The other side of reports and webhooks: a province that looks at what it is sent, and a
department's system that hears of cases. A process of its own with its own books and a page that
shows them; needs neither Django nor our database. Run by ``python -m onevisit.reporting.sandbox``,
which the demonstration's server does.
"""
