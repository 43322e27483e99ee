"""Every code the kernel can name has words, and the words fit their facts."""

import re
from pathlib import Path

from django.utils.encoding import force_str

from onevisit import kernel
from onevisit.kernel.web.wordings import WORDINGS

SOURCES = Path(kernel.__file__).parent
CODE = re.compile(r'"((?:codes|calendar|conditions|sheets|two_people)\.[a-z0-9_]+)"')


def test_every_code_in_the_source_is_worded_and_no_other() -> None:
    named = {
        code
        for path in SOURCES.rglob("*.py")
        if "web" not in path.parts and "migrations" not in path.parts
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }
    assert named == set(WORDINGS)


def test_the_words_name_only_facts_that_are_given() -> None:
    given = {
        "days": 1,
        "most": 2,
        "year": 2027,
        "day": "2027-01-01",
        "length": 3,
        "place": "/a",
        "operator": "if",
        "variable": "area",
        "reason": "encoding",
        "line": "元旦：放假 3 天",
        "said": "一",
        "name": "元旦",
        "who": "安小样",
    }
    for code, words in WORDINGS.items():
        assert force_str(words) % given, code
