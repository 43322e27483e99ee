"""The texts of letters and results: one officer writes, another puts in force from a later day."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from onevisit.accounts.rules import Actor
from onevisit.audit import services as audit
from onevisit.cases.adapters.typst_letters import render_letter
from onevisit.cases.adapters.typst_pdf import render_result
from onevisit.cases.errors import letter_texts as errors
from onevisit.cases.errors import reason_needed, text_too_long
from onevisit.cases.models import LetterVersion
from onevisit.cases.queries.letter_samples import sample_facts, sample_result
from onevisit.cases.queries.letter_texts import (
    edition_of,
    edition_on,
    form_named,
    owned_by,
    part_words,
    require_place,
    worded_item,
    words_below,
)
from onevisit.cases.queries.wordings import prefix_of
from onevisit.cases.rules.letter_check import check_text
from onevisit.cases.rules.letter_forms import (
    RESULTS,
    WHOLE_OF,
    Edition,
    LetterForm,
    LetterText,
    text_from,
)
from onevisit.cases.rules.numbers import result_number
from onevisit.kernel import clock, two_people
from onevisit.payments import services as payments
from onevisit.vault.rules import MediaType, ObjectContent, safe_name

_LONGEST: Final = 200
_MARK: Final = "样例 无效"


def write_text(
    *,
    form: str,
    department_id: UUID | None,
    sections: Mapping[str, str] | None,
    why: str,
    actor: Actor,
    item: str = "",
) -> UUID:
    """Write the text of a form for the county or a department, or for the papers of one of its
    items; it waits for another officer.
    Without `sections` it goes back to what holds without it.

    Raises Refused `accounts.not_permitted`; NotFound `cases.no_such_form`; Invalid as `check_text`,
    `cases.letter_text_unprintable`, `cases.reason_needed`, `cases.text_too_long`; Conflict
    `cases.letter_text_same`, `cases.number_taken`, `two_people.waits`.
    """
    require_place(actor, department_id)
    if actor.user_id is None:
        raise ValueError("a text is written by somebody")
    known, why = _form(form, department_id, item), _said(why)
    text = text_from(known, sections) if sections is not None else None
    if text is not None:
        _draw(known, text, department_id, item)
    own = LetterVersion.objects.filter(owned_by(department_id), form=known, item=item)
    _check_new(known, text, department_id, item)
    row = LetterVersion(
        form=known,
        department_id=department_id,
        item=item,
        text=asdict(text) if text is not None else None,
        why=why,
    )
    with two_people.writing(row, actor, own):
        _record("cases.write_letter_text", row, actor)
    return row.id


def _form(form: str, department_id: UUID | None, item: str) -> LetterForm:
    """Raises NotFound `cases.no_such_form`."""
    known = form_named(form, department_id)
    if item and known not in worded_item(item, department_id).forms:
        raise errors.no_such_form()
    return known


def _check_new(
    form: LetterForm, text: LetterText | None, department_id: UUID | None, item: str
) -> None:
    """Raises Conflict `cases.letter_text_same` for what holds tomorrow as it is."""
    tomorrow = clock.today() + timedelta(days=1)
    held = edition_on(form, department_id=department_id, item=item, day=tomorrow)
    if text is None:
        rows = LetterVersion.objects.filter(owned_by(department_id), form=form, item=item)
        own = rows.filter(state="in_force")
        newest = own.order_by("-since", "-n").first()
        if newest is None or newest.text is None:
            raise errors.text_same()
    elif held.text == text:
        raise errors.text_same()
    elif form is LetterForm.NUMBER:
        _require_free(text, department_id)


def _require_free(text: LetterText, department_id: UUID | None) -> None:
    """Raises Conflict `cases.number_taken`: whose result it is, its number should tell."""
    same = LetterVersion.objects.filter(form=LetterForm.NUMBER, text__title=text.title)
    others = same.exclude(owned_by(department_id)).exclude(state="sent_back")
    taken = others.select_related("department").first()
    if taken is not None:
        raise errors.number_taken(taken.department.name if taken.department else "")


def put_in_force(*, version_id: UUID, since: date | None, actor: Actor) -> None:
    """Put in force what another wrote, from a day on: letters made before stay as they are.

    Raises NotFound `cases.no_such_text`; Refused `two_people.own`; Conflict
    `two_people.answered`; Invalid `two_people.since`, and as `write_text` where the
    rules have changed since it was written.
    """
    with _answering(version_id, actor) as row:
        two_people.require_second(row, actor)
        if row.text is not None:
            check_text(LetterForm(row.form), LetterText(**row.text))
            if row.form == LetterForm.NUMBER:
                _require_free(LetterText(**row.text), row.department_id)
        day = two_people.begin(row, since)
        _record("cases.put_letter_text_in_force", row, actor, since=day.isoformat())


def send_text_back(*, version_id: UUID, reason: str, actor: Actor) -> None:
    """Send back, or take back, what waits; the reason stays with it.

    Raises NotFound `cases.no_such_text`; Conflict `two_people.answered`; Invalid
    `cases.reason_needed`, `cases.text_too_long`.
    """
    said = _said(reason)
    with _answering(version_id, actor) as row:
        row.state, row.reason = "sent_back", said
        _record("cases.send_letter_text_back", row, actor)


def preview_text(
    *,
    form: str,
    department_id: UUID | None,
    sections: Mapping[str, str],
    actor: Actor,
    item: str = "",
) -> ObjectContent:
    """A letter or result of invented people by a text that is still being written, in PDF.

    Raises as `write_text`.
    """
    require_place(actor, department_id)
    known = _form(form, department_id, item)
    return _draw(known, text_from(known, sections), department_id, item)


def version_sample(*, version_id: UUID, actor: Actor) -> ObjectContent:
    """The same by a version that was written. Raises NotFound `cases.no_such_text`."""
    row = _seen(version_id, actor)
    return _drawn(LetterForm(row.form), edition_of(row), row.department_id, row.item)


def form_sample(
    *, form: str, department_id: UUID | None, actor: Actor, item: str = ""
) -> ObjectContent:
    """The same by the text that holds today. Raises as `preview_text`."""
    require_place(actor, department_id)
    known = _form(form, department_id, item)
    return _drawn(known, _today(known, department_id, item), department_id, item)


def _draw(
    form: LetterForm, text: LetterText, department_id: UUID | None, item: str
) -> ObjectContent:
    check_text(form, text)
    return _drawn(form, Edition(text, clock.today()), department_id, item)


def _drawn(
    form: LetterForm, edition: Edition, department_id: UUID | None, item: str
) -> ObjectContent:
    if form is LetterForm.PAYMENT:
        title, content = "缴费票据", _receipt(edition, department_id)
    elif form in RESULTS or form is LetterForm.NUMBER:
        title, content = _result(form, edition, department_id, item)
    else:
        facts = sample_facts(form, department_id)
        address, title = settings.PUBLIC_URL or "-", facts["title"]
        if form in WHOLE_OF:
            facts["said"] = {facts["issuer"]: part_words(form, edition, facts)}
            form, edition = WHOLE_OF[form], _today(WHOLE_OF[form], None)
        content = render_letter(
            form, edition, facts, address=address, demo=settings.DEMO, mark=_MARK
        )
    name = safe_name(f"{title} {_MARK}.pdf", MediaType.PDF)
    return ObjectContent(content, MediaType.PDF, name)


def _receipt(edition: Edition, department_id: UUID | None) -> bytes:
    facts = sample_facts(LetterForm.PAYMENT, department_id)
    words = words_below(edition, facts), _MARK
    return payments.receipt_specimen(
        payee=facts["payee"], payer=facts["payer"], day=clock.today(), words=words, mark=_MARK
    )


def _result(
    form: LetterForm, edition: Edition, department_id: UUID | None, item: str
) -> tuple[str, bytes]:
    """A result by a text, or a licence whose number begins with the words of `edition`."""
    today = clock.today()
    numbered = form is LetterForm.NUMBER
    words = edition if numbered else _today(LetterForm.NUMBER, department_id)
    number = result_number(prefix_of(words.text.title), today, 1)
    shown = LetterForm.LICENCE if numbered else form
    text = _today(shown, department_id) if numbered else edition
    facts = sample_result(shown, department_id, number)
    if item:
        given = worded_item(item, department_id)
        facts.update(item=given.item, title=given.result)
    return facts["title"], render_result(shown, text, facts, demo=settings.DEMO, mark=_MARK)


def _today(form: LetterForm, department_id: UUID | None, item: str = "") -> Edition:
    return edition_on(form, department_id=department_id, item=item, day=clock.today())


def _said(words: str) -> str:
    words = words.strip()
    if not words:
        raise reason_needed()
    if len(words) > _LONGEST:
        raise text_too_long(_LONGEST)
    return words


def _seen(version_id: UUID, actor: Actor) -> LetterVersion:
    row = LetterVersion.objects.select_related("department").filter(id=version_id).first()
    if row is None:
        raise errors.no_such_text()
    require_place(actor, row.department_id)
    return row


def _answering(version_id: UUID, actor: Actor) -> AbstractContextManager[LetterVersion]:
    return two_people.answering(
        LetterVersion.objects.all(),
        version_id,
        actor,
        missing=errors.no_such_text,
        allow=lambda row: require_place(actor, row.department_id),
    )


def _record(action: str, row: LetterVersion, actor: Actor, **facts: object) -> None:
    audit.record(
        action=action,
        target_type="cases.letter_version",
        target_id=row.id,
        actor=actor,
        facts={"form": row.form, "item": row.item, "n": row.n, **facts},
    )
