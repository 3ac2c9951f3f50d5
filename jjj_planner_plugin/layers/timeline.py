"""The plan in time: what QGIS's time controller plays, and the policies as events with their places."""

from __future__ import annotations

from typing import NamedTuple

from qgis.core import Qgis, QgsDateTimeRange, QgsFeature, QgsFeatureRequest, QgsVectorLayer, QgsVectorLayerJoinInfo
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from .air_time import CLOCK
from .columns import arrange_columns
from .flows import play_moves
from .forms import PROVENANCE
from .schema import alias, domain, fields, tables
from .structure import Layers, given, name_of

FIRST_YEAR, LAST_YEAR = 1976, 2026
"""The years that the timeline begins with, where the policies do not reach further."""
OF_POLICY = "policy_"
"""Before the name of a policy's field, where its places have it."""
SHARED = ("name_zh", "name_en", "date_from", "date_to", "when_text", "facet")
"""What the places of a policy have from it: they have no dates of their own."""
EVENT_END = ("with_variable('e', {end}, CASE "
             "WHEN month(@e) = 1 AND day(@e) = 1 THEN make_datetime(year(@e) + 1, 1, 1, 0, 0, 0) "
             "WHEN day(@e) = 1 THEN make_datetime(year(@e) + floor(month(@e) / 12), month(@e) % 12 + 1, 1, 0, 0, 0) "
             "ELSE @e + to_interval('1 day') END)")
"""When a date is over: of one that is known by year or month only, the first of it is stored. QGIS's own intervals of
a year and a month are 365.25 and 30 days."""
NAMED = ("units", "nodes", "twin_cities", "core", "provinces")
"""Tables that know a place by its adcode, the last one best."""


class Event(NamedTuple):
    """A policy: years are inclusive, `places` its places' names, `fids` their features."""

    uid: str
    name: str
    when: str
    first_year: int
    last_year: int
    facet: str
    places: list[str]
    fids: list[int]

    def meets(self, first: int, last: int) -> bool:
        """Whether it happened in any of these years."""
        return self.first_year <= last and self.last_year >= first


def set_up_time(layers: Layers) -> None:
    """Let the time controller play the plan's policies, at their places, its projects and its relocations.

    A policy is shown at its date, from the first to the last where there are two; a project from its start until it
    is finished, and until now where it is not; a relocation from its beginning on.
    """
    if "relocations" in layers:
        play_moves(layers["relocations"])
    if {"policies", "policy_places"} <= layers.keys():
        _join(layers["policy_places"], layers["policies"])
        start, end = (CLOCK.format(field=f"{OF_POLICY}{name}") for name in ("date_from", "date_to"))
        _play(layers["policy_places"], start, EVENT_END.format(end=f"coalesce({end}, {start})"))
    if "projects" in layers:
        start, end = (CLOCK.format(field=name) for name in ("date_from", "date_to"))
        _play(layers["projects"], start, f"coalesce({EVENT_END.format(end=end)}, now())")


def _join(places: QgsVectorLayer, policies: QgsVectorLayer) -> None:
    """Give the places their policy's dates, name and facet, edits included; the table keeps only its own fields."""
    if places.vectorJoins():
        return
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(policies)
    join.setJoinFieldName("uid")
    join.setTargetFieldName("policy_uid")
    join.setPrefix(OF_POLICY)
    join.setJoinFieldNamesSubset(list(SHARED))
    join.setUsingMemoryCache(True)
    places.addJoin(join)
    whose = tables()["policies"]
    for field in fields("policies"):
        index = places.fields().lookupField(f"{OF_POLICY}{field['name']}")
        if index >= 0:
            places.setFieldAlias(index, f"{whose['zh']} {whose['en']}: {alias(field)}")
    arrange_columns(places, hidden=("uid", "fid"), last=PROVENANCE)


def _play(layer: QgsVectorLayer, start: str, end: str) -> None:
    properties = layer.temporalProperties()
    properties.setMode(Qgis.VectorTemporalMode.FeatureDateTimeStartAndEndFromExpressions)
    properties.setStartExpression(start)
    properties.setEndExpression(end)
    properties.setLimitMode(Qgis.VectorTemporalLimitMode.IncludeBeginExcludeEnd)
    properties.setIsActive(True)


def events(layers: Layers, language: str) -> list[Event]:
    """The plan's policies by date, those without one last."""
    if "policies" not in layers:
        return []
    facets = domain("facet", language)
    called = {str(row["adcode"]): name_of(row, language) for table in NAMED for row in _rows(layers.get(table))}
    places: dict[str, list[tuple[str, int]]] = {}
    for place in _rows(layers.get("policy_places")):
        name = called.get(str(place["adcode"])) or name_of(place, language)
        places.setdefault(str(place["policy_uid"]), []).append((name, place.id()))
    found = []
    for row in _rows(layers["policies"]):
        first, last = (_year(row, field) for field in ("date_from", "date_to"))
        own = places.get(str(row["uid"]), [])
        facet = row["facet"] if row.fields().lookupField("facet") >= 0 and given(row["facet"]) else ""
        found.append(Event(
            str(row["uid"]), name_of(row, language), _when(row), first or last or 0, last or first or 0,
            facets.get(str(facet), str(facet)), [name for name, _ in own], [fid for _, fid in own]))
    return sorted(found, key=lambda event: (not event.first_year, event.when))


def years(found: list[Event]) -> tuple[int, int]:
    """The first and the last year of a timeline."""
    known = [year for event in found for year in (event.first_year, event.last_year) if year]
    return min([FIRST_YEAR, *known]), max([LAST_YEAR, *known])


def range_of(first: int, last: int) -> QgsDateTimeRange:
    """From the first moment of a year to the last of another, as the time controller has its ranges."""
    begin, end = (QDateTime(QDate(year, 1, 1), QTime(0, 0), Qt.TimeSpec.UTC) for year in (first, last + 1))
    return QgsDateTimeRange(begin, end, True, False)


def _rows(layer: QgsVectorLayer | None) -> list[QgsFeature]:
    if layer is None:
        return []
    return list(layer.getFeatures(QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)))


def _year(row: QgsFeature, field: str) -> int:
    """The year of a date; 0 for none."""
    return int(row[field].date().year()) if given(row[field]) else 0


def _when(row: QgsFeature) -> str:
    if given(row["when_text"]):
        return str(row["when_text"])
    return str(row["date_from"].toString("yyyy-MM-dd")) if given(row["date_from"]) else ""
