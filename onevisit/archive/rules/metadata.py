"""metadata.xml: what archivists read first, by the names of the field (aligned with DA/T 46-2009
and DA/T 85-2019). Pure.
"""

import re
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Entries = Mapping[str, "str | int"]


def as_xml(blocks: Mapping[str, Entries], files: Iterable[Entries]) -> bytes:
    """One element for each block with its entries, then one for each file; the same facts give the
    same bytes. What is empty says so by an empty element: it was not forgotten.
    """
    root = ElementTree.Element("电子文件归档元数据", {"版本": "1"})
    for name, entries in blocks.items():
        _block(root, name, entries)
    listed = ElementTree.SubElement(root, "计算机文件")
    for each in files:
        _block(listed, "文件", each)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _block(parent: ElementTree.Element, name: str, entries: Entries) -> None:
    block = ElementTree.SubElement(parent, name)
    for term, value in entries.items():
        ElementTree.SubElement(block, term).text = _NOT_XML.sub("", str(value))
