"""Addresses of an applicant's draft; applications go by random ids, nothing personal is in them."""

from django.urls import path

from onevisit.cases.web import (
    commitments,
    consent,
    correct,
    demand,
    files,
    form,
    overview,
    parties,
    questions,
    receipt,
    sign,
    specimen,
    start,
    verify,
)

app_name = "cases"

_DRAFT = "apply/<uuid:application_id>/"
_CONSENT = "consents/<uuid:invitation_id>/"

urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("things/<str:code>/results/<str:part>.pdf", specimen.specimen, name="result_specimen"),
    path("apply/start/", start.start, name="start"),
    path(_DRAFT, overview.draft, name="draft"),
    path(f"{_DRAFT}questions/", questions.questions, name="questions"),
    path(f"{_DRAFT}form/", form.form, name="form"),
    path(f"{_DRAFT}files/", files.attach, name="attach"),
    path(f"{_DRAFT}files/<uuid:evidence_id>/", files.evidence, name="evidence"),
    path(f"{_DRAFT}files/<uuid:evidence_id>/remove/", files.remove, name="remove"),
    path(f"{_DRAFT}commitment/<str:material>/", commitments.commit, name="commit"),
    path(f"{_DRAFT}parties/", parties.parties, name="parties"),
    path("payments/<uuid:order_id>/demands/<int:seq>.pdf", demand.demand, name="demand"),
    path("consents/", consent.consents, name="consents"),
    path(_CONSENT, consent.consent, name="consent"),
    path(f"{_CONSENT}files/", consent.send, name="consent_send"),
    path(f"{_CONSENT}files/<uuid:evidence_id>/", consent.paper, name="consent_paper"),
    path(f"{_CONSENT}results/<uuid:case_id>.pdf", consent.result, name="consent_result"),
    path(f"{_DRAFT}sign/", sign.sign, name="sign"),
    path(f"{_DRAFT}receipt/", receipt.receipt, name="receipt"),
    path(f"{_DRAFT}again/", receipt.again, name="again"),
    path(f"{_DRAFT}correct/", correct.correct, name="correct"),
    path(f"{_DRAFT}changed/", overview.changed, name="changed"),
    path(f"{_DRAFT}discard/", overview.discard, name="discard"),
]
