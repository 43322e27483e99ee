"""Addresses of the catalogue's own pages."""

from django.urls import path

from onevisit.catalogue.web import (
    enablers,
    exchange,
    findings,
    points,
    registers,
    standards,
    unifying,
    versions,
)
from onevisit.catalogue.web.editor import new, pages, submitting, tries
from onevisit.catalogue.web.together import pages as together
from onevisit.catalogue.web.workbook import pages as workbook

app_name = "catalogue"
urlpatterns = [
    path("catalogue/items/", pages.items, name="items"),
    path("catalogue/items/new/", new.new, name="item-new"),
    path("catalogue/bundles/", pages.bundles, name="bundles"),
    path("catalogue/bundles/new/", new.new_bundle, name="bundle-new"),
    path("catalogue/points/", points.points, name="points"),
    path("catalogue/points/<uuid:point_id>/", points.point, name="point"),
    path("catalogue/together/", together.together, name="together"),
    path("catalogue/book/", workbook.book, name="book"),
    path("catalogue/book/template/", workbook.empty, name="book-template"),
    path("catalogue/book/items/", workbook.filled, name="book-items"),
    path("catalogue/rewritings/<uuid:rewriting_id>/", workbook.rewriting, name="rewriting"),
    path("catalogue/rewritings/<uuid:rewriting_id>/take/", workbook.take, name="rewriting-take"),
    path(
        "catalogue/rewritings/<uuid:rewriting_id>/submit/",
        workbook.submit,
        name="rewriting-submit",
    ),
    path(
        "catalogue/rewritings/<uuid:rewriting_id>/cancel/",
        workbook.cancel,
        name="rewriting-cancel",
    ),
    path("catalogue/rewritings/<uuid:rewriting_id>/undo/", workbook.undo, name="rewriting-undo"),
    path("catalogue/items/<str:code>/change/", pages.begin, name="draft-begin"),
    path("catalogue/items/<str:code>/draft/", submitting.draft, name="draft"),
    path("catalogue/items/<str:code>/undo/", pages.undo, name="draft-undo"),
    path("catalogue/items/<str:code>/try/", tries.attempt, name="draft-try"),
    path(
        "catalogue/items/<str:code>/draft/<slug:section>/typing/",
        pages.typing,
        name="draft-typing",
    ),
    path(
        "catalogue/items/<str:code>/draft/<slug:section>/typing/drop/",
        pages.drop,
        name="draft-typing-drop",
    ),
    path("catalogue/items/<str:code>/draft/<slug:section>/", pages.section, name="draft-section"),
    path("catalogue/unification/", unifying.report, name="unification"),
    path("catalogue/unification/compare/", unifying.compare, name="unification-compare"),
    path(
        "catalogue/unification/deviations/<slug:form>/",
        unifying.download,
        name="unification-download",
    ),
    path("catalogue/entries/<str:code>/", unifying.entry, name="unification-entry"),
    path("catalogue/entries/<str:code>/standard/", standards.begin, name="standard-begin"),
    *(
        path(f"catalogue/standards/drafts/<uuid:draft_id>/{where}", view, name=f"standard-{name}")
        for where, view, name in (
            ("", standards.draft, "draft"),
            ("allow/", standards.allow, "allow"),
            ("submit/", standards.submit, "submit"),
            ("return/", standards.send_back, "return"),
            ("undo/", standards.undo, "undo"),
            ("drop/", standards.drop, "drop"),
            ("approve/", standards.approve, "approve"),
            ("sections/<slug:section>/", standards.section, "section"),
        )
    ),
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
    path("catalogue/registers/", registers.home, name="registers"),
    path("catalogue/registers/<slug:register>/", registers.register, name="register"),
    path("catalogue/registers/<slug:register>/new/", registers.new, name="register-new"),
    path("catalogue/registers/<slug:register>/import/", registers.take_in, name="register-import"),
    path(
        "catalogue/registers/<slug:register>/template/",
        registers.template,
        name="register-template",
    ),
    path("catalogue/registers/<slug:register>/<uuid:row_id>/", registers.row, name="register-row"),
    path(
        "catalogue/registers/<slug:register>/<uuid:row_id>/end/",
        registers.end,
        name="register-end",
    ),
    path("catalogue/enablers/", enablers.enablers, name="enablers"),
    path("catalogue/enablers/new/", enablers.new, name="enabler-new"),
    path("catalogue/enablers/<uuid:enabler_id>/", enablers.enabler, name="enabler"),
    path("catalogue/exchange/", exchange.home, name="exchange"),
    path("catalogue/exchange/import/", exchange.take_in, name="exchange-import"),
    path("catalogue/exchange/export/", exchange.write_out, name="exchange-export"),
    path("catalogue/exchange/<uuid:run_id>/", exchange.run, name="exchange-run"),
    path("catalogue/exchange/<uuid:run_id>/start/", exchange.start, name="exchange-start"),
    path("catalogue/exchange/<uuid:run_id>/stop/", exchange.stop, name="exchange-stop"),
    path("catalogue/exchange/<uuid:run_id>/cancel/", exchange.cancel, name="exchange-cancel"),
    path("catalogue/exchange/<uuid:run_id>/report/", exchange.report, name="exchange-report"),
    path("catalogue/exchange/<uuid:run_id>/file/", exchange.file, name="exchange-file"),
    path("catalogue/findings/", findings.findings, name="findings"),
    path("catalogue/findings/<slug:code>/", findings.department, name="findings-department"),
    path("catalogue/things/<str:code>/findings/", findings.thing, name="finding"),
    path("catalogue/things/<str:code>/findings/waive/", findings.waive, name="waive"),
    path("catalogue/waivers/<uuid:waiver_id>/withdraw/", findings.withdraw, name="withdraw"),
    path("catalogue/reviews/", versions.reviews, name="reviews"),
    path("catalogue/things/<str:code>/history/", versions.history, name="history"),
    path("catalogue/things/<str:code>/retire/", versions.retire, name="retire"),
    path("catalogue/things/<str:code>/revive/", versions.revive, name="revive"),
    path(
        "catalogue/things/<str:code>/retire/<uuid:plan_id>/confirm/",
        versions.confirm_retirement,
        name="retire-confirm",
    ),
    path(
        "catalogue/things/<str:code>/retire/<uuid:plan_id>/cancel/",
        versions.cancel_retirement,
        name="retire-cancel",
    ),
    path("catalogue/versions/<uuid:version_id>/", versions.version, name="version"),
    path("catalogue/versions/<uuid:version_id>/submit/", versions.submit, name="version-submit"),
    path("catalogue/versions/<uuid:version_id>/approve/", versions.approve, name="version-approve"),
    path(
        "catalogue/versions/<uuid:version_id>/take-over/",
        versions.take_over,
        name="version-take-over",
    ),
    path(
        "catalogue/versions/<uuid:version_id>/send-back/",
        versions.send_back,
        name="version-send-back",
    ),
    path(
        "catalogue/versions/<uuid:version_id>/take-back/",
        versions.take_back,
        name="version-take-back",
    ),
]
