"""Refusals of the catalogue room."""

from collections.abc import Sequence
from datetime import datetime

from onevisit.kernel.errors import Conflict, Invalid, NotFound, Problem, Refused


def no_such_offer(ref: str) -> NotFound:
    """Nothing is published under this code."""
    return NotFound("catalogue.no_such_offer", ref=ref[:80])


def no_such_version() -> NotFound:
    """There is no such version of an item or a bundle."""
    return NotFound("catalogue.no_such_version")


def no_such_run() -> NotFound:
    """There is no such run of the exchange."""
    return NotFound("catalogue.no_such_run")


def run_moved_on() -> Conflict:
    """The run is no longer where this can be done with it."""
    return Conflict("catalogue.run_moved_on")


def too_many_runs(most: int) -> Conflict:
    """One person has that many runs that have not ended."""
    return Conflict("catalogue.too_many_runs", most=most)


def no_such_department(code: str) -> Invalid:
    """The document or the caller names a department the directory does not know."""
    return Invalid("catalogue.unknown_department", place="/department", department=code[:60])


def definition_refused(code: str, problems: Sequence[Problem]) -> Invalid:
    """A definition contradicts itself or its surroundings; `problems` names every place."""
    return Invalid(
        "catalogue.definition_refused",
        ref=code[:80],
        count=len(problems),
        place=problems[0].place,
        problems=tuple(problems),
    )


def no_such_activity(code: str) -> NotFound:
    """No kind of business of this code is on the list."""
    return NotFound("catalogue.no_such_activity", ref=code[:40])


def belongs_elsewhere(code: str) -> Conflict:
    """The code is already an item of another department or region."""
    return Conflict("catalogue.belongs_elsewhere", ref=code[:80])


def version_not_draft(state: str) -> Conflict:
    """Only a draft can be published, and only once."""
    return Conflict("catalogue.version_not_draft", state=state)


def bad_alias(phrase: str) -> Invalid:
    """An everyday name has 1 to 100 characters and holds a letter or a digit."""
    return Invalid("catalogue.bad_alias", field="phrase", phrase=phrase[:100])


def unreadable_file(reason: str) -> Invalid:
    """The import file cannot be opened or is of another form."""
    return Invalid("catalogue.unreadable_file", reason=reason)


def publish_refused(code: str, rules: str, problems: Sequence[Problem]) -> Invalid:
    """Blocking findings of the publish rules that nobody has waived; `problems` names them all."""
    return Invalid(
        "catalogue.publish_refused",
        ref=code[:80],
        count=len(problems),
        rules=rules,
        place=problems[0].place,
        problems=tuple(problems),
    )


def no_such_rule(rule: str) -> Invalid:
    """There is no publish rule of this name."""
    return Invalid("catalogue.no_such_rule", field="rule", rule=rule[:60])


def no_such_waiver() -> NotFound:
    """There is no such waiver, or not for whoever asks."""
    return NotFound("catalogue.no_such_waiver")


def waiver_reason(most: int) -> Invalid:
    """A waiver says why, in so many characters."""
    return Invalid("catalogue.waiver_reason", field="reason", most=most)


def waiver_needs_name() -> Refused:
    """A waiver is given by somebody, not by the system."""
    return Refused("catalogue.waiver_needs_name")


def already_waived(rule: str) -> Conflict:
    """Somebody has waived the rule for this already."""
    return Conflict("catalogue.already_waived", rule=rule[:60])


def nothing_to_waive(rule: str) -> Conflict:
    """The rule holds: there is nothing to let go."""
    return Conflict("catalogue.nothing_to_waive", rule=rule[:60])


def version_elsewhere(state: str, move: str) -> Conflict:
    """The version is in a state from which this cannot happen: somebody else was quicker."""
    return Conflict("catalogue.version_elsewhere", state=state, move=move)


def not_as_seen() -> Conflict:
    """The document is another than the one that was listed to who approves it."""
    return Conflict("catalogue.not_as_seen")


def version_in_review(code: str, state: str) -> Conflict:
    """The document is frozen: it is being reviewed, or approved for a day."""
    return Conflict("catalogue.version_in_review", ref=code[:80], state=state)


def review_needed(code: str) -> Refused:
    """What a person wrote is published by another one who has reviewed it."""
    return Refused("catalogue.review_needed", ref=code[:80])


def own_draft() -> Refused:
    """Nobody approves what they had a hand in 四眼."""
    return Refused("catalogue.own_draft")


def approval_needs_name() -> Refused:
    """A version is approved by somebody, not by the system."""
    return Refused("catalogue.approval_needs_name")


def review_reason(most: int) -> Invalid:
    """What is sent back or taken back says why, in so many characters."""
    return Invalid("catalogue.review_reason", field="reason", most=most)


def flags_unanswered(count: int, kinds: str) -> Invalid:
    """Changes that take away from people are confirmed one by one, each with a reason."""
    return Invalid("catalogue.flags_unanswered", field="reasons", count=count, kinds=kinds)


def effective_past() -> Invalid:
    """A version cannot hold from a day that is over, nor from one too far ahead."""
    return Invalid("catalogue.effective_past", field="effective_on")


def no_such_row() -> NotFound:
    """There is no such list, or no such row in it."""
    return NotFound("catalogue.no_such_row")


def no_such_enabler() -> NotFound:
    """No such enabler is registered."""
    return NotFound("catalogue.no_such_enabler")


def enabler_twice(code: str) -> Conflict:
    """An enabler of this code is registered already."""
    return Conflict("catalogue.enabler_twice", ref=code[:60])


def row_moved_on(by: str) -> Conflict:
    """Somebody has changed the row since it was looked at."""
    return Conflict("catalogue.row_moved_on", by=by)


def row_twice(code: str) -> Conflict:
    """The department has a row of this code already."""
    return Conflict("catalogue.row_twice", ref=code[:40])


def no_such_entry(entry: str) -> NotFound:
    """The basic catalogue does not hold this entry, or nobody carries it."""
    return NotFound("catalogue.no_such_entry", entry=entry[:40])


def no_such_standard() -> NotFound:
    """There is no such standard, or it holds no more."""
    return NotFound("catalogue.no_such_standard")


def no_such_adoption() -> NotFound:
    """No standard was taken up under this id."""
    return NotFound("catalogue.no_such_adoption")


def standard_reason(most: int) -> Invalid:
    """A standard says why it is published or ended, in so many characters."""
    return Invalid("catalogue.standard_reason", field="reason", most=most)


def standard_source() -> Invalid:
    """A standard is taken from the majority, from an item that carries the entry, or from the
    standard before.
    """
    return Invalid("catalogue.standard_source", field="source")


def standard_needs_name() -> Refused:
    """A standard is published by somebody, not by the system."""
    return Refused("catalogue.standard_needs_name")


def standard_without_region(region: str) -> Invalid:
    """A standard holds in a region that the directory knows."""
    return Invalid("catalogue.standard_without_region", field="region", region=region[:12])


def unknown_latitude(latitude: str) -> Invalid:
    """There is no such thing that regions may do differently."""
    return Invalid("catalogue.unknown_latitude", field="latitudes", latitude=latitude[:60])


def standard_draft_exists() -> Conflict:
    """Somebody is writing the next version of this standard already."""
    return Conflict("catalogue.standard_draft_exists")


def standard_in_review() -> Conflict:
    """The draft is before another person: it is taken back before it is changed."""
    return Conflict("catalogue.standard_in_review")


def standard_not_submitted() -> Conflict:
    """The draft is not before another person."""
    return Conflict("catalogue.standard_not_submitted")


def standard_moved() -> Conflict:
    """Another version was published since the draft was begun, or the standard was ended."""
    return Conflict("catalogue.standard_moved")


def standard_unchanged() -> Conflict:
    """The newest version says this already, or has ended."""
    return Conflict("catalogue.standard_unchanged")


def nothing_to_adopt() -> Invalid:
    """None of the items chosen departs from the standard, or one of them does not carry it."""
    return Invalid("catalogue.nothing_to_adopt")


def item_moved_on(code: str) -> Conflict:
    """Another version is published than the one looked at, or somebody works on a draft."""
    return Conflict("catalogue.item_moved_on", ref=code[:80])


def adoption_undone(by: str) -> Conflict:
    """Somebody has taken the drafts back already."""
    return Conflict("catalogue.adoption_undone", by=by)


def already_retiring(code: str) -> Conflict:
    """There is a plan to end it already."""
    return Conflict("catalogue.already_retiring", ref=code[:80])


def no_such_retirement() -> NotFound:
    """There is no such plan, or it is done or called off."""
    return NotFound("catalogue.no_such_retirement")


def own_retirement() -> Refused:
    """Who proposes to end something does not confirm it."""
    return Refused("catalogue.own_retirement")


def bundle_needs_item(bundles: str) -> Refused:
    """A published bundle is made of this item."""
    return Refused("catalogue.bundle_needs_item", bundles=bundles)


def not_retired(code: str) -> Conflict:
    """It is in force: there is nothing to bring back."""
    return Conflict("catalogue.not_retired", ref=code[:80])


def no_such_draft(code: str) -> NotFound:
    """The item has no draft that could be changed, or there is no such item."""
    return NotFound("catalogue.no_such_draft", ref=code[:80])


def draft_contradicts(code: str, count: int) -> Conflict:
    """A draft that contradicts itself cannot be shown as a citizen would see it."""
    return Conflict("catalogue.draft_contradicts", ref=code[:80], count=count)


def item_exists(code: str) -> Conflict:
    """An item with this code is there already."""
    return Conflict("catalogue.item_exists", ref=code[:80])


def bundle_exists(code: str) -> Conflict:
    """A bundle with this code is there already."""
    return Conflict("catalogue.bundle_exists", ref=code[:80])


def bundle_code(code: str, free: str) -> Invalid:
    """A new bundle of the region cannot stand under this code; `free` is the next it can."""
    return Invalid("catalogue.bundle_code", ref=code[:80], free=free)


def draft_exists(code: str) -> Conflict:
    """Somebody is changing the item already."""
    return Conflict("catalogue.draft_exists", ref=code[:80])


def section_changed(by: str, at: datetime | None) -> Conflict:
    """Somebody else changed the same section since the form was drawn."""
    return Conflict("catalogue.section_changed", by=by, at=at or "")


def nothing_to_undo() -> Conflict:
    """Nobody changed anything in this draft, or all of it was taken back."""
    return Conflict("catalogue.nothing_to_undo")


def undo_overtaken(by: str, at: datetime | None) -> Conflict:
    """The section has been changed again since."""
    return Conflict("catalogue.undo_overtaken", by=by, at=at or "")


def needs_department_code(department: str) -> Invalid:
    """A code of 12 is completed with the department's credit code, and this one has none."""
    return Invalid("catalogue.needs_department_code", field="code", department=department[:60])


def steps_go_round(cycle: str) -> Invalid:
    """These steps would wait for each other; `cycle` names them one after the other."""
    return Invalid("catalogue.steps_go_round", field="steps", cycle=cycle[:500])


def question_in_use(question: str, where: str) -> Invalid:
    """The question would be gone while conditions name it; `where` lists what they decide."""
    return Invalid("catalogue.question_in_use", question=question[:100], where=where[:500])


def option_in_use(option: str, where: str) -> Invalid:
    """The option would be gone while conditions name it; `where` lists what they decide."""
    return Invalid("catalogue.option_in_use", option=option[:100], where=where[:500])


def when_unreadable(rest: str) -> Invalid:
    """A written condition cannot be read from `rest` on; empty: it stops too early."""
    return Invalid("catalogue.when_unreadable", rest=rest[:40] or "…")


def when_mixed(rest: str) -> Invalid:
    """ "And" and "or" stand side by side without parentheses."""
    return Invalid("catalogue.when_mixed", rest=rest[:40] or "…")


def when_without_question(name: str, known: str) -> Invalid:
    """A written condition names a question that is not there, or is there twice."""
    return Invalid("catalogue.when_without_question", name=name[:100], known=known[:300])


def when_without_option(option: str, question: str, known: str) -> Invalid:
    """A written condition compares with an answer that cannot be given."""
    facts = {"option": option[:100], "question": question[:100], "known": known[:300]}
    return Invalid("catalogue.when_without_option", **facts)


def base_moved(code: str) -> Conflict:
    """Another version was published since the draft was begun: it is brought together first."""
    return Conflict("catalogue.base_moved", ref=code[:80])


def no_such_rewriting() -> NotFound:
    """No such step was taken, or it is another officer's, or its workbook waited too long."""
    return NotFound("catalogue.no_such_rewriting")


def rewriting_running() -> Conflict:
    """A worker is at this step."""
    return Conflict("catalogue.rewriting_running")


def rewriting_done() -> Conflict:
    """The step has been taken, or taken back, already."""
    return Conflict("catalogue.rewriting_done")


def nothing_to_rewrite() -> Invalid:
    """No item is left to change."""
    return Invalid("catalogue.nothing_to_rewrite")


def rewriting_too_many(most: int) -> Invalid:
    """More items than are changed in one step."""
    return Invalid("catalogue.rewriting_too_many", most=most)


def book_without_items() -> Invalid:
    """The workbook says nothing of any item."""
    return Invalid("catalogue.book_without_items")


def typing_too_long(most: int) -> Invalid:
    """More is typed into one form than is kept aside."""
    return Invalid("catalogue.typing_too_long", most=most)
