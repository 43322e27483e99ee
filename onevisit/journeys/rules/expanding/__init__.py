"""From what is published to the flat form: items, variants and bundles, in two scopes.

`answers` makes questions with finitely many answers, `graph` joins acts over what lies between
them, `papers` says what a material costs the applicant, `building` puts an offer together.
"""

from onevisit.journeys.rules.expanding.building import EVERYTHING, Expansion, Issuers, Scope, expand
from onevisit.journeys.rules.expanding.gaps import Gap, GapKind
from onevisit.journeys.rules.expanding.words import ActWords, AnswerWords

__all__ = [
    "EVERYTHING",
    "ActWords",
    "AnswerWords",
    "Expansion",
    "Gap",
    "GapKind",
    "Issuers",
    "Scope",
    "expand",
]
