"""Messages 消息: what an application's events mean to the people it concerns, and how they hear it.

Owns `Message` (one row for each event and recipient: what 我的消息 shows, and the outbox at once),
`Delivery` (one for each outside channel it goes by), proven `Address`es, `Preference`s and the
`Wording`s that an officer sets beside the ones delivered with the house (`rules/texts.json`).
Listens to the rooms below; writes in their transaction, sends after it. Each gateway stands behind
a Protocol (`adapters/gateway.py`); `sandbox/` is one that runs on this machine, a process of its
own.
"""
