"""Items as CPSV-AP 3.2: held to the cardinalities, classes and datatypes of the specification.

The shapes here are our own, written from what the public SHACL of release 3.2.0 demands of the
classes we use; the classes of values are checked as well.
"""

import json
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import DCTERMS, RDF

from onevisit.accounts.rules import SYSTEM
from onevisit.catalogue.rules.exchange.cpsv import CPSV, PREFIXES, Provider, graph_of
from onevisit.catalogue.services import exchange
from tests.catalogue.publishable import item

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

RULES = """
cpsv:PublicService dct:identifier 1 1 -
cpsv:PublicService dct:title 1 * rdf:langString
cpsv:PublicService dct:description 1 * rdf:langString
cpsv:PublicService cv:hasCompetentAuthority 1 * cv:PublicOrganisation
cpsv:PublicService cv:processingTime 0 1 xsd:duration
cpsv:PublicService adms:status 0 1 skos:Concept
cpsv:PublicService dcat:keyword 0 * rdf:langString
cpsv:PublicService dct:language 0 * dct:LinguisticSystem
cpsv:PublicService dct:spatial 0 * dct:Location
cpsv:PublicService dct:audience 0 * skos:Concept
cpsv:PublicService cv:thematicArea 0 * skos:Concept
cpsv:PublicService cv:isClassifiedBy 0 * skos:Concept
cpsv:PublicService cv:isGroupedBy 0 * cv:Event
cpsv:PublicService cv:contactPoint 0 * cv:ContactPoint
cpsv:PublicService cv:hasChannel 0 * cv:Channel
cpsv:PublicService cv:hasCost 0 * cv:Cost
cpsv:PublicService cv:hasLegalResource 0 * eli:LegalResource
cpsv:PublicService cv:holdsRequirement 0 * cv:Requirement
cpsv:PublicService cv:hasInputType 0 * cv:EvidenceType
cpsv:PublicService cpsv:hasInput 0 * cv:Evidence
cpsv:PublicService cpsv:produces 0 * cv:Output
cv:PublicOrganisation skos:prefLabel 1 * rdf:langString
cv:PublicOrganisation dct:spatial 1 * atu:atu-type
cv:Channel dct:identifier 1 1 -
cv:Channel dct:type 0 1 skos:Concept
cv:Channel dct:description 0 * rdf:langString
cv:ContactPoint cv:openingHours 0 * time:TemporalEntity
cv:Cost dct:identifier 1 1 -
cv:Cost dct:description 0 * rdf:langString
cv:Event dct:identifier 1 1 -
cv:Event dct:title 1 * rdf:langString
cv:Evidence dct:identifier 1 1 -
cv:Evidence dct:title 1 * rdf:langString
cv:Evidence dct:conformsTo 0 * cv:EvidenceType
cv:EvidenceType dct:identifier 1 1 -
cv:Output dct:identifier 1 1 -
cv:Output dct:title 1 * rdf:langString
cv:Output dct:type 0 * skos:Concept
cv:Requirement dct:identifier 1 1 -
cv:Requirement dct:title 1 * rdf:langString
"""
_DATATYPES = ("rdf:langString", "xsd:duration")
PROVIDER = Provider("11339921MB0000001A", "安澜县市场监督管理局", "339921000000", "安澜县")


def shapes() -> Graph:
    """The rules above as SHACL."""
    prefixes = {
        **PREFIXES,
        "sh": "http://www.w3.org/ns/shacl#",
        "rdf": str(RDF),
        "atu": "http://data.europa.eu/88u/dataset/",
    }
    lines = [f"@prefix {name}: <{address}> ." for name, address in prefixes.items()]
    for rule in RULES.strip().splitlines():
        target, path, least, most, kind = rule.split()
        parts = [f"sh:path {path}", f"sh:minCount {least}"]
        parts += [] if most == "*" else [f"sh:maxCount {most}"]
        what = "sh:datatype" if kind in _DATATYPES else "sh:class"
        parts += [] if kind == "-" else [f"{what} {kind}"]
        body = " ; ".join(parts)
        lines.append(f"[] a sh:NodeShape ; sh:targetClass {target} ; sh:property [ {body} ] .")
    return Graph().parse(data="\n".join(lines), format="turtle")


def faults(graph: Graph) -> str:
    """What the shapes find, empty when nothing."""
    import pyshacl

    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes())
    return "" if conforms else str(text)


def test_an_item_conforms_and_each_fault_would_be_found() -> None:
    whole = item(
        ("/life_events", ["开办企业"]),
        ("/fees", [{"name": "工本费", "standard": "10 元", "basis": "某文件"}]),
    )
    graph = graph_of([(whole, PROVIDER)])
    assert len(set(graph.subjects(RDF.type, CPSV.PublicService))) == 1
    assert faults(graph) == ""
    graph.remove((None, DCTERMS.spatial, None))
    assert "spatial" in faults(graph)


@pytest.mark.django_db
def test_the_catalogue_is_written_as_turtle_and_json_ld_with_the_same_meaning(
    restaurant: object, tmp_path: Path
) -> None:
    graphs = []
    for form, name in (
        (exchange.LinkedForm.TURTLE, "turtle"),
        (exchange.LinkedForm.JSON_LD, "json-ld"),
    ):
        path = tmp_path / form.value
        count = exchange.export_cpsv(path=path, form=form, actor=SYSTEM, tell=lambda _: None)
        graphs.append(Graph().parse(data=path.read_text(encoding="utf-8"), format=name))
        services = set(graphs[-1].subjects(RDF.type, CPSV.PublicService))
        assert len(services) == count > 5
    assert set(graphs[0]) == set(graphs[1])
    assert json.loads((tmp_path / "jsonld").read_text(encoding="utf-8"))["@context"]["cv"]
    assert faults(graphs[0]) == ""
