"""Writes of the catalogue: drafts, review, publishing, everyday names, import."""

from onevisit.catalogue.services.activities import set_activities, withdraw_activity
from onevisit.catalogue.services.adopting import (
    Undone,
    adopt_standard,
    submit_adoption,
    undo_adoption,
)
from onevisit.catalogue.services.aliases import add_alias, drop_alias, set_aliases
from onevisit.catalogue.services.bundling import NewBundle, copy_bundle, new_bundle
from onevisit.catalogue.services.deviating import count_deviations
from onevisit.catalogue.services.drafts import save_bundle_draft, save_item_draft
from onevisit.catalogue.services.dropping import drop_draft
from onevisit.catalogue.services.editing import (
    Kept,
    NewItem,
    begin_draft,
    change_draft,
    copy_item,
    new_item,
    undo_change,
)
from onevisit.catalogue.services.enablers import save_enabler
from onevisit.catalogue.services.importing import import_catalogue, survey_file
from onevisit.catalogue.services.linting import lint_everything, lint_some
from onevisit.catalogue.services.points import (
    confirm_point_list,
    propose_point_list,
    return_point_list,
)
from onevisit.catalogue.services.publishing import publish_bundle, publish_item
from onevisit.catalogue.services.registers import Imported, end_row, import_rows, save_row
from onevisit.catalogue.services.retiring import (
    cancel_retirement,
    confirm_retirement,
    propose_retirement,
    revive,
)
from onevisit.catalogue.services.reviewing import (
    Answer,
    approve,
    approve_several,
    send_back,
    submit_for_review,
    take_back,
)
from onevisit.catalogue.services.rewriting import (
    adopt_over_many,
    put_book,
    rewrite_from_book,
    rewrite_items,
    submit_rewriting,
    undo_rewriting,
)
from onevisit.catalogue.services.rewriting_reading import register_book
from onevisit.catalogue.services.rewriting_rows import Rewrite
from onevisit.catalogue.services.rewriting_runs import cancel_rewriting
from onevisit.catalogue.services.scheduling import apply_plans
from onevisit.catalogue.services.standards import (
    allow_in_standard,
    approve_standard,
    ask_withdrawal,
    begin_standard,
    change_standard,
    drop_standard,
    return_standard,
    submit_standard,
    undo_standard_change,
)
from onevisit.catalogue.services.taking_over import take_over
from onevisit.catalogue.services.typing import drop_typing, keep_typing
from onevisit.catalogue.services.unifying import (
    compare_changed,
    compare_everything,
)
from onevisit.catalogue.services.waiving import waive, withdraw_waiver

__all__ = [
    "Answer",
    "Imported",
    "Kept",
    "NewBundle",
    "NewItem",
    "Rewrite",
    "Undone",
    "add_alias",
    "adopt_over_many",
    "adopt_standard",
    "allow_in_standard",
    "apply_plans",
    "approve",
    "approve_several",
    "approve_standard",
    "ask_withdrawal",
    "begin_draft",
    "begin_standard",
    "cancel_retirement",
    "cancel_rewriting",
    "change_draft",
    "change_standard",
    "compare_changed",
    "compare_everything",
    "confirm_point_list",
    "confirm_retirement",
    "copy_bundle",
    "copy_item",
    "count_deviations",
    "drop_alias",
    "drop_draft",
    "drop_standard",
    "drop_typing",
    "end_row",
    "import_catalogue",
    "import_rows",
    "keep_typing",
    "lint_everything",
    "lint_some",
    "new_bundle",
    "new_item",
    "propose_point_list",
    "propose_retirement",
    "publish_bundle",
    "publish_item",
    "put_book",
    "register_book",
    "return_point_list",
    "return_standard",
    "revive",
    "rewrite_from_book",
    "rewrite_items",
    "save_bundle_draft",
    "save_enabler",
    "save_item_draft",
    "save_row",
    "send_back",
    "set_activities",
    "set_aliases",
    "submit_adoption",
    "submit_for_review",
    "submit_rewriting",
    "submit_standard",
    "survey_file",
    "take_back",
    "take_over",
    "undo_adoption",
    "undo_change",
    "undo_rewriting",
    "undo_standard_change",
    "waive",
    "withdraw_activity",
    "withdraw_waiver",
]
