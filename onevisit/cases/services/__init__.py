"""What can happen to applications and cases: the verbs of this room."""

from onevisit.cases.models import Named
from onevisit.cases.services.again import apply_again, start_again
from onevisit.cases.services.calendar_notices import (
    confirm_notice,
    enter_notice,
    withdraw_notice,
)
from onevisit.cases.services.commitments import check_obligation, promise_instead
from onevisit.cases.services.competence import move_to_competent
from onevisit.cases.services.consulting import (
    answer_question,
    ask_opinion,
    consulted_file,
    withdraw_question,
)
from onevisit.cases.services.correction import StandsThere, correct, correct_fields
from onevisit.cases.services.cosigning import confirm, propose, send_back, take_back
from onevisit.cases.services.decision import decide, withdraw
from onevisit.cases.services.demands import demand_letter, demand_letters_of
from onevisit.cases.services.deputies import AwayDraft, end_deputy, name_deputy, pass_on
from onevisit.cases.services.destroying import destroy
from onevisit.cases.services.drafts import (
    choose_collection,
    discard_draft,
    send_home,
    start_application,
)
from onevisit.cases.services.drawings import (
    check_drawings,
    close_drawings,
    drawing_file,
    hand_in_drawings,
    open_drawings,
    tell_drawings,
    write_comments,
)
from onevisit.cases.services.evidence import (
    attach_file,
    check_point,
    evidence_content,
    note_paper,
    remove_evidence,
)
from onevisit.cases.services.extending import (
    ask_extension,
    decline_extension,
    grant_extension,
)
from onevisit.cases.services.filling import SavedDraft, save_answers, save_form
from onevisit.cases.services.handing_over import acknowledge, report_finding
from onevisit.cases.services.handout import hand_out
from onevisit.cases.services.intake import accept, not_accept
from onevisit.cases.services.joint import (
    cancel_visit,
    join_visit,
    keep_visit,
    move_visit,
    plan_visit,
    visit_photo,
    write_finding,
)
from onevisit.cases.services.joint_papers import acceptance_letter, drawing_letter, more_days_letter
from onevisit.cases.services.letter_texts import (
    form_sample,
    preview_text,
    put_in_force,
    send_text_back,
    version_sample,
    write_text,
)
from onevisit.cases.services.letters import (
    commitment_letter,
    county_paper,
    letter,
    obligation_letter,
)
from onevisit.cases.services.lodging import (
    fetch_back,
    hear_locker,
    lay_in,
    release_door,
    renew_code,
    reserve_door,
    sweep_lockers,
)
from onevisit.cases.services.many import Came, Wish, do_many, try_many
from onevisit.cases.services.mending_longer import answer_more_days, ask_more_days
from onevisit.cases.services.motions import begin_motion
from onevisit.cases.services.notices import ask_correction
from onevisit.cases.services.on_the_spot import finish_on_the_spot
from onevisit.cases.services.papers import keep_original, prepare_result, return_original
from onevisit.cases.services.parties import (
    agree,
    agree_at_window,
    attach_as_party,
    decline,
    fill_as_party,
    name_party,
    remove_as_party,
    remove_party,
    withdraw_consent,
)
from onevisit.cases.services.party_files import paper_for_party, result_for_party
from onevisit.cases.services.passing import pass_up
from onevisit.cases.services.posting import (
    choose_again,
    hand_to_courier,
    label_of,
    mark_parcel,
    pack,
)
from onevisit.cases.services.pre_review import pre_pass, pre_return
from onevisit.cases.services.recording import read_whole
from onevisit.cases.services.recounting import recount_limits
from onevisit.cases.services.results import keep_document, result_document
from onevisit.cases.services.review import (
    claim,
    give_opinion,
    release,
    resume,
    set_verdict,
    suspend,
)
from onevisit.cases.services.rolling import note_rolled, roll_drafts
from onevisit.cases.services.routes import end_route, set_route
from onevisit.cases.services.rulings import record_ruling
from onevisit.cases.services.settling import note_reading, settle
from onevisit.cases.services.sharing import share
from onevisit.cases.services.specimens import result_specimen
from onevisit.cases.services.standing_by import stand_by
from onevisit.cases.services.stopping import stop_case
from onevisit.cases.services.submission import Receipt, submit
from onevisit.cases.services.sweeping import Swept, sweep
from onevisit.cases.services.verifying import verify_document
from onevisit.cases.services.visit_asking import ask_other_time
from onevisit.cases.services.visit_reminders import remind_of_visits

__all__ = [
    "AwayDraft",
    "Came",
    "Named",
    "Receipt",
    "SavedDraft",
    "StandsThere",
    "Swept",
    "Wish",
    "accept",
    "acceptance_letter",
    "acknowledge",
    "agree",
    "agree_at_window",
    "answer_more_days",
    "answer_question",
    "apply_again",
    "ask_correction",
    "ask_extension",
    "ask_more_days",
    "ask_opinion",
    "ask_other_time",
    "attach_as_party",
    "attach_file",
    "begin_motion",
    "cancel_visit",
    "check_drawings",
    "check_obligation",
    "check_point",
    "choose_again",
    "choose_collection",
    "claim",
    "close_drawings",
    "commitment_letter",
    "confirm",
    "confirm_notice",
    "consulted_file",
    "correct",
    "correct_fields",
    "county_paper",
    "decide",
    "decline",
    "decline_extension",
    "demand_letter",
    "demand_letters_of",
    "destroy",
    "discard_draft",
    "do_many",
    "drawing_file",
    "drawing_letter",
    "end_deputy",
    "end_route",
    "enter_notice",
    "evidence_content",
    "fetch_back",
    "fill_as_party",
    "finish_on_the_spot",
    "form_sample",
    "give_opinion",
    "grant_extension",
    "hand_in_drawings",
    "hand_out",
    "hand_to_courier",
    "hear_locker",
    "join_visit",
    "keep_document",
    "keep_original",
    "keep_visit",
    "label_of",
    "lay_in",
    "letter",
    "mark_parcel",
    "more_days_letter",
    "move_to_competent",
    "move_visit",
    "name_deputy",
    "name_party",
    "not_accept",
    "note_paper",
    "note_reading",
    "note_rolled",
    "obligation_letter",
    "open_drawings",
    "pack",
    "paper_for_party",
    "pass_on",
    "pass_up",
    "plan_visit",
    "pre_pass",
    "pre_return",
    "prepare_result",
    "preview_text",
    "promise_instead",
    "propose",
    "put_in_force",
    "read_whole",
    "record_ruling",
    "recount_limits",
    "release",
    "release_door",
    "remind_of_visits",
    "remove_as_party",
    "remove_evidence",
    "remove_party",
    "renew_code",
    "report_finding",
    "reserve_door",
    "result_document",
    "result_for_party",
    "result_specimen",
    "resume",
    "return_original",
    "roll_drafts",
    "save_answers",
    "save_form",
    "send_back",
    "send_home",
    "send_text_back",
    "set_route",
    "set_verdict",
    "settle",
    "share",
    "stand_by",
    "start_again",
    "start_application",
    "stop_case",
    "submit",
    "suspend",
    "sweep",
    "sweep_lockers",
    "take_back",
    "tell_drawings",
    "try_many",
    "verify_document",
    "version_sample",
    "visit_photo",
    "withdraw",
    "withdraw_consent",
    "withdraw_notice",
    "withdraw_question",
    "write_comments",
    "write_finding",
    "write_text",
]
