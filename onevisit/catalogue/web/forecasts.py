"""What an item or a bundle would become, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from onevisit.catalogue.rules.definition import BundleDefinition
from onevisit.catalogue.rules.editing.sections import layout_of, section_of
from onevisit.catalogue.rules.rewriting import Forecast
from onevisit.catalogue.web.comparing import sentence
from onevisit.catalogue.web.editor import bundles
from onevisit.catalogue.web.editor.remarks import where
from onevisit.catalogue.web.editor.table import SECTIONS
from onevisit.catalogue.web.naming import names_of
from onevisit.catalogue.web.wordings import WORDINGS
from onevisit.catalogue.web.workbook.prospect import Prospect
from onevisit.directory import queries as directory
from onevisit.ui.posted import written
from onevisit.ui.wordings import wording


@dataclass(frozen=True)
class Told:
    """What would become of it, in words; `worse` is what would be found wrong."""

    prospect: Prospect
    changes: Sequence[str]
    worse: Sequence[str]


def told(one: Prospect) -> Told:
    """The prospect in words."""
    if one.forecast is None:
        return Told(one, (), ())
    return Told(one, sentences(one.forecast), worse(one.forecast))


def sentences(found: Forecast) -> list[str]:
    """Differences, one after the other, each side in its own names."""
    lead = any(each.section == "lead" for each in found.changes)
    offices = {each.code: each.name for each in directory.departments()} if lead else {}
    items = found.items.values()
    before, after = (names_of(each, items, offices) for each in (found.before, found.after))
    return [sentence(each, before, after) for each in found.changes]


def worse(found: Forecast) -> list[str]:
    """What would be found wrong: contradictions, then what the publish rules say."""
    said = [str(wording(each.code, each.facts)) for each in found.problems]
    bundle, layout = isinstance(found.after, BundleDefinition), layout_of(found.after)
    table = bundles.SECTIONS if bundle else SECTIONS
    for each in found.findings:
        rule = WORDINGS[f"catalogue.rule_{each.rule}"]
        said.append(f"{rule}（{where(each.place, section_of(each.place, layout), table)}）")
    return list(dict.fromkeys(said))


def told_seen(found: Iterable[Prospect]) -> str:
    """What was looked at, for the form that does it: a line for each item that would change."""
    return "\n".join(f"{each.code} {each.seen}" for each in found if each.rewrite is not None)


def looked_at(request: HttpRequest) -> dict[str, str]:
    """The same as it came back: code → what its change was made from."""
    pairs = [line.split() for line in written(request, "seen").splitlines()]
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
