"""What the documents name is there."""

import re

from tests.architecture import source

SETTING = re.compile(
    r'(?:text|required|flag|integer|items|keys|key|adapter|choice)\(\s*"([A-Z_]+)"'
)
OURS = {"ONEVISIT_SERVING", "ONEVISIT_METRICS_DIR", "ONEVISIT_TEST_DB"}
"""Set by the product for itself, or by its tests."""
DEMONSTRATION = {
    "ONEVISIT_MESSAGE_PORT",
    "ONEVISIT_MESSAGE_RECEIPTS",
    "ONEVISIT_DEBUG",
    "ONEVISIT_HOSTS",
    "ONEVISIT_DEMO_APPLICATIONS",
    "ONEVISIT_PAY_PORT",
}
"""Read elsewhere than in production, or refused there."""
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
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


def test_every_setting_of_production_is_written_down() -> None:
    read = {
        name
        for path in (source.HOUSE / "config").rglob("*.py")
        for name in SETTING.findall(path.read_text(encoding="utf-8"))
    }
    assert {"SECRET_KEY", "DATABASE_URL", "ONEVISIT_VAR"} <= read
    told = (source.ROOT / "docs" / "how-to" / "go-to-production.md").read_text(encoding="utf-8")
    missing = {name for name in read - OURS - DEMONSTRATION if f"`{name}`" not in told}
    assert missing == set()


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*source.ROOT.glob("*.md"), *(source.ROOT / "docs").rglob("*.md")]
    dead = [
        f"{page.name}: {link}"
        for page in pages
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert dead == []


def test_every_decision_has_a_number_of_its_own() -> None:
    files = sorted((source.ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(path.name[:4]) for path in files]
    assert len(numbers) == len(set(numbers))
    assert [path.read_text("utf-8").split(".")[0] for path in files] == [f"# {n}" for n in numbers]
