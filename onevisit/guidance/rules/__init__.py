"""Pure rules of guidance: situations, questions, the personal checklist, the form, figures and
plan.
"""
