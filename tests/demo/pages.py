"""Which pages name a case in their address."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter

from onevisit.cases.models import Case

CASE_PARAMETERS = {"case", "case_id", "case_number", "case_ref"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its name and the one parameter of its address."""

    name: str
    parameter: str
    by_id: bool

    def of(self, case: Case) -> str:
        """Its address for this case, or for the application the case is in."""
        row = case if self.parameter in CASE_PARAMETERS else case.application
        return reverse(self.name, kwargs={self.parameter: row.id if self.by_id else row.number})


def pages_naming(parameters: set[str]) -> list[Page]:
    """The pages whose address has exactly one parameter, and one of these."""
    return [page for page in _walk(get_resolver(), "") if page.parameter in parameters]


def _walk(resolver: URLResolver, namespace: str) -> Iterator[Page]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            given = entry.pattern.converters
            if len(given) == 1:
                ((parameter, converter),) = given.items()
                by_id = isinstance(converter, UUIDConverter)
                yield Page(f"{namespace}{entry.name}", parameter, by_id)
