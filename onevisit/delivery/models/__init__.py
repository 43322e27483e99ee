"""Rows of the delivery room: parcels by courier, papers between offices."""

from onevisit.delivery.models.consignments import Bag, BagItem, Paper, PaperPlace
from onevisit.delivery.models.parcels import Destination, Parcel, ParcelEvent

__all__ = [
    "Bag",
    "BagItem",
    "Destination",
    "Paper",
    "PaperPlace",
    "Parcel",
    "ParcelEvent",
]
