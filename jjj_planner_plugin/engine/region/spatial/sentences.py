"""The sentences of the spatial indicators, in both languages."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str, str, str]] = {
    "spatial-unknown-focus": (
        "没有可供空间聚集和边界差距分析的指标 {found}；有：{known}。", "请改选其中之一，或留空由程序选。",
        "There is no measure {found} whose clusters or gap could be told; there are: {known}.",
        "Choose one of these, or leave it empty."),
    "spatial-bad-significance": (
        "显著性水平 {found} 不在 0 与 1 之间。", "常用 0.05 或 0.01。",
        "The significance level {found} does not lie between 0 and 1.", "0.05 or 0.01 are usual."),
    "spatial-bad-k": (
        "引力系数 k 为 {found}。", "应为大于 0 的数；只影响数值大小，不影响占比和位次。",
        "The factor k of gravity is {found}.", "Expected was a number above 0; it changes no share and no rank."),
    "mega-no-region": (
        "{path} 中没有说明各城市属于哪个城市群的字段（如 {usual}）；现有字段：{fields}。", "请参照模板，每个城市一行。",
        "{path} has no field that says which mega-city region a city belongs to ({usual}); it has: {fields}.",
        "Follow the template: a row a city."),
    "mega-no-values": (
        "{path} 的 {count} 行中没有一行既有城市群又有人口、地区生产总值或面积；现有字段：{fields}。", "请按模板填写。",
        "None of the {count} rows of {path} has a region and a number of people, GDP or area; its fields: {fields}.",
        "Fill in the template."),
}

NOTES: dict[str, tuple[str, str]] = {
    "spatial-all-the-same": (
        "{measure} 处处相同，没有空间聚集可言。",
        "{measure} is the same everywhere: nothing can cluster."),
    "spatial-no-clusters": (
        "没有一项密度、人均值或比率在至少 {fewest} 个区县或市有数值，未计算莫兰指数。",
        "No density, value per head or ratio is known of {fewest} units or cities: Moran's I is left out."),
    "spatial-islands": (
        "{count} 个地方与其他有数值的地方都不相邻，按最近的一个算作相邻：{names}。",
        "{count} places border on no other with a value; the nearest stands in as their neighbour: {names}."),
    "spatial-axis-in-parts": (
        "轴 {axis} 由不相连的 {count} 段组成，引力只沿最长的一段计算。",
        "The axis {axis} is in {count} parts that do not join: gravity follows the longest."),
    "gravity-no-people": (
        "{count} 个节点没有人口数据，不计引力：{names}。",
        "{count} nodes have no people known and are left out of gravity: {names}."),
    "gravity-people-only": (
        "并非每个节点都有地区生产总值，引力只按人口计算：F = k·Pᵢ·Pⱼ/d²。",
        "GDP is not known of every node: gravity is by people alone, F = k · Pᵢ · Pⱼ / d²."),
    "gravity-off-axes": (
        "{count} 个节点不在任何一条轴上，不计沿轴引力：{names}。",
        "{count} nodes lie on no axis, so no gravity runs to them along one: {names}."),
    "within-no-people": (
        "没有一级区划的人口是齐全的，未计算节点和轴周边的人口。",
        "At no level are the people of every place known: people within distances are left out."),
    "within-level": (
        "区县人口不全，节点和轴周边的人口按{level}人口均匀分布推算，只是粗略数。",
        "The units' people are not all known: people within distances are spread evenly from those of the level "
        "'{level}', which is rough."),
    "border-no-gap": (
        "边界（{core}）两侧没有同时有 {measure} 的相邻地方，未计算边界差距。",
        "No neighbours on either side of the border of {core} both have {measure}: the gap is left out."),
    "sets-missing": (
        "集合“{name}”有 {count} 个成员不在规划单元中：{codes}。",
        "{count} members of the set “{name}” are no units of the plan: {codes}."),
    "mega-own": (
        "城市群数据表中没有京津冀，用 {path} 的 {count} 个市补入；请核对年份与口径是否一致。",
        "The table of mega-city regions lacks this one: the {count} cities of {path} are put beside the others. Check "
        "that years and definitions agree."),
    "mega-empty-rows": (
        "{path} 有 {count} 行没有城市群或没有任何数值，未计入：{names}。",
        "{count} rows of {path} have no region or no number and are left out: {names}."),
    "mega-negative": (
        "{path} 有 {count} 行的数值为负，按无数据处理。",
        "{count} rows of {path} have negative numbers, which count as unknown."),
}
