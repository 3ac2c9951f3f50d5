<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>@default</name>
    <message>
        <location filename="../gui/new_plan.py" line="60"/>
        <source>Plan</source>
        <translation>规划</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="63"/>
        <source>Measure</source>
        <translation>量算</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="49"/>
        <source>New plan</source>
        <translation>新建规划</translation>
    </message>
    <message>
        <location filename="../algorithms/create_plan.py" line="41"/>
        <source>Makes a plan file: one core, twin cities, three axes, four zones, nodes, wings, planning units, parks, relocations, water and the policy timeline, styled and labelled.

Without a layer of units the bundled counties of 1999 (1:4 000 000, generalised) are used. With your own county layer, choose the field that holds the six-digit adcode (or the nine-digit GB code); codes that are unknown, old, twice there or missing are listed.

No official list says which county lies in which zone: both schemes are proposals that you can edit.</source>
        <translation>生成规划文件：一核、双城、三轴、四区、多节点、两翼、规划单元、园区、功能疏解、水系与政策时间线，带样式和标注。

不指定区县图层时，使用内置的 1999 年区县（1:400 万，已概化）。用您自己的区县图层时，请选择存放 6 位行政区划代码（或 9 位国标码）的字段；不认识的、过时的、重复的和缺少的代码都会列出。

四区没有官方的区县名单：两种划分都是可以编辑的方案。</translation>
    </message>
    <message>
        <location filename="../algorithms/create_plan.py" line="51"/>
        <source>County layer (empty: the bundled counties of 1999)</source>
        <translation>区县图层（留空：内置的 1999 年区县）</translation>
    </message>
    <message>
        <location filename="../algorithms/create_plan.py" line="54"/>
        <source>Field with the adcode</source>
        <translation>行政区划代码字段</translation>
    </message>
    <message>
        <location filename="../algorithms/create_plan.py" line="56"/>
        <source>Membership of the four zones</source>
        <translation>四区的划分方案</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="68"/>
        <source>By county</source>
        <translation>按区县</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="69"/>
        <source>By prefecture</source>
        <translation>按地市</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="97"/>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <location filename="../algorithms/create_plan.py" line="59"/>
        <source>Open the plan afterwards</source>
        <translation>完成后打开规划</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_map.py" line="49"/>
        <source>Plan file</source>
        <translation>规划文件</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="48"/>
        <source>Overlap table</source>
        <translation>叠置统计</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="31"/>
        <source>A row for each class of the left layer and each class of the right layer that meet: the area in m² (on the CGCS2000 ellipsoid, whatever the layers' CRS), its share of either class and the number of pieces. For each left class it also says what no right feature covers, and what several cover (counted twice): shares + not covered − counted twice make 1.

The pieces themselves are made when you give them a file.</source>
        <translation>左图层每一类与右图层每一类相交时各成一行：面积（平方米，按 CGCS2000 椭球面，与图层坐标系无关）、占各自类别的比例和图斑数。左图层每一类还列出未覆盖的面积和重复计算的面积：各比例之和 + 未覆盖 − 重复计算 = 1。

指定文件后，还会生成叠置图斑。</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="41"/>
        <source>Left layer</source>
        <translation>左图层</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="41"/>
        <source>Class field of the left layer (empty: one class)</source>
        <translation>左图层的分类字段（留空：作为一类）</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="41"/>
        <source>Right layer</source>
        <translation>右图层</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="41"/>
        <source>Class field of the right layer (empty: one class)</source>
        <translation>右图层的分类字段（留空：作为一类）</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="50"/>
        <source>Overlap pieces</source>
        <translation>叠置图斑</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_map.py" line="37"/>
        <source>Plan map</source>
        <translation>规划图</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_map.py" line="43"/>
        <source>Prints the plan on an A3 sheet with title, legend, scale bar and title block. Boundaries are schematic and no basis for demarcation; the map review number stays empty until you enter it.</source>
        <translation>把规划输出为 A3 图幅，含图名、图例、比例尺和图签。边界为示意，不作为划界依据；审图号在您填写之前留空。</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_map.py" line="50"/>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_map.py" line="50"/>
        <source>As the interface</source>
        <translation>与界面相同</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_map.py" line="52"/>
        <source>Resolution (dpi)</source>
        <translation>分辨率（dpi）</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_map.py" line="54"/>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <location filename="../plugin.py" line="40"/>
        <source>JJJ Planner</source>
        <translation>京津冀规划</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="37"/>
        <source>Ring buffers</source>
        <translation>缓冲环</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="40"/>
        <source>Buffers of points, lines or polygons in any CRS. A distance is metres on the ground (CGCS2000 ellipsoid), the same in the north and in the south.

The table beside the rings gives the area of each ring, for every feature and for all together, with its share on land and inside Beijing, Tianjin and Hebei (outlines of 1999, 1:4 000 000).</source>
        <translation>任意坐标系中点、线、面的缓冲区。距离是地面上的米数（CGCS2000 椭球面），南北一致。

随附的表给出每个环的面积（逐要素以及合在一起），及其在陆地上和京津冀范围内（1999 年边界，1:400 万）的占比。</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="48"/>
        <source>Layer</source>
        <translation>图层</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="50"/>
        <source>Distances (m), separated by commas</source>
        <translation>距离（米），用逗号分隔</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="52"/>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="52"/>
        <source>Rings between the distances</source>
        <translation>各距离之间的环</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="52"/>
        <source>Full discs</source>
        <translation>整圆</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="54"/>
        <source>Dissolve: all features together</source>
        <translation>融合：所有要素合在一起</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="55"/>
        <source>Rings</source>
        <translation>缓冲环</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="84"/>
        <source>Ring areas</source>
        <translation>缓冲环面积</translation>
    </message>
    <message>
        <location filename="../bridge/installer.py" line="140"/>
        <source>Making the environment</source>
        <translation>建立运行环境</translation>
    </message>
    <message>
        <location filename="../bridge/installer.py" line="193"/>
        <source>Installing the libraries</source>
        <translation>安装程序库</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="175"/>
        <source>Trying the engine</source>
        <translation>试运行分析引擎</translation>
    </message>
    <message>
        <location filename="../bridge/installer.py" line="231"/>
        <source>Removing what is not needed</source>
        <translation>清理不再需要的文件</translation>
    </message>
    <message>
        <location filename="../bridge/installer.py" line="232"/>
        <source>JJJ Planner: removing files</source>
        <translation>京津冀规划：正在删除文件</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="56"/>
        <source>New plan…</source>
        <translation>新建规划…</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="56"/>
        <source>Make a plan file with all its layers</source>
        <translation>生成含全部图层的规划文件</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="58"/>
        <source>Open the sample</source>
        <translation>打开示例</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="58"/>
        <source>Open a copy of the bundled sample plan</source>
        <translation>打开内置示例规划的副本</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="60"/>
        <source>Open plan…</source>
        <translation>打开规划…</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="60"/>
        <source>Open a plan file as a layer group</source>
        <translation>打开规划文件</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="61"/>
        <source>Plan map…</source>
        <translation>规划图…</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="61"/>
        <source>Print the plan as PDF or PNG</source>
        <translation>把规划输出为 PDF 或 PNG</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="64"/>
        <source>Ring buffers…</source>
        <translation>缓冲环…</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="64"/>
        <source>Rings or discs in metres on the ground</source>
        <translation>以地面米数为准的环或整圆</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="66"/>
        <source>Overlap table…</source>
        <translation>叠置统计…</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="66"/>
        <source>Areas of one layer&apos;s classes in another&apos;s</source>
        <translation>一个图层的各类在另一图层各类中的面积</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="69"/>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="99"/>
        <source>Analysis engine…</source>
        <translation>分析引擎…</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="70"/>
        <source>Install, try or remove the analysis engine</source>
        <translation>安装、试运行或移除分析引擎</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="72"/>
        <source>Options…</source>
        <translation>选项…</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="72"/>
        <source>Options of JJJ Planner</source>
        <translation>京津冀规划的选项</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="168"/>
        <source>Open plan</source>
        <translation>打开规划</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="32"/>
        <source>The analysis engine is ready.</source>
        <translation>分析引擎已就绪。</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="34"/>
        <source>Interpreter (named by you): {path}</source>
        <translation>解释器（由您指定）：{path}</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="34"/>
        <source>Interpreter: {path}</source>
        <translation>解释器：{path}</translation>
    </message>
    <message>
        <location filename="../gui/options_page.py" line="45"/>
        <source>Analysis engine</source>
        <translation>分析引擎</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="89"/>
        <source>Cancel the installation</source>
        <translation>取消安装</translation>
    </message>
    <message>
        <location filename="../gui/options_page.py" line="37"/>
        <source>Try</source>
        <translation>试运行</translation>
    </message>
    <message>
        <location filename="../gui/options_page.py" line="39"/>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="103"/>
        <source>empty: the engine installed here</source>
        <translation>留空：使用在此安装的引擎</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="104"/>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="106"/>
        <source>Or use an interpreter that has the libraries</source>
        <translation>或使用已装有这些程序库的解释器</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="118"/>
        <source>Update</source>
        <translation>更新</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="118"/>
        <source>Install again</source>
        <translation>重新安装</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="118"/>
        <source>Install</source>
        <translation>安装</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="119"/>
        <source>{download} MB to load, {disk} MB on disk</source>
        <translation>下载 {download} MB，占用磁盘 {disk} MB</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="184"/>
        <source>Removing the engine</source>
        <translation>正在移除分析引擎</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="34"/>
        <source>Install from</source>
        <translation>安装来源</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="37"/>
        <source>JJJ Planner: looking for Pythons</source>
        <translation>京津冀规划：正在查找 Python</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="41"/>
        <source>Looking for Pythons…</source>
        <translation>正在查找 Python…</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="44"/>
        <source>Other…</source>
        <translation>其他…</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="47"/>
        <source>empty: as pip is set up</source>
        <translation>留空：按 pip 的设置</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="49"/>
        <source>The system&apos;s</source>
        <translation>系统设置</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="50"/>
        <source>QGIS&apos;s</source>
        <translation>QGIS 的设置</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="51"/>
        <source>This one</source>
        <translation>指定地址</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="56"/>
        <source>only for offices without a network</source>
        <translation>仅用于没有网络的办公室</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="58"/>
        <source>Python 3.11 to 3.14</source>
        <translation>Python 3.11 至 3.14</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="59"/>
        <source>Package index</source>
        <translation>软件包索引</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="60"/>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="61"/>
        <source>Folder of wheels</source>
        <translation>wheel 文件夹</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="82"/>
        <source>None found: install Python 3.11 to 3.14 (64-bit), or choose Other…</source>
        <translation>未找到：请安装 64 位 Python 3.11 至 3.14，或选择“其他…”</translation>
    </message>
    <message>
        <location filename="../gui/engine_source.py" line="85"/>
        <source>The python program of a Python 3.11 to 3.14</source>
        <translation>Python 3.11 至 3.14 的 python 程序</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="64"/>
        <source>Bundled counties of 1999 (1:4 000 000)</source>
        <translation>内置的 1999 年区县（1:400 万）</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="65"/>
        <source>A county layer of my own</source>
        <translation>我自己的区县图层</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="79"/>
        <source>Make the plan</source>
        <translation>生成规划</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="92"/>
        <source>Save as</source>
        <translation>保存到</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="93"/>
        <source>Counties</source>
        <translation>区县</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="94"/>
        <source>County layer</source>
        <translation>区县图层</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="95"/>
        <source>Adcode field</source>
        <translation>代码字段</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="96"/>
        <source>Zones</source>
        <translation>四区</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="135"/>
        <source>By prefecture: Hebei as its plan of 2016 has it; Beijing and Tianjin lie wholly in the core zone.</source>
        <translation>按地市：河北依其 2016 年规划；北京、天津整体划入中部核心功能区。</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="135"/>
        <source>By county: the Outline&apos;s wording applied to whole counties. It is a proposal, not an official list.</source>
        <translation>按区县：把《纲要》的表述落实到整个区县。这是一种可编辑的方案，不是官方名单。</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="140"/>
        <source>The small map shows the bundled outlines; your own counties decide the plan&apos;s.</source>
        <translation>小图按内置边界示意；规划的边界以您自己的区县图层为准。</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="140"/>
        <source>Outlines of 1999, generalised; parts of Beijing and Tianjin proper are schematic.</source>
        <translation>1999 年边界，已概化；北京、天津市辖区的部分边界为示意。</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="152"/>
        <source>Untitled plan</source>
        <translation>未命名规划</translation>
    </message>
    <message>
        <location filename="../messages.py" line="238"/>
        <source>Cancelled; nothing was written.</source>
        <translation>已取消，没有写出任何文件。</translation>
    </message>
    <message>
        <location filename="../gui/options_page.py" line="35"/>
        <source>Set up…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <location filename="../gui/options_page.py" line="72"/>
        <source>JJJ Planner: trying the engine</source>
        <translation>京津冀规划：正在试运行分析引擎</translation>
    </message>
    <message>
        <location filename="../gui/options_page.py" line="77"/>
        <source>JJJ Planner: removing the engine</source>
        <translation>京津冀规划：正在移除分析引擎</translation>
    </message>
    <message>
        <location filename="../messages.py" line="14"/>
        <source>{path} did not answer as a Python does. Name the python program of a Python 3.11 to 3.14.</source>
        <translation>{path} 的应答不像 Python。请指定 Python 3.11 至 3.14 的 python 程序。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="20"/>
        <source>{path} is Python {version}; the analysis engine needs Python 3.11, 3.12, 3.13 or 3.14. Install one of them (64-bit) and name it in “Analysis engine…”.</source>
        <translation>{path} 是 Python {version}；分析引擎需要 Python 3.11、3.12、3.13 或 3.14。请安装其中之一（64 位），并在“分析引擎…”中指定。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="27"/>
        <source>{path} is a 32-bit Python. Install a 64-bit Python 3.11 to 3.14.</source>
        <translation>{path} 是 32 位 Python。请安装 64 位的 Python 3.11 至 3.14。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="31"/>
        <source>Python {version} at {path} cannot make environments: its modules venv and ensurepip are missing. Install them (Debian, Ubuntu: the package python3-venv) or choose another Python.</source>
        <translation>{path} 的 Python {version} 不能建立运行环境：缺少 venv 与 ensurepip 模块。请安装它们（Debian、Ubuntu：python3-venv 软件包），或选择另一个 Python。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="38"/>
        <source>The analysis engine is not installed. Install it in “Analysis engine…”; editing a plan does not need it.</source>
        <translation>尚未安装分析引擎。请在“分析引擎…”中安装；编辑规划不需要它。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="45"/>
        <source>The analysis engine is of version {found}, the plugin of version {expected}. Update the engine in “Analysis engine…”.</source>
        <translation>分析引擎的版本是 {found}，插件的版本是 {expected}。请在“分析引擎…”中更新引擎。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="52"/>
        <source>The analysis engine was made from another list of libraries. Update it in “Analysis engine…”.</source>
        <translation>分析引擎是按另一份程序库清单建立的。请在“分析引擎…”中更新。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="56"/>
        <source>{path} lacks the library {library}. Install the plugin's resources/engine/requirements.lock there, or install the analysis engine in “Analysis engine…”.</source>
        <translation>{path} 缺少程序库 {library}。请按插件的 resources/engine/requirements.lock 在那里安装，或在“分析引擎…”中安装分析引擎。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="63"/>
        <source>{path} did not start as the analysis engine. Remove and install it again, or name another interpreter, in “Analysis engine…”. What it said is in {log}</source>
        <translation>{path} 未能作为分析引擎启动。请在“分析引擎…”中移除后重新安装，或指定另一个解释器。它的输出见 {log}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="70"/>
        <source>The interpreter named for the analysis engine, {path}, does not exist. Name another in “Analysis engine…”.</source>
        <translation>为分析引擎指定的解释器 {path} 不存在。请在“分析引擎…”中另行指定。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="77"/>
        <source>The analysis engine ended in the middle of the work (exit code {code}). Your layers are as they were.</source>
        <translation>分析引擎中途退出（退出码 {code}）。您的图层没有改变。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="84"/>
        <source>Close other programs if memory was short and run it again; what the engine said is in {log}</source>
        <translation>若内存不足，请关闭其他程序后重试；引擎的输出见 {log}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="90"/>
        <source>“{address}” is not an address of a package index. Expected: https://HOST/PATH</source>
        <translation>“{address}”不是软件包索引的地址。应为：https://主机/路径</translation>
    </message>
    <message>
        <location filename="../messages.py" line="94"/>
        <source>“{address}” is not an address of a proxy. Expected: http://HOST:PORT</source>
        <translation>“{address}”不是代理的地址。应为：http://主机:端口</translation>
    </message>
    <message>
        <location filename="../messages.py" line="98"/>
        <source>The folder {folder} holds no wheels (*.whl). Choose the folder that `make wheels` made, or leave the field empty.</source>
        <translation>文件夹 {folder} 中没有 wheel 文件（*.whl）。请选择由 `make wheels` 生成的文件夹，或将此项留空。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="105"/>
        <source>{folder} has {free} MB free; the analysis engine needs {needed} MB. Make room first.</source>
        <translation>{folder} 剩余 {free} MB；分析引擎需要 {needed} MB。请先腾出空间。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="111"/>
        <source>Another QGIS is installing or removing the analysis engine. Wait until it has finished.</source>
        <translation>另一个 QGIS 正在安装或移除分析引擎。请等它完成。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="115"/>
        <source>The analysis engine was not installed. “{step}” ended with: {reason}</source>
        <translation>分析引擎没有装好。“{step}”的结果是：{reason}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="121"/>
        <source>The package index could not be reached. Check the network, the index address and the proxy, or choose a folder of wheels.</source>
        <translation>无法连接软件包索引。请检查网络、索引地址和代理，或选择 wheel 文件夹。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="128"/>
        <source>{folder} could not be removed completely: a program is using it. Close it and remove the folder.</source>
        <translation>{folder} 未能完全删除：有程序正在使用它。请关闭该程序后删除此文件夹。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="137"/>
        <source>There is no file {path}. Choose a plan (*.gpkg).</source>
        <translation>找不到文件 {path}。请选择一个规划文件（*.gpkg）。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="141"/>
        <source>{path} cannot be read as a GeoPackage. Choose a plan that “New plan…” made.</source>
        <translation>{path} 不能作为 GeoPackage 读取。请选择由“新建规划…”生成的规划文件。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="145"/>
        <source>{path} is not a plan: it lacks the tables {missing}. Choose a plan that “New plan…” made.</source>
        <translation>{path} 不是规划文件：缺少表 {missing}。请选择由“新建规划…”生成的规划文件。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="151"/>
        <source>Styles and project could not be saved in {path}: {reason}. Close other programs that use it and try again.</source>
        <translation>无法把样式和工程存入 {path}：{reason}。请关闭正在使用它的其他程序后重试。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="160"/>
        <source>The map could not be written to {path}. Choose a folder that exists and can be written, and *.png or *.pdf.</source>
        <translation>无法把地图写到 {path}。请选择存在且可写的文件夹，文件名以 .png 或 .pdf 结尾。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="169"/>
        <source>This project has no plan map to print. Open a plan first.</source>
        <translation>此工程中没有可打印的规划图。请先打开规划。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="176"/>
        <source>The layer {value} cannot be found or opened. Choose a vector layer of the project or a file.</source>
        <translation>找不到或打不开图层 {value}。请选择工程中的矢量图层，或一个文件。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="182"/>
        <source>The layer “{layer}” cannot be read: its source is missing. Repair its source or choose another.</source>
        <translation>无法读取图层“{layer}”：数据源不存在。请修复数据源，或另选图层。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="188"/>
        <source>Only the selected features of “{layer}” are asked for, and none is selected. Select some, or switch “Selected features only” off.</source>
        <translation>已指定只用“{layer}”的选中要素，但没有选中任何要素。请先选择要素，或取消“仅选中要素”。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="195"/>
        <source>The layer “{layer}” has no CRS. Set it in the layer's properties (EPSG:4490, say) and run again.</source>
        <translation>图层“{layer}”没有坐标系。请在图层属性中设定（例如 EPSG:4490）后再运行。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="201"/>
        <source>The layer “{layer}” could not be copied for the engine: {reason}</source>
        <translation>无法为引擎复制图层“{layer}”：{reason}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="205"/>
        <source>{target} is not a file name. Give the name of a file that ends in {expected}.</source>
        <translation>{target} 不是文件名。请给出以 {expected} 结尾的文件名。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="211"/>
        <source>The output {target} does not end in {expected}. Give it such a name.</source>
        <translation>输出 {target} 不是以 {expected} 结尾。请改用这样的文件名。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="217"/>
        <source>The output folder {folder} does not exist. Make it first, or choose another.</source>
        <translation>输出文件夹 {folder} 不存在。请先建立，或另选一个。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="221"/>
        <source>The output {target} is open in this project as the layer “{layer}”. Remove that layer first, or give another name.</source>
        <translation>输出 {target} 正作为图层“{layer}”在本工程中打开。请先移除该图层，或换一个文件名。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="228"/>
        <source>“{text}” is not a list of distances. Expected are numbers of metres above 0, such as 10000, 20000.</source>
        <translation>“{text}”不是距离列表。应为大于 0 的米数，例如 10000, 20000。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="234"/>
        <source>The county layer needs the field that holds the adcode. Choose it.</source>
        <translation>区县图层需要指定存放行政区划代码的字段。请选择。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="250"/>
        <source>Made {target} in {seconds} s</source>
        <translation>已生成 {target}，用时 {seconds} 秒</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="71"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="80"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="../gui/options_page.py" line="32"/>
        <source>Show the menu of the plugin in the menu bar as well</source>
        <translation>同时在菜单栏显示本插件的菜单</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="143"/>
        <source>Show all</source>
        <translation>查看全部</translation>
    </message>
    <message>
        <location filename="../messages.py" line="242"/>
        <source>The plan is made: {path}. Open it with “Open plan…” when this project may be closed.</source>
        <translation>规划已生成：{path}。当前工程可以关闭时，请用“打开规划…”打开它。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="246"/>
        <source>This plan was copied or renamed; its layers are now those of {path}.</source>
        <translation>此规划是复制或改名而来；图层已改为来自 {path}。</translation>
    </message>
</context>
</TS>
