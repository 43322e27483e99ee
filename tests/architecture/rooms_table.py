"""Who may open the pages of projects and of the archive: rows of `url_table`."""

from tests.architecture.visitors import (
    ARCHIVISTS,
    PERSONS,
    REVIEWERS,
    Page,
    Who,
    asked,
    staff,
    themselves,
)

ROOMS: dict[str, Page] = {
    # projects
    "projects:mine": themselves(),
    "projects:new": themselves(),
    "projects:project": asked("project"),
    "projects:begin": asked("project").post(),
    "projects:again": asked("project_case").post(),
    "projects:engage": asked("project").post(),
    "projects:engagement-end": asked("engagement").post(),
    "projects:kinds": staff(Who.CURATOR),
    "projects:kind-new": staff(Who.CURATOR),
    "projects:kind": staff(Who.CURATOR, args="kind"),
    "projects:kind-write": staff(Who.CURATOR, args="kind"),
    "projects:desk": staff(Who.CLERK, Who.SUPERVISOR, *REVIEWERS),
    "projects:desk-project": Page(
        frozenset({Who.CLERK, Who.SUPERVISOR, Who.APPROVER, Who.HEAD}),
        hidden=PERSONS | {Who.OTHER_APPROVER},
        args="project",
    ),
    "projects:summary": staff(Who.SUPERVISOR),
    # archive
    "archive:desk": staff(*ARCHIVISTS),
    "archive:find": staff(*ARCHIVISTS).post(),
    "archive:verifier": staff(*ARCHIVISTS),
    "archive:package": staff(*ARCHIVISTS, args="package"),
    "archive:download": staff(*ARCHIVISTS, args="package"),
    "archive:file": staff(*ARCHIVISTS, args="package_file"),
    "archive:act": staff(*ARCHIVISTS, args="package").post(),
    "archive:transfers": staff(*ARCHIVISTS),
    "archive:make-transfer": staff(Who.ARCHIVIST).post(),
    "archive:transfer": staff(*ARCHIVISTS, args="transfer"),
    "archive:export": staff(Who.ARCHIVIST, args="transfer"),
    "archive:transfer-act": staff(Who.ARCHIVIST, args="transfer").post(),
    "archive:old": staff(*ARCHIVISTS),
    "archive:take": staff(Who.ARCHIVIST).post(),
    "archive:destructions": staff(*ARCHIVISTS),
    "archive:propose": staff(Who.ARCHIVIST).post(),
    "archive:destruction": staff(*ARCHIVISTS, args="destruction"),
    "archive:answer": staff(Who.ARCHIVE_HEAD, args="destruction").post(),
}
