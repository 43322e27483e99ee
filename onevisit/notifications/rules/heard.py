"""Which events of the house nobody is told of, and why; every other one has a listener here.

A test compares this with every event there is: a new one is either heard or named here. Oversight
stands above this room and tells officers through `services.tell_staff`.
"""

from collections.abc import Mapping

from onevisit.accounts.rules.events import HelperLeft, PersonLinked
from onevisit.archive.rules.events import CasesDestroyed
from onevisit.cases.rules.events import (
    ApplicationEnded,
    ApplicationSubmitted,
    CaseEnded,
    CaseGrew,
    ContactHappened,
    DraftAnswered,
)
from onevisit.catalogue.rules.events import CatalogueChanged, EnablerChanged, OfferPublished
from onevisit.kernel.calendar import CalendarPublished
from onevisit.kernel.events import Event
from onevisit.payments.rules.events import OrderAssessed, OrderExpired, OrderWillChange
from onevisit.ratings.rules import Rated

SILENT: Mapping[type[Event], str] = {
    PersonLinked: "who signs in sees at once that what they began goes on",
    HelperLeft: "only closes the helper's own contact in the ledger of visits",
    ContactHappened: "whoever it is about stood there",
    DraftAnswered: "whoever answers sees at once what was filled in for it",
    ApplicationSubmitted: "told with the moves of its cases",
    CaseEnded: "told with the move that ended it",
    CaseGrew: "what was recorded is told as itself: HolderTold",
    ApplicationEnded: "told with the last of its cases",
    CasesDestroyed: "the time to keep it is over, years after the holder heard how it ended",
    OfferPublished: "concerns nobody who applied: their case keeps the version it was made under",
    CatalogueChanged: "the same",
    EnablerChanged: "the figures of visits are counted anew, nothing is asked of anybody",
    CalendarPublished: "limits that move are told in the case, as its event",
    OrderWillChange: "takes a lock, nothing has happened yet",
    OrderExpired: "it is reckoned anew at once as another order, which OrderDue tells",
    OrderAssessed: "the same moment as OrderDue, which tells it",
    Rated: "whoever rated knows; what comes of a bad rating is PutRight",
}
"""Why the people concerned need no message."""
