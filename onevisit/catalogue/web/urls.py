"""Addresses of the catalogue's own pages."""

from django.urls import path

from onevisit.catalogue.web import findings, unifying

app_name = "catalogue"
urlpatterns = [
    path("catalogue/unification/", unifying.report, name="unification"),
    path("catalogue/unification/compare/", unifying.compare, name="unification-compare"),
    path(
        "catalogue/unification/deviations/<slug:form>/",
        unifying.download,
        name="unification-download",
    ),
    path("catalogue/entries/<str:code>/", unifying.entry, name="unification-entry"),
    path("catalogue/entries/<str:code>/standard/", unifying.publish, name="standard-publish"),
    path(
        "catalogue/standards/<uuid:standard_id>/withdraw/",
        unifying.withdraw,
        name="standard-withdraw",
    ),
    path("catalogue/standards/<uuid:standard_id>/adopt/", unifying.adopt, name="standard-adopt"),
    path(
        "catalogue/standards/<uuid:standard_id>/adopt/drafts/",
        unifying.adopting,
        name="standard-adopting",
    ),
    path("catalogue/adoptions/<uuid:adoption_id>/", unifying.adoption, name="adoption"),
    path("catalogue/adoptions/<uuid:adoption_id>/undo/", unifying.undo, name="adoption-undo"),
    path("catalogue/adoptions/<uuid:adoption_id>/submit/", unifying.submit, name="adoption-submit"),
    path("catalogue/findings/", findings.findings, name="findings"),
    path("catalogue/findings/<slug:code>/", findings.department, name="findings-department"),
    path("catalogue/things/<str:code>/findings/", findings.thing, name="finding"),
    path("catalogue/things/<str:code>/findings/waive/", findings.waive, name="waive"),
    path("catalogue/waivers/<uuid:waiver_id>/withdraw/", findings.withdraw, name="withdraw"),
]
