"""The sentences of the water tools, in both languages; engine/messages.py holds them with the others."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str, str, str]] = {
    # delineate_catchments: heights
    "heights-empty": (
        "高程栅格 {path} 中没有一个像元有可用的高程。", "请检查无数据值与所选波段，或换一个高程模型。",
        "No cell of the raster of heights {path} has a height that can be used.",
        "Check its no-data value and band, or choose another model."),
    "heights-bad-crs": (
        "为高程栅格 {path} 指定的坐标系 {found} 无法识别。", "应为 EPSG 代码或 WKT，例如 EPSG:4490。",
        "The CRS {found} assigned to the raster of heights {path} is not known.",
        "Expected was an EPSG code or WKT, such as EPSG:4490."),
    "heights-constant": (
        "高程栅格 {path} 各处高程都是 {height} m，水不会流动。", "应为有起伏的高程模型；请检查选的是不是正确的栅格。",
        "The raster of heights {path} is {height} m everywhere: water flows nowhere on it.",
        "Expected was a model of terrain; check that this is the raster you meant."),
    # basins that know what they drain to
    "no-basin-field": (
        "{layer} 没有可识别的子流域编号或下游编号字段（如 {usual}）；现有字段：{fields}。",
        "请指定哪个字段是编号、哪个字段是所流入子流域的编号。",
        "{layer} has none of the usual fields ({usual}); it has: {fields}.",
        "Name the field with a basin's id and the one with the id of what it drains to."),
    "unknown-basin": (
        "{layer} 中没有编号（字段 {field}）或名称为 {id} 的子流域；有：{some}。", "请核对编号或名称。",
        "{layer} has no basin with the id (field {field}) or name {id}; it has: {some}.", "Check the id or name."),
    "basin-name-double": (
        "{layer} 中有多个子流域名为 {id}，编号为 {some}。", "请改写编号。",
        "{layer} has several basins called {id}, with the ids {some}.", "Give the id instead."),
    "basin-double": (
        "{layer} 中子流域 {id} 有多个面，分别流入 {one} 和 {other}。", "一个子流域只能流入一个子流域；请更正其中之一。",
        "{layer} has several polygons of the basin {id}, which drain to {one} and to {other}.",
        "A basin drains to one other at most: correct one of them."),
    "basin-loop": (
        "{layer} 的下游关系成环：{loop}；所求的上下游经过它，无法确定。", "请更正环中某个子流域所流入的编号。",
        "The links of {layer} run in a loop: {loop}. What was asked for runs into it.",
        "Correct what one of these basins drains to."),
    # trace_upstream
    "trace-bad-point": (
        "位置 {found} 不是一个经度和纬度。", "请给出经度、纬度两个数（度）。",
        "The place {found} is not a longitude and a latitude.", "Give two numbers, longitude and latitude in degrees."),
    "trace-point-outside": (
        "位置（{lon}°, {lat}°）不在 {layer} 的任何子流域内。", "请在某个子流域内点击，或给出子流域编号。",
        "The place ({lon}°, {lat}°) lies in no basin of {layer}.", "Click inside a basin, or give its id."),
    # delineate_catchments
    "pour-bad-click": (
        "点的坐标 {found} 不可用。", "应为经度和纬度（度）。",
        "The coordinates {found} of the point cannot be used.", "Expected are longitude and latitude in degrees."),
    "pour-bad-snap": (
        "捕捉距离 {found} 不可用。", "应为 0 至 {cells} 个像元（整数），或 0 至 {km} km。",
        "The snap distance {found} cannot be used.", "It is a whole number of 0 to {cells} cells, or 0 to {km} km."),
    "pour-none-left": (
        "没有可用的出口断面：{names}（{reason}）。", "请检查点的位置、坐标系与高程模型的范围。",
        "There is no pour point that can be used: {names} ({reason}).",
        "Check where the points are, their CRS and the extent of the model."),
    "burn-bad-depth": (
        "河流下切深度 {found} m 不可用。", "应大于 0，不超过 {most} m。",
        "Rivers cannot be cut in by {found} m.", "The depth is above 0 and at most {most} m."),
    "water-bad-threshold": (
        "河网阈值 {found} km² 不可用。", "应大于 0，例如 1、10 或 50 km²。",
        "The threshold {found} km² of streams cannot be used.", "It is above 0, such as 1, 10 or 50 km²."),
    "pfafstetter-bad-level": (
        "Pfafstetter 级别 {found} 不可用。", "应为 1 至 {most} 的整数。",
        "The Pfafstetter level {found} cannot be used.", "It is a whole number from 1 to {most}."),
    "flat-bad-slope": (
        "平坦坡度阈值 {found} % 不可用。", "应为 0 至 100 %，默认 0.2 %。",
        "The slope {found} % below which ground is flat cannot be used.", "It is 0 to 100 %; 0.2 % unless chosen."),
    # catchment_matrix
    "no-catchment-field": (
        "{layer} 没有可识别的汇水区编号或名称字段（如 {usual}）；现有字段：{fields}。", "请指定区分汇水区的字段。",
        "{layer} has none of the usual fields ({usual}); it has: {fields}.",
        "Name the field that tells catchments apart."),
    # water_dependency
    "two-waters": (
        "同时给出了高程和子流域。", "请只给其中一个，或指明方法。",
        "Both heights and basins are given.", "Give one of them, or say which way is meant."),
    "bad-min-pair": (
        "最小面积 {found} km² 不可用。", "应为 0 或更大的数。",
        "The smallest area {found} km² cannot be used.", "It is 0 or more."),
    "jurisdictions-off-dem": (
        "辖区图层 {path} 不在高程 {dem} 的范围内。", "请选择覆盖这些辖区及其上游的高程。",
        "The jurisdictions {path} lie outside the heights {dem}.",
        "Choose heights that cover them and what is upstream of them."),
    "jurisdictions-off-basins": (
        "辖区图层 {path} 与子流域 {basins} 没有共同的范围。", "请选择覆盖这些辖区及其上游的子流域。",
        "The jurisdictions {path} have no ground in the basins {basins}.",
        "Choose basins that cover them and what is upstream of them."),
    # riparian_buffers
    "riparian-no-width": (
        "没有给出岸带的宽度。", "请选择一个预设，或给出宽度（米）。",
        "No width of the strips was given.", "Choose a preset, or give a width in metres."),
    "riparian-two-widths": (
        "同时给了预设 {preset} 和宽度 {width_m} 米。", "两者只能给一个。",
        "A preset ({preset}) and a width ({width_m} m) were given.", "Give one of the two."),
    "riparian-unknown-preset": (
        "没有名为“{found}”的岸带预设。", "可用预设：{known}。",
        "There is no preset of strips called '{found}'.", "The presets are: {known}."),
    "riparian-bad-width": (
        "岸带宽度 {found} 米不可用。", "应大于 0、不超过 {limit_km} 千米。",
        "The width {found} m of a strip cannot be used.", "It is above 0 and at most {limit_km} km."),
    "riparian-bad-half-width": (
        "水面半宽 {found} 米不可用。", "应为 0 或更大、不超过 {limit_km} 千米；0 表示自所绘的线起算。",
        "The half width {found} m of the water cannot be used.",
        "It is 0 or more and at most {limit_km} km; 0 counts from the line as drawn."),
    "riparian-bad-length": (
        "沿河长度 {found} 米不可用。", "应为 0 到 {limit_km} 千米。",
        "The length {found} m along a river cannot be used.", "It is 0 to {limit_km} km."),
    "riparian-no-lengths": (
        "给了取水口，但没有给出沿河的长度。", "请给出上游或下游的长度（米），或选择一个预设。",
        "There are intakes, but no lengths along the river.",
        "Give the length upstream or downstream in metres, or choose a preset."),
    "riparian-no-intakes": (
        "预设 {preset} 需要取水口。", "请给出取水口点图层，或在地图上点一个位置。",
        "The preset {preset} needs intakes.", "Give a layer of points, or click a place on the map."),
    "riparian-no-lakes": (
        "预设 {preset} 需要湖泊或水库的面图层。", "请给出水面的面图层；随附的河流数据中没有水面。",
        "The preset {preset} needs polygons of lakes or reservoirs.",
        "Give a layer of them; the bundled rivers hold none."),
    "riparian-no-class": (
        "预设 {preset} 没有级别“{found}”，现有：{known}。", "请选择其中之一，或选“全部”。",
        "The preset {preset} has no class '{found}'; it has: {known}.", "Choose one of these, or all."),
    "riparian-bad-snap": (
        "取水口移到河上的最大距离 {found} 米不可用。", "应大于 0、不超过 {limit_km} 千米。",
        "The distance {found} m up to which intakes are moved onto a river cannot be used.",
        "It is above 0 and at most {limit_km} km."),
    "riparian-bad-tolerance": (
        "河段端点的容差 {found} 米不可用。", "应大于 0、不超过 {limit_m} 米。",
        "The tolerance {found} m of the lines' ends cannot be used.", "It is above 0 and at most {limit_m} m."),
    "riparian-bad-point": (
        "取水口位置 {found} 不可用。", "应为经度与纬度，以度计。",
        "The place {found} of the intake cannot be used.", "It is a longitude and a latitude in degrees."),
    "riparian-far": (
        "{count} 个取水口中没有一个在水边：{snap_m} 米以内没有河流或湖泊。", "请检查取水口的位置与坐标系，或加大距离。",
        "None of the intakes ({count}) is near the water: there is no river or lake within {snap_m} m.",
        "Check where they are and their CRS, or allow a greater distance."),
    "riparian-no-rivers": (
        "图层 {path} 中没有可用的河流线。", "应有长度大于 0、不是水库或湖泊岸线的线。",
        "The layer {path} has no line of a river that can be used.",
        "Expected were lines that have a length and are not the shores of lakes."),
    "riparian-unlike-lists": (
        "叠置图层有 {layers} 个，但名称或字段有 {found} 个。", "请为每个图层各给一个，不需要的留空。",
        "The layers to compare with are {layers}, their names or fields {found}.",
        "Give one for each layer, an empty one where there is none."),
    "riparian-nothing": (
        "没有一处得到岸带。", "小型水库的二级保护区需要汇水区；请给出汇水区，或选择别的级别。",
        "There is no strip anywhere.",
        "The second class of a small reservoir needs its catchment: give catchments, or choose another class."),
    # source_protection_check
    "protection-no-features": (
        "没有给出规划要素。", "请选择要检查的图层，例如园区、两翼或分区；打开规划时留空即为其园区和两翼。",
        "Nothing planned was given.",
        "Choose the layers to check, e.g. parks, wings or zones; with a plan open, empty are its parks and wings."),
    "protection-none": (
        "没有给出保护范围：既没有岸带，也没有汇水区。",
        "请先用“岸带”生成水源保护岸带，或用“划定流域”得到水库的汇水区，再选它们的图层；也可选用随附的子流域。",
        "Nothing protected was given: neither strips nor catchments.",
        "First make strips with 'Riparian strips', or reservoirs' catchments with 'Delineate catchments', and choose "
        "those layers; or take the bundled sub-basins."),
    "protection-bad-search": (
        "查找距离 {found} 米不可用。", "应为 0 到 {limit_km} 千米；0 表示只看是否在内。",
        "The search distance {found} m cannot be used.", "It is 0 to {limit_km} km; 0 asks only what lies inside."),
}

NOTES: dict[str, tuple[str, str]] = {
    # delineate_catchments: heights
    "machine-code": (
        "首次运行：先生成机器码，约需半分钟，只此一次（插件更新后还有一次）",
        "first run: machine code is made, which takes about half a minute, once (and once after an update)"),
    "heights-crs-assigned": (
        "{layer} 的文件中没有坐标系，按在 QGIS 中为它指定的 {crs} 处理。",
        "The file of {layer} has no CRS; the one assigned to it in QGIS is used: {crs}."),
    "heights-first-band": (
        "{layer} 有 {count} 个波段，只用第一个作为高程。", "{layer} has {count} bands; the first is taken as heights."),
    "heights-unit-differs": (
        "{layer} 注明的高程单位是“{told}”，按所选的“{asked}”处理。",
        "{layer} says that its heights are in '{told}'; they are taken in '{asked}', as chosen."),
    "heights-unit-unknown": (
        "{layer} 注明的高程单位“{told}”无法识别，按米处理。",
        "{layer} says that its heights are in '{told}', which is not known; they are taken as metres."),
    "heights-wild": (
        "{layer} 有 {count} 个像元的值（{low} 至 {high}）不可能是陆地高程，未声明为无数据，已按无数据处理。",
        "{layer} has cells with numbers that no land has ({low} to {high}), not declared as no data: {count}. They "
        "are taken as without data."),
    "heights-converted": (
        "{layer} 的高程由“{unit}”换算为米：{low} 至 {high} m。",
        "The heights of {layer} were converted from '{unit}' to metres: {low} to {high} m."),
    "heights-suspicious": (
        "{layer} 的最大高程为 {high} m，高于地球上任何地方；可能是英尺，请在“高程单位”中选择。",
        "The greatest height of {layer} is {high} m, above any place on earth. It may be in feet: choose so in "
        "'Unit of heights'."),
    "heights-like-feet": (
        "{layer} 的高程约为随附高程模型的 {ratio} 倍（1 m = 3.28 英尺），很可能是英尺；"
        "若是，请在“高程单位”中选“英尺”后重算。",
        "The heights of {layer} are about {ratio} times those of the bundled model (1 m = 3.28 ft): they look like "
        "feet. If so, choose feet in 'Unit of heights' and run again."),
    "heights-like-metres": (
        "{layer} 由英尺换算后，高程只有随附高程模型的 {ratio} 倍，很可能本来就是米；"
        "若是，请在“高程单位”中选“米”后重算。",
        "Converted from feet, the heights of {layer} are only {ratio} times those of the bundled model: they look like "
        "metres. If so, choose metres in 'Unit of heights' and run again."),
    "heights-voids-filled": (
        "{layer} 有 {count} 处被高程包围的小空洞，其中 {cells} 个像元已由周围高程插补。",
        "{layer} has small voids that heights enclose: {count}. Filled from around: {cells} cells."),
    "heights-voids-left": (
        "{layer} 有 {count} 处较大的空洞（{cells} 个像元）没有插补，水在那里流出。",
        "{layer} has larger voids: {count} ({cells} cells). They were not filled; water leaves the model there."),
    "heights-sea": (
        "{layer} 边缘成片的 0 高程（{count} 个像元）按海面处理，视为无数据。",
        "The large pieces of height 0 at the edge of {layer} ({count} cells) are taken as sea, without data."),
    # basins that know what they drain to
    "basins-without-id": (
        "{layer}：{count} 个面的字段 {field} 为空，未参与追踪",
        "{layer}: polygons without a value in the field {field}: {count}; they are left out"),
    "basin-doubles": (
        "{layer}：{count} 个编号各有多个面，按一个子流域计：{ids}",
        "{layer}: ids with several polygons, each taken as one basin: {count} ({ids})"),
    "basins-to-themselves": (
        "{layer}：{count} 个子流域流入自身，按出口处理：{ids}",
        "{layer}: basins that drain to themselves, taken as outlets: {count} ({ids})"),
    "basin-links-missing": (
        "{layer}：{count} 个子流域流入图层中没有的子流域，按在此流出处理：{links}",
        "{layer}: basins that drain to one that the layer does not have, taken as leaving it: {count} ({links})"),
    "basin-loops": (
        "{layer}：下游关系中有 {count} 个环：{loops}；环中子流域没有上游面积",
        "{layer}: loops among its links: {count} ({loops}); their basins have no upstream area"),
    # trace_upstream
    "trace-largest": (
        "未指定起点，取上游面积最大的子流域 {id}（{name}）",
        "No basin was named: the one with the most upstream is taken, {id} ({name})"),
    "trace-nothing": (
        "{ids} 在所求方向上没有其他子流域",
        "Nothing lies that way of {ids}"),
    "trace-point-several": (
        "{layer}：该位置在多个子流域内（{ids}），取其中最小的 {id}",
        "{layer}: the place lies in several basins ({ids}); the smallest of them is taken, {id}"),
    "upstream-differs": (
        "{layer}：所得 {all} 个子流域中有 {count} 个的上游面积与字段 {field} 不符，相差最大的是 {id}，为其 {percent}%；"
        "图层可能在上游被截断",
        "{layer}: of {all} basins found, {count} have another area upstream than the field {field} says, most so {id} "
        "with {percent} % of it; the layer may be cut off upstream"),
    # delineate_catchments
    "water-routing": ("填洼并计算流向（{cells} 个像元）", "filling and routing {cells} cells"),
    "water-accumulating": ("累计上游面积", "adding up what lies upstream"),
    "catchments-outlining": ("划分 {count} 个汇水区", "outlining {count} catchments"),
    "water-streams": ("提取河网", "drawing the streams"),
    "water-sub-basins": ("划分子流域", "dividing into sub-basins"),
    "water-closed": (
        "内流区 {area_km2} km² 已剔除，其水不外流。",
        "Closed basins were cut away: {area_km2} km². Their water stays there."),
    "rivers-burnt": (
        "按 {layer} 将 {count} 个像元下切 {depth} m。", "Rivers of {layer} were cut in by {depth} m: {count} cells."),
    "rivers-off-grid": (
        "{layer} 的河流都不在高程模型范围内，没有下切。", "No river of {layer} meets the heights; nothing was cut in."),
    "pour-reservoirs-only": (
        "{layer} 中只用水库；其他 {count} 个点未使用。",
        "Of {layer} only the reservoirs are used; other points are left out: {count}."),
    "pour-click-alone": (
        "只求图上所点位置的汇水区；点图层 {layer} 未使用。",
        "Only the point on the map is asked about; the layer of points {layer} is not used."),
    "pour-outside": (
        "{count} 个出口断面在高程模型范围之外，已略去：{names}。",
        "Pour points outside the model are left out: {count} ({names})."),
    "pour-no-data": (
        "{count} 个出口断面处没有高程（海面或空洞），已略去：{names}。",
        "Pour points where there is no height (sea, or a void) are left out: {count} ({names})."),
    "pour-closed": (
        "{count} 个出口断面在内流区内，已略去：{names}。",
        "Pour points in closed basins are left out: {count} ({names})."),
    "pour-small": (
        "{count} 个出口断面的上游面积不足 {km2} km²，可能不在河道上：{names}。",
        "Pour points with less than {km2} km² upstream, perhaps beside the river: {count} ({names})."),
    "pour-same-cell": (
        "这些出口断面落在同一像元，汇水区相同：{names}。",
        "These pour points are in one cell and have one catchment: {names}."),
    "catchments-coarse": (
        "{count} 个汇水区不足 {cells} 个像元，对此高程模型过小，面积只是粗略值：{names}。",
        "Catchments of less than {cells} cells, too small for this model; their areas are rough: {count} ({names})."),
    "catchments-cut": (
        "{count} 个汇水区到达高程模型的边缘，可能不完整：{names}。",
        "Catchments that reach the edge of the model and may be incomplete: {count} ({names})."),
    "catchments-apart": (
        "{count} 个汇水区与公布面积相差超过 {percent} %（括号内为与公布面积之比）：{names}。"
        "它们对此高程模型过小，或出口断面被移到了别的河流上。",
        "Catchments more than {percent} % off the published area (in brackets the ratio): {count}: {names}. They are "
        "too small for this model, or the point was moved to another river."),
    "catchments-flat": (
        "{count} 个汇水区不可信，其土地或出口断面一带过于平坦（括号内为坡度低于 {slope} % 的面积占比）：{names}。"
        "平原上水由堤坝和渠道引导，请改用图层“替代的子流域”；这些子流域整块给出，其中可能有位于该点下游的土地。",
        "Catchments not to be trusted, as their ground or that around their outlet is too flat: {count} (in brackets "
        "the share with a slope below {slope} %): {names}. On the plain dykes and canals lead the water: use the layer "
        "'Sub-basins offered instead'. They are whole, and may hold ground downstream of the point."),
    "catchments-flat-alone": (
        "{count} 个汇水区不可信，其土地或出口断面一带过于平坦（括号内为坡度低于 {slope} % 的面积占比）：{names}。"
        "该处没有随附的子流域可供替代。",
        "Catchments not to be trusted, as their ground or that around their outlet is too flat: {count} (in brackets "
        "the share with a slope below {slope} %): {names}. No bundled sub-basin lies there to be used instead."),
    "pfafstetter-undivided": (
        "{count} 个汇水区内没有上游面积达到 {km2} km² 的支流，未按 Pfafstetter 法划分，编码为 0：{names}。"
        "可减小河网阈值。",
        "Catchments without a tributary of {km2} km², not divided by Pfafstetter's system (code 0): {count} ({names}). "
        "Streams may begin with less upstream."),
    "streams-none": (
        "没有上游面积达到 {km2} km² 的河道，河网为空。", "Nowhere do {km2} km² lie upstream: there are no streams."),
    # catchment_matrix
    "matrix-laying": (
        "叠置 {rows} 个辖区面与 {columns} 个汇水区面",
        "laying {rows} polygons of jurisdictions over {columns} of catchments"),
    "matrix-too-wide": (
        "汇水区多达 {count} 个，超过 {most} 列；宽表只列合计，各汇水区见长表",
        "With {count} catchments, more than {most} columns, the wide table has the totals only; the long one has all"),
    # water_dependency
    "water-following": ("沿水流统计上游", "following the water down"),
    "dependency-no-cells": (
        "有 {count} 个辖区小到没有一个像元的中心：{names}。它们的上游无法计算，请用更细的高程或子流域。",
        "Jurisdictions too small to hold the centre of a cell ({count}): {names}. What is upstream of them is not "
        "found; use finer heights, or basins."),
    "dependency-off-data": (
        "有 {count} 个辖区没有完全被数据覆盖：{names}。其上游可能更大。",
        "The data does not reach all the ground of {count} jurisdictions: {names}. More may be upstream of them."),
    "dependency-flat": (
        "有 {count} 个辖区按高程得到的上游不可信：{names}。坡度小于 {slope} % 的土地和 {below_m} m 以下的土地都占 "
        "{share} 以上，或上游来水有 {share} 以上经 {high_m} m 以下的平地流入。平原有堤防和渠道："
        "请改用更细的、知道流向的子流域（HydroBASINS，或划定流域得到的子流域）再算。内置的十个子流域太粗，只能给出很宽的范围。",
        "What heights say of the upstream of {count} jurisdictions is not to be trusted: {names}. {share} of them or "
        "more is flatter than {slope} % and as much below {below_m} m, or so much of what is upstream comes in over "
        "flat ground below {high_m} m. Plains have dykes and canals: use finer basins that know what they drain to "
        "(HydroBASINS, or the sub-basins of a delineation). The ten bundled ones are too coarse: of them only a wide "
        "range is known."),
    "dependency-rim": (
        "有 {count} 个辖区的上游到达高程数据的边缘：{names}。边缘以外可能还有上游，请用范围更大的高程。",
        "What is upstream of {count} jurisdictions reaches the edge of the heights: {names}. There may be more beyond; "
        "use heights that cover more."),
    "dependency-range": (
        "有 {count} 个辖区的上游外部占比只能给出下限和上限：{names}。同一子流域中，辖区外的土地可能在其上游，"
        "也可能在其下游（字段“存疑子流域”）；只占子流域一小部分的辖区，其上的来水可能绕过它。子流域越细，范围越窄。",
        "Of the share outside of {count} jurisdictions only the least and the most is known: {names}. Ground outside "
        "them in a basin that they share may lie above or below them (field 'Basins in question'), and what comes from "
        "above may pass by one that has little of it. The finer the basins, the closer the two."),
    "dependency-small-pairs": (
        "有 {count} 对上下游的面积不到 {least} km²，未列入图层，合计 {km2}。",
        "Pairs with less than {least} km² are not in the layer: {count}, {km2} together."),
    "dependency-no-agreement": (
        "有 {count} 对可信的上下游，面积在 {least} km² 以上，而没有已知的补偿协议：{some}。",
        "Pairs of {least} km² or more that are to be trusted and have no agreement that is known: {count}, {some}."),
    "dependency-unmeasured": (
        "协议“{agreement}”中没有自然上下游关系的有 {count} 对：{names}。",
        "Of the agreement {agreement}, these pairs have no ground that drains from the one to the other ({count}): "
        "{names}."),
    "dependency-transfer": (
        "协议“{agreement}”是跨流域调水，不是自然的上下游关系：自然流入下游的至多 {km2}，与所调的水不是同一回事。",
        "The agreement {agreement} is about water led across a divide, not about a river's own course: at most {km2} "
        "drain downstream by themselves, which is another water than what is led there."),
    # riparian_buffers
    "riparian-strip": ("生成岸带 {done}/{total}", "making strip {done} of {total}"),
    "riparian-preset": ("按预设“{preset}”；依据：{basis}", "by the preset '{preset}'; source: {basis}"),
    "riparian-preset-unchecked": (
        "按预设“{preset}”；依据：{basis}；数值未与原文核对",
        "by the preset '{preset}'; source: {basis}; its figures were not checked against the document"),
    "riparian-intakes-unused": (
        "预设“{preset}”沿整条河流，未用取水口；给出上下游长度则只取该段",
        "the preset '{preset}' goes along whole rivers: the intakes are not used, unless lengths upstream or "
        "downstream are given"),
    "riparian-lengths-unused": (
        "预设“{preset}”自带上下游长度，所给长度未用",
        "the preset '{preset}' has its own lengths: those given are not used"),
    "riparian-no-length": (
        "{layer} 中有 {count} 条线没有长度，已略去", "{layer}: lines without a length, left out: {count}"),
    "riparian-banks": (
        "{layer} 中有 {count} 条水库或湖泊岸线：它们是岸，不是河道中线，已略去；水库请用面图层给出",
        "{layer}: shores of reservoirs or lakes, left out as banks that are no river's axis: {count}; give reservoirs "
        "as polygons"),
    "riparian-no-width-value": (
        "{layer} 的字段“{field}”有 {count} 个要素没有可用的河宽，按水面半宽 {half_m} 米计",
        "{layer}: features without a usable width in the field '{field}', taken with a half width of {half_m} m: "
        "{count}"),
    "riparian-from-the-line": (
        "{layer} 有 {count} 个要素不知河宽：岸带自所绘的线起算，少了水面的半宽",
        "{layer}: features of unknown width, whose strips are counted from the line as drawn, not from the bank: "
        "{count}"),
    "riparian-direction-words": (
        "{layer} 的字段“{field}”有不认识的流向：{found}（可用 1 与 −1），按所绘方向",
        "{layer}: the field '{field}' has directions that are not known ({found}; known are 1 and -1): taken as drawn"),
    "riparian-splits": (
        "{layer} 中有 {count} 处支流的端点落在另一条线上（容差 {tolerance_m} 米），已在该处相接",
        "{layer}: places where a line's end lies on another line (tolerance {tolerance_m} m), joined there: {count}"),
    "riparian-left-out": (
        "有 {count} 个取水口在 {snap_m} 米以内没有河流或湖泊，已略去",
        "intakes without a river or lake within {snap_m} m, left out: {count}"),
    "riparian-moved": (
        "有 {count} 个取水口移动了 {far_m} 米以上（最远 {furthest_m} 米）才到水边，请核对",
        "intakes that were moved by more than {far_m} m (at most {furthest_m} m) onto the water, please check: "
        "{count}"),
    "riparian-short": (
        "取水口 {number}：河网到头，上游有 {up_m} 米（应为 {asked_up_m} 米），"
        "下游有 {down_m} 米（应为 {asked_down_m} 米）",
        "intake {number}: the lines end after {up_m} m upstream (asked: {asked_up_m} m) and {down_m} m downstream "
        "(asked: {asked_down_m} m)"),
    "riparian-turned": (
        "有 {count} 段河流的流向与所绘相反，已按高程或字段改正：{names}",
        "stretches that flow against the way they are drawn, turned by heights or the field: {count} ({names})"),
    "riparian-in-doubt": (
        "有 {count} 段河流的流向存疑（两端高差太小、没有高程或互相矛盾），按所绘方向：{names}",
        "stretches whose direction is in doubt (too little fall, no height, or the two contradict each other): {count} "
        "({names})"),
    "riparian-loops": (
        "有 {count} 段河流首尾成环，每段只走一次：{names}",
        "stretches that form loops, each followed once: {count} ({names})"),
    "riparian-uncut": (
        "有 {count} 个湖泊或水库没有汇水区（如 {name}）：岸带未按分水岭截断",
        "lakes or reservoirs without a catchment (as {name}): their strips are not cut at the watershed: {count}"),
    "riparian-no-catchment": (
        "有 {count} 个小型水库没有汇水区（如 {name}）：其二级保护区是整个汇水区，未生成",
        "small reservoirs without a catchment (as {name}), whose second class, all of it, is not made: {count}"),
    "riparian-rivers-unused": (
        "这个预设只沿湖库，河流图层 {layer} 未用",
        "this preset goes around lakes only: the rivers {layer} are not used"),
    "riparian-catchments-unused": (
        "只有水库的岸带按分水岭截断，汇水区图层 {layer} 未用",
        "only strips around reservoirs end at the watershed: the catchments {layer} are not used"),
    "riparian-whole-lakes": (
        "没有给出取水口：{count} 个湖泊或水库的全部水面按一级保护区计",
        "no intakes were given: the whole water of the lakes or reservoirs counts as first class: {count}"),
    "riparian-river-uncut": (
        "预设“{preset}”：河岸陆域未按分水岭截断",
        "the preset '{preset}': strips on land along rivers are not cut at the watershed"),
    # source_protection_check
    "protection-class-unknown": (
        "{layer} 中有 {count} 个保护要素的级别不明（{found}），按“其他”列出；"
        "级别字段可写 first、second、quasi 或一级、二级、准保护区",
        "{layer}: features whose class of protection is not known ({found}), listed as 'other': {count}; the field may "
        "say first, second or quasi"),
    "protection-nothing": (
        "没有规划要素与保护范围相接", "nothing planned touches anything protected"),
    "protection-larger": (
        "有 {count} 个规划要素画得大于公布面积，其冲突面积与占比按所画的面计：{names}",
        "planned features drawn larger than published, whose shared areas and shares are those of the drawn polygon: "
        "{count}: {names}"),
    "protection-points": (
        "有 {count} 个规划要素以一点代表一片土地，所列只是该点的位置，不是范围：{names}",
        "planned features that a point stands for, of which only that place is told, not their ground: {count}: "
        "{names}"),
    "protection-untrusted": (
        "有 {count} 处冲突所在的汇水区过于平坦，其界线不可靠",
        "conflicts in catchments that are too flat for their limits to be trusted: {count}"),
    "protection-needs-codes": (
        "{layer} 的字段“{field}”不是行政区代码：水源供给另一辖区与否无从判断，“跨界”一列留空",
        "{layer}: the field '{field}' holds no adcodes: whether a source serves another jurisdiction cannot be told, "
        "and 'across a border' stays empty"),
    "protection-serves-unknown": (
        "有 {count} 个保护区不知供水给谁：可在字段 serves 中写受水地区的代码",
        "protection areas of which it is not known whom they serve: {count}; a field 'serves' may hold the code"),
    "riparian-only-meant": (
        "{layer}：预设只针对运河，只取 {field} 为 {value} 的 {count} 个要素（共 {total} 个）",
        "{layer}: the preset is for canals, so only features whose {field} is {value} are taken: {count} of {total}"),
    "dependency-grazed": (
        "有 {count} 处辖区与子流域只沾一点边（不到其中任一方的 {share}），多半是图上边界不合，"
        "未当作该子流域的辖区：{touches}。",
        "Places where a jurisdiction barely meets a basin, less than {share} of either, are taken for borders that do "
        "not match and make it depend on nothing ({count}): {touches}."),
    "dependency-no-agreement-doubtful": (
        "另有 {count} 对面积在 {least} km² 以上、没有已知补偿协议的上下游不可信（流经平地，或只知范围），"
        "不宜引用：{some}。",
        "Pairs of {least} km² or more without an agreement that are not to be trusted, over flat ground or of a range, "
        "and should not be quoted: {count}, {some}."),
}
