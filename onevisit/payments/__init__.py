"""Payments 统一公共支付: what is to be paid for a case and why, orders, payments, refunds.

Owns the reckoning of fees and taxes from dated rates (`rules/charges`, `rules/taxes`), `Order` with
its lines, the `Payment`s tried for it, `Refund`s, the signed notices of a provider and the daily
comparison with its file. Knows nothing of cases: the room above bills a case by its id, hears from
`rules.events` that it is settled, and lets nothing go on before. The provider stands behind a
Protocol (`adapters/provider.py`); `sandbox/` is one that runs on this machine, a process of its
own.
"""
