"""Refusals about who acts for another."""

from onevisit.kernel.errors import Invalid, Refused


def both_sides() -> Refused:
    """Nobody acts for somebody in a matter in which they are another party themself, or act for
    one (民法典 168).
    """
    return Refused("cases.both_sides")


def not_guardian() -> Refused:
    """Nobody of that number is written down as guardian of this party."""
    return Refused("cases.not_guardian")


def no_such_offer(code: str) -> Invalid:
    """Nothing of this code can be entrusted to anybody."""
    return Invalid("cases.no_such_offer", field="offers", offer=code[:80])


def outside_authority(name: str) -> Refused:
    """The person's authority does not reach `name`, or it is for an organisation."""
    return Refused("cases.outside_authority", name=name)


def sign_in_person(name: str, basis: str) -> Refused:
    """`name` is signed by the applicant alone, by the law `basis` (民法典 161 para. 2)."""
    return Refused("cases.sign_in_person", name=name, basis=basis)


def collect_in_person(name: str, basis: str) -> Refused:
    """The result of `name` is given to the applicant alone, by the law `basis`."""
    return Refused("cases.collect_in_person", name=name, basis=basis)


def helped_here() -> Refused:
    """The officer was the applicant's helper in this very application."""
    return Refused("cases.helped_here")


def officer_helps() -> Refused:
    """The helper acted as an officer in this very application."""
    return Refused("cases.officer_helps")
