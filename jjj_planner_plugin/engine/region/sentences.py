"""The sentences of the region's tools, in both languages; engine/messages.py holds them with the others."""

from __future__ import annotations

from .indicators import sentences as indicators
from .spatial import sentences as spatial

ERRORS: dict[str, tuple[str, str, str, str]] = {
    # locate_features
    "locate-no-features": (
        "没有给出要定位的图层，规划中也没有园区。", "请选择一个点或面图层，或在规划中新增园区。",
        "No layer was given, and the plan has no parks.", "Choose a layer of points or polygons, or add parks."),
    "locate-bad-border": (
        "边界距离 {found} m 不可用。", "应为 0 至 {most} 米。",
        "The distance from a border, {found} m, cannot be used.", "It is 0 to {most} metres."),
    "locate-fields-differ": (
        "给出了 {fields} 个分类字段，而图层有 {layers} 个。", "请为每个图层写一个字段名，没有的留空；或全部不填。",
        "{fields} class fields were given for {layers} layers.",
        "Give one field for each layer, an empty text where there is none; or none at all."),
}

NOTES: dict[str, tuple[str, str]] = {
    # places of a table (place_names)
    "place-none": ("没有代码，也没有名称", "neither a code nor a name"),
    "place-code-unknown": ("代码 {given} 不是京津冀的行政区划代码", "the code {given} is none of Jing-Jin-Ji's"),
    "place-abolished": (
        "代码 {given} 已撤销，辖区并入其他区县", "the code {given} was abolished, its ground went to other units"),
    "place-1999": (
        "代码 {given} 是 1999 年的市区，今为几个区；请用市或区的代码",
        "the code {given} is a city proper of 1999, several districts today: give the city's or a district's"),
    "place-differs": (
        "代码 {given} 是{place}，“{name}”却是 {other}", "the code {given} is {place}, but '{name}' is {other}"),
    "place-name-alone": (
        "只有名称“{name}”而没有所在市；叫此名的：{places}",
        "the name '{name}' without its city; of that name there are: {places}"),
    "place-several": (
        "“{city}”有几处“{name}”：{places}", "'{city}' has several places called '{name}': {places}"),
    "place-city-unknown": ("不知道市“{city}”（“{name}”）", "the city '{city}' (of '{name}') is not known"),
    "place-not-there": ("“{city}”没有叫“{name}”的地方", "'{city}' has no place called '{name}'"),
    "place-name-unknown": ("没有叫“{name}”的地方", "there is no place called '{name}'"),
    # locate_features
    "locating": ("定位：{what}", "locating on {what}"),
    "locate-plan-lacks": ("规划中没有：{what}；这些列为空。", "The plan has no {what}: these columns are empty."),
    "locate-no-axes": ("规划中没有轴线；未计算到轴的距离。", "The plan has no axes: distances from them are missing."),
    "locate-outlined": (
        "{count} 个园区既有点又有范围；按范围定位，点未重复列出。",
        "{count} parks have a point and an outline: they are located by the outline, and listed once."),
    "locate-outside": (
        "{count} 个要素不在任何区县内，附近也没有：{names}。",
        "{count} features lie in no unit, and near none: {names}."),
    "locate-on-border": (
        "{of} 个点中有 {count} 个靠近边界，所属可能因点位误差而变：{names}。",
        "Of {of} points {count} lie near a border, and may belong to the other side: {names}."),
}

for tool in (indicators, spatial):
    ERRORS.update(tool.ERRORS)
    NOTES.update(tool.NOTES)
