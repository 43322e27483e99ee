"""The trail of what was done and the log of who looked.

Owns `AuditEntry` (every act, written in the transaction of the act), `AccessEntry` (reads of
personal data, refusals and logins, which survive a rollback), the context of a request (its id and
who asks) and the page that shows both. Rows are append-only by trigger; they refer to people by
pseudonymous ids, never by foreign key, so that a person can be erased without touching the trail.
Knows no other room.
"""
