"""Addresses of the staff pages. Nothing personal stands in them: people go by random ids."""

from django.urls import path

from onevisit.portal.web.staff import (
    away,
    cards,
    correct,
    desk,
    extensions,
    gaps,
    home,
    intake,
    joint,
    lookup,
    obligations,
    out,
    owed,
    parcels,
    pre_review,
    queue,
    receipt,
    settling,
    window,
)

_PERSON = "window/people/<uuid:person_id>/"
_DRAFT = "window/<uuid:application_id>/"
_CASE = "desk/<uuid:case_id>/"
_TICKET = "window/queue/<uuid:ticket_id>/"
_READ = "lookup/cases/<uuid:case_id>/"

urlpatterns = [
    path("staff/", home.home, name="staff-home"),
    # queue
    path("window/queue/", queue.queue, name="queue"),
    path("window/queue/column/", queue.column, name="queue-column"),
    path("window/queue/take/", queue.take, name="queue-take"),
    path("window/queue/next/", queue.call_next, name="queue-next"),
    path(_TICKET, queue.ticket, name="queue-ticket"),
    path(f"{_TICKET}act/", queue.act, name="queue-act"),
    # window
    path("window/", window.start, name="window"),
    path("window/people/find/", window.find, name="window-find"),
    path("window/people/register/", window.register, name="window-register"),
    path(_PERSON, window.person, name="window-person"),
    path(f"{_PERSON}organisations/", window.organisation, name="window-organisation"),
    path(f"{_PERSON}begin/", window.begin, name="window-begin"),
    path("window/file/<uuid:evidence_id>/", intake.file, name="window-file"),
    path("window/file/<uuid:evidence_id>/page/<int:number>/", intake.page, name="window-page"),
    path("window/result/<uuid:case_id>/", receipt.result, name="window-result"),
    path(_DRAFT, intake.intake, name="intake"),
    path(f"{_DRAFT}answers/", intake.answers, name="intake-answers"),
    path(f"{_DRAFT}form/", intake.form, name="intake-form"),
    path(f"{_DRAFT}address/", intake.send_to, name="intake-address"),
    path(f"{_DRAFT}papers/", intake.paper, name="intake-paper"),
    path(f"{_DRAFT}scan/", intake.scan, name="intake-scan"),
    path(f"{_DRAFT}settle/", settling.settle, name="intake-settle"),
    path(f"{_DRAFT}reading/", settling.reading, name="intake-reading"),
    path(f"{_DRAFT}points/", settling.check, name="intake-check"),
    path(f"{_DRAFT}receive/", intake.receive, name="intake-receive"),
    path(f"{_DRAFT}notice/", intake.notice, name="intake-notice"),
    path(f"{_DRAFT}sheet/", intake.sheet, name="intake-sheet"),
    path(f"{_DRAFT}discard/", intake.discard, name="intake-discard"),
    path(f"{_DRAFT}receipt/", receipt.receipt, name="intake-receipt"),
    path(f"{_DRAFT}cases/<uuid:case_id>/accept/", receipt.accept, name="window-accept"),
    path(f"{_DRAFT}cases/<uuid:case_id>/refuse/", receipt.refuse, name="window-refuse"),
    path(f"{_DRAFT}cases/<uuid:case_id>/gaps/", gaps.window_gaps, name="window-gaps"),
    path(f"{_DRAFT}correct/", correct.correct, name="window-correct"),
    # out-window
    path("window/out/", out.out, name="out"),
    path("window/out/find/", out.find, name="out-find"),
    path("window/out/receipt/", out.receipt, name="out-receipt"),
    path("window/out/people/<uuid:person_id>/", out.person, name="out-person"),
    path("window/out/people/<uuid:person_id>/hand/", out.hand, name="out-hand"),
    path("window/out/result/<uuid:case_id>/", out.result, name="out-result"),
    # parcels
    path("window/parcels/", parcels.parcels, name="parcels"),
    path("window/parcels/pack/<uuid:application_id>/", parcels.pack, name="parcel-pack"),
    path("window/parcels/<uuid:parcel_id>/", parcels.parcel, name="parcel"),
    path("window/parcels/<uuid:parcel_id>/mark/", parcels.mark, name="parcel-mark"),
    path("window/parcels/<uuid:parcel_id>/label/", parcels.label, name="parcel-label"),
    # desk
    path("desk/", desk.desk, name="desk"),
    path("desk/away/", away.away, name="away"),
    path("desk/obligations/", obligations.obligations, name="desk-obligations"),
    path("desk/obligations/<uuid:obligation_id>/", obligations.obligation, name="desk-obligation"),
    path(
        "desk/obligations/<uuid:obligation_id>/letter/<int:seq>.pdf",
        obligations.letter,
        name="desk-obligation-letter",
    ),
    path(f"{_CASE}commitment.pdf", obligations.commitment, name="desk-commitment"),
    path("desk/owed/", owed.owed, name="desk-owed"),
    path(_CASE, desk.case, name="desk-case"),
    path(f"{_CASE}act/", desk.act, name="desk-act"),
    path(f"{_CASE}gaps/", gaps.desk_gaps, name="desk-gaps"),
    path(f"{_CASE}pre-review/", pre_review.pre_review, name="desk-pre-review"),
    path(f"{_CASE}visit/", joint.visit, name="desk-visit"),
    path(f"{_CASE}visit/photo/<uuid:photo_id>/", joint.photo, name="desk-visit-photo"),
    path(f"{_CASE}unmask/", desk.unmask, name="desk-unmask"),
    path(f"{_CASE}result/", desk.result, name="desk-result"),
    path(f"{_CASE}letter/<int:seq>.pdf", desk.letter, name="desk-letter"),
    path(f"{_CASE}clock/<str:kind>/", desk.clock_days, name="desk-clock"),
    path(f"{_CASE}file/<uuid:evidence_id>/", desk.file, name="desk-file"),
    path(f"{_CASE}file/<uuid:evidence_id>/page/<int:number>/", desk.page, name="desk-page"),
    # heads
    path("extensions/", extensions.extensions, name="extensions"),
    path("extensions/<uuid:case_id>/", extensions.answer, name="extension-answer"),
    # supervision
    path("red-cards/", cards.red_cards, name="red-cards"),
    # look-up
    path("lookup/", lookup.lookup, name="lookup"),
    path("lookup/find/", lookup.find, name="lookup-find"),
    path("lookup/<uuid:application_id>/", lookup.application, name="lookup-application"),
    path(_READ, lookup.case, name="lookup-case"),
    path(f"{_READ}result/", lookup.result, name="lookup-result"),
    path(f"{_READ}letter/<int:seq>.pdf", lookup.letter, name="lookup-letter"),
    path(f"{_READ}clock/<str:kind>/", lookup.clock_days, name="lookup-clock"),
    path(f"{_READ}file/<uuid:evidence_id>/", lookup.file, name="lookup-file"),
    path(f"{_READ}file/<uuid:evidence_id>/page/<int:number>/", lookup.page, name="lookup-page"),
]
