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
    # relocation_summary and import_relocations (moves)
    "moves-not-a-table": (
        "{path} 不是表格。", "请选择 CSV 或 XLSX 文件；图层请用“导入图层”。",
        "{path} is no table.", "Choose a CSV or XLSX file; for a layer there is 'Import layer'."),
    "moves-columns": (
        "{path} 中没有迁出地或迁入地的列，现有：{found}。",
        "表头可用 迁出地、迁出城市、迁出地代码，迁入地、迁入城市、迁入地代码（或 origin、destination …）。",
        "{path} has no column with origins or destinations; it has: {found}.",
        "Call them origin, origin_city, origin_adcode, destination, destination_city, destination_adcode."),
    "moves-none": (
        "{path} 的 {count} 行都是汇总，没有单个的疏解项目。", "请选用有单个项目的表，或把汇总行也计入。",
        "All {count} rows of {path} are summaries; there is no single move.",
        "Choose a table with single moves, or have summaries counted too."),
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
    # connectivity, flow_template
    "links-no-flows": (
        "没有给出流量表：内置数据中没有城市间流量。",
        "请选择流量表（起点、终点、流量）；可先用“流量表模板”生成待填的 CSV，或改用“模型引力”代替观测值。",
        "There is no table of flows, and none is bundled.",
        "Choose a table with origin, destination and value; 'Flow table template' makes a CSV to fill in. Or take "
        "modelled gravity in place of flows that were observed."),
    "links-no-column": (
        "{path} 中没有可识别的{role}列（如 {usual}）；现有：{fields}。", "请指定该列，或改用其中一个名称。",
        "{path} has no column known to be the {role} (such as {usual}); it has: {fields}.",
        "Name the column, or give it one of these names."),
    "links-nothing": (
        "{path} 的 {count} 行中没有一行是两地之间的流量：{why}。", "请核对地名、代码与数值。",
        "Of the {count} rows of {path} none is a flow between two places: {why}.", "Check places, codes and values."),
    "links-no-kind": (
        "流量表中没有类型“{kind}”，现有：{kinds}。", "请选择其中之一，或留空以分别计算各类型。",
        "The table has no flows of the kind '{kind}'; it has: {kinds}.",
        "Choose one of these, or none: then each kind is counted by itself."),
    "links-no-year": (
        "流量表中没有 {year} 年，现有：{years}。", "请选择其中之一，或留空以分别计算各年。",
        "The table has no flows of {year}; it has: {years}.",
        "Choose one of these, or none: then each year is counted by itself."),
    "links-no-width": (
        "轴线图层 {layer} 没有给出宽度。", "请给出轴线每侧的距离（km），例如 30。",
        "No width was given for the axes of {layer}.", "Give the distance on either side in km, 30 for instance."),
    "links-no-masses": (
        "可用于引力的地点只有 {count} 个，至少应有两个。", "请给出地点的人口，或含代码与规模的表。",
        "Gravity has {count} places with a mass; it needs two.",
        "Give people of the places, or a table with codes and masses."),
    "links-no-mass-field": (
        "{path}：没有指定哪一列是规模。", "请选择规模（人口、就业或 GDP）所在的列。",
        "{path}: no column was named as the mass.", "Choose the column with people, jobs or output."),
    "links-no-mass-places": (
        "{path} 中没有可识别的代码或名称列；现有：{fields}。", "应有 adcode 列，或名称与所在市。",
        "{path} has no column known to hold codes or names; it has: {fields}.",
        "Expected was adcode, or name and city."),
    # report
    "report-section": (
        "报告没有名为“{name}”的章节。", "可用章节：{known}。",
        "The report has no section '{name}'.", "Its sections are: {known}."),
    "report-needs": (
        "该分析需要 {what} 的结果，而它没有完成。", "先解决那一项分析的问题，再生成报告。",
        "This analysis needs the result of {what}, which could not be computed.",
        "Solve the problem of that analysis, then make the report again."),
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
        "只有名称“{name}”而没有所在市，不单凭名称定位；叫此名的：{places}。请写代码，或像这样把所在市写在前面",
        "the name '{name}' without its city is not enough; of that name there are: {places}. Give the code, or the "
        "city in front of the name as here"),
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
    # relocation_summary and import_relocations (moves)
    "moves-lines-made": (
        "{layer}：{count} 项没有画线，其中 {made} 项按两地的代表点连成线",
        "{layer}: moves without a line: {count}; for {made} of them it runs between their places"),
    "moves-not-placed": (
        "{count} 个地点没有找到，见表 not_placed；所在的行保留，没有线",
        "places that were not found: {count}, see the table not_placed; their rows are kept, without a line"),
    "moves-same-place": ("迁出地与迁入地是同一处（{place}）", "origin and destination are one place ({place})"),
    "moves-doubles": (
        "{layer}：{count} 行与前面的行编号或名称、两地都相同，仍保留：{names}",
        "{layer}: rows with the id, or the name and both places, of an earlier one, kept ({count}): {names}"),
    "moves-words": (
        "{layer} 的“{column}”：{count} 种写法无法识别，未采用：{values}",
        "{layer}, '{column}': words that are not known, left empty ({count}): {values}"),
    "moves-numbers": (
        "{layer} 的“{column}”：{count} 种写法不是一个数，未采用：{values}",
        "{layer}, '{column}': texts that are not one number, left empty ({count}): {values}"),
    "moves-dates": (
        "{layer} 的“{column}”：{count} 种写法不是日期，原文留在时间说明里：{values}",
        "{layer}, '{column}': texts that are no dates, kept as they are ({count}): {values}"),
    "moves-area-unit": (
        "{layer} 的“{column}”没有注明单位，按平方公里读取", "{layer}, '{column}' names no unit: it is read as km²"),
    "moves-summaries": (
        "{layer}：{count} 行是许多项目的汇总（{names}），不计为一项",
        "{layer}: rows that stand for many moves ({names}) are not counted as one ({count})"),
    "moves-without-line": (
        "{count} 项的起讫点不全，计入各表但不画线：{names}",
        "moves without both ends, counted and not drawn ({count}): {names}"),
    "moves-known": (
        "共 {count} 项；有人数的 {people} 项，有面积的 {area} 项，合计只含这些",
        "{count} moves; {people} with people, {area} with an area: sums are of these"),
    "moves-no-amount": (
        "没有一项有 {field} 的数，各流线一样宽", "no move has a number of {field}: all flows are of one width"),
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
    # connectivity, flow_template
    "links-reading": ("读取流量", "reading flows"),
    "links-network": ("计算网络 {what}", "network {what}"),
    "links-unknown-origin": (
        "{count} 行的起点无法识别（{some}），未计入；占全部流量的 {share} %",
        "rows whose origin is not known, not counted: {count} ({some}); {share} % of all flows"),
    "links-unknown-destination": (
        "{count} 行的终点无法识别（{some}），未计入；占全部流量的 {share} %",
        "rows whose destination is not known, not counted: {count} ({some}); {share} % of all flows"),
    "links-negative": (
        "{count} 行流量为负（第 {rows} 行），未计入", "negative flows, not counted: {count} (rows {rows})"),
    "links-no-value": ("{count} 行没有流量（第 {rows} 行）", "rows without a flow: {count} (rows {rows})"),
    "links-zero": (
        "{count} 行流量为零，不算联系（第 {rows} 行）", "flows of zero are no links: {count} (rows {rows})"),
    "links-self": (
        "{count} 行起讫同地（第 {rows} 行），不算联系，合计另列",
        "rows with one place as origin and destination are no links, their sum is told: {count} (rows {rows})"),
    "links-doubles-sum": (
        "{pairs} 组起讫各有多行（共 {rows} 行），已相加；其中 {same} 行数值也相同，可能是重复记录",
        "pairs of places with several rows, added up: {pairs} ({rows} rows); with the same value too, so perhaps "
        "entered twice: {same}"),
    "links-doubles-first": (
        "{pairs} 组起讫各有多行（共 {rows} 行），只取第一行；其中 {same} 行数值相同",
        "of pairs of places with several rows the first counts: {pairs} ({rows} rows; the same value: {same})"),
    "links-doubles-last": (
        "{pairs} 组起讫各有多行（共 {rows} 行），只取最后一行；其中 {same} 行数值相同",
        "of pairs of places with several rows the last counts: {pairs} ({rows} rows; the same value: {same})"),
    "links-odd-years": (
        "{count} 行的年份无法识别（{some}），按无年份处理", "years that are none count as no year: {count} ({some})"),
    "links-nested": (
        "{count} 个地点位于表中另一地点之内（{some}），其流量可能重复计算；可改为按市汇总",
        "places that lie in another one of the table: {count} ({some}); flows may count twice. Take them by city"),
    "links-several": (
        "有 {count} 组类型或年份（{some}），单位可能不同，各自计算，不相加",
        "kinds or years in the table: {count} ({some}); units may differ, so each is a network of its own"),
    "links-one-way": (
        "{count} 对地点都只有一个方向的流量；若表中每对只写一次，流入流出与节点类型没有意义",
        "all pairs have flows one way only ({count}); if each pair is entered once, in and out mean nothing"),
    "links-cities-absent": (
        "流量表中没有规划的 {count} 个城市：{some}",
        "cities of the plan without any flow in the table: {count} ({some})"),
    "links-modelled": (
        "这是 {count} 个城市人口的模型引力（人口之积除以距离平方，千分比），不是观测流量，不能证明联系的有无",
        "modelled gravity of {count} cities (product of people over distance squared, per mille): not observed, it "
        "proves no linkage"),
    "links-strength-masses": (
        "{network}：没有各地人口，以各地流量之和作为规模",
        "{network}: people of the places are not known; the sum of a place's flows is its mass"),
    "links-masses-lacking": (
        "{network}：{count} 个地点没有人口（{some}），引力不涉及它们",
        "{network}: places without people, of which gravity says nothing: {count} ({some})"),
    "links-not-fitted": (
        "{network}：只有 {pairs} 条流可用于拟合，不足以定出指数；按规模指数 {mass}、距离指数 −{distance} 计算",
        "{network}: flows to fit gravity to: {pairs}, too few or too alike; exponents are taken to be {mass} of masses "
        "and −{distance} of distance"),
    "links-mass-unknown": (
        "{layer}：{count} 个地点无法识别（{some}），未使用", "{layer}: places not known, not used: {count} ({some})"),
    "links-mass-double": (
        "{layer}：{count} 个地点有多行，只取第一行", "{layer}: of places with several rows the first counts: {count}"),
    # report
    "report-analysis": ("报告：{what}", "report: {what}"),
    "report-composing": ("编排报告", "composing the report"),
    "report-failed": ("报告中缺少“{what}”：{reason}", "The report lacks '{what}': {reason}"),
    "moves-unread": (
        "{layer}：{count} 列不知道是什么，没有读取：{columns}",
        "{layer}: columns that are not known to be anything, not read ({count}): {columns}"),
    "reach-added": (
        "{count} 个地点的范围是两部分之并：直线 {kmh} km/h 的圆（与没有线路时相同），加上沿线路、以 {access} km/h 接驳"
        "所及；线路只会扩大范围。",
        "The reach of {count} places is both the disc at {kmh} km/h in a straight line, as without lines, and what "
        "is reached along lines, to and from them at {access} km/h: lines only add to it."),
}
