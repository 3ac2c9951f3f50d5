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
    # indicators: how values lie in space
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
    # indicators: how values lie in space
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
    "mega-empty-rows": (
        "{path} 有 {count} 行没有城市群或没有任何数值，未计入：{names}。",
        "{count} rows of {path} have no region or no number and are left out: {names}."),
    "mega-negative": (
        "{path} 有 {count} 行的数值为负，按无数据处理。",
        "{count} rows of {path} have negative numbers, which count as unknown."),
    # indicators
    "indicators-no-code": (
        "数据表 {path} 中没有可识别的行政区划代码列（如 {usual}）；现有列：{fields}。",
        "请指定哪一列是六位行政区划代码；不按名称连接，因为有同名区县。",
        "The table {path} has no column with adcodes ({usual}, say); it has: {fields}.",
        "Name the column with the six-digit adcodes. Nothing is joined by name, as some names are there twice."),
    "indicators-no-values": (
        "数据表 {path} 中没有可用的数值列；现有列：{fields}。", "请指定常住人口、地区生产总值或其他数值列。",
        "The table {path} has no column of numbers to use; it has: {fields}.",
        "Name the columns with people, GDP or other values."),
    "indicators-kind": (
        "数据表 {path} 的列“{field}”看起来是百分比或人均值，不能相加。",
        "请说明它是总量（amount）还是比率（ratio，按人口加权平均；或 ratio 加权列名）。",
        "The column '{field}' of {path} looks like percentages or values per head, which cannot be summed.",
        "Say whether it is an amount or a ratio (a mean weighted by people, or by a column: ratio COLUMN)."),
    "indicators-bad-kind": (
        "数据表 {path} 的列“{field}”的类型是“{found}”，无法识别。", "应为 amount、ratio，或 ratio 加上作权重的列名。",
        "The column '{field}' of {path} is said to be '{found}', which is not known.",
        "Expected was amount, ratio, or ratio and the name of the column that it is weighted by."),
    "indicators-no-year": (
        "数据表 {path} 中没有年份 {year}；有：{years}。", "请改选年份，或检查年份列。",
        "The table {path} has no rows of the year {year}; it has: {years}.",
        "Choose another year, or check its column."),
    "indicators-nothing-matches": (
        "数据表 {path} 的 {count} 行中没有一行与规划的辖区对应；代码如：{codes}。",
        "应为京津冀的六位行政区划代码（如 130102）；请检查代码列选得对不对。",
        "None of the {count} rows of {path} belongs to a place of the plan; its codes are: {codes}.",
        "Expected were six-digit adcodes of the region (130102, say); check that the right column was chosen."),
    "indicators-same-twice": (
        "对比的两边是同一份数据（规划 {plan}，数据表 {table}，年份 {year}）。", "请另选一个规划、数据表或年份。",
        "Both sides of the comparison are the same (plan {plan}, table {table}, year {year}).",
        "Choose another plan, table or year for the second."),
}

NOTES: dict[str, tuple[str, str]] = {
    # indicators
    "indicators-bundled": (
        "未给数据表，规划中也没有人口，采用随附的 2020 年数据：13 个市的常住人口与三省市的"
        "地区生产总值；区县一级没有数值",
        "no table was given and the plan has no people: the bundled figures of 2020 are used, people of the 13 cities "
        "and GDP of the three provinces; units have no values"),
    "indicators-last-year": (
        "数据表 {path} 含多个年份（{years}），采用最近的 {year} 年",
        "the table {path} tells several years ({years}); the last, {year}, is used"),
    "indicators-stale": (
        "数据表 {path} 中有 {count} 行用的是旧代码，已按现行代码连接：{codes}",
        "rows of {path} with codes that have changed since: {count}; joined by today's: {codes}"),
    "indicators-parts": (
        "数据表 {path} 中有 {count} 行的区县在规划中不是单独的单元，按驻地并入所在单元：{codes}",
        "rows of {path} whose county is no unit of the plan: {count}; they count for the unit where their seat is: "
        "{codes}"),
    "indicators-empty": (
        "数据表 {path} 中有 {count} 行没有代码，未采用（第 {codes} 行）",
        "rows of {path} without a code, which are not used: {count} (rows {codes})"),
    "indicators-unknown": (
        "数据表 {path} 中有 {count} 行的代码未知，未采用：{codes}",
        "rows of {path} whose code is not known, which are not used: {count}: {codes}"),
    "indicators-elsewhere": (
        "数据表 {path} 中有 {count} 行在京津冀之外，未采用：{codes}",
        "rows of {path} outside the region, which are not used: {count}: {codes}"),
    "indicators-not-in-plan": (
        "数据表 {path} 中有 {count} 行的辖区不在规划中，未采用：{codes}",
        "rows of {path} whose place is not in the plan, which are not used: {count}: {codes}"),
    "indicators-abolished": (
        "数据表 {path} 中有 {count} 行的代码已撤销，没有对应的现行单元，未采用：{codes}",
        "rows of {path} whose code was abolished and became no one unit, which are not used: {count}: {codes}"),
    "indicators-double": (
        "数据表 {path} 中有 {count} 行的代码重复，只用了各代码的第一行：{codes}",
        "rows of {path} whose code was there before: {count}; only the first row of each is used: {codes}"),
    "indicators-old-and-new": (
        "数据表 {path} 中有 {count} 行的旧代码与其现行代码并存，用了现行代码的行：{codes}",
        "rows of {path} with an old code beside the new one: {count}; the new one's row is used: {codes}"),
    "indicators-no-row": (
        "数据表 {path} 缺少 {count} 个辖区：{names}；包含它们的合计不作计算",
        "places that {path} has no row for: {count}: {names}; sums that they are part of are not told"),
    "indicators-all-empty": (
        "数据表 {path} 的“{field}”中没有与规划辖区对应的数值，没有它的指标",
        "'{field}' of {path} holds no number for any place of the plan: there are no indices of it"),
    "indicators-all-nought": (
        "数据表 {path} 的“{field}”全部是 0，没有它的指标",
        "'{field}' of {path} is 0 everywhere: there are no indices of it"),
    "indicators-differ": (
        "数据表 {path} 的“{field}”中，有 {count} 处自身的数与其各部分之和不同，采用自身的数：{places}",
        "in '{field}' of {path} places whose own number differs from the sum of their parts: {count}; their own is "
        "used: {places}"),
    "indicators-implausible": (
        "按数据表 {path} 算得人均地区生产总值的中位数为 {value} 元，不合常理：请检查人口（人）与生产总值（亿元）"
        "的单位，可在列名中写明，如“常住人口（万人）”",
        "by {path} the median GDP per head is {value} yuan, which cannot be: check the units of people (persons) and "
        "GDP (1e8 yuan); a heading may name another, such as 常住人口（万人）"),
}
