"""Addresses of the portal."""

from onevisit.portal.web.staff import urls as staff

urlpatterns = [*staff.urlpatterns]
