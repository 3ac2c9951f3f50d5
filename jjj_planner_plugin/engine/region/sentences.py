"""The sentences of the region's tools, in both languages; engine/messages.py holds them with the others."""

from __future__ import annotations

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
