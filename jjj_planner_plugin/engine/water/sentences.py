"""The sentences of the water tools, in both languages; engine/messages.py holds them with the others."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str, str, str]] = {
    # delineate_catchments: heights
    "heights-empty": (
        "高程栅格 {path} 中没有一个像元有可用的高程。", "请检查无数据值与所选波段，或换一个高程模型。",
        "No cell of the raster of heights {path} has a height that can be used.",
        "Check its no-data value and band, or choose another model."),
    "heights-constant": (
        "高程栅格 {path} 各处高程都是 {height} m，水不会流动。", "应为有起伏的高程模型；请检查选的是不是正确的栅格。",
        "The raster of heights {path} is {height} m everywhere: water flows nowhere on it.",
        "Expected was a model of terrain; check that this is the raster you meant."),
    # basins that know what they drain to
    "no-basin-field": (
        "{layer} 没有可识别的流域编号或下游编号字段（如 {usual}）；现有字段：{fields}。",
        "请指定哪个字段是编号、哪个字段是所流入流域的编号。",
        "{layer} has none of the usual fields ({usual}); it has: {fields}.",
        "Name the field with a basin's id and the one with the id of what it drains to."),
    "unknown-basin": (
        "{layer} 的字段 {field} 中没有流域 {id}；有：{some}。", "请核对编号。",
        "{layer} has no basin {id} in its field {field}; it has: {some}.", "Check the id."),
    "basin-double": (
        "{layer} 中流域 {id} 有多个面，分别流入 {one} 和 {other}。", "一个流域只能流入一个流域；请更正其中之一。",
        "{layer} has several polygons of the basin {id}, which drain to {one} and to {other}.",
        "A basin drains to one other at most: correct one of them."),
    "basin-loop": (
        "{layer} 的下游关系成环：{loop}；所求的上下游经过它，无法确定。", "请更正环中某个流域所流入的编号。",
        "The links of {layer} run in a loop: {loop}. What was asked for runs into it.",
        "Correct what one of these basins drains to."),
    # trace_upstream
    "trace-bad-point": (
        "位置 {found} 不是一个经度和纬度。", "请给出经度、纬度两个数（度）。",
        "The place {found} is not a longitude and a latitude.", "Give two numbers, longitude and latitude in degrees."),
    "trace-point-outside": (
        "位置（{lon}°, {lat}°）不在 {layer} 的任何流域内。", "请在某个流域内点击，或给出流域编号。",
        "The place ({lon}°, {lat}°) lies in no basin of {layer}.", "Click inside a basin, or give its id."),
    # delineate_catchments
    "pour-bad-click": (
        "点的坐标 {found} 不可用。", "应为经度和纬度（度）。",
        "The coordinates {found} of the point cannot be used.", "Expected are longitude and latitude in degrees."),
    "pour-bad-snap": (
        "捕捉距离 {found} 不可用。", "应为 0 至 {cells} 个像元（整数），或 0 至 {km} km。",
        "The snap distance {found} cannot be used.", "It is a whole number of 0 to {cells} cells, or 0 to {km} km."),
    "pour-none-left": (
        "{count} 个出流点都不能用：{reason}。没有可划分的汇水区。", "请检查点的坐标系与高程模型的范围。",
        "No pour point can be used, of {count}: {reason}.",
        "Check the CRS of the points and the extent of the model."),
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
}

NOTES: dict[str, tuple[str, str]] = {
    # delineate_catchments: heights
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
        "{layer}：{count} 个编号各有多个面，按一个流域计：{ids}",
        "{layer}: ids with several polygons, each taken as one basin: {count} ({ids})"),
    "basins-to-themselves": (
        "{layer}：{count} 个流域流入自身，按出口处理：{ids}",
        "{layer}: basins that drain to themselves, taken as outlets: {count} ({ids})"),
    "basin-links-missing": (
        "{layer}：{count} 个流域流入图层中没有的流域，按在此流出处理：{links}",
        "{layer}: basins that drain to one that the layer does not have, taken as leaving it: {count} ({links})"),
    "basin-loops": (
        "{layer}：下游关系中有 {count} 个环：{loops}；环中流域没有上游面积",
        "{layer}: loops among its links: {count} ({loops}); their basins have no upstream area"),
    # trace_upstream
    "trace-largest": (
        "未指定起点，取上游面积最大的流域 {id}（{name}）",
        "No basin was named: the one with the most upstream is taken, {id} ({name})"),
    "trace-nothing": (
        "{ids} 在所求方向上没有其他流域",
        "Nothing lies that way of {ids}"),
    "trace-point-several": (
        "{layer}：该位置在多个流域内（{ids}），取其中最小的 {id}",
        "{layer}: the place lies in several basins ({ids}); the smallest of them is taken, {id}"),
    "upstream-differs": (
        "{layer}：所得 {all} 个流域中有 {count} 个的上游面积与字段 {field} 不符，相差最大的是 {id}，为其 {percent}%；"
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
    "pour-outside": (
        "{count} 个出流点在高程模型范围之外，已略去：{names}。",
        "Pour points outside the model are left out: {count} ({names})."),
    "pour-no-data": (
        "{count} 个出流点处没有高程（海面或空洞），已略去：{names}。",
        "Pour points where there is no height (sea, or a void) are left out: {count} ({names})."),
    "pour-closed": (
        "{count} 个出流点在内流区内，已略去：{names}。",
        "Pour points in closed basins are left out: {count} ({names})."),
    "pour-small": (
        "{count} 个出流点的上游面积不足 {km2} km²，可能不在河道上：{names}。",
        "Pour points with less than {km2} km² upstream, perhaps beside the river: {count} ({names})."),
    "pour-same-cell": (
        "这些出流点落在同一像元，汇水区相同：{names}。",
        "These pour points are in one cell and have one catchment: {names}."),
    "catchments-coarse": (
        "{count} 个汇水区不足 {cells} 个像元，对此高程模型过小，面积只是粗略值：{names}。",
        "Catchments of less than {cells} cells, too small for this model; their areas are rough: {count} ({names})."),
    "catchments-cut": (
        "{count} 个汇水区到达高程模型的边缘，可能不完整：{names}。",
        "Catchments that reach the edge of the model and may be incomplete: {count} ({names})."),
    "catchments-apart": (
        "{count} 个汇水区与公布面积相差超过 {percent} %（括号内为与公布面积之比）：{names}。"
        "它们对此高程模型过小，或出流点被移到了别的河流上。",
        "Catchments more than {percent} % off the published area (in brackets the ratio): {count}: {names}. They are "
        "too small for this model, or the point was moved to another river."),
    "catchments-flat": (
        "{count} 个汇水区不可信，其土地或出流点一带过于平坦（括号内为坡度低于 {slope} % 的面积占比）：{names}。"
        "平原上水由堤坝和渠道引导，请改用图层 trusted_basins 中的子流域。",
        "Catchments not to be trusted, as their ground or that around their outlet is too flat: {count} (in brackets "
        "the share with a slope below {slope} %): {names}. On the plain dykes and canals lead the water: use the "
        "sub-basins in the layer 'trusted_basins' instead."),
    "catchments-flat-alone": (
        "{count} 个汇水区不可信，其土地或出流点一带过于平坦（括号内为坡度低于 {slope} % 的面积占比）：{names}。"
        "该处没有随附的子流域可供替代。",
        "Catchments not to be trusted, as their ground or that around their outlet is too flat: {count} (in brackets "
        "the share with a slope below {slope} %): {names}. No bundled sub-basin lies there to be used instead."),
    "streams-none": (
        "没有上游面积达到 {km2} km² 的河道，河网为空。", "Nowhere do {km2} km² lie upstream: there are no streams."),
    # catchment_matrix
    "matrix-too-wide": (
        "汇水区多达 {count} 个，超过 {most} 列；宽表只列合计，各汇水区见长表",
        "With {count} catchments, more than {most} columns, the wide table has the totals only; the long one has all"),
}
