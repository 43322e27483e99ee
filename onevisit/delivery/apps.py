"""Delivery as a Django app."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Owns parcels and the addresses they go to."""

    name = "onevisit.delivery"
    label = "delivery"
    verbose_name = "寄递"
