"""Import of exchange files, the pure part: reading rows, understanding them, saying what happened.

`reading` turns a file into records whatever is in it, a profile (`guangdong`, `guangan`) turns a
record into an `ItemDraft` or refuses it with field and reason. Saving is `services.importing`.
"""
