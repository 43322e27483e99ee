"""Reading what was posted: the values of a form, an address."""

from django.http import HttpRequest, QueryDict

from onevisit.catalogue.rules.vocabulary import VarKind
from onevisit.delivery.rules import Address
from onevisit.ui.posted import address_parts, has_address


def address_of(request: HttpRequest) -> Address | None:
    """Where to send results, None where the address kept before holds."""
    return Address(**address_parts(request)) if has_address(request) else None


def given(posted: QueryDict, name: str, kind: VarKind) -> object:
    """What was filled in, as the rules read it: a list where several can be chosen."""
    values = [str(each) for each in posted.getlist(name)]
    if kind is VarKind.MULTI:
        return [each for each in values if each] or values
    return values[-1] if values else None
