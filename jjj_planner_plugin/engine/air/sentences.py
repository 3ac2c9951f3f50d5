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
    # observations of air
    "obs-columns": (
        "{path} 不是观测数据：缺少字段 {missing}，现有 {found}。",
        "请先用“导入空气质量数据”生成观测图层。",
        "{path} holds no observations: it lacks the fields {missing}; it has {found}.",
        "Make the layer with 'Import air data' first."),
    "obs-no-place": (
        "{path} 中有 {count} 行没有站点或城市编号（place）。", "请补全该字段，或重新导入。",
        "{path} has rows without the code of a station or city (place): {count}.", "Fill the field, or import again."),
    "obs-no-time": (
        "{path} 中有 {count} 行没有可识别的时间：{found}。", "时间应写成 2024-01-31 05:00 这样的形式。",
        "{path} has rows without a time that can be read ({count}): {found}.", "Write times like 2024-01-31 05:00."),
    "obs-not-a-number": (
        "{path} 的字段 {field} 应为数，有 {count} 个值不是：{found}。",
        "请改正这些值，或用“导入空气质量数据”重新导入。",
        "In {path} the field {field} should hold numbers; values that are none: {count}, e.g. {found}.",
        "Correct them, or import the file again with 'Import air data'."),
    "obs-averaging": (
        "{path} 的时段长短不一或无法识别：{found}。", "一个图层只能是小时、日、月或年值中的一种（字段 averaging）。",
        "The periods in {path} differ or are not known: {found}.",
        "A layer holds values of hours, days, months or years, only one of them (field averaging)."),
    "obs-duplicates": (
        "{path} 中有 {count} 行的站点和时间与其他行重复，例如 {example}。",
        "同一地点同一时间只能有一行，请删去多余的。",
        "{path} has rows with the place and time of another row ({count}), e.g. {example}.",
        "A place has one row at a time: remove the others."),
    "obs-empty": (
        "{path} 的 {count} 行中没有任何浓度值（{fields}）。", "请选择有数据的图层或时段。",
        "None of the rows of {path} ({count}) has a concentration ({fields}).",
        "Choose a layer or a period with data."),
    # air_interpolate
    "unknown-pollutant": (
        "{path} 没有污染物“{wanted}”的数值，只有 {known}。", "请从中选择。",
        "{path} has no values of the pollutant '{wanted}', only of {known}.", "Choose one of them."),
    "several-pollutants": (
        "{path} 有多种污染物（{known}），没有说明要哪一种。", "请选择其中一种。",
        "{path} holds several pollutants ({known}), and none was chosen.", "Choose one of them."),
    "bad-date": (
        "“{found}”不是日期。", "请写成 2014、2014-01 或 2014-01-31。",
        "'{found}' is no date.", "Write 2014, 2014-01 or 2014-01-31."),
    "no-dates": (
        "{path} 在 {first} 至 {last} 之间没有数据，其数据为 {found}。", "请改正起止日期，或留空以取全部。",
        "{path} has nothing between {first} and {last}; what it has is of {found}.",
        "Correct the dates, or leave them empty for all of it."),
    "few-stations": (
        "{path} 只有 {count} 个位置不同且有数据的站点，插值至少需要 {least} 个。",
        "请使用站点更多的数据，或放宽距离与日期。",
        "{path} has {count} stations with values at places of their own; to interpolate takes {least} at least.",
        "Use data of more stations, or widen the distance or the dates."),
    "stations-outside": (
        "{path} 的 {count} 个站点离范围都超过 {distance} 千米。", "请检查站点的坐标，或选择它们所在的范围。",
        "All {count} stations of {path} are farther than {distance} km from the area.",
        "Check their coordinates, or choose the area that they are in."),
    "flat-elevation": (
        "{path} 的站点高程相同（{found} 米），无法以高程作漂移。", "请改用普通克里金，或检查高程栅格。",
        "All stations of {path} lie at the same elevation ({found} m): it cannot be a drift.",
        "Use ordinary kriging, or check the raster of elevations."),
    "bad-cell": (
        "像元大小为 {found}°，应大于 0 且不超过 {most}°。", "请改正，例如 0.05。",
        "The cells are {found}°; expected was more than 0 and at most {most}°.", "Correct it, to 0.05 for example."),
    "grid-too-fine": (
        "像元为 {cell}° 时共有 {cells} 个像元，最多 {most} 个。", "请加大像元，或缩小范围。",
        "Cells of {cell}° would be {cells} in all; {most} is the most.", "Use larger cells, or a smaller area."),
    "area-without-cells": (
        "范围内没有一个 {cell}° 像元的中心。", "请减小像元。",
        "No centre of a cell of {cell}° lies in the area.", "Use smaller cells."),
    "bad-power": (
        "反距离的幂为 {found}，应大于 0 且不超过 {most}。", "通常取 2。",
        "The power of the inverse distance is {found}; expected was more than 0 and at most {most}.",
        "2 is the usual one."),
    "bad-max-distance": (
        "最大距离为 {found} 米，应大于 0 且不超过 {most} 米。", "请改正，例如 75000。",
        "The greatest distance is {found} m; expected was more than 0 and at most {most} m.",
        "Correct it, to 75000 for example."),
    # air_zonal
    "air-apart": (
        "栅格 {raster} 与分区图层 {zones} 没有重叠。", "请检查二者的坐标系与范围；选择覆盖这些分区的栅格。",
        "The raster {raster} and the zones {zones} do not meet anywhere.",
        "Check the CRS and the extent of both; choose a raster that covers the zones."),
    "air-all-no-data": (
        "栅格 {raster} 在所有分区内都没有数据。", "请检查栅格的无数据值、波段与日期。",
        "The raster {raster} has no value in any of the zones.", "Check its no-data value, its band and its date."),
    "air-bad-date": (
        "日期“{found}”无法读懂。", "请写成 2024、2024-01、2024-01-31 或 2024-01-31 05:00。",
        "The date '{found}' cannot be read.", "Write 2024, 2024-01, 2024-01-31 or 2024-01-31 05:00."),
    "bad-percentile": (
        "百分位数“{found}”不在 0 到 100 之间。", "请给出 0 到 100 之间的数，例如 5, 50, 95。",
        "The percentile '{found}' is not between 0 and 100.", "Give numbers from 0 to 100, such as 5, 50, 95."),
    "two-populations": (
        "同时给出了人口栅格和人口图层。", "请只留其中一个。",
        "A population raster and a population layer were both given.", "Keep one of them."),
    "no-population-field": (
        "没有指明图层 {path} 的人口字段。", "请选择该图层中记有人数的字段。",
        "No field of people was named in the layer {path}.", "Choose the field that holds the number of people."),
    "not-people": (
        "图层 {path} 的字段“{field}”中没有人数。", "请选择数值字段，其值不小于 0。",
        "The field '{field}' of the layer {path} holds no number of people.",
        "Choose a field of numbers that are not negative."),
    "negative-people": (
        "人口栅格 {path} 中有不同的负值（{found}）。", "应为每个像元的人数；请检查是否选错了栅格，或为它设定无数据值。",
        "The population raster {path} holds negative values ({found}).",
        "Expected were people per cell; check the raster, or set its no-data value."),
}
NOTES: dict[str, tuple[str, str]] = {
    "standards-straddle": (
        "{period} 跨越两个标准（{standards}），两者都已列出；请按用途选用",
        "{period} lies under two standards ({standards}): both are given, choose the one that your report needs"),
    "air-demonstration": (
        "{layer} 是演示数据：由 13 个城市的月均值得来，不能代表区县",
        "{layer} is a demonstration: made from monthly means of 13 cities, it says nothing of single counties"),
    # observations of air
    "obs-negative": (
        "{path}：{field} 有 {count} 个负值（最低 {lowest}），按无数据处理",
        "{path}: negative values of {field} count as no data: {count}, the lowest {lowest}"),
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
        "略去 {count} 个过小的范围（小于{smallest}，共 {area_km2} km²）",
        "{count} footprints below {smallest} are left out ({area_km2} km² in all)"),
    "footprints-filled": (
        "填补 {count} 个过小的空洞（小于{smallest}，共 {area_km2} km²）",
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
    "air-zones-off": ("有 {count} 个分区不在栅格 {raster} 上，没有数值",
                      "{count} zones lie off the raster {raster} and have no value"),
    "air-few-cells": ("有 {count} 个分区的有效像元数少于 4：其数值主要反映网格而非分区（见 few_cells）",
                      "{count} zones have fewer than 4 effective cells: their values tell more of the grid than of "
                      "the zone (few_cells)"),
    "air-negative": ("栅格 {raster} 中有负浓度（最低 {value}）：原样保留，参与统计",
                     "the raster {raster} has negative concentrations (down to {value}): kept as they are"),
    "air-implausible": ("栅格 {raster} 的平均浓度最高为 {value} {unit}，不合常理：请检查单位（kg、mg 还是 µg）",
                        "the highest mean of the raster {raster} is {value} {unit}, which cannot be: check the "
                        "unit (kg, mg or µg)"),
    "air-no-limits": ("污染物“{pollutant}”、平均时间“{averaging}”没有标准限值（或未给出）：不计算超标比例",
                      "there is no limit for the pollutant '{pollutant}' as a mean over '{averaging}' (or these were "
                      "not given): no share above a limit is told"),
    "air-compared": ("月均值没有自己的限值：与年平均限值比较，仅供参考",
                     "a month has no limit of its own: the annual one stands beside it, for comparison only"),
    "air-undated": ("栅格没有日期：列出各版国家标准的限值，请按数据的日期取用",
                    "the raster has no date: the limits of every national standard are listed, take those of its date"),
    "people-missing": ("图层 {layer} 的字段“{field}”有 {count} 个空值或负值：按 0 人计",
                       "{count} values of '{field}' in the layer {layer} are empty or negative: they count as 0"),
    "people-fill": ("人口栅格 {layer} 未声明无数据值，其中的 {value} 按无数据处理",
                    "the population raster {layer} declares no no-data value: {value} is taken for it"),
    "people-differ": ("人口来源有 {source} 人，落到浓度网格上为 {grid} 人（相差 {share}）",
                      "the population's source has {source} people, on the grid there are {grid} ({share})"),
    "people-none": ("各分区内没有人口：人口图层与分区不重叠，或全为 0",
                    "nobody lives in the zones: the population does not meet them, or is 0"),
    # air_interpolate
    "interpolating": ("正在插值：{done} / {total}", "interpolating: {done} of {total}"),
    "stations-nowhere": (
        "{layer}：{count} 个站点没有坐标，未使用", "{layer}: stations without coordinates are not used: {count}"),
    "stations-silent": (
        "{layer}：{count} 个站点没有任何数值，未使用", "{layer}: stations without any value are not used: {count}"),
    "stations-at-one-place": (
        "{layer}：{count} 个站点位于 {places} 个相同的位置，各取其平均",
        "{layer}: {count} stations are at {places} places; those at one place are averaged"),
    "stations-far": (
        "{layer}：{count} 个站点离范围超过 {distance} 千米，未使用",
        "{layer}: stations farther than {distance} km from the area are not used: {count}"),
    "stations-no-elevation": (
        "{layer}：{count} 个站点处没有高程，未使用",
        "{layer}: stations where no elevation is known are not used: {count}"),
    "field-far": (
        "范围中有 {percent} % 离所有站点超过 {distance} 千米，留空",
        "{percent} % of the area is farther than {distance} km from every station, and blank"),
    "field-no-elevation": ("{count} 个像元没有高程，留空", "cells without an elevation are blank: {count}"),
    "field-elevation-held": (
        "有值像元中最多 {percent} % 的高程超出站点的高程范围，其漂移取范围端点的值，不作外推",
        "up to {percent} % of the cells lie outside the stations' range of elevation: there the drift is that of the "
        "range's end, not extrapolated"),
    "field-elevation-blank": (
        "最多 {percent} % 的像元高程超出站点的高程范围，留空",
        "up to {percent} % of the cells lie outside the stations' range of elevation, and are blank"),
    "field-clamped": (
        "{dates} 个日期中有估计值小于 0 的像元，已改为 0：共 {cells} 个，一个日期中最多 {most} 个",
        "on {dates} dates cells were estimated below 0 and are set to 0: {cells} in all, {most} at most on one date"),
    "field-few-stations": (
        "{count} 个日期有数值的站点不足 {least} 个，其波段为空：{dates}",
        "dates with values of fewer than {least} stations, whose bands are empty: {count} ({dates})"),
    "field-failed": (
        "{count} 个日期无法求解克里金，其波段为空：{example}",
        "dates whose kriging could not be solved, and whose bands are empty: {count} ({example})"),
    "field-no-gain": (
        "{all} 个日期中有 {count} 个，插值的留一误差不小于不用任何模型（其余站点的平均）：{dates}",
        "on {count} of {all} dates the left-out error is no smaller than without any model (the mean of the other "
        "stations): {dates}"),
}
