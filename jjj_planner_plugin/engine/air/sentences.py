"""The sentences of the air tools, in both languages; engine/messages.py holds them with the others."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str, str, str]] = {
    # rasters and series
    "raster-rotated": (
        "栅格 {path} 的像元不与坐标轴平行。", "请用“变形（重投影）”把它转成正方向后再用。",
        "The cells of the raster {path} do not lie along its axes.", "Warp it to a plain grid first."),
    "air-no-rasters": (
        "没有给出栅格。", "请至少选择一个浓度栅格。",
        "No raster was given.", "Choose one raster of concentrations or more."),
    "air-grids-differ": (
        "栅格 {first} 与 {other} 的网格不同（坐标系、像元或范围）。",
        "请选择同一产品的栅格，或先把它们重采样到同一网格。",
        "The rasters {first} and {other} are on different grids (CRS, cells or extent).",
        "Choose rasters of one product, or resample them to one grid first."),
    "air-pollutants-differ": (
        "栅格 {first} 与 {other} 是不同的污染物（{found}）。", "一次只选一种污染物。",
        "The rasters {first} and {other} are of different pollutants ({found}).", "Choose one pollutant at a time."),
    "air-averagings-differ": (
        "栅格 {first} 与 {other} 的平均时间不同（{found}）。", "一次只选一种：小时、日、月或年。",
        "The rasters {first} and {other} are means over different times ({found}).",
        "Choose hours, days, months or years, one of them at a time."),
    "air-dates-twice": (
        "有两个波段都是 {date}。", "同一日期只应有一个波段；请去掉重复的文件。",
        "Two bands are of {date}.", "There should be one band a date; leave the double file out."),
    # air_footprints
    "footprints-bad-limit": (
        "限值 {found} 不可用。", "限值应大于 0，单位与栅格相同。",
        "The limit {found} cannot be used.", "A limit is above 0, in the unit of the raster."),
    "footprints-bad-area": (
        "最小面积 {found} km² 不可用。", "应为 0 或更大的数；留空则为 4 个像元。",
        "The smallest area {found} km² cannot be used.", "It is 0 or more; leave it empty for four cells."),
    "footprints-bad-radius": (
        "平滑半径 {found} km 不可用。", "应为 0（不平滑）到 1000 km。",
        "The radius {found} km of smoothing cannot be used.", "It is 0 (none) to 1000 km."),
    "footprints-no-item": (
        "栅格 {layer} 的污染物为 {pollutant}、平均时间为 {averaging}，标准中没有相应的限值。",
        "请注明污染物与平均时间，或直接给出限值。",
        "The raster {layer} is of pollutant {pollutant}, averaged by {averaging}: no standard has a limit for that.",
        "Name the pollutant and the averaging time, or give a limit of your own."),
    "footprints-no-limit": (
        "标准 {standard} 中 {item} 没有等级为 {grade} 的限值，现有：{grades}。", "请选择其中一个等级，或直接给出限值。",
        "The standard {standard} has no limit of grade {grade} for {item}; it has: {grades}.",
        "Choose one of these, or give a limit of your own."),
    "footprints-no-values": (
        "栅格 {layer} 的所有日期都没有值。", "请检查无数据值，或选择别的栅格。",
        "The raster {layer} has no value on any date.", "Check its no-data value, or choose another raster."),
}
NOTES: dict[str, tuple[str, str]] = {
    "standards-straddle": (
        "{period} 跨越两个标准（{standards}），两者都已列出；请按用途选用",
        "{period} lies under two standards ({standards}): both are given, choose the one that your report needs"),
    "air-demonstration": (
        "{layer} 是演示数据：由 13 个城市的月均值得来，不能代表区县",
        "{layer} is a demonstration: made from monthly means of 13 cities, it says nothing of single counties"),
    # air_zonal
    "air-slices": ("统计第 {done} 期，共 {total} 期", "slice {done} of {total}"),
    # air_footprints
    "footprints": ("超标范围 {date}（{done}/{total}）", "footprints {date} ({done} of {total})"),
    "footprints-compared-only": (
        "{layer} 是月均值，标准没有月限值：以年均限值判断，仅供比较",
        "{layer} holds monthly means, for which no standard has a limit: judged by the annual one, for "
        "comparison only"),
    "footprints-limit-changes": (
        "自 {date} 起限值由 {before} 变为 {limit} {unit}：范围的变化部分来自限值",
        "from {date} the limit is {limit} {unit} instead of {before}: some of what changes is the limit"),
    "footprints-none": (
        "{layer} 没有任何日期的浓度超过限值（{limit} {unit}）：结果为空",
        "on no date is {layer} above the limit ({limit} {unit}): the result is empty"),
    "footprints-none-on": (
        "{count} 个日期没有超标范围（首个：{date}）", "{count} dates have no footprint (the first: {date})"),
    "footprints-no-data-on": (
        "{count} 个日期没有任何值（首个：{date}），其面积为空",
        "{count} dates have no value at all (the first: {date}); their area is left empty"),
    "footprints-one-date": (
        "{layer} 只有一个日期：没有变化可言", "{layer} has one date only: there is no movement"),
    "footprints-gaps": (
        "{count} 对日期之间有间隔（首个在 {date} 之前）：仍作比较，字段 gap_days 给出间隔天数",
        "{count} pairs of dates have a gap between them (the first before {date}): they are compared, gap_days says "
        "how long it is"),
    "footprints-gaps-skipped": (
        "{count} 对日期之间有间隔（首个在 {date} 之前）：未作比较",
        "{count} pairs of dates have a gap between them (the first before {date}): they are not compared"),
    "footprints-dropped": (
        "略去 {count} 个小于 {smallest} 的范围（共 {area_km2} km²）",
        "{count} footprints below {smallest} are left out ({area_km2} km² in all)"),
    "footprints-filled": (
        "填补 {count} 个小于 {smallest} 的空洞（共 {area_km2} km²）",
        "{count} holes below {smallest} are filled ({area_km2} km² in all)"),
    "footprints-undated": (
        "{layer} 没有日期：无法按日期选择标准，所有国家标准都已列出",
        "{layer} has no date by which to choose a standard: all national ones are given"),
    "footprints-places-overlap": (
        "图层 {layer} 的面互相重叠 {area_m2} m²：占比之和可能超过 1",
        "the polygons of {layer} overlap by {area_m2} m²: shares may sum to more than 1"),
    "footprints-off-grid": (
        "图层 {layer} 与栅格没有重叠：占比为空",
        "{layer} and the raster do not meet: it has no share of any footprint"),
}
