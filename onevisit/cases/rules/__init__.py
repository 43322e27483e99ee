"""Pure rules of a case: the life cycle table, folding of events, the clocks and their
explanation.
"""
