"""Registers the pages every site of this kind must have."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """The design system."""

    name = "onevisit.ui"
    label = "ui"

    def ready(self) -> None:
        """Fill the footer."""
        from onevisit.ui.navigation import Audience, NavItem, Place, register

        pages = (
            (_("帮助与常见问题"), "ui:help"),
            (_("无障碍声明"), "ui:accessibility"),
            (_("隐私政策"), "ui:privacy"),
            (_("如何辨认本网站"), "ui:identify"),
            (_("网站地图"), "ui:sitemap"),
            (_("政府网站找错"), "ui:report_error"),
        )
        for order, (label, url_name) in enumerate(pages):
            register(NavItem(label, url_name, Audience.EVERYONE, "", order, Place.FOOTER))
