"""Reporting 数据上报: what other systems are told of cases, and what they tell us.

Owns `Happened` (the outbox the rooms below fill in their own transactions), the rows of the
national tables `up_pro_*` and `up_lic_data` as the receiving platform holds them (`Row`), numbered
`Batch`es of their changes with what was answered to each, webhooks of department systems, and the
files exchanged with offices that have no interface. What is sent stands behind a Protocol
(`adapters/`); `sandbox/` is the other side, a process of its own.
"""
