"""The hall of a service centre; for now the ledger of visits.

Owns `Contact`: each time somebody of the applicant's side stood at a window for an application.
Contacts of one sitting merge into one visit by a pure rule; the count of an application is
computed, never stored.
"""
