"""The sentences of the indicators, in both languages; engine/messages.py holds them with the others."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str, str, str]] = {
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
        "若是占比、率或人均值，请在“其中的占比、率、人均值”（RATIOS）中选它（按人口加权平均）；若是总量，请在“其中可相加的总量”（AMOUNTS）"
        "中选它。",
        "The column '{field}' of {path} looks like percentages or values per head, which cannot be summed.",
        "Choose it under 'Of these: shares, rates, per head' (RATIOS; means are weighted by people), or, if it is "
        "an amount, under 'Of these: amounts, to be summed' (AMOUNTS)."),
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
    "indicators-bundled": (
        "未给数据表，规划中也没有人口，采用随附的 2020 年数据：13 个市的常住人口与三省市的"
        "地区生产总值；区县一级没有数值",
        "no table was given and the plan has no people: the bundled figures of 2020 are used, people of the 13 cities "
        "and GDP of the three provinces; units have no values"),
    "indicators-nodes": (
        "规划中有 {count} 个节点的人口与随附数据不同，采用规划的：{codes}",
        "nodes of the plan whose people differ from the bundled ones: {count}; the plan's are used: {codes}"),
    "indicators-negative": (
        "数据表 {path} 的“{field}”中有 {count} 个负数；含负数的层级没有规模与差异指标",
        "numbers below nothing in '{field}' of {path}: {count}; a level that has one has no indices of size and "
        "inequality"),
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
