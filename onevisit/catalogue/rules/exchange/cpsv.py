"""Items as public services of the European core vocabulary CPSV-AP 3.2 (docs/cpsv-ap.md).

Every resource has an address of its own and says what class it is, so that a file can be joined
with others and held to the public shapes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, SKOS

from onevisit.catalogue.rules.definition import Fee, ItemDefinition, Material, ResultSpec
from onevisit.catalogue.rules.vocabulary import HandleForm, OnlineDepth, Served, TaskState

CV = Namespace("http://data.europa.eu/m8g/")
CPSV = Namespace("http://purl.org/vocab/cpsv#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
TIME = Namespace("http://www.w3.org/2006/time#")
ATU = URIRef("http://data.europa.eu/88u/dataset/atu-type")
CHINESE = URIRef("http://publications.europa.eu/resource/authority/language/ZHO")
BASE = "urn:onevisit:"
PREFIXES = {
    "adms": str(ADMS),
    "cpsv": str(CPSV),
    "cv": str(CV),
    "dcat": str(DCAT),
    "dct": str(DCTERMS),
    "eli": str(ELI),
    "foaf": str(FOAF),
    "skos": str(SKOS),
    "time": str(TIME),
    "xsd": str(XSD),
}

_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SERVED = {
    Served.PERSON: "自然人",
    Served.ENTERPRISE: "企业法人",
    Served.INSTITUTION: "事业法人",
    Served.SOCIAL: "社会组织法人",
    Served.AUTHORITY: "行政机关",
    Served.OTHER: "其他组织",
}
_CHANNELS = {
    HandleForm.WINDOW: "窗口办理",
    HandleForm.COMPUTER: "网上办理",
    HandleForm.MOBILE: "移动端办理",
    HandleForm.COURIER: "快递申请",
}
_STATES = {TaskState.IN_USE: "在用", TaskState.PAUSED: "暂停", TaskState.CANCELLED: "取消"}


@dataclass(frozen=True, slots=True)
class Provider:
    """The department that answers for an item, and the place it answers for."""

    code: str
    name: str
    region: str
    region_name: str


def graph_of(items: Iterable[tuple[ItemDefinition, Provider]], base: str = BASE) -> Graph:
    """The items and all they name as one graph."""
    graph = Graph(bind_namespaces="none")
    for prefix, address in PREFIXES.items():
        graph.bind(prefix, address)
    for item, provider in items:
        _Writer(graph, base, item).write(provider)
    return graph


def _quoted(name: str) -> str:
    """A name as a part of an address (RFC 3986, section 2)."""
    return "".join(chr(each) if each in _PLAIN else f"%{each:02X}" for each in name.encode())


def _text(words: str) -> Literal:
    return Literal(words, lang="zh")


class _Writer:
    """One item into a graph."""

    def __init__(self, graph: Graph, base: str, item: ItemDefinition) -> None:
        self._graph, self._base, self._item = graph, base, item
        self._service = self._address("item", item.code)

    def write(self, provider: Provider) -> None:
        """The service, and everything that hangs on it."""
        item, me = self._item, self._service
        self._is(me, CPSV.PublicService, identifier=item.code, title=item.name)
        about = item.texts.summary.strip() or item.texts.conditions.strip() or item.name
        self._add(me, DCTERMS.description, _text(about))
        self._graph.add((CHINESE, RDF.type, DCTERMS.LinguisticSystem))
        self._add(me, DCTERMS.language, CHINESE)
        for phrase in item.everyday:
            self._add(me, DCAT.keyword, _text(phrase))
        days = item.regime.promise if item.regime.promise is not None else item.regime.legal
        if days is not None:
            duration = Literal(f"P{days}D", datatype=XSD.duration, normalize=False)
            self._add(me, CV.processingTime, duration)
        self._authority(provider)
        self._concepts()
        self._contact()
        self._channels()
        self._rules()
        for material in item.materials:
            self._material(material)
        for result in item.results:
            self._output(result)
        for index, fee in enumerate(item.fees, start=1):
            self._cost(index, fee)

    def _authority(self, provider: Provider) -> None:
        office = self._address("department", provider.code)
        place = self._address("region", provider.region)
        for kind in (DCTERMS.Location, ATU):
            self._graph.add((place, RDF.type, kind))
        self._add(place, SKOS.prefLabel, _text(provider.region_name))
        self._graph.add((office, RDF.type, CV.PublicOrganisation))
        self._add(office, SKOS.prefLabel, _text(provider.name))
        self._add(office, DCTERMS.spatial, place)
        self._add(self._service, CV.hasCompetentAuthority, office)
        self._add(self._service, DCTERMS.spatial, place)

    def _concepts(self) -> None:
        item, me = self._item, self._service
        self._add(me, ADMS.status, self._concept("state", _STATES[item.national.state]))
        for served in item.served:
            self._add(me, DCTERMS.audience, self._concept("served", _SERVED[served]))
        for theme in item.themes:
            self._add(me, CV.thematicArea, self._concept("theme", theme))
        self._add(me, CV.isClassifiedBy, self._concept("task-type", item.task_type.value))
        for event in item.life_events:
            found = self._address("life-event", event)
            self._is(found, CV.Event, identifier=event, title=event)
            self._graph.add((found, RDF.type, CV.LifeEvent))
            self._add(me, CV.isGroupedBy, found)

    def _contact(self) -> None:
        texts = self._item.texts
        if not texts.consult_phone and not texts.hours:
            return
        found = self._own("contact")
        self._graph.add((found, RDF.type, CV.ContactPoint))
        if texts.consult_phone:
            self._add(found, CV.telephone, Literal(texts.consult_phone))
        if texts.hours:
            self._add(found, CV.openingHours, self._hours(texts.hours))
        self._add(self._service, CV.contactPoint, found)

    def _hours(self, words: str) -> URIRef:
        found = self._own("hours")
        self._graph.add((found, RDF.type, TIME.TemporalEntity))
        self._add(found, DCTERMS.description, _text(words))
        return found

    def _channels(self) -> None:
        item = self._item
        forms = list(item.national.handle_forms) or list(_channels_of(item))
        for form in forms:
            found = self._own("channel", form.value)
            name = _CHANNELS[form]
            self._is(found, CV.Channel, identifier=f"{item.code}-{form.value}")
            self._add(found, DCTERMS.type, self._concept("channel", name))
            if form is HandleForm.WINDOW and item.texts.location:
                self._add(found, DCTERMS.description, _text(item.texts.location))
            self._add(self._service, CV.hasChannel, found)

    def _rules(self) -> None:
        item = self._item
        for index, basis in enumerate(item.texts.legal_basis, start=1):
            found = self._own("law", str(index))
            self._is(found, ELI.LegalResource, title=basis)
            self._add(self._service, CV.hasLegalResource, found)
        if item.texts.conditions.strip():
            found = self._own("requirement")
            code = f"{item.code}-requirement"
            self._is(found, CV.Requirement, identifier=code, title=f"{item.name}受理条件")
            self._add(found, DCTERMS.description, _text(item.texts.conditions))
            self._add(self._service, CV.holdsRequirement, found)

    def _material(self, material: Material) -> None:
        kind = self._address("material", material.key)
        self._is(kind, CV.EvidenceType, identifier=material.key, title=material.name)
        found = self._own("evidence", material.key)
        code = f"{self._item.code}-{material.key}"
        self._is(found, CV.Evidence, identifier=code, title=material.name)
        if material.help:
            self._add(found, DCTERMS.description, _text(material.help))
        self._add(found, DCTERMS.conformsTo, kind)
        self._add(self._service, CPSV.hasInput, found)
        self._add(self._service, CV.hasInputType, kind)

    def _output(self, result: ResultSpec) -> None:
        found = self._own("output", result.key)
        code = f"{self._item.code}-{result.key}"
        self._is(found, CV.Output, identifier=code, title=result.name)
        if result.kind:
            self._add(found, DCTERMS.type, self._concept("result", result.kind))
        self._add(self._service, CPSV.produces, found)

    def _cost(self, index: int, fee: Fee) -> None:
        found = self._own("cost", str(index))
        self._is(found, CV.Cost, identifier=f"{self._item.code}-{index}")
        said = "：".join(each for each in (fee.name, fee.standard) if each)
        self._add(found, DCTERMS.description, _text(said))
        self._add(self._service, CV.hasCost, found)

    # -- the small parts -------------------------------------------------------------------------

    def _address(self, kind: str, *names: str) -> URIRef:
        path = "/".join(_quoted(each) for each in (kind, *names))
        return URIRef(self._base + (path if "://" in self._base else path.replace("/", ":")))

    def _own(self, kind: str, *names: str) -> URIRef:
        return self._address("item", self._item.code, kind, *names)

    def _concept(self, scheme: str, name: str) -> URIRef:
        found = self._address(scheme, name)
        self._graph.add((found, RDF.type, SKOS.Concept))
        self._add(found, SKOS.prefLabel, _text(name))
        return found

    def _is(self, node: URIRef, kind: URIRef, *, identifier: str = "", title: str = "") -> None:
        self._graph.add((node, RDF.type, kind))
        if identifier:
            self._add(node, DCTERMS.identifier, Literal(identifier))
        if title:
            self._add(node, DCTERMS.title, _text(title))

    def _add(self, node: URIRef, predicate: URIRef, value: URIRef | Literal) -> None:
        self._graph.add((node, predicate, value))


def _channels_of(item: ItemDefinition) -> Iterator[HandleForm]:
    """Where the tables do not say: a window always, the net where it goes that far, the post."""
    yield HandleForm.WINDOW
    if item.online_depth in (OnlineDepth.ACCEPT, OnlineDepth.FULL):
        yield HandleForm.COMPUTER
    if item.postal_application:
        yield HandleForm.COURIER
