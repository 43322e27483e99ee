"""Addresses of projects. A code names a project, nobody."""

from django.urls import path

from onevisit.projects.web import kinds, owner, staff

app_name = "projects"
_OWN = "projects/<str:code>/"

urlpatterns = [
    path("projects/", owner.mine, name="mine"),
    path("projects/new/", owner.new, name="new"),
    path(_OWN, owner.project, name="project"),
    path(f"{_OWN}begin/", owner.begin, name="begin"),
    path(f"{_OWN}again/<uuid:case_id>/", owner.again, name="again"),
    path(f"{_OWN}services/", owner.engage, name="engage"),
    path(f"{_OWN}services/<uuid:engagement_id>/end/", owner.end, name="engagement-end"),
    path("desk/projects/", staff.desk, name="desk"),
    path("desk/projects/kinds/", kinds.kinds, name="kinds"),
    path("desk/projects/new-kind/", kinds.write, name="kind-new"),
    path("desk/projects/new-kind/typing/", kinds.typing, name="kind-new-typing"),
    path("desk/projects/kinds/<slug:kind>/", kinds.kind, name="kind"),
    path("desk/projects/kinds/<slug:kind>/typing/", kinds.typing, name="kind-typing"),
    path("desk/projects/kinds/<slug:kind>/write/", kinds.write, name="kind-write"),
    path("desk/projects/summary/", staff.summary, name="summary"),
    path("desk/projects/<str:code>/", staff.project, name="desk-project"),
]
