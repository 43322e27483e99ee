"""The hall of a service centre: who waits, and the ledger of visits.

Owns `Ticket` (with `TicketSeries`): somebody who came to a service point, from the number to the
end; and `Contact`: each time somebody of the applicant's side stood at a window for an application.
Contacts of one sitting merge into one visit by a pure rule; the count of an application is
computed, never stored. What says who somebody was leaves the tickets when the day is over.
"""
