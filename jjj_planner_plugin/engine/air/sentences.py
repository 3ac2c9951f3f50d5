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
}
