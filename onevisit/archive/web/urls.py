"""Addresses of the archive."""

from django.urls import path

from onevisit.archive.web import finding, giving, taking

app_name = "archive"
_PACKAGE = "archive/packages/<uuid:package_id>/"
_TRANSFER = "archive/transfers/<uuid:transfer_id>/"
urlpatterns = [
    path("archive/", finding.desk, name="desk"),
    path("archive/find/", finding.find, name="find"),
    path("archive/verify.py", finding.verifier, name="verifier"),
    path(_PACKAGE, finding.package, name="package"),
    path(f"{_PACKAGE}package.zip", finding.download, name="download"),
    path(f"{_PACKAGE}files/<int:place>/", finding.file, name="file"),
    path(f"{_PACKAGE}act/", finding.act, name="act"),
    path("archive/transfers/", giving.transfers, name="transfers"),
    path("archive/transfers/make/", giving.make, name="make-transfer"),
    path(_TRANSFER, giving.transfer, name="transfer"),
    path(f"{_TRANSFER}transfer.zip", giving.export, name="export"),
    path(f"{_TRANSFER}act/", giving.transfer_act, name="transfer-act"),
    path("archive/old/", taking.old, name="old"),
    path("archive/old/take/", taking.take, name="take"),
    path("archive/destructions/", giving.destructions, name="destructions"),
    path("archive/destructions/propose/", giving.propose, name="propose"),
    path("archive/destructions/<uuid:destruction_id>/", giving.destruction, name="destruction"),
    path("archive/destructions/<uuid:destruction_id>/act/", giving.answer, name="answer"),
]
