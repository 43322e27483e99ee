"""A short message that tells somebody something; it proves nothing and carries no code."""

from django.db import transaction

from onevisit.accounts.adapters.messages import MessageNotSent, message_sender


def tell_phone(*, phone: str, text: str) -> bool:
    """Send `text` once the transaction stands; False where no messages are sent here.

    A gateway that does not take it changes nothing: what it says stands in the pages too. Neither
    phone nor text is logged.
    """
    sender = message_sender()
    if sender is None or not phone:
        return False

    def send() -> None:
        try:
            sender.send(phone, text)
        except MessageNotSent:
            return

    transaction.on_commit(send)
    return True
