"""Addresses of the citizen's pages. A number of an application tells nobody who applied."""

from django.urls import path

from onevisit.portal.web.citizen import (
    affair,
    affairs,
    drawings,
    entrusted,
    home,
    mandates,
    me,
    parcels,
    visit_asking,
)

_AFFAIR = "affairs/<str:number>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("account/", me.me, name="me"),
    path("account/helpers/", entrusted.entrusted, name="helpers"),
    path("account/helpers/withdraw/", entrusted.withdraw, name="helpers-withdraw"),
    path("account/mandates/", mandates.mandates, name="mandates"),
    path("account/mandates/give/", mandates.give, name="mandate-give"),
    path("account/mandates/give/code/", mandates.code, name="mandate-code"),
    path("account/mandates/answer/", mandates.answer, name="mandate-answer"),
    path("account/mandates/end/", mandates.end, name="mandate-end"),
    path("account/mandates/wards/", mandates.wards, name="wards"),
    path("account/mandates/<uuid:authority_id>/", mandates.mandate, name="mandate"),
    path("affairs/", affairs.affairs, name="affairs"),
    path(_AFFAIR, affair.affair, name="affair"),
    path(
        f"{_AFFAIR}clock/<uuid:case_id>/<str:kind>/",
        affair.clock_days,
        name="affair_clock",
    ),
    path(f"{_AFFAIR}result/<uuid:case_id>.pdf", affair.result, name="affair_result"),
    path(f"{_AFFAIR}letter/<uuid:case_id>/<int:seq>.pdf", affair.letter, name="affair_letter"),
    path(f"{_AFFAIR}collection/", parcels.choose, name="affair_collection"),
    path(f"{_AFFAIR}code/<uuid:stay_id>/", parcels.renew, name="affair_code"),
    path(
        f"{_AFFAIR}promise/<uuid:obligation_id>/<int:seq>.pdf",
        affair.promise_letter,
        name="affair_promise_letter",
    ),
    path(f"{_AFFAIR}commitment/<uuid:case_id>.pdf", affair.commitment, name="affair_commitment"),
    path(f"{_AFFAIR}drawings/<uuid:review_id>/", drawings.drawing, name="affair_drawing"),
    path(
        f"{_AFFAIR}drawings/<uuid:review_id>/file/<uuid:evidence_id>/",
        drawings.file,
        name="affair_drawing_file",
    ),
    path(
        f"{_AFFAIR}drawings/<uuid:review_id>/<int:n>.pdf",
        drawings.letter,
        name="affair_drawing_letter",
    ),
    path(
        f"{_AFFAIR}drawings/<uuid:review_id>/more.pdf",
        drawings.more_letter,
        name="affair_drawing_more",
    ),
    path(f"{_AFFAIR}acceptance/<uuid:case_id>.pdf", drawings.acceptance, name="affair_acceptance"),
    path(f"{_AFFAIR}visit/<uuid:act_id>/", visit_asking.ask, name="affair_visit_ask"),
    path(f"{_AFFAIR}again/<uuid:case_id>/", affair.again, name="affair_again"),
    path(f"{_AFFAIR}withdraw/", affair.withdraw, name="affair_withdraw"),
]
