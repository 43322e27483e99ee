"""The composition root: settings, URLs, the server, the embedded database, translations.

This room knows every other room; no room knows it.
"""
