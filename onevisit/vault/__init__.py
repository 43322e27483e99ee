"""Files of applicants: checked by content, kept once per owner, encrypted one by one.

Owns `StoredObject` (what is kept, under which wrapped key) and the storage behind `adapters/`. It
decides what may be kept, not who may see it: whoever asks for an object has checked that first.
"""
