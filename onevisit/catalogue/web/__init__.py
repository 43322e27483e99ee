"""Wordings of the catalogue; its pages are in guidance and portal."""
