"""People: persons and organisations, who may act for whom, logins, staff and what they are allowed.

Owns `Person` (identifiers sealed, found by blind index), `Organisation`, `Representation` (the
right to act for it), `Identity` (how somebody proved who they are, apart from the person), `User`
(a login) and `Grant` (a role inside a scope). `rules.py` holds roles and permissions; `guards.py`
is the gate that views of higher rooms stand behind.
"""
