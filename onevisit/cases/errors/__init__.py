"""Refusals of the cases room. Facts hold no personal data: names in them are those of officers."""

from collections.abc import Iterable
from datetime import date

from onevisit.cases.errors.acting import both_sides as both_sides
from onevisit.cases.errors.acting import collect_in_person as collect_in_person
from onevisit.cases.errors.acting import helped_here as helped_here
from onevisit.cases.errors.acting import no_such_offer as no_such_offer
from onevisit.cases.errors.acting import not_guardian as not_guardian
from onevisit.cases.errors.acting import officer_helps as officer_helps
from onevisit.cases.errors.acting import outside_authority as outside_authority
from onevisit.cases.errors.acting import sign_in_person as sign_in_person
from onevisit.cases.errors.again import nothing_failed as nothing_failed
from onevisit.cases.errors.elsewhere import nobody_competent as nobody_competent
from onevisit.cases.errors.fees import fee_unpaid as fee_unpaid
from onevisit.cases.errors.parties import agreed_content_changed as agreed_content_changed
from onevisit.cases.errors.parties import consent_is_own as consent_is_own
from onevisit.cases.errors.parties import consent_unread as consent_unread
from onevisit.cases.errors.parties import consents_missing as consents_missing
from onevisit.cases.errors.parties import name_needed as name_needed
from onevisit.cases.errors.parties import named_oneself as named_oneself
from onevisit.cases.errors.parties import named_twice as named_twice
from onevisit.cases.errors.parties import no_such_invitation as no_such_invitation
from onevisit.cases.errors.parties import no_such_role as no_such_role
from onevisit.cases.errors.parties import not_yours_to_answer as not_yours_to_answer
from onevisit.cases.errors.parties import nothing_again as nothing_again
from onevisit.cases.errors.parties import role_full as role_full
from onevisit.cases.errors.parties import still_to_fill as still_to_fill
from onevisit.kernel.errors import Conflict, Invalid, NotFound, Problem, Refused


def _listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them."""
    return "、".join(names)


def no_such_application() -> NotFound:
    """No such application, or not for whoever asks."""
    return NotFound("cases.no_such_application")


def no_such_case() -> NotFound:
    """No such case, or not for whoever asks."""
    return NotFound("cases.no_such_case")


def no_such_evidence() -> NotFound:
    """No such file in this application."""
    return NotFound("cases.no_such_evidence")


def no_result() -> NotFound:
    """The case has no result document: it was not granted, or not yet."""
    return NotFound("cases.no_result")


def no_such_document() -> NotFound:
    """No document of this number and check code; which of them is wrong is not told."""
    return NotFound("cases.no_such_document")


def result_revoked(on: date) -> Conflict:
    """The result was revoked that day: it is neither shown nor given out any more."""
    return Conflict("cases.result_revoked", on=on)


def not_applicable(offer: str) -> Refused:
    """The catalogue describes this item but it cannot be applied for here."""
    return Refused("cases.not_applicable", offer=offer)


def organisation_needed(offer: str) -> Refused:
    """Only an organisation is served: the applicant must act for one."""
    return Refused("cases.organisation_needed", offer=offer)


def not_possible(action: str, state: str) -> Conflict:
    """The state of the case does not allow this."""
    return Conflict("cases.not_possible_now", action=action, state=state)


def not_draft() -> Conflict:
    """The application was submitted or discarded; drafts alone can be changed."""
    return Conflict("cases.not_a_draft")


def changed_elsewhere(fields: Iterable[str]) -> Conflict:
    """The same fields were changed on another page or device since they were shown."""
    return Conflict("cases.changed_elsewhere", fields=sorted(fields))


def changed_since_shown() -> Conflict:
    """What would be signed is no longer what was shown."""
    return Conflict("cases.changed_since_shown")


def assurance_too_low() -> Refused:
    """Signing needs an identity checked against the register (a phone code alone never signs)."""
    return Refused("cases.assurance_too_low")


def questions_open(questions: Iterable[str]) -> Invalid:
    """Questions that matter are not answered yet."""
    return Invalid("cases.questions_open", questions=_listed(questions))


def nothing_to_do() -> Invalid:
    """Under these answers no part of the offer is needed: nothing is to be applied for."""
    return Invalid("cases.nothing_to_do")


def materials_missing(names: Iterable[str]) -> Invalid:
    """Materials that must be handed in now are missing; all are named at once."""
    return Invalid("cases.materials_missing", materials=_listed(names))


def contradicts_answers(problems: Iterable[Problem]) -> Invalid:
    """Fields of the form say something else than the answers to the same questions."""
    return Invalid("cases.contradicts_answers", problems=list(problems))


def differences_open(fields: Iterable[tuple[str, str]]) -> Invalid:
    """Registers or papers say something else than these fields, given by key and label, and nobody
    has looked at it.
    """
    problems = [Problem(key, "cases.value_differs", {"label": label}) for key, label in fields]
    return Invalid("cases.differences_open", count=len(problems), problems=problems)


def no_such_field() -> Invalid:
    """The form asks for nothing of that name."""
    return Invalid("cases.no_such_field", field="field")


def no_such_point() -> Invalid:
    """The catalogue names no such point to look at for this material."""
    return Invalid("cases.no_such_point", field="point")


def material_not_wanted(material: str) -> Invalid:
    """This application asks for no such material from the applicant."""
    return Invalid("cases.material_not_wanted", field="material", material=material)


def too_many_pages(limit: int) -> Invalid:
    """The material may have at most `limit` pages."""
    return Invalid("cases.too_many_pages", field="file", limit=limit)


def too_many_files(limit: int) -> Invalid:
    """A material may have at most `limit` files."""
    return Invalid("cases.too_many_files", field="file", limit=limit)


def promise_needed() -> Invalid:
    """Signing takes the applicant's word that everything is true."""
    return Invalid("cases.promise_needed", field="promise")


def collection_not_offered() -> Invalid:
    """The results cannot be collected in this way."""
    return Invalid("cases.collection_not_offered", field="collection")


def collection_point_needed() -> Invalid:
    """Collecting at a window needs the window's place."""
    return Invalid("cases.collection_point_needed", field="service_point")


def reason_needed() -> Invalid:
    """This step must be given a reason in writing."""
    return Invalid("cases.reason_needed", field="reason")


def text_too_long(limit: int) -> Invalid:
    """The text has more than `limit` characters."""
    return Invalid("cases.text_too_long", field="text", limit=limit)


def until_in_past() -> Invalid:
    """The expected end of a suspension lies in the past."""
    return Invalid("cases.until_in_past", field="until")


def already_decided(state: str, who: str, on: date) -> Conflict:
    """Somebody decided before."""
    return Conflict("cases.already_decided", state=state, who=who, on=on)


def claimed_by_other(who: str) -> Conflict:
    """A colleague is working on this case."""
    return Conflict("cases.claimed_by_other", who=who)


def moved_on(who: str) -> Conflict:
    """Something happened to the case since it was shown."""
    return Conflict("cases.moved_on", who=who)


def not_claimed_by_you() -> Conflict:
    """Only who holds a case can put it back."""
    return Conflict("cases.not_claimed_by_you")


def step_not_open(step: str) -> Conflict:
    """This step is not waiting for anybody now."""
    return Conflict("cases.step_not_open", step=step)


def review_unfinished(steps: Iterable[str]) -> Conflict:
    """The decision must wait for these steps."""
    return Conflict("cases.review_unfinished", steps=_listed(steps))


def materials_in_doubt(names: Iterable[str]) -> Conflict:
    """Materials the department itself marked doubtful forbid an approval."""
    return Conflict("cases.materials_in_doubt", materials=_listed(names))


def materials_unconfirmed(names: Iterable[str]) -> Conflict:
    """Materials nobody handed in, because offices fetch them, are not confirmed yet."""
    return Conflict("cases.materials_unconfirmed", materials=_listed(names))


def materials_outstanding(names: Iterable[str]) -> Conflict:
    """Materials that were allowed to follow have not come yet: no approval before they are in."""
    return Conflict("cases.materials_outstanding", materials=_listed(names))


def no_such_material(material: str) -> Invalid:
    """The case asks for no such material."""
    return Invalid("cases.no_such_material", field="material", material=material)


def gaps_needed() -> Invalid:
    """A notice must tell of at least one gap."""
    return Invalid("cases.gaps_needed")


def gap_unknown() -> Invalid:
    """The case asks for no such material and reads no such field that the applicant fills in."""
    return Invalid("cases.gap_unknown")


def gap_without_words(name: str) -> Invalid:
    """Each gap says why it is one and what mends it."""
    return Invalid("cases.gap_without_words", name=name)


def no_new_gaps(names: Iterable[str]) -> Refused:
    """After a one-time notice nothing may be asked for that it did not tell."""
    return Refused("cases.no_new_gaps", names=_listed(names))


def intake_over(due: date) -> Conflict:
    """The limit for acceptance ran out in silence: the case counts as accepted."""
    return Conflict("cases.intake_over", on=due)


def gaps_open(names: Iterable[str]) -> Invalid:
    """What the notice told is not mended yet; all of it is named."""
    return Invalid("cases.gaps_open", names=_listed(dict.fromkeys(names)))


def passed_before(names: Iterable[str]) -> Refused:
    """Looked at and passed in the pre-review, and not changed since."""
    return Refused("cases.passed_before", names=_listed(names))


def pre_reviewed() -> Conflict:
    """A case is pre-reviewed once."""
    return Conflict("cases.pre_reviewed")


def pre_review_online_only() -> Conflict:
    """Who handed in at a window was told there what to mend."""
    return Conflict("cases.pre_review_online_only")


def notice_begun() -> Conflict:
    """A one-time notice is being gathered or has gone out: a first look comes too late."""
    return Conflict("cases.notice_begun")


def nothing_to_correct() -> Conflict:
    """No correction is asked for in this application."""
    return Conflict("cases.nothing_to_correct")


def refer_needed() -> Invalid:
    """Who is not the right office says which one is."""
    return Invalid("cases.refer_needed", field="refer_to")


def not_extendable() -> Refused:
    """The law gives this item no extension."""
    return Refused("cases.not_extendable")


def limit_over(due: date) -> Conflict:
    """The legal limit has run out: it cannot be extended any more."""
    return Conflict("cases.limit_over", on=due)


def extension_asked() -> Conflict:
    """An extension was asked for already, and has not been answered."""
    return Conflict("cases.extension_asked")


def extended_before() -> Conflict:
    """A limit is extended once."""
    return Conflict("cases.extended_before")


def extension_answered(who: str) -> Conflict:
    """Nobody waits for an answer: a colleague gave it, or nothing was asked."""
    return Conflict("cases.extension_answered", who=who)


def second_signer_needed() -> Refused:
    """Nobody decides this item alone: one proposes, another confirms."""
    return Refused("cases.second_signer_needed")


def one_signer_enough() -> Refused:
    """This item is decided by one officer: there is nothing to propose."""
    return Refused("cases.one_signer_enough")


def proposal_waits(who: str) -> Conflict:
    """A proposed decision waits for the second signer: what it rests on stays as it is."""
    return Conflict("cases.proposal_waits", who=who)


def proposal_answered(who: str) -> Conflict:
    """No proposal waits for an answer: a colleague gave it, or it was taken back."""
    return Conflict("cases.proposal_answered", who=who)


def away_over() -> Invalid:
    """The days named lie in the past."""
    return Invalid("cases.away_over", field="last_on")


def away_order(limit: int) -> Invalid:
    """The last day lies before the first, or more than `limit` days after it."""
    return Invalid("cases.away_order", field="last_on", limit=limit)


def away_already(who: str) -> Conflict:
    """Somebody stands in for that officer already, or will."""
    return Conflict("cases.away_already", who=who)


def not_a_colleague() -> Invalid:
    """Only a colleague who reviews in the same department can take cases over."""
    return Invalid("cases.not_a_colleague", field="to")


def no_such_deputy() -> NotFound:
    """Nobody stands in under this id, or not in a department of whoever asks."""
    return NotFound("cases.no_such_deputy")


def same_person() -> Refused:
    """Who asked or proposed cannot be who approves, whatever other roles they have."""
    return Refused("cases.same_person")


def commitment_not_offered() -> Invalid:
    """No commitment may stand for this material, or a paper was handed in already."""
    return Invalid("cases.commitment_not_offered", field="material")


def commitment_barred() -> Refused:
    """A commitment of the same applicant was not kept and has not been put right."""
    return Refused("cases.commitment_barred")


def commitment_unread(names: Iterable[str]) -> Invalid:
    """Each commitment is signed by itself, after what the office tells was read."""
    return Invalid("cases.commitment_unread", field="pledge", names=_listed(names))


def no_such_obligation() -> NotFound:
    """No such obligation, or not for whoever asks."""
    return NotFound("cases.no_such_obligation")


def limit_runs(due: date) -> Conflict:
    """What was ordered may be put right, or the holder may speak, until that day."""
    return Conflict("cases.limit_runs", on=due)


def day_needed() -> Invalid:
    """A day after today must be named."""
    return Invalid("cases.day_needed", field="on")


def unknown_verdict() -> Invalid:
    """A verdict is ok, doubt or taken back."""
    return Invalid("cases.unknown_verdict", field="verdict")


def unknown_outcome() -> Invalid:
    """A decision approves or refuses."""
    return Invalid("cases.unknown_outcome", field="outcome")


def not_delegated() -> Refused:
    """The department has not delegated this act to the window."""
    return Refused("cases.not_delegated")


def not_immediate(offer: str) -> Refused:
    """Only what is finished on the spot (即办件) can be finished on the spot."""
    return Refused("cases.not_immediate", offer=offer)


def window_needed() -> Refused:
    """This can only be done by a clerk sitting at a service point."""
    return Refused("cases.window_needed")


def wrong_receiver() -> Refused:
    """Only the applicant, or who acts for the organisation, may receive the result."""
    return Refused("cases.wrong_receiver")


def identification_needed() -> Invalid:
    """The receiver must be identified by a card or an electronic licence."""
    return Invalid("cases.identification_needed", field="identified_by")


def nothing_to_hand_out() -> Conflict:
    """No result is waiting for collection."""
    return Conflict("cases.nothing_to_hand_out")


def unknown_reason() -> Invalid:
    """Not one of the reasons for which somebody can be sent home."""
    return Invalid("cases.unknown_reason", field="reason")


def originals_not_seen(materials: Iterable[str]) -> Conflict:
    """Originals that must be shown at collection have not been shown."""
    return Conflict("cases.originals_not_seen", materials=_listed(sorted(set(materials))))


def not_submitted() -> Conflict:
    """The application has not been handed in: there is no receipt and nothing to follow."""
    return Conflict("cases.not_submitted")


def no_such_clock() -> NotFound:
    """This clock has not started in this case, or there is none of that name."""
    return NotFound("cases.no_such_clock")


def no_such_letter() -> NotFound:
    """The case has no such letter."""
    return NotFound("cases.no_such_letter")


def letter_unprintable() -> Conflict:
    """The letter has a character that cannot be printed yet."""
    return Conflict("cases.letter_unprintable")


def address_needed() -> Invalid:
    """A result can only be sent to an address."""
    return Invalid("cases.address_needed", field="address")


def nothing_to_send() -> Conflict:
    """No result of this application waits to be sent."""
    return Conflict("cases.nothing_to_send")


def worth_waiting(names: Iterable[str]) -> Conflict:
    """These parts are not decided yet: their results would need a second parcel."""
    return Conflict("cases.worth_waiting", names=_listed(names))


def in_the_post(parcel: str) -> Conflict:
    """The result is with the courier and cannot be given out."""
    return Conflict("cases.in_the_post", parcel=parcel)


def nothing_to_choose() -> Conflict:
    """How the results are had cannot be chosen again: they are on their way, or there are none."""
    return Conflict("cases.nothing_to_choose")
