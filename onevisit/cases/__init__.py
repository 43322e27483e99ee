"""Applications and their cases, from draft to result in hand.

Owns the application a person makes (for one item or a bundle), the cases it becomes at each
department, their tasks, evidence, decisions and results, the append-only events, and the clocks.
One citizen-facing application drives many departments' cases in parallel; the application ends
once, when its last case has.
"""
