"""The one way a draft gets its content, from whatever hand or file it comes."""

from dataclasses import replace

from onevisit.accounts.rules import Actor
from onevisit.catalogue.models import BundleVersion, ItemVersion
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.parsing import definition_digest, to_json
from onevisit.catalogue.services.handing_over import let_lead
from onevisit.catalogue.services.holding import touch
from onevisit.catalogue.services.references import Resolved, resolve, save_refs


def keep(
    version: ItemVersion | BundleVersion,
    definition: ItemDefinition | BundleDefinition,
    *,
    actor: Actor,
    resolved: Resolved | None = None,
) -> None:
    """Save the draft with this content and note whose hand it was. What the definition names gets
    rows, except what is not there: a draft may be kept half done. `resolved`: looked up already.

    Raises as `handing_over.let_lead`.
    """
    if isinstance(version, BundleVersion) and isinstance(definition, BundleDefinition):
        let_lead(version, definition.lead, actor)
    version.schema = definition.schema
    version.document = to_json(definition)
    version.digest = definition_digest(definition)
    touch(version, actor)
    version.save()
    found = resolved or resolve(definition)
    wrong = {problem.place for problem in found.problems}
    known = tuple(ref for ref in found.references if ref.pointer not in wrong)
    save_refs(version, replace(found, references=known))
