"""What happens in the rooms below, written down in the transaction in which it happens."""

from onevisit.cases.queries.ending import ended_cases
from onevisit.cases.rules.events import CaseGrew, CasesMoved
from onevisit.kernel import clock, rows
from onevisit.ratings.rules import Rated
from onevisit.reporting.models import Happened


def on_moves(event: CasesMoved) -> None:
    """One statement for everything of one act."""
    rows.insert(Happened(case_id=each.case_id, seq=each.seq, at=event.at) for each in event.moves)


def on_growth(event: CaseGrew) -> None:
    """Something outside of the history of a case: what is reported of it may be another."""
    rows.insert([Happened(case_id=event.case_id, at=event.at)])


def on_rating(event: Rated) -> None:
    """The satisfaction stands in the result of each case that has ended."""
    ended, now = ended_cases(application_id=event.application_id), clock.now()
    rows.insert(Happened(case_id=case_id, at=now) for case_id in ended)
