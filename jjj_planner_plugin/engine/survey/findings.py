"""What was recognised, repaired or left out while a survey's result was read: a code, its facts, its sentences.

The sentences stand in the table `import_log` and in the recipe, in both languages; what the planner has to know
at once (`told`) is a warning too, and what makes a proposal doubtful (`doubts`) keeps it from being applied.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..messages import Pair


@dataclass(frozen=True)
class Kind:
    """The sentences of one kind of finding."""

    zh: str
    en: str
    told: bool = False
    doubts: bool = False


FINDINGS: dict[str, Kind] = {
    # of the file
    "encoding": Kind("文字编码：{encoding}", "text encoding: {encoding}"),
    "part-read": Kind("读取了：{parts}", "read: {parts}"),
    "count-differs": Kind("表头点数 {stated}，实有 {found} 点", "the head says {stated} points, there are {found}"),
    "stated-area-unreadable": Kind(
        "面积“{text}”无法读取，未作比较",
        "the area '{text}' cannot be read; it is not compared"),
    "area-unit-unknown": Kind(
        "面积列“{heading}”未写单位，未作比较",
        "the column '{heading}' says no unit of area; it is not compared"),
    "rows-without-coordinates": Kind(
        "{count} 行没有坐标（如边长、小计），未读取",
        "{count} rows hold no coordinates (lengths, sums) and were not read"),
    # left out
    "not-polygon": Kind(
        "地块几何类型为“{kind}”，不是面，未导入",
        "the parcel is of type '{kind}', not an area; it was not imported", told=True),
    "parcel-empty": Kind("地块没有坐标，未导入", "the parcel has no coordinates; it was not imported", told=True),
    "ring-too-short": Kind(
        "第 {ring} 圈只有 {count} 个点，不成面，未导入",
        "ring {ring} has {count} points only and encloses nothing; it was not imported", told=True),
    "ring-collapsed": Kind(
        "第 {ring} 圈面积为零，未导入",
        "ring {ring} encloses no area; it was not imported", told=True),
    "line-open": Kind(
        "线 {handle}（{points} 点）首尾相距 {gap} 米，未闭合，未导入",
        "line {handle} ({points} points) is open by {gap} m; it was not imported", told=True),
    "areas-in-drawing": Kind(
        "{count} 个填充或实体面未读取（只读取闭合线）",
        "{count} hatches or solids were not read (closed lines only)"),
    "paper-space": Kind("布局（图纸空间）中的 {count} 个对象未读取", "{count} objects in paper space were not read"),
    # repaired
    "ring-closed": Kind("第 {ring} 圈首尾未重复，已闭合", "ring {ring} did not repeat its first point; it was closed"),
    "closing-point-differs": Kind(
        "第 {ring} 圈末点与首点同名（{point}），坐标却相差 {off}；两点都保留，请核对",
        "ring {ring} ends with the name of its first point ({point}), but {off} away; both were kept: check it",
        told=True),
    "gap-closed": Kind("线 {handle} 首尾相距 {gap} 米，已闭合", "line {handle} was open by {gap} m; it was closed"),
    "lines-joined": Kind(
        "{count} 条首尾相接的线连成了闭合线",
        "{count} lines that meet end to end were joined to closed ones"),
    "closing-point-number": Kind(
        "闭合点“{point}”的圈号写成 {ring}，按闭合点处理",
        "the closing point '{point}' carries ring number {ring}; it was taken as the closing point"),
    "ring-split": Kind(
        "第 {ring} 圈中途闭合，其后的点作为新的一圈",
        "ring {ring} closes midway; the points after that are a ring of their own"),
    "duplicate-points": Kind(
        "第 {ring} 圈有 {count} 个相邻重复点（{points}），各留一个",
        "ring {ring} repeats {count} points ({points}); one of each was kept"),
    "duplicate-ring": Kind("第 {ring} 圈与另一圈相同，只留一个", "ring {ring} is the same as another; one was kept"),
    "ring-order": Kind(
        "第 {ring} 圈写在前面，却位于第 {outer} 圈之内，按包含关系作为内圈",
        "ring {ring} comes first but lies inside ring {outer}; it was taken as a hole by containment"),
    "hole": Kind(
        "第 {ring} 圈位于另一圈之内，作为内圈（扣除）",
        "ring {ring} lies inside another; it was taken as a hole"),
    "ring-repaired": Kind(
        "第 {ring} 圈无效（{reason}），已修复：{before_m2} → {after_m2} 平方米",
        "ring {ring} was invalid ({reason}) and was repaired: {before_m2} → {after_m2} m²", told=True),
    "rings-overlap": Kind(
        "各圈相互重叠 {area_m2} 平方米，已合并",
        "the rings overlap by {area_m2} m²; they were joined", told=True),
    "edges-densified": Kind(
        "{count} 条边长于 {longest} 米，为保持其形状加了点",
        "{count} edges are longer than {longest} m; points were added so that they keep their shape"),
    # recognised
    "datum-stated": Kind("文件写明坐标系：{datum}", "the file states the datum: {datum}"),
    "datum-assumed": Kind(
        "文件没有写明坐标系，按 2000 国家大地坐标系处理，请向测绘单位核实",
        "the file states no datum; it is taken as CGCS2000: confirm that with the surveyor", told=True),
    "datum-unknown": Kind(
        "文件写明的坐标系“{words}”不认识",
        "the file states the datum '{words}', which is not known", told=True, doubts=True),
    "degrees-unstated": Kind(
        "经纬度若取自网络地图，可能带有约 500 米的偏移（GCJ-02、BD-09）",
        "degrees taken from a web map may be off by some 500 m (GCJ-02, BD-09)", told=True),
    "zone-from-easting": Kind("带号 {zone} 取自横坐标", "zone {zone}, from the eastings"),
    "zone-from-file": Kind(
        "带号 {zone} 取自文件（横坐标不带带号）",
        "zone {zone}, as the file states it (the eastings carry none)"),
    "zone-by-place": Kind(
        "文件和横坐标都没有带号；只有 {zone} 带使其落在京津冀（{place}）",
        "neither the file nor the eastings say the zone; only zone {zone} puts it into the region "
        "({place})", told=True),
    "zone-conflict": Kind(
        "文件写明 {stated} 带，横坐标却带有带号 {found}",
        "the file states zone {stated}, but the eastings carry {found}", told=True, doubts=True),
    "zone-elsewhere": Kind(
        "按文件写明的 {stated} 带，它落在{place}；按 {other} 带则落在京津冀之内",
        "in zone {stated}, as the file states, it lies in {place}; in zone {other} it lies in the "
        "region", told=True, doubts=True),
    "width-conflict": Kind(
        "文件写明 {stated} 度分带，而 {zone} 带是 {width} 度带",
        "the file states {stated}-degree zones, but zone {zone} is one of {width} degrees", told=True, doubts=True),
    "unit-conflict": Kind(
        "文件写明计量单位为“{stated}”，坐标看起来却是{found}",
        "the file states the unit '{stated}', but the numbers look like {found}", told=True, doubts=True),
    "projection-unknown": Kind(
        "文件写明投影类型为“{stated}”，不是高斯—克吕格",
        "the file states the projection '{stated}', which is not Gauss-Krüger", told=True, doubts=True),
    "wgs84-metres": Kind(
        "文件写明 WGS-84，坐标却是高斯—克吕格平面坐标",
        "the file states WGS 84, but the numbers are Gauss-Krüger metres", told=True, doubts=True),
    "transformation": Kind(
        "文件给出转换参数（{text}），未使用",
        "the file gives transformation parameters ({text}); they were not used", told=True),
    "axes-swapped": Kind(
        "两个坐标颠倒（标为{north}的数是{east}），已换回",
        "the two coordinates are swapped (what is called {north} is {east}); they were put right", told=True),
    "far-from-meridian": Kind(
        "距中央子午线 {km} 千米，超出该带的一般范围",
        "it lies {km} km from the central meridian, farther than the zone commonly goes", told=True),
    "outside-region": Kind("位于{place}", "it lies in {place}", told=True),
    "crs-named": Kind("坐标系由规划师指定：{crs}", "the CRS was named by the planner: {crs}"),
    "named-against-file": Kind(
        "文件写明“{words}”，按指定的 {crs} 处理",
        "the file states '{words}'; the CRS that was named, {crs}, was used", told=True),
    "ballpark": Kind(
        "{crs} 到 CGCS2000 没有公开的转换参数，未作基准转换，位置可能偏差数十米到百余米",
        "no transformation from {crs} to CGCS2000 is published: none was made, and positions may be off by "
        "tens of metres to more than a hundred", told=True),
    # compared
    "area-compared": Kind(
        "标注 {stated_ha} 公顷；椭球面积 {area_ha} 公顷，投影平面 {plane_ha} 公顷",
        "stated {stated_ha} ha; on the ellipsoid {area_ha} ha, in the projection's plane {plane_ha} ha"),
    "area-differs": Kind(
        "标注 {stated_ha} 公顷与椭球面积 {area_ha} 公顷相差 {percent} %",
        "stated are {stated_ha} ha, on the ellipsoid it is {area_ha} ha: {percent} % apart", told=True),
    "area-looks-like": Kind(
        "标注面积 {stated} 看起来是{unit}，不是公顷",
        "the stated area {stated} looks like {unit}, not hectares", told=True),
}


@dataclass(frozen=True)
class Finding:
    """One finding: what (a key of FINDINGS), of which parcel, ring and point, with the facts of its sentences."""

    code: str
    parcel: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """Its sentences and what follows from it."""
        return FINDINGS[self.code]

    def said(self, language: str) -> str:
        """The sentence, without the parcel."""
        text = self.kind.zh if language == "zh" else self.kind.en
        return text.format(**{name: _in_language(fact, language) for name, fact in self.facts.items()})

    def told(self, language: str) -> str:
        """The sentence with the parcel that it is about."""
        if not self.parcel:
            return self.said(language)
        return f"地块 {self.parcel}：{self.said(language)}" if language == "zh" else (
            f"parcel {self.parcel}: {self.said(language)}")


def _in_language(fact: Any, language: str) -> Any:
    if not isinstance(fact, Pair):
        return fact
    return fact.zh if language == "zh" else fact.en


class Log:
    """The findings of one survey, in the order they were made."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def add(self, code: str, parcel: str = "", **facts: Any) -> None:
        """Note a finding."""
        self.findings.append(Finding(code, parcel, facts))

    def doubts(self) -> list[Finding]:
        """What keeps a proposal from being applied unasked."""
        return [finding for finding in self.findings if finding.kind.doubts]

    def told(self) -> list[Finding]:
        """What the planner has to know at once."""
        return [finding for finding in self.findings if finding.kind.told]

    def rows(self) -> list[dict[str, Any]]:
        """The table `import_log`: one row a finding."""
        return [
            {"entry": number, "parcel_id": finding.parcel, "code": finding.code, "finding_zh": finding.said("zh"),
             "finding_en": finding.said("en")}
            for number, finding in enumerate(self.findings, start=1)
        ]


OUTSIDE = Pair("京津冀之外", "land outside Beijing, Tianjin and Hebei")
METRES, DEGREES = Pair("米", "metres"), Pair("度", "degrees")
NORTH, EAST = Pair("北坐标", "north"), Pair("东坐标", "east")
