"""Pages that join rooms: the citizen's home and affairs, the clerk's window, the approver's desk.

Owns no data: it calls services, queries and access of the rooms below and draws what they answer.
"""
