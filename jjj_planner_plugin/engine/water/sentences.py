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
}
