"""Which text each document is made with, kept with the document."""

from typing import TYPE_CHECKING

from onevisit.cases.rules.letter_forms import forms_of

if TYPE_CHECKING:
    from onevisit.cases.services.holding import Held


def keep_wordings(held: "Held") -> None:
    """Write into each event by which texts its letters are drawn, however often they are asked for
    and whatever is put in force or handed over later. No query for what gives no letter.
    """
    for event in held.new_events:
        forms = forms_of(event.action, event.facts)
        if forms:
            department = held.case(event.case_id).department_id
            event.facts["wording"] = {
                str(form): held.wordings.ref(form, department) for form in forms
            }
