"""From what is published to the flat form: items, variants and bundles, in two scopes.

`answers` makes questions with finitely many answers, `graph` joins acts over what lies between
them, `papers` says what a material costs the applicant, `sides` whose it is, `building` puts an
offer together, `situated` for what people answered.
"""

from onevisit.journeys.rules.expanding.building import EVERYTHING, Expansion, Issuers, Scope, expand
from onevisit.journeys.rules.expanding.gaps import Gap, GapKind
from onevisit.journeys.rules.expanding.sides import sides_of
from onevisit.journeys.rules.expanding.situated import Known, Situated, key_of, settled
from onevisit.journeys.rules.expanding.words import ActWords, AnswerWords

__all__ = [
    "EVERYTHING",
    "ActWords",
    "AnswerWords",
    "Expansion",
    "Gap",
    "GapKind",
    "Issuers",
    "Known",
    "Scope",
    "Situated",
    "expand",
    "key_of",
    "settled",
    "sides_of",
]
