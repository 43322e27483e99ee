"""投资项目: what stands above the applications of one construction project.

Owns `ProjectKind` (which phases a project goes through, under whose lead, within which limit),
`Project` with its code, `ProjectApplication` (which applications are parts of it) and `Engagement`
(the work of an intermediary). Where a project stands and whose time each day of it was is folded
from the events of its cases by pure rules, never stored. What was handed in, granted or confirmed
once in a project is put into every later application of it.
"""
