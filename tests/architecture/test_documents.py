"""What the documents name is there."""

import re

from tests.architecture import source

FILE = re.compile(r"`((?:[a-z_]+/)+[a-z_]+(?:\.py)?/?)`")


def named() -> set[str]:
    """Files and folders of the house that the architecture document sends a reader to."""
    text = (source.ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return set(FILE.findall(text)) - {"var/vault", "docs/adr"}


def test_the_architecture_document_names_files() -> None:
    assert len(named()) > 10


def test_every_file_it_names_is_there() -> None:
    missing = [name for name in sorted(named()) if not (source.HOUSE / name).exists()]
    assert missing == []
