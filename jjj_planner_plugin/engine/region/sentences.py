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
    # hour_reach
    "reach-bad-minutes": (
        "时间 {found} 分钟不可用。", "每个时间应大于 0，不超过 {most} 分钟；至少一个。",
        "The time of {found} minutes cannot be used.",
        "A time is above 0 and at most {most} minutes; at least one is needed."),
    "reach-bad-speed": (
        "速度 {found} km/h 不可用。", "应大于 0，不超过 {most} km/h。",
        "The speed of {found} km/h cannot be used.", "A speed is above 0 and at most {most} km/h."),
    "reach-bad-distance": (
        "连接距离 {found} m 不可用。", "应为 0 至 {most} 米。",
        "The joining distance of {found} m cannot be used.", "It is 0 to {most} metres."),
    "reach-no-places": (
        "没有给出地点图层，规划中也没有双城或节点。", "请选择一个点图层，或在规划中加入节点。",
        "No layer of places was given, and the plan has no twin cities or nodes.",
        "Choose a layer of points, or add nodes to the plan."),
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
    # hour_reach
    "reach-building": ("连接 {count} 条线", "joining {count} lines"),
    "reach-drawing": ("可达范围：{what}", "reach of {what}"),
    "reach-no-lines": (
        "没有带速度的已开通线路（共 {lines} 条线）：全部按直线距离、假定速度 {kmh} km/h 计算。",
        "There is no open line with a speed ({lines} lines in all): every place is reckoned as the crow flies, at an "
        "assumed {kmh} km/h."),
    "reach-straight": (
        "{count} 个地点在时限内到不了任何线路，按直线距离、假定速度 {kmh} km/h 计算：{names}。",
        "From {count} places no line is in reach; they are reckoned as the crow flies, at an assumed {kmh} km/h: "
        "{names}."),
    "reach-joined": (
        "有 {count} 处线端未相接，已按容差连到邻近线路，最远 {metres} 米。",
        "{count} ends of lines did not meet and were joined to lines nearby, over {metres} m at most."),
    "reach-islands": (
        "线网分成互不相连的 {parts} 部分；{count} 条线（{km} km）不与最大部分相连，请检查线端或加大连接距离。",
        "The lines are {parts} parts that do not meet: {count} lines ({km} km) are apart from the largest. Check their "
        "ends, or join over a larger distance."),
    "reach-no-speed": (
        "{count} 条线（{km} km）没有可用的速度，未计入线网。",
        "{count} lines ({km} km) have no speed that can be used and are left out."),
    "reach-not-open": (
        "{count} 条线（{km} km）尚未开通或已关停，未计入线网。",
        "{count} lines ({km} km) are not open yet, or closed, and are left out."),
    "reach-no-people": (
        "没有人口数据：只给出区县与面积的占比。请为规划的区县导入人口，或选择人口栅格。",
        "No people are known: shares are those of units and ground only. Import the units' population, or choose a "
        "raster of people."),
}
