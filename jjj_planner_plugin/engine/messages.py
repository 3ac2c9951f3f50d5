"""Every sentence of the engine that a person reads, in both languages, and the error that carries it.

An error says what was found and what was expected (`message`) and what to do (`hint`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from .air import sentences as air
from .region import sentences as region
from .region.indicators import sentences as indicators
from .region.spatial import sentences as spatial
from .water import sentences as water


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
    "value": Pair("文字（可为空）", "text, which may be empty"),
    "layers": Pair("图层路径的列表", "a list of layers' paths"), "object": Pair("JSON 对象", "a JSON object"),
    "objects": Pair("JSON 对象的列表", "a list of JSON objects"),
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
    "not-a-plan": Text(
        "{path} 不是规划文件：其中没有规划的表，只有 {tables}。", "请选择“新建规划”生成的文件。",
        "{path} is not a plan: it holds none of a plan's tables but {tables}.", "Choose a file that 'New plan' made."),
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
    "crosses-180": Text(
        "图层 {path} 中有跨越 180° 经线的要素。", "请先在 180° 经线处把要素切开，或改用以该处为中心的等积投影。",
        "The layer {path} has a feature that crosses the 180th meridian.",
        "Cut it there first, or save the layer in an equal-area projection around that place."),
    "unknown-field": Text(
        "图层 {path} 没有字段“{field}”，现有：{fields}。", "请选择其中之一。",
        "The layer {path} has no field '{field}'; it has: {fields}.", "Choose one of these."),
    "null-class": Text(
        "图层 {path} 的分类字段“{field}”全为空值。", "请选择有值的字段，或先填写分类。",
        "The class field '{field}' of the layer {path} holds only nulls.",
        "Choose a field with values, or fill in the classes first."),
    "too-few-layers": Text(
        "只给出了 {count} 个控制线图层，至少应有两个。",
        "请选择两个或更多的面图层，例如永久基本农田、生态保护红线和城镇开发边界。",
        "{count} control layers were given; at least two are needed.",
        "Choose two or more polygon layers, such as permanent farmland, the red line and the urban boundary."),
    "names-differ": Text(
        "给出了 {names} 个名称，而图层有 {layers} 个。",
        "每个图层写一个名称，顺序与图层相同；或全部留空，用图层自己的名称。",
        "{names} names were given for {layers} layers.",
        "Give one name for each layer, in the layers' order, or none: then the layers' own names are used."),
    "names-twice": Text(
        "有两个图层都叫“{name}”，结果中无法区分。", "请给各图层不同的名称。",
        "Two of the layers are called '{name}' and could not be told apart in the result.",
        "Give the layers different names."),
    "bad-minimum": Text(
        "最小面积“{found}”不能用于 {layers} 个图层。",
        "请给出一个不小于 0 的平方米数（用于全部图层），或每个图层一个；留空则按地类取值。",
        "The smallest areas '{found}' do not fit {layers} layers.",
        "Give one number of m² from 0 up for all layers, or one for each; without any, the survey's are used."),
    "bad-width": Text(
        "狭长图斑的宽度界限 {found} 无效。", "应为不小于 0 的米数；0 表示不标记。",
        "The width of a sliver {found} cannot be used.", "It is a number of metres from 0 up; 0 marks none."),
    "no-unit-field": Text(
        "图层 {path} 中没有可识别的单元字段，现有：{fields}。", "请指明含区划代码或名称的字段。",
        "The layer {path} has no field that is known to name units; it has: {fields}.",
        "Name the field that holds the adcode or the name of the jurisdiction."),
    "no-controls": Text(
        "没有选择控制要素图层。", "请至少勾选一个图层，例如永久基本农田、生态保护红线或铁路。",
        "No control layer was chosen.", "Tick at least one: permanent farmland, the ecological red line, a railway."),
    "unknown-control": Text(
        "规则写给了“{name}”，但所选图层中没有它；所选图层：{names}。", "请把等号左边改成其中一个图层名，或勾选该图层。",
        "A rule is stated for '{name}', which is not among the layers chosen: {names}.",
        "Write one of these names left of the equals sign, or tick that layer."),
    "bad-site-rule": Text(
        "“{name}”的规则“{found}”无法理解。", "应写成：{form}。距离以米计，大于 0，不超过 100 千米。",
        "The rule '{found}' for '{name}' cannot be understood.",
        "Expected is: {form}. A distance is in metres, above 0 and at most 100 km."),
    "rule-needs-polygons": Text(
        "“{name}”要求选址位于其内部，但该图层只有{found}。", "请改用面图层，或给它另一种规则（避让或距离）。",
        "The site is to lie within '{name}', which holds only {found}.",
        "Choose a polygon layer, or another rule for it (avoid or distance)."),
    "bad-tolerance": Text(
        "容差 {found} 无效。", "应为不小于 0 的平方米数。",
        "The tolerance {found} cannot be used.", "It is a number of m² from 0 up."),
    "no-borders": Text(
        "图层 {path} 按字段“{field}”得到的 {count} 个辖区之间没有共同边界。", "请换一个字段，或增大边界容差。",
        "The {count} jurisdictions of the layer {path} by its field '{field}' have no border with one another.",
        "Choose another field, or a larger tolerance."),
    "bad-step": Text(
        "采样间距 {found} 米无效。", "应为 1 至 {limit_m} 米。",
        "The sampling step {found} m cannot be used.", "It is 1 to {limit_m} metres."),
    "bad-border-tolerance": Text(
        "边界容差 {found} 米无效。", "应大于 0 且不超过距离（{distance_m} 米）。",
        "The tolerance {found} m for borders cannot be used.",
        "It is above 0 and at most the distance ({distance_m} m)."),
    "bad-rules-file": Text(
        "规则文件 {path} 无法读取：{reason}。",
        "应为 UTF-8 的 JSON 文件，写法见 resources/catalog/conflict_rules.json。",
        "The file of rules {path} cannot be read: {reason}.",
        "Expected is JSON in UTF-8, written as resources/catalog/conflict_rules.json is."),
    "bad-rule": Text(
        "规则文件 {path} 的 {where} 是 {found}，应为：{expected}。",
        "请改正该处；写法见 resources/catalog/conflict_rules.json。",
        "In the file of rules {path}, {where} is {found}; expected was: {expected}.",
        "Correct it there; resources/catalog/conflict_rules.json shows how rules are written."),
    "no-distances": Text(
        "没有给出缓冲距离。", "请给出至少一个大于 0 的距离（米，例如 10000）、一个预设，或存放距离的字段。",
        "No distance was given.",
        "Give at least one distance above 0 in metres (10000, say), a preset, or the field that holds the distances."),
    "two-distances": Text(
        "缓冲距离给了不止一种：{found}。", "距离、预设、距离字段三者只能给一个。",
        "Distances were given in more than one way: {found}.",
        "Give one of them: distances, a preset, or a field with distances."),
    "unknown-preset": Text(
        "没有名为“{found}”的距离预设。", "可用预设：{known}。",
        "There is no preset of distances called '{found}'.", "The presets are: {known}."),
    "no-usable-distance": Text(
        "图层 {path} 的字段“{field}”里没有一个可用的距离。",
        "应为大于 0、不超过 {limit_km} 千米的数，以米计；请检查字段与单位。",
        "The field '{field}' of the layer {path} holds no distance that can be used.",
        "Expected are numbers of metres above 0 and at most {limit_km} km; check the field and its unit."),
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
    "bad-recipe": Text(
        "无法读取配方文件 {path}：{reason}。", "应为某次结果旁边的“名称.recipe.json”。",
        "The recipe {path} cannot be read: {reason}.", "Expected is the NAME.recipe.json beside an earlier result."),
    "nothing-to-vary": Text(
        "任务 {task} 的这份配方里没有可以变动的距离或阈值。", "可以变动的任务与参数：{known}。",
        "This recipe of {task} has no distance or threshold that could be varied.", "What can be varied: {known}."),
    "not-to-vary": Text(
        "任务 {task} 的参数“{name}”不能变动。", "这份配方中可以变动：{known}。",
        "The parameter '{name}' of {task} cannot be varied.", "In this recipe these can: {known}."),
    "several-to-vary": Text(
        "任务 {task} 有多个可以变动的参数：{known}。", "请指明要变动哪一个。",
        "{task} has several parameters that can be varied: {known}.", "Say which of them is to vary."),
    "bad-factors": Text(
        "系数 {found} 无效。", "请给出至少两个不同的、大于 0 的数（1 会自动加入），例如 0.9、1、1.1。",
        "The factors {found} cannot be used.",
        "Give at least two different numbers above 0 (1 is added by itself), such as 0.9, 1, 1.1."),
    "recipe-input-gone": Text(
        "配方中的输入 {path} 已不存在。",
        "它若是临时导出的副本（图层有未保存的编辑、筛选或只用了所选要素），请把图层另存为文件，用它重新分析一次，"
        "再用新的配方；否则请把文件放回原处。",
        "The recipe's input {path} is not there any more.",
        "If it was a temporary copy (of a layer with unsaved edits, a filter or a selection), save the layer as a "
        "file, run the analysis on that and use its new recipe; otherwise put the file back."),
    "no-known-units": Text(
        "图层 {path} 的字段“{field}”里没有一个京津冀区县代码（例如 {example}）。",
        "应为 6 位行政区划代码（或 156 开头的 9 位国标码）；请选择正确的字段。",
        "The field '{field}' of the layer {path} holds no county code of Jing-Jin-Ji (found, e.g.: {example}).",
        "Expected are six-digit adcodes (or nine digits beginning with 156); choose the right field."),
    "survey-type": Text(
        "不能导入 {path}：不认识这种文件。", "应为 {expected}；旧版 .xls 请先另存为 .xlsx。",
        "{path} cannot be imported: files of this kind are not known.",
        "Expected is {expected}; save an old .xls as .xlsx first."),
    "survey-dwg": Text(
        "{path} 是 DWG 图形，分析引擎不读取 DWG。",
        "请用 QGIS 菜单“工程 ▸ 导入/导出 ▸ 从 DWG/DXF 导入图层…”导入，或在 CAD 中另存为 DXF。",
        "{path} is a DWG drawing, which the analysis engine does not read.",
        "Use QGIS's menu Project ▸ Import/Export ▸ Import Layers from DWG/DXF…, or save it as DXF in the CAD program."),
    "survey-encoding": Text(
        "文件 {path} 的文字编码无法识别。", "应为 UTF-8 或 GB18030（GBK）；请另存后再试。",
        "The text encoding of {path} is not known.",
        "Expected is UTF-8 or GB18030 (GBK); save it again as one of them."),
    "survey-line": Text(
        "文件 {path} 第 {place} 行无法读取：“{found}”。",
        "界址点应为“点号,圈号,X,Y”，坐标为数或度分秒；请改正该行，不会跳过任何点。",
        "Line {place} of {path} cannot be read: '{found}'.",
        "A point is 'name,ring,X,Y' with numbers or degrees, minutes and seconds. "
        "Correct the line: no point is skipped."),
    "survey-columns": Text(
        "文件 {path} 中找不到两列坐标（首行：{found}）。", "请在表头写明 X、Y 或 经度、纬度，或检查数值。",
        "No two columns of coordinates were found in {path} (its first row: {found}).",
        "Head them X and Y, or longitude and latitude, and check the numbers."),
    "survey-sheets": Text(
        "文件 {path} 有多个含坐标的工作表：{sheets}。", "请选择其中一个。",
        "Several sheets of {path} hold coordinates: {sheets}.", "Choose one of them."),
    "survey-layers": Text(
        "图形 {path} 有多个含闭合线的图层（括号内为条数）：{layers}。", "请选择界址线所在的图层。",
        "Several layers of the drawing {path} hold closed lines (how many, in brackets): {layers}.",
        "Choose those that hold the boundary."),
    "survey-empty": Text(
        "文件 {path} 中没有可导入的地块。未导入的内容：{found}", "应含闭合的界址线或成圈的界址点；请检查文件。",
        "There is no parcel to import in {path}. What was left out: {found}",
        "Expected are closed boundary lines or rings of points; check the file."),
    "survey-numbers": Text(
        "文件 {path} 的坐标（{found}）既不是中国范围的经纬度，也不是高斯—克吕格平面坐标。{odd}",
        "地方独立坐标系或以毫米为单位的坐标不会被猜测：请向测绘单位索取 2000 国家大地坐标系成果，或明确指定坐标系。",
        "The coordinates of {path} ({found}) are neither degrees nor Gauss-Krüger metres in China. {odd}",
        "A local system or millimetres are never guessed: ask the surveyor for CGCS2000 coordinates, or name the CRS."),
    "survey-zones": Text(
        "文件 {path} 的横坐标带有不同的带号：{zones}。", "请让测绘单位统一到一个带，或按带拆成几个文件。",
        "The eastings of {path} carry different zone numbers: {zones}.",
        "Have the surveyor bring them into one zone, or split the file by zone."),
    "survey-ambiguous": Text(
        "文件 {path} 的坐标系不能确定：{reasons}。可能是：{candidates}。", "请指定坐标系（CRS）或带号。",
        "The CRS of {path} is not certain: {reasons}. Possible are: {candidates}.", "Name the CRS or the zone."),
    "survey-off-map": Text(
        "坐标不在 {crs} 的适用范围内（换算得 {found}）。", "请检查带号、坐标轴顺序和坐标系。",
        "The coordinates are not where {crs} is made for (they would be at {found}).",
        "Check the zone number, the order of the axes and the CRS."),
    "local-datum": Text(
        "文件 {path} 写明“{words}”，不是 2000 国家大地坐标系；基准差异不会被猜测或自动换算。",
        "请向测绘单位索取经七参数转换的 2000 国家大地坐标系成果；确有把握时可明确指定坐标系。",
        "{path} states '{words}', which is not CGCS2000; a difference of datum is never guessed or converted.",
        "Ask the surveyor for data transformed to CGCS2000 with seven parameters; if you are sure, name the CRS."),
    "shifted-datum": Text(
        "文件 {path} 写明“{words}”，其坐标是加密偏移过的。", "请先换算为 2000 国家大地坐标系（图层体检可以换算）。",
        "{path} states '{words}': its coordinates are shifted.",
        "Convert them to CGCS2000 first (the layer doctor can)."),
    "bad-crs": Text(
        "“{found}”不是可用的坐标系。", "请写成 EPSG:4527 这样的代码；应为地理或投影坐标系。",
        "'{found}' is no CRS that can be used.", "Write a code such as EPSG:4527, of a geographic or projected CRS."),
    "bad-zone": Text(
        "带号 {found} 无效。", "3 度带为 25–45，6 度带为 13–23；京津冀为 38–40 或 19–21。",
        "There is no zone {found}.",
        "Zones of 3 degrees are 25–45, of 6 degrees 13–23; the region has 38–40 or 19–21."),
    "zone-clash": Text(
        "指定的 {zone} 带与{found}不符。", "请改正带号，或只指定坐标系。",
        "Zone {zone} was named, which does not agree with {found}.", "Correct the zone, or name the CRS alone."),
    "bad-gap": Text(
        "闭合容差 {found} 米无效。", "应为 0 至 {largest} 米。",
        "The closing gap of {found} m cannot be used.", "It is 0 to {largest} m."),
    "crs-not-named": Text(
        "选了修复“crs”，但没有指明坐标系。", "请在“坐标系”参数中指明图层真正的坐标系；它从不自动设定。",
        "The fix 'crs' was chosen and no CRS was named.",
        "Name the layer's true CRS in the parameter CRS; it is never set by itself."),
    "unknown-fix": Text(
        "没有名为“{found}”的修复。", "可用的修复：{known}。",
        "There is no fix called '{found}'.", "The fixes are: {known}."),
    "conversion-misfit": Text(
        "图层 {path} 的坐标与其坐标系 {crs} 不符，不能转换。", "请先指明真正的坐标系，或选修复“axes”交换坐标。",
        "The coordinates of the layer {path} do not fit its CRS {crs}: they cannot be converted.",
        "Name the true CRS first, or choose the fix 'axes' to exchange the coordinates."),
    "live-not-loaded": Text(
        "尚未载入规划，无法计算实时数字。", "请先发送 live_load。",
        "No plan is held for live figures.", "Send live_load first."),
    "live-unknown-feature": Text(
        "规划的表 {table} 中没有 uid 为 {uid} 的要素。", "请重新载入规划，或发送整个要素。",
        "The plan's table {table} has no feature with the uid {uid}.",
        "Load the plan again, or send the whole feature."),
    "live-bad-change": Text(
        "编辑内容无法识别：{found}。", "应为 {expected}。",
        "The change cannot be understood: {found}.", "Expected was {expected}."),
    "live-bad-geometry": Text(
        "编辑中的几何无法读取（{reason}）。", "应为 base64 编码的二维 WKB；patch 应为闭合的线。",
        "The geometry of a change cannot be read ({reason}).",
        "Expected was 2D WKB as base64; of a patch, a closed line."),
    "live-loop-elsewhere": Text(
        "拖动的边界不属于分区 {uid} 现在的轮廓。", "请发送整个分区。",
        "The section that was dragged is none of the zone {uid} as it is held.", "Send the whole zone."),
    "live-bad-probe": Text(
        "无法在 {center} 处查询半径 {radius} 公里的范围。", "中心应为经度、纬度，半径应大于 0 且不超过 {limit} 公里。",
        "A circle of {radius} km at {center} cannot be probed.",
        "The centre is longitude and latitude, the radius above 0 and at most {limit} km."),
    "live-bad-raster": Text(
        "栅格参数无法识别：{found}。", "应含 path（文件）、band（从 1 起的波段号）和 limit（数或空）。",
        "The raster cannot be understood: {found}.",
        "It has path (a file), band (from 1) and limit (a number or null)."),
    "live-bad-behind": Text(
        "底层图层参数无法识别：{found}。", "应含 name、reference 和 class_field。",
        "The layer behind the plan cannot be understood: {found}.", "It has name, reference and class_field."),
    "raster-unreadable": Text(
        "无法读取栅格 {path}：{reason}。", "应为 GDAL 能打开的栅格，例如 GeoTIFF。",
        "The raster {path} cannot be read: {reason}.", "Expected was a raster that GDAL opens, such as GeoTIFF."),
    "raster-no-crs": Text(
        "栅格 {path} 的文件中没有坐标系。", "请用 QGIS 菜单“栅格 ▸ 投影 ▸ 指定投影…”把坐标系写入文件后再用。",
        "The file of the raster {path} has no CRS.",
        "Write it into the file with QGIS's 'Raster ▸ Projections ▸ Assign Projection…' first."),
    "raster-no-band": Text(
        "栅格 {path} 没有第 {band} 波段，共 {count} 个。", "请选择其中之一。",
        "The raster {path} has no band {band}; it has {count}.", "Choose one of these."),
    "plan-lacks-tables": Text(
        "{path} 不是规划文件：缺少表 {missing}。",
        "请选择由“新建规划…”生成的规划（*.gpkg）；如果它是没有唯一标识的草案，请指明它对应规划的哪个表。",
        "{path} is not a plan: it lacks the tables {missing}.",
        "Choose a plan (*.gpkg) that 'New plan…' made; of a draft without uid, say which table of the plan it is."),
    "plan-version": Text(
        "规划 {path} 的结构版本是 {found}，应为 {expected}。", "请先用“打开规划…”打开它，按提示升级，再运行。",
        "The plan {path} is of schema version {found}; expected was {expected}.",
        "Open it with 'Open plan…' first, which brings it up to date, and run again."),
    "same-plan": Text(
        "两边是同一个文件 {path}，没有可比的内容。", "请为其中一边选择另一个方案。",
        "Both sides are the same file, {path}: there is nothing to compare.",
        "Choose another scenario for one of them."),
    "unknown-plan-table": Text(
        "草案不能对应表“{found}”：规划中没有这个带几何的表。", "请选择其中之一：{known}。",
        "A draft cannot stand for '{found}': the plan has no table of that name with a geometry.",
        "Choose one of these: {known}."),
    "pair-unknown": Text(
        "配对“{uid} → {draft}”指向不存在的要素。",
        "左边应是规划该表中要素的唯一标识，右边应是草案的要素编号或唯一标识。",
        "The pair '{uid} → {draft}' refers to a feature that is not there.",
        "On the left is the uid of a feature in that table of the plan, on the right a feature's number or uid in the "
        "draft."),
    "pair-twice": Text(
        "草案的要素“{draft}”出现在多个配对中。", "每个要素最多与一个要素配对，请改正。",
        "The draft's feature '{draft}' is in more than one pair.", "Each feature belongs to one pair at most."),
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
    "buffering": ("缓冲 {done}/{total}", "buffering {done} of {total}"),
    "joining": ("合并 {count} 个要素", "joining {count} features"),
    "varying": ("系数 {factor}", "factor {factor}"),
    "measuring": ("量算面积", "measuring areas"),
    "overlaying": ("叠置 {done}/{total}", "overlaying {done} of {total}"),
    "survey-finding": ("{finding}", "{finding}"),
    "survey-more": ("另有 {count} 条，见导入记录表", "{count} more are in the import log"),
    "building": ("生成 {what}", "building {what}"),
    "finding-borders": ("寻找共同边界", "finding the shared borders"),
    "mirroring": ("对照边界 {done}/{total}", "mirroring border {done} of {total}"),
    "applying-rule": ("套用规则 {rule}", "applying the rule {rule}"),
    "plan-self-overlap": (
        "{layer}：同层要素相互重叠 {area_m2} 平方米，该部分在各类面积中计了多次",
        "{layer}: its features overlap one another by {area_m2} m²; that ground is in the class areas more than once"),
    "places-small": (
        "{count} 处小于规则的最小面积（合计 {area_m2} 平方米），未列出",
        "{count} places are smaller than their rule's smallest area ({area_m2} m² in all) and are not listed"),
    "no-shared-borders": (
        "{layer}：按字段“{field}”得到的 {count} 个辖区没有共同边界，边界类规则未找到地点",
        "{layer}: the {count} jurisdictions by '{field}' share no border; rules about borders find no place"),
    "rule-needs-codes": (
        "规则 {rule} 未套用：{layer} 的字段“{field}”不全是区划代码，无法判断一处是否属于受益辖区",
        "The rule {rule} was not applied: '{field}' of {layer} does not hold adcodes only, so it cannot be told what "
        "lies within the jurisdiction that is served"),
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
    "self-overlap-unchecked": (
        "{layer}：要素多达 {count} 个，未检查同层要素是否相互重叠；若有，该部分在各类面积中计了多次",
        "{layer}: with {count} features it was not checked whether they overlap one another; "
        "ground that they share is in the class areas more than once"),
    "arcs": (
        "{layer}：{count} 个要素含圆弧，按每段 0.1° 的弦计算（整圆面积少 5e-7）",
        "{layer}: {count} features have arcs, taken as chords of 0.1° (a circle loses 5e-7 of its area)"),
    "class-not-there": (
        "{layer}：没有“{field}”为“{value}”的要素",
        "{layer}: no feature has '{value}' in '{field}'"),
    "left-self-overlap": (
        "{layer}：同层要素相互重叠 {area_m2} 平方米，该部分在各类面积中计了多次",
        "{layer}: its features overlap one another by {area_m2} m²; that ground is in the class areas more than once"),
    "line-self-overlap": (
        "{layer}：同层要素相互重叠 {area_m2} 平方米，与其他控制线的冲突在该处按要素分别计算",
        "{layer}: its features overlap one another by {area_m2} m²; a conflict there is counted for each of them"),
    "units-overlap": (
        "{layer}：单元之间相互重叠，涉及 {count} 处；重叠部分归代码在前的单元",
        "{layer}: units overlap one another at {count} places; such ground goes to the unit with the lower code"),
    "checking": ("审查 {what}", "checking {what}"),
    "site-self-overlap": (
        "{layer}：地块相互重叠 {area_m2} 平方米，整个选址中该处只计一次",
        "{layer}: its parcels overlap one another by {area_m2} m²; in the whole site that ground counts once"),
    "rule-unknown": (
        "{layer}：未识别出规则，只作统计；如有要求请写明规则",
        "{layer}: no rule is known for it, so it is only reported; state one if there is"),
    "and": ("、", "; "),
    "site-not-met": ("{of} 条规则中 {count} 条不符合：{parts}", "{count} of {of} rules not met: {parts}"),
    "site-all-met": ("{count} 条规则全部符合", "all rules met ({count})"),
    "site-nothing-asked": (
        "{count} 个图层只作统计，没有须符合的规则", "{count} layers only reported, no rule to be met"),
    "site-on": ("压占{control} {ha} 公顷（{mu} 亩）", "{ha} ha ({mu} mu) on {control}"),
    "site-outside": ("超出{control} {ha} 公顷（{mu} 亩）", "{ha} ha ({mu} mu) outside {control}"),
    "site-nearer": (
        "距{control} {nearest} 米，不足 {distance} 米", "{nearest} m from {control} instead of at least {distance} m"),
    "site-crossed": ("选址内有{control}", "{control} inside the site"),
    "preset-used": (
        "按预设“{preset}”：距离自{start}起算；依据：{basis}",
        "by the preset '{preset}': its distance is counted from {start}; source: {basis}"),
    "preset-geometry": (
        "预设“{preset}”不是为 {layer} 这种几何类型定的，请核对",
        "the preset '{preset}' is not meant for geometry as in {layer}; please check"),
    "no-distance-value": (
        "{layer}：{count} 个要素的“{field}”没有可用的距离（空值、不大于 0、过大或不是数），没有缓冲区",
        "{layer}: in {count} features '{field}' holds no usable distance (null, not above 0, too large or no number); "
        "they get no ring"),
    "together-only": (
        "要素有 {count} 个，超过 {limit} 个且要求合并：面积表只列合并后的各行",
        "there are {count} features, more than {limit}, and they are dissolved: the areas are of all together only"),
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
    "examining": ("检查 {what}", "examining {what}"),
    "doctor-found": (
        "{layer}：{count} 项异常：{titles}（共 {checks} 项检查，{unchecked} 项无法检查）",
        "{layer}: {count} found: {titles} ({checks} checks, {unchecked} of them not possible)"),
    "doctor-healthy": (
        "{layer}：未发现异常（共 {checks} 项检查，{unchecked} 项无法检查）",
        "{layer}: nothing found ({checks} checks, {unchecked} of them not possible)"),
    "not-a-crs": (
        "{layer}：副本的坐标是 {system}，不属于任何坐标系，只能与同类网络地图叠看，不能用来量算",
        "{layer}: the copy's coordinates are {system}, which is no CRS: they fit web maps of that kind, not measuring"),
    "conversion-doubtful": (
        "{layer}：按 {start} 转换，但与参照边界比较，它像是 {found}",
        "{layer}: converted as {start}, but against the reference boundaries it looks like {found}"),
    "converted": ("由 {start} 转换为 {end}", "converted from {start} to {end}"),
    "converted-off": (
        "由 {start} 转换为 {end}：坐标带偏移，不属于图层所写坐标系，不能用来量算",
        "converted from {start} to {end}: shifted coordinates, not of the stated CRS, not for measuring"),
    "live-people-spread": (
        "被切开的区县，其人口按面积占比计入", "of units that are cut, people count by the share of their area"),
    "live-raster-elsewhere": ("栅格 {path} 与规划范围没有交集", "the raster {path} does not reach the plan"),
    "live-raster-coarser": (
        "{layer}：为快速计算，每 {cells}×{cells} 个像元取平均",
        "{layer}: averaged over {cells} × {cells} cells, to be quick"),
    "live-repaired": ("修复了 {count} 个无效几何", "repaired geometries: {count}"),
    "live-bent-axis": (
        "轴“{name}”沿所选线路，移动成员不改变它",
        "the axis '{name}' follows a chosen line; its members do not bend it"),
    "comparing": ("对比 {what}", "comparing {what}"),
    "compare-no-uid": (
        "{plan}：表 {table} 中有 {count} 个要素没有唯一标识或与其他要素重复，只与完全相同者配对",
        "{plan}: in the table {table} features have no uid or that of another ({count}); each is paired only with one "
        "that is the same"),
    "compare-slivers": (
        "未计为变化：宽度不足 {width_m} 米的狭长图斑 {count} 个（共 {area_m2} 平方米），"
        "不足 {width_m} 米的位移 {moves} 处",
        "not counted as change: slivers narrower than {width_m} m: {count} ({area_m2} m² in all); moves shorter than "
        "{width_m} m: {moves}"),
    "pairs-not-certain": (
        "有 {count} 个不确定的配对没有采用，其要素按删除和新增计",
        "pairs that are not certain were not used: {count}; their features count as removed and added"),
    "wing-incomplete": ("翼“{name}”缺少所在单元：{codes}", "the wing '{name}' lacks host units: {codes}"),
}

for field in (air, water, region, indicators, spatial):
    ERRORS.update({code: Text(*texts) for code, texts in field.ERRORS.items()})
    NOTES.update(field.NOTES)


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
