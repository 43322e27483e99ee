"""Addresses of the portal."""

from onevisit.portal.web.citizen import urls as citizen
from onevisit.portal.web.staff import urls as staff

urlpatterns = [*citizen.urlpatterns, *staff.urlpatterns]
