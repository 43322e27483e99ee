"""Every text is translated, and the machinery finds every kind of text."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from onevisit.config import translations
from tests.architecture import source


def test_every_text_is_translated() -> None:
    assert [(lang, f) for lang in translations.LANGUAGES for f in translations.findings(lang)] == []


def test_a_template_that_counts_gives_the_count() -> None:
    # Asked without its count, a text of two forms is always the one of "1 case".
    with (Path("onevisit/locale/en/LC_MESSAGES/django.po")).open("rb") as words:
        two = {m.id[0] for m in read_po(words, locale="en") if isinstance(m.id, tuple)}
    block = re.compile(
        r"\{% blocktranslate(?P<how>[^%]*)%\}(?P<text>[^%]*)\{% endblocktranslate %\}"
    )
    found = [
        (source.shown(path), text)
        for path in source.templates()
        for how, text in block.findall(path.read_text(encoding="utf-8"))
        if " count " not in how and re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", text) in two
    ]
    assert found == []


def test_texts_are_found_in_python_and_in_templates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = tmp_path / "house"
    (house / "room" / "templates" / "room").mkdir(parents=True)
    (house / "room" / "words.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy\n"
        "A = _('您好')\n"
        "B = ngettext('%(n)d 份材料', '%(n)d 份材料', 2)\n"
        "C = pgettext_lazy('动词', '办')\n",
        encoding="utf-8",
    )
    (house / "room" / "templates" / "room" / "page.html").write_text(
        "{% load i18n %}\n<p>{% translate '下一步' %}</p>\n"
        "    {% blocktranslate trimmed count n=n %}\n  一共 {{ n }} 份\n"
        "  {% plural %}\n 一共 {{ n }} 份\n{% endblocktranslate %}\n"
        " {% blocktranslate %}您是 {{ who }}，对吗？{% endblocktranslate %}\n"
        '{% translate "已办" context "状态" %}{% include "x.html" with title=_("标题") %}',
        encoding="utf-8",
    )
    monkeypatch.setattr(translations, "ROOT", house)
    monkeypatch.setattr(translations, "LOCALE", house / "locale")
    found = {(m.context, m.id) for m in translations.extract() if m.id}
    assert found == {
        (None, "您好"),
        (None, ("%(n)d 份材料", "%(n)d 份材料")),
        ("动词", "办"),
        (None, "下一步"),
        (None, ("一共 %(n)s 份", "一共 %(n)s 份")),
        (None, "您是 %(who)s，对吗？"),
        ("状态", "已办"),
        (None, "标题"),
    }

    assert len(translations.findings("en")) == len(found)
    translations.update("en")
    assert all(finding.startswith("untranslated") for finding in translations.findings("en"))
    path = translations.catalogue_path("en")
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            'msgid "您好"\nmsgstr ""', 'msgid "您好"\nmsgstr "Hi"'
        ),
        encoding="utf-8",
    )
    translations.update("en")
    assert len(translations.findings("en")) == len(found) - 1
    assert translations.compile_stale() == ["en"]
    assert translations.compile_stale() == []
    assert path.with_suffix(".mo").exists()
