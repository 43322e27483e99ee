"""The tables of the editor's sections, in the order in which one writes them."""

from collections.abc import Mapping
from types import MappingProxyType

from onevisit.catalogue.queries import Draft
from onevisit.catalogue.web.editor import (
    bundles,
    fees,
    form_fields,
    head,
    materials,
    national,
    parties,
    process,
    situations,
    words,
)
from onevisit.catalogue.web.editor.section import Section

SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        section.name: section
        for section in (
            head.BASICS,
            head.LIMITS,
            situations.SITUATIONS,
            materials.MATERIALS,
            process.STEPS,
            form_fields.FORM,
            head.RESULTS,
            fees.FEES,
            words.GUIDE,
            words.BASIS,
            words.FAQ,
            words.NAMES,
            parties.PARTIES,
            national.NATIONAL,
        )
    }
)


def sections_of(view: Draft) -> Mapping[str, Section]:
    """Those of what is being written."""
    return bundles.SECTIONS if view.is_bundle else SECTIONS
