"""What was written for and against a card goes with the case it was about."""

from onevisit.archive.rules.events import CasesDestroyed
from onevisit.kernel.erasing import erase
from onevisit.oversight.models import CardEvent
from onevisit.vault import services as vault


def empty_cards(event: CasesDestroyed) -> None:
    """Words and files of the cards of these cases are destroyed; the cards and their days stay and
    count as before.
    """
    told = list(CardEvent.objects.filter(card__case_id__in=event.case_ids))
    erase(told, "words", order=event.order)
    vault.destroy([e.stored_object_id for e in told if e.stored_object_id], actor=event.by)
