"""Pages of applicants' files as pictures."""

from onevisit.portal.adapters.page_pictures import page_picture
from onevisit.vault.rules import MediaType, ObjectContent
from tests.factories import files


def test_a_page_of_a_pdf_becomes_a_picture() -> None:
    content = ObjectContent(files.pdf(3), MediaType.PDF, "a.pdf")
    drawn = page_picture(content, 3)
    assert drawn is not None and drawn.media_type is MediaType.PNG
    assert drawn.content.startswith(b"\x89PNG")


def test_a_picture_is_its_own_only_page() -> None:
    content = ObjectContent(files.jpeg(), MediaType.JPEG, "a.jpg")
    assert page_picture(content, 1) is content
    assert page_picture(content, 2) is None


def test_what_cannot_be_drawn_is_no_picture_and_no_failure() -> None:
    assert page_picture(ObjectContent(files.pdf(1), MediaType.PDF, "a.pdf"), 2) is None
    broken = ObjectContent(b"%PDF-1.7 nonsense", MediaType.PDF, "b.pdf")
    assert page_picture(broken, 1) is None
