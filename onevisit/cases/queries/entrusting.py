"""What can be entrusted to somebody else, and a mandate in words: for pages, for programs, and for
the message with the code that signs it.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.accounts.queries.words import DEEDS
from onevisit.accounts.rules import Deed, MandateDraft
from onevisit.cases.errors.acting import no_such_offer
from onevisit.cases.queries.own import offer_names
from onevisit.catalogue import queries as catalogue
from onevisit.catalogue.queries import KeptByLaw
from onevisit.catalogue.rules.vocabulary import OwnDeed, Served
from onevisit.ui.formatting import joined, local_date


def things(*, firms: bool = False) -> Mapping[str, str]:
    """What can be applied for in a person's name, or in an organisation's too (`firms`): code →
    name; what is for persons alone comes first.
    """
    listed = (*catalogue.applicable_items(), *(b for b in catalogue.bundles() if b.applicable))
    mine = [each for each in listed if firms or str(Served.PERSON) in each.served]
    mine.sort(key=lambda each: (len(each.served) > 1, each.name))
    return {each.code: each.name for each in mine}


def known_offers(codes: Iterable[str], *, firm: bool) -> tuple[str, ...]:
    """The codes, all of which can be applied for. Raises Invalid `cases.no_such_offer` for another:
    left out it would make the mandate one for everything.
    """
    wanted, known = tuple(codes), things(firms=firm)
    for code in wanted:
        if code not in known:
            raise no_such_offer(code)
    return wanted


def scope_words(offers: Sequence[str], names: Mapping[str, str], *, firm: bool = False) -> str:
    """What an authority is for; of a `firm`'s everything is in its name."""
    if not offers and firm:
        return _("所有以本单位名义办的事")
    if not offers:
        return _("所有以本人名义办的事")
    return joined(names.get(code, code) for code in offers)


def own_hand(codes: Iterable[str]) -> dict[str, str]:
    """By code, what of these things nobody does for the giver, and by which law; others are absent.
    Filling in and bringing papers may be entrusted all the same.
    """
    return {
        code: joined(_own_hand(each, bundled=each.name if len(kept) > 1 else "") for each in kept)
        for code, kept in catalogue.kept_for_oneself(tuple(codes)).items()
    }


_OWN_HAND = {
    frozenset({OwnDeed.SIGN}): gettext_lazy("签名、补正、撤回要本人亲自办，委托了也不能代"),
    frozenset({OwnDeed.COLLECT}): gettext_lazy("结果要本人亲自领，委托了也不能代"),
    frozenset(OwnDeed): gettext_lazy("签名和领取都要本人亲自办，委托了也不能代"),
}


def _own_hand(kept: KeptByLaw, *, bundled: str) -> str:
    said = str(_OWN_HAND[frozenset(kept.deeds)])
    if kept.basis:
        said = _("%(said)s（%(basis)s）") % {"said": said, "basis": kept.basis}
    return _("%(name)s：%(said)s") % {"name": bundled, "said": said} if bundled else said


def deed_words(deeds: Iterable[Deed]) -> str:
    """What may be done; none: everything."""
    return joined(str(DEEDS[each]) for each in (tuple(deeds) or tuple(Deed)))


def summary(draft: MandateDraft) -> str:
    """A mandate in one sentence, as the message says it. For one application alone the caller has
    checked that it is the giver's.
    """
    firm = draft.organisation_id is not None
    one = offer_names([draft.application_id] if draft.application_id else [])
    facts = {
        "scope": "".join(one.values()) or scope_words(draft.offers, things(firms=firm), firm=firm),
        "deeds": deed_words(draft.deeds),
        "begins": local_date(draft.begins),
        "until": local_date(draft.until),
    }
    return _("%(scope)s（%(deeds)s），%(begins)s到%(until)s") % facts
