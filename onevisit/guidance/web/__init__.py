"""Pages of guidance: search, guide, questions and the personal checklist."""
