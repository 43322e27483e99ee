"""Receipts: what a gateway tells of itself, believed by its signature."""

from collections.abc import Mapping

from onevisit.notifications import errors
from onevisit.notifications.adapters.gateway import gateway
from onevisit.notifications.rules.channels import Channel
from onevisit.notifications.services.noting import known, noted


def take_receipt(*, channel: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """Write down what a receipt says; False when it says nothing new.

    Raises Refused `notifications.bad_receipt`; NotFound `notifications.no_such_delivery` where
    nothing was sent under its key: the gateway says it again later.
    """
    joined = gateway(Channel(channel)) if channel in set(Channel) else None
    told = joined.heard(body, headers) if joined is not None else None
    if told is None:
        raise errors.bad_receipt()
    if not known(told):
        raise errors.no_such_delivery()
    return noted(told)
