"""The look and manners of every page: base templates, tags, icons, charts, static files, errors.

A library that knows no domain: rooms above hand it data (navigation items, wordings, labels) and
build their pages from its templates, partials and classes.
"""
