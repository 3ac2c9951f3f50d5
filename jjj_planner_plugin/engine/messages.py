"""Every sentence of the engine that a person reads, in both languages, and the error that carries it.

An error says what was found and what was expected (`message`) and what to do (`hint`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple


class Pair(NamedTuple):
    """A fact that is a word of ours, in both languages."""

    zh: str
    en: str


POLYGONS, LINES, POINTS = Pair("面", "polygons"), Pair("线", "lines"), Pair("点", "points")
MIXED, NO_GEOMETRY = Pair("混合几何", "mixed geometries"), Pair("无几何", "no geometry")
PARAMETER_TYPES: dict[str, Pair] = {
    "layer": Pair("图层路径", "a layer's path"), "output": Pair("输出文件路径", "an output file's path"),
    "field": Pair("字段名", "a field's name"), "text": Pair("文字", "text"),
    "boolean": Pair("true 或 false", "true or false"),
    "choice": Pair("选项之一", "one of its choices"), "number": Pair("数", "a number"),
    "numbers": Pair("数的列表", "a list of numbers"), "texts": Pair("文字的列表", "a list of texts"),
    "layers": Pair("图层路径的列表", "a list of layers' paths"), "object": Pair("JSON 对象", "a JSON object"),
}


class Text(NamedTuple):
    """An error's sentence and hint in Chinese and English; `{name}` is filled from the error's facts."""

    zh: str
    zh_hint: str
    en: str
    en_hint: str


ERRORS: dict[str, Text] = {
    "bad-job": Text(
        "任务无法读取：{reason}。", "任务应是一个 JSON 对象，含 task 与 params。",
        "The job cannot be read: {reason}.", "A job is one JSON object with task and params."),
    "unknown-task": Text(
        "没有名为“{task}”的任务。", "可用任务：{known}。",
        "There is no task called '{task}'.", "The tasks are: {known}."),
    "unknown-parameter": Text(
        "任务 {task} 没有参数“{name}”。", "可用参数：{known}。",
        "The task {task} has no parameter '{name}'.", "Its parameters are: {known}."),
    "missing-parameter": Text(
        "任务 {task} 缺少参数“{name}”。", "请给出该参数（{type}）。",
        "The task {task} needs the parameter '{name}', which is not there.", "Give it a value ({type})."),
    "wrong-type": Text(
        "参数“{name}”的值是 {found}，应为 {expected}。", "请改正该值。",
        "The parameter '{name}' is {found}; expected was {expected}.", "Correct the value."),
    "no-file": Text(
        "找不到图层文件 {path}。", "请检查路径，或重新选择图层。",
        "The layer's file {path} does not exist.", "Check the path, or choose the layer again."),
    "unreadable-layer": Text(
        "无法读取图层 {path}：{reason}。", "应为 GDAL 能打开的矢量文件；请在 QGIS 中另存为 GeoPackage 后再试。",
        "The layer {path} cannot be read: {reason}.",
        "Expected was a vector file that GDAL opens; save it as a GeoPackage in QGIS and try again."),
    "file-locked": Text(
        "文件 {path} 被另一个程序锁定。", "请在那个程序中保存并关闭该文件，然后重试。",
        "The file {path} is locked by another program.", "Save and close it there, then try again."),
    "several-layers": Text(
        "文件 {path} 含多个图层（{layers}），未指明使用哪一个。", "请写成 路径|layername=图层名。",
        "The file {path} holds several layers ({layers}) and none was named.",
        "Write path|layername=NAME."),
    "unknown-layer": Text(
        "文件 {path} 中没有图层“{layer}”，现有：{layers}。", "请选择其中之一。",
        "The file {path} has no layer '{layer}'; it has: {layers}.", "Choose one of these."),
    "empty-layer": Text(
        "图层 {path} 中没有可用要素（共 {count} 个要素，其中有几何的 0 个）。",
        "请选择含要素的图层，或检查过滤条件与选择。",
        "The layer {path} has no feature to work on ({count} features, none with a geometry).",
        "Choose a layer with features, or check its filter and selection."),
    "wrong-geometry": Text(
        "图层 {path} 的几何类型是 {found}，应为 {expected}。", "请选择{expected}图层。",
        "The layer {path} holds {found}; expected was {expected}.", "Choose a layer of {expected}."),
    "no-crs": Text(
        "图层 {path} 没有坐标系。", "请在 QGIS 的图层属性中设定它的坐标系（例如 EPSG:4490），再运行。",
        "The layer {path} has no CRS.",
        "Set its CRS in the layer's properties in QGIS (EPSG:4490, say) and run again."),
    "bad-coordinates": Text(
        "图层 {path} 的坐标超出范围（{found}）。", "经纬度应在 ±180 与 ±90 之内且为有限数；请检查坐标系与数据。",
        "The layer {path} has coordinates out of range ({found}).",
        "Degrees must be finite and within ±180 and ±90; check the CRS and the data."),
    "unknown-field": Text(
        "图层 {path} 没有字段“{field}”，现有：{fields}。", "请选择其中之一。",
        "The layer {path} has no field '{field}'; it has: {fields}.", "Choose one of these."),
    "null-class": Text(
        "图层 {path} 的分类字段“{field}”全为空值。", "请选择有值的字段，或先填写分类。",
        "The class field '{field}' of the layer {path} holds only nulls.",
        "Choose a field with values, or fill in the classes first."),
    "no-distances": Text(
        "没有给出缓冲距离。", "请至少给出一个大于 0 的距离（米），例如 10000。",
        "No distance was given.", "Give at least one distance above 0 in metres, e.g. 10000."),
    "bad-distance": Text(
        "缓冲距离 {found} 无效。", "每个距离应为大于 0、不超过 {limit_km} 千米的数，以米计。",
        "The distance {found} cannot be used.",
        "A distance is a number of metres above 0 and at most {limit_km} km."),
    "bad-output-type": Text(
        "不能写出 {path}：扩展名不是 {expected}。", "请改用以 {expected} 结尾的文件名。",
        "The output {path} does not end in {expected}.", "Give it a name that ends in {expected}."),
    "no-output-folder": Text(
        "输出文件夹 {folder} 不存在。", "请先建立该文件夹，或另选位置。",
        "The output folder {folder} does not exist.", "Make the folder first, or choose another place."),
    "not-writable": Text(
        "不能写入 {path}：{reason}。", "请检查权限，或另选位置。",
        "The output {path} cannot be written: {reason}.", "Check the permissions, or choose another place."),
    "output-open": Text(
        "输出文件 {path} 正被另一个程序使用。", "请在那里关闭它，或换一个文件名。",
        "The output {path} is in use by another program.", "Close it there, or give another name."),
    "output-holds-others": Text(
        "输出文件 {path} 已存在，且含有其他数据（{tables}），不会被替换。", "请换一个文件名。",
        "The output {path} exists and holds other data ({tables}); it is not replaced.", "Give another name."),
    "outputs-clash": Text(
        "两个输出是同一个文件 {path}。", "请给其中一个另取文件名。",
        "Two outputs are the same file, {path}.", "Give one of them another name."),
    "output-is-input": Text(
        "输出 {path} 同时是输入图层的文件。", "请给输出另取一个文件名，输入不会被改动。",
        "The output {path} is also an input layer's file.", "Give the output another name; inputs are never changed."),
    "disk-full": Text(
        "磁盘空间不足，未能写完 {path}；没有留下半成品。", "请腾出空间，或另选磁盘。",
        "The disk is full: {path} could not be finished, and nothing half-written was left.",
        "Free some space, or choose another disk."),
    "no-known-units": Text(
        "图层 {path} 的字段“{field}”里没有一个京津冀区县代码（例如 {example}）。",
        "应为 6 位行政区划代码（或 156 开头的 9 位国标码）；请选择正确的字段。",
        "The field '{field}' of the layer {path} holds no county code of Jing-Jin-Ji (found, e.g.: {example}).",
        "Expected are six-digit adcodes (or nine digits beginning with 156); choose the right field."),
    "out-of-memory": Text(
        "内存不足，任务未能完成；输入未被改动。", "请关闭其他程序，或分批处理较小的图层。",
        "There was not enough memory to finish; the inputs are untouched.",
        "Close other programs, or work on smaller layers one at a time."),
    "cancelled": Text(
        "任务已取消；没有留下半成品。", "",
        "The task was cancelled; nothing half-written was left.", ""),
    "internal": Text(
        "分析引擎遇到未预料的问题（{reason}）；输入未被改动。", "详情见日志；请把日志附在问题报告里。",
        "The engine met a problem that it did not expect ({reason}); the inputs are untouched.",
        "The log has the details; please attach it to a report."),
}

NOTES: dict[str, tuple[str, str]] = {
    "reading": ("读取 {what}", "reading {what}"),
    "writing": ("写出 {what}", "writing {what}"),
    "buffering": ("缓冲 {distance} 米", "buffering {distance} m"),
    "measuring": ("量算面积", "measuring areas"),
    "overlaying": ("叠置 {done}/{total}", "overlaying {done} of {total}"),
    "building": ("生成 {what}", "building {what}"),
    "repaired": ("{layer}：修复了 {count} 个无效几何", "{layer}: {count} invalid geometries were repaired"),
    "no-geometry": (
        "{layer}：{count} 个要素没有几何，未参与计算",
        "{layer}: {count} features have no geometry and take no part"),
    "null-classes": (
        "{layer}：{count} 个要素的“{field}”为空，归入空类",
        "{layer}: '{field}' is null in {count} features; they form an empty class"),
    "self-overlap": (
        "{layer}：同层要素相互重叠 {area_m2} 平方米，已计入“重复计算”",
        "{layer}: its features overlap one another by {area_m2} m², which is in 'counted twice'"),
    "left-self-overlap": (
        "{layer}：同层要素相互重叠 {area_m2} 平方米，该部分在各类面积中计了多次",
        "{layer}: its features overlap one another by {area_m2} m²; that ground is in the class areas more than once"),
    "outside-land": (
        "缓冲区超出内置陆地轮廓（东经 110–123°，北纬 33–45°），这些行的陆地占比留空",
        "some buffers reach beyond the bundled land outline (110–123° E, 33–45° N); their share on land is left empty"),
    "unit-unknown": (
        "{count} 个单元的代码不认识，已保留但未划入分区：{codes}",
        "{count} units have an unknown code; they are kept, in no zone: {codes}"),
    "unit-1999": (
        "{count} 个单元用的是 1999 年的市辖区代码，分区按内置数据：{codes}",
        "{count} units have a city-proper code of 1999; their zone is that of the bundled set: {codes}"),
    "unit-abolished": (
        "{count} 个单元的代码已撤销，已保留但未划入分区：{codes}",
        "{count} units have an abolished code; they are kept, in no zone: {codes}"),
    "unit-outdated": (
        "{count} 个单元用旧代码，已换成现行代码：{codes}",
        "{count} units had an old code, replaced by today's: {codes}"),
    "unit-twice": (
        "{count} 个代码出现多次，均已保留：{codes}",
        "{count} codes occur more than once; all are kept: {codes}"),
    "unit-missing": (
        "图层中缺少 {count} 个区县：{codes}",
        "{count} counties are not in the layer: {codes}"),
    "wing-incomplete": ("翼“{name}”缺少所在单元：{codes}", "the wing '{name}' lacks host units: {codes}"),
}


class EngineError(Exception):
    """An error that a person can cause. `code` is a key of ERRORS, the facts fill its sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        told = told_error(self, "en")
        return f"{told['message']} {told['hint']}"


def told_error(error: EngineError, language: str) -> dict[str, str]:
    """The protocol's error object: code, message and hint in `language` (zh or en)."""
    text = ERRORS[error.code]
    message, hint = (text.zh, text.zh_hint) if language == "zh" else (text.en, text.en_hint)
    facts = {name: _in_language(fact, language) for name, fact in error.facts.items()}
    return {"code": error.code, "message": message.format(**facts), "hint": hint.format(**facts)}


def either(words: Iterable[Pair]) -> Pair:
    """`A or B or C`."""
    several = list(words)
    return Pair("或".join(word.zh for word in several), " or ".join(word.en for word in several))


def _in_language(fact: Any, language: str) -> Any:
    if not isinstance(fact, Pair):
        return fact
    return fact.zh if language == "zh" else fact.en


def note(code: str, language: str, **facts: Any) -> str:
    """A sentence of progress or warning."""
    zh, en = NOTES[code]
    return (zh if language == "zh" else en).format(**facts)
