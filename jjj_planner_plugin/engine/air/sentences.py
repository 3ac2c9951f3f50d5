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
}
NOTES: dict[str, tuple[str, str]] = {
    "standards-straddle": (
        "{period} 跨越两个标准（{standards}），两者都已列出；请按用途选用",
        "{period} lies under two standards ({standards}): both are given, choose the one that your report needs"),
    "air-demonstration": (
        "{layer} 是演示数据：由 13 个城市的月均值得来，不能代表区县",
        "{layer} is a demonstration: made from monthly means of 13 cities, it says nothing of single counties"),
}
