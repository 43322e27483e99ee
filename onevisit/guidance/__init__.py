"""Guidance: situations, questions, the personal checklist, the form, figures and search.

`rules` is the engine, pure and the same for page, API and clerk; `queries.search` finds things by
everyday words; `web` holds the pages from search to checklist. Applying itself is the room `cases`.
"""
