"""How far places are apart, and about how long the way takes.

Straight lines on the globe, stretched by how much longer roads are than straight lines. No map is
asked, so a river or a mountain between two places is not known: pages say so.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

EARTH_KM = 6_371.0
KM_PER_DEGREE = 2 * math.pi * EARTH_KM / 360
DETOUR = 1.4
"""Roads over straight lines: usual factors are 1.2 to 1.6, more in hills."""

WALK_KMH = 4.5
DRIVE_KMH = 30.0
"""Door to door in a county, parking included."""

NEAR_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Way:
    """The way between two places: straight and estimated kilometres, minutes on foot and by car."""

    straight_km: float
    road_km: float
    walk_minutes: int
    drive_minutes: int

    @property
    def near_on_foot(self) -> bool:
        """Within 15 minutes' walk."""
        return self.walk_minutes <= NEAR_MINUTES

    @property
    def near_by_car(self) -> bool:
        """Within 15 minutes' drive."""
        return self.drive_minutes <= NEAR_MINUTES


def distance_km(a: Position, b: Position) -> float:
    """Great-circle distance in kilometres (haversine)."""
    lat_a, lat_b = math.radians(a.latitude), math.radians(b.latitude)
    across = math.radians(b.longitude - a.longitude)
    chord = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin(across / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, chord)))


def way(a: Position, b: Position) -> Way:
    """The way from one to the other; minutes are rounded up."""
    straight = distance_km(a, b)
    road = straight * DETOUR
    return Way(
        straight_km=straight,
        road_km=road,
        walk_minutes=math.ceil(road / WALK_KMH * 60),
        drive_minutes=math.ceil(road / DRIVE_KMH * 60),
    )


def around(middle: Position, kilometres: float) -> tuple[Position, Position]:
    """Two corners of the square of which each side is so far from the middle."""
    north = kilometres / KM_PER_DEGREE
    east = north / max(math.cos(math.radians(middle.latitude)), 1e-9)
    return (
        Position(middle.latitude - north, middle.longitude - east),
        Position(middle.latitude + north, middle.longitude + east),
    )


@dataclass(frozen=True, slots=True)
class Plane:
    """A flat picture of a few positions: `scale` pixels are a kilometre, north is up."""

    west: float
    north: float
    squeeze: float
    scale: float
    width: float
    height: float

    def place(self, at: Position) -> tuple[float, float]:
        """Where a position lies on the picture, in pixels."""
        x = (at.longitude - self.west) * self.squeeze * KM_PER_DEGREE * self.scale
        y = (self.north - at.latitude) * KM_PER_DEGREE * self.scale
        return x, y


def plane_of(positions: Iterable[Position], *, width: float, height: float) -> Plane:
    """A picture of that size on which all positions lie, equally scaled both ways, in the middle.

    A single place lies in the middle of 2 km.
    """
    found = list(positions)
    lats = [each.latitude for each in found] or [0.0]
    lons = [each.longitude for each in found] or [0.0]
    squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
    wide = max((max(lons) - min(lons)) * squeeze * KM_PER_DEGREE, 2.0)
    high = max((max(lats) - min(lats)) * KM_PER_DEGREE, 2.0)
    scale = min(width / wide, height / high)
    middle = (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2
    west = middle[0] - width / 2 / scale / KM_PER_DEGREE / max(squeeze, 1e-9)
    north = middle[1] + height / 2 / scale / KM_PER_DEGREE
    return Plane(west, north, squeeze, scale, width, height)
