"""Refusals around papers between offices."""

from onevisit.kernel.errors import Conflict, Invalid, NotFound, Refused


def no_such_paper() -> NotFound:
    """No such paper, or not one of the actor's office."""
    return NotFound("delivery.no_such_paper")


def no_such_bag() -> NotFound:
    """No such bag, or neither from nor to the actor's office."""
    return NotFound("delivery.no_such_bag")


def no_office() -> Refused:
    """Whoever keeps or sends papers sits at an office."""
    return Refused("delivery.no_office")


def bag_moved_on() -> Conflict:
    """The bag is no longer where it was."""
    return Conflict("delivery.bag_moved_on")


def paper_not_here(names: str) -> Conflict:
    """These papers do not lie at the actor's office now."""
    return Conflict("delivery.paper_not_here", names=names)


def bag_empty() -> Invalid:
    """Nothing was chosen for the bag."""
    return Invalid("delivery.bag_empty", field="paper")


def bag_too_full(most: int) -> Invalid:
    """More papers than a bag holds."""
    return Invalid("delivery.bag_too_full", field="paper", most=most)


def bad_seal() -> Invalid:
    """Not the number of a seal: 4 to 20 digits, letters, hyphens."""
    return Invalid("delivery.bad_seal", field="seal")


def seal_taken(bag: str) -> Conflict:
    """Another bag under way carries this seal."""
    return Conflict("delivery.seal_taken", bag=bag)


def same_office() -> Invalid:
    """A bag goes to another office."""
    return Invalid("delivery.same_office", field="receiver")


def unknown_carrying() -> Invalid:
    """By messenger or by post, with a name or a number."""
    return Invalid("delivery.unknown_carrying", field="carrier")


def papers_unchecked() -> Invalid:
    """Every paper of the list is looked at when a bag is opened."""
    return Invalid("delivery.papers_unchecked")


def own_bag() -> Refused:
    """Who sent a bag does not receive it."""
    return Refused("delivery.own_bag")


def unknown_settlement() -> Invalid:
    """Not a way in which such a difference ends, or without a word on it."""
    return Invalid("delivery.unknown_settlement", field="how")


def already_settled() -> Conflict:
    """Somebody else was quicker, or there is no difference."""
    return Conflict("delivery.already_settled")
