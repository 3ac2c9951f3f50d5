<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>@default</name>
    <message>
        <location filename="../gui/scenario_dialog.py" line="83"/>
        <source>Plan</source>
        <translation>规划</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py" line="42"/>
        <source>Measure</source>
        <translation>量算</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="41"/>
        <source>New plan</source>
        <translation>新建规划</translation>
    </message>
    <message>
        <location filename="../algorithms/create_plan.py" line="42"/>
        <source>Makes a plan file: one core, twin cities, three axes, four zones, nodes, wings, planning units, parks, relocations, water and the policy timeline, styled and labelled.

Without a layer of units the bundled counties of 1999 (1:4 000 000, generalised) are used. With your own county layer, choose the field that holds the six-digit adcode (or the nine-digit GB code); codes that are unknown, old, twice there or missing are listed.

No official list says which county lies in which zone: both schemes are proposals that you can edit.</source>
        <translation>生成规划文件：一核、双城、三轴、四区、多节点、两翼、规划单元、园区、功能疏解、水系与政策时间线，带样式和标注。

不指定区县图层时，使用内置的 1999 年区县（1:400 万，已概化）。用您自己的区县图层时，请选择存放 6 位行政区划代码（或 9 位国标码）的字段；不认识的、过时的、重复的和缺少的代码都会列出。

四区没有官方的区县名单：两种划分都是可以编辑的方案。</translation>
    </message>
    <message>
        <location filename="../algorithms/create_plan.py" line="52"/>
        <source>County layer (empty: the bundled counties of 1999)</source>
        <translation>区县图层（留空：内置的 1999 年区县）</translation>
    </message>
    <message>
        <location filename="../algorithms/create_plan.py" line="55"/>
        <source>Field with the adcode</source>
        <translation>行政区划代码字段</translation>
    </message>
    <message>
        <location filename="../algorithms/create_plan.py" line="57"/>
        <source>Membership of the four zones</source>
        <translation>四区的划分方案</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="59"/>
        <source>By county</source>
        <translation>按区县</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="60"/>
        <source>By prefecture</source>
        <translation>按地市</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="88"/>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <location filename="../algorithms/create_plan.py" line="60"/>
        <source>Open the plan afterwards</source>
        <translation>完成后打开规划</translation>
    </message>
    <message>
        <location filename="../algorithms/save_scenario.py" line="53"/>
        <source>Plan file</source>
        <translation>规划文件</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="47"/>
        <source>Overlap table</source>
        <translation>叠置统计</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="64"/>
        <source>Left layer</source>
        <translation>左图层</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="64"/>
        <source>Class field of the left layer (empty: one class)</source>
        <translation>左图层的分类字段（留空：作为一类）</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="64"/>
        <source>Right layer</source>
        <translation>右图层</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="64"/>
        <source>Class field of the right layer (empty: one class)</source>
        <translation>右图层的分类字段（留空：作为一类）</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="49"/>
        <source>Overlap pieces</source>
        <translation>叠置图斑</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_map.py" line="40"/>
        <source>Plan map</source>
        <translation>规划图</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="84"/>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="84"/>
        <source>As the interface</source>
        <translation>与界面相同</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_map.py" line="65"/>
        <source>Resolution (dpi)</source>
        <translation>分辨率（dpi）</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_map.py" line="67"/>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <location filename="../plugin.py" line="50"/>
        <source>JJJ Planner</source>
        <translation>京津冀规划</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="50"/>
        <source>Ring buffers</source>
        <translation>缓冲环</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/dialog.py" line="98"/>
        <source>Layer</source>
        <translation>图层</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="76"/>
        <source>Distances (m), separated by commas</source>
        <translation>距离（米），用逗号分隔</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="78"/>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="78"/>
        <source>Rings between the distances</source>
        <translation>各距离之间的环</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="78"/>
        <source>Full discs</source>
        <translation>整圆</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="80"/>
        <source>Dissolve: all features together</source>
        <translation>融合：所有要素合在一起</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="83"/>
        <source>Rings</source>
        <translation>缓冲环</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="159"/>
        <source>Ring areas</source>
        <translation>缓冲环面积</translation>
    </message>
    <message>
        <location filename="../bridge/installer.py" line="140"/>
        <source>Making the environment</source>
        <translation>建立运行环境</translation>
    </message>
    <message>
        <location filename="../bridge/installer.py" line="194"/>
        <source>Installing the libraries</source>
        <translation>安装程序库</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="175"/>
        <source>Trying the engine</source>
        <translation>试运行分析引擎</translation>
    </message>
    <message>
        <location filename="../bridge/installer.py" line="232"/>
        <source>Removing what is not needed</source>
        <translation>清理不再需要的文件</translation>
    </message>
    <message>
        <location filename="../bridge/installer.py" line="233"/>
        <source>JJJ Planner: removing files</source>
        <translation>京津冀规划：正在删除文件</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="85"/>
        <source>New plan…</source>
        <translation>新建规划…</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="85"/>
        <source>Make a plan file with all its layers</source>
        <translation>生成含全部图层的规划文件</translation>
    </message>
    <message>
        <location filename="../gui/sample.py" line="52"/>
        <source>Open the sample</source>
        <translation>打开示例</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="87"/>
        <source>Open a copy of the bundled sample plan</source>
        <translation>打开内置示例规划的副本</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="89"/>
        <source>Open plan…</source>
        <translation>打开规划…</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="89"/>
        <source>Open a plan file as a layer group</source>
        <translation>打开规划文件</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_map.py" line="46"/>
        <source>Print the plan as PDF or PNG</source>
        <translation>把规划输出为 PDF 或 PNG</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="32"/>
        <source>Areas of one layer&apos;s classes in another&apos;s</source>
        <translation>一个图层的各类在另一图层各类中的面积</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py" line="43"/>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="152"/>
        <source>Analysis engine…</source>
        <translation>分析引擎…</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="112"/>
        <source>Install, try or remove the analysis engine</source>
        <translation>安装、试运行或移除分析引擎</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="114"/>
        <source>Options…</source>
        <translation>选项…</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="114"/>
        <source>Options of JJJ Planner</source>
        <translation>京津冀规划的选项</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="251"/>
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
        <location filename="../gui/new_plan.py" line="55"/>
        <source>Bundled counties of 1999 (1:4 000 000)</source>
        <translation>内置的 1999 年区县（1:400 万）</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="56"/>
        <source>A county layer of my own</source>
        <translation>我自己的区县图层</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="70"/>
        <source>Make the plan</source>
        <translation>生成规划</translation>
    </message>
    <message>
        <location filename="../gui/scenario_dialog.py" line="85"/>
        <source>Save as</source>
        <translation>保存到</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="84"/>
        <source>Counties</source>
        <translation>区县</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="85"/>
        <source>County layer</source>
        <translation>区县图层</translation>
    </message>
    <message>
        <location filename="../gui/plan/population.py" line="87"/>
        <source>Adcode field</source>
        <translation>代码字段</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="87"/>
        <source>Zones</source>
        <translation>四区</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="126"/>
        <source>By prefecture: Hebei as its plan of 2016 has it; Beijing and Tianjin lie wholly in the core zone.</source>
        <translation>按地市：河北依其 2016 年规划；北京、天津整体划入中部核心功能区。</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="126"/>
        <source>By county: the Outline&apos;s wording applied to whole counties. It is a proposal, not an official list.</source>
        <translation>按区县：把《纲要》的表述落实到整个区县。这是一种可编辑的方案，不是官方名单。</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="131"/>
        <source>The small map shows the bundled outlines; your own counties decide the plan&apos;s.</source>
        <translation>小图按内置边界示意；规划的边界以您自己的区县图层为准。</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="131"/>
        <source>Outlines of 1999, generalised; parts of Beijing and Tianjin proper are schematic.</source>
        <translation>1999 年边界，已概化；北京、天津市辖区的部分边界为示意。</translation>
    </message>
    <message>
        <location filename="../gui/new_plan.py" line="143"/>
        <source>Untitled plan</source>
        <translation>未命名规划</translation>
    </message>
    <message>
        <location filename="../messages.py" line="545"/>
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
        <location filename="../messages.py" line="115"/>
        <source>“{address}” is not an address of a package index. Expected: https://HOST/PATH</source>
        <translation>“{address}”不是软件包索引的地址。应为：https://主机/路径</translation>
    </message>
    <message>
        <location filename="../messages.py" line="119"/>
        <source>“{address}” is not an address of a proxy. Expected: http://HOST:PORT</source>
        <translation>“{address}”不是代理的地址。应为：http://主机:端口</translation>
    </message>
    <message>
        <location filename="../messages.py" line="123"/>
        <source>The folder {folder} holds no wheels (*.whl). Choose the folder that `make wheels` made, or leave the field empty.</source>
        <translation>文件夹 {folder} 中没有 wheel 文件（*.whl）。请选择由 `make wheels` 生成的文件夹，或将此项留空。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="130"/>
        <source>{folder} has {free} MB free; the analysis engine needs {needed} MB. Make room first.</source>
        <translation>{folder} 剩余 {free} MB；分析引擎需要 {needed} MB。请先腾出空间。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="136"/>
        <source>Another QGIS is installing or removing the analysis engine. Wait until it has finished.</source>
        <translation>另一个 QGIS 正在安装或移除分析引擎。请等它完成。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="140"/>
        <source>The analysis engine was not installed. “{step}” ended with: {reason}</source>
        <translation>分析引擎没有装好。“{step}”的结果是：{reason}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="146"/>
        <source>The package index could not be reached. Check the network, the index address and the proxy, or choose a folder of wheels.</source>
        <translation>无法连接软件包索引。请检查网络、索引地址和代理，或选择 wheel 文件夹。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="153"/>
        <source>{folder} could not be removed completely: a program is using it. Close it and remove the folder.</source>
        <translation>{folder} 未能完全删除：有程序正在使用它。请关闭该程序后删除此文件夹。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="199"/>
        <source>There is no file {path}. Choose a plan (*.gpkg).</source>
        <translation>找不到文件 {path}。请选择一个规划文件（*.gpkg）。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="203"/>
        <source>{path} cannot be read as a GeoPackage. Choose a plan that “New plan…” made.</source>
        <translation>{path} 不能作为 GeoPackage 读取。请选择由“新建规划…”生成的规划文件。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="207"/>
        <source>{path} is not a plan: it lacks the tables {missing}. Choose a plan that “New plan…” made.</source>
        <translation>{path} 不是规划文件：缺少表 {missing}。请选择由“新建规划…”生成的规划文件。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="213"/>
        <source>Styles and project could not be saved in {path}: {reason}. Close other programs that use it and try again.</source>
        <translation>无法把样式和工程存入 {path}：{reason}。请关闭正在使用它的其他程序后重试。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="222"/>
        <source>The map could not be written to {path}. Choose a folder that exists and can be written, and *.png or *.pdf.</source>
        <translation>无法把地图写到 {path}。请选择存在且可写的文件夹，文件名以 .png 或 .pdf 结尾。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="239"/>
        <source>This project has no plan map to print. Open a plan first.</source>
        <translation>此工程中没有可打印的规划图。请先打开规划。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="399"/>
        <source>The layer {value} cannot be found or opened. Choose a vector layer of the project or a file.</source>
        <translation>找不到或打不开图层 {value}。请选择工程中的矢量图层，或一个文件。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="405"/>
        <source>The layer “{layer}” cannot be read: its source is missing. Repair its source or choose another.</source>
        <translation>无法读取图层“{layer}”：数据源不存在。请修复数据源，或另选图层。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="411"/>
        <source>Only the selected features of “{layer}” are asked for, and none is selected. Select some, or switch “Selected features only” off.</source>
        <translation>已指定只用“{layer}”的选中要素，但没有选中任何要素。请先选择要素，或取消“仅选中要素”。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="418"/>
        <source>The layer “{layer}” has no CRS. Set it in the layer's properties (EPSG:4490, say) and run again.</source>
        <translation>图层“{layer}”没有坐标系。请在图层属性中设定（例如 EPSG:4490）后再运行。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="424"/>
        <source>The layer “{layer}” could not be copied for the engine: {reason}</source>
        <translation>无法为引擎复制图层“{layer}”：{reason}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="428"/>
        <source>{target} is not a file name. Give the name of a file that ends in {expected}.</source>
        <translation>{target} 不是文件名。请给出以 {expected} 结尾的文件名。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="434"/>
        <source>The output {target} does not end in {expected}. Give it such a name.</source>
        <translation>输出 {target} 不是以 {expected} 结尾。请改用这样的文件名。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="440"/>
        <source>The output folder {folder} does not exist. Make it first, or choose another.</source>
        <translation>输出文件夹 {folder} 不存在。请先建立，或另选一个。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="444"/>
        <source>The output {target} is open in this project as the layer “{layer}”. Remove that layer first, or give another name.</source>
        <translation>输出 {target} 正作为图层“{layer}”在本工程中打开。请先移除该图层，或换一个文件名。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="451"/>
        <source>“{text}” is not a list of distances. Expected are numbers of metres above 0, such as 10000, 20000.</source>
        <translation>“{text}”不是距离列表。应为大于 0 的米数，例如 10000, 20000。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="500"/>
        <source>The county layer needs the field that holds the adcode. Choose it.</source>
        <translation>区县图层需要指定存放行政区划代码的字段。请选择。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="561"/>
        <source>Made {target} in {seconds} s</source>
        <translation>已生成 {target}，用时 {seconds} 秒</translation>
    </message>
    <message>
        <location filename="../gui/engine_dialog.py" line="71"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="../gui/scenario_dialog.py" line="79"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="../gui/options_page.py" line="32"/>
        <source>Show the menu of the plugin in the menu bar as well</source>
        <translation>同时在菜单栏显示本插件的菜单</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="239"/>
        <source>Show all</source>
        <translation>查看全部</translation>
    </message>
    <message>
        <location filename="../messages.py" line="549"/>
        <source>The plan is made: {path}. Open it with “Open plan…” when this project may be closed.</source>
        <translation>规划已生成：{path}。当前工程可以关闭时，请用“打开规划…”打开它。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="553"/>
        <source>This plan was copied or renamed; its layers are now those of {path}.</source>
        <translation>此规划是复制或改名而来；图层已改为来自 {path}。</translation>
    </message>
    <message>
        <location filename="../algorithms/border_mirror.py" line="91"/>
        <source>Border mirror</source>
        <translation>边界两侧用地对照</translation>
    </message>
    <message>
        <location filename="../algorithms/border_mirror.py" line="38"/>
        <source>Which classes face each other across administrative borders</source>
        <translation>行政边界两侧各是什么类别，相邻多长</translation>
    </message>
    <message>
        <location filename="../algorithms/border_mirror.py" line="41"/>
        <source>Every border between two jurisdictions, cut wherever the class on one of its sides changes, with the class on either side and the length on the ground. The class of a side is that of the nearest polygon within the distance that lies in that side's jurisdiction; where there is none it is empty. The table adds the lengths up by pair of jurisdictions and classes; for each pair they make its whole border.

The border is looked at every so many metres (a tenth of the distance, 5 to 100 m), and a change between two such points is located to within 0.1 m; a class that faces the border for less than a step may be missed. Ground that spills over the border by less than the tolerance does not count as across it. With the field “city” or “province” counties are joined first.</source>
        <translation>两个辖区之间的每条边界，在任一侧类别改变处切开，给出两侧类别和实地长度。一侧的类别取距离以内、位于该侧辖区内最近的面的类别；没有则为空。汇总表按辖区对与两侧类别合计长度；每对辖区合计为其共同边界全长。

沿边界每隔一定距离（设定距离的十分之一，5 至 100 米）采样，相邻两点之间的变化处定位到 0.1 米以内；相邻长度不足一个间距的类别可能漏掉。越过边界不足容差的图形视为绘图误差，不算在对侧。字段选“city”或“province”时先合并区县。</translation>
    </message>
    <message>
        <location filename="../algorithms/border_mirror.py" line="54"/>
        <source>Layer with classes (land use or zones)</source>
        <translation>带分类的图层（用地或分区）</translation>
    </message>
    <message>
        <location filename="../algorithms/border_mirror.py" line="56"/>
        <source>Class field (empty: one class)</source>
        <translation>分类字段（留空：不分类）</translation>
    </message>
    <message>
        <location filename="../algorithms/coordination_matrix.py" line="64"/>
        <source>Jurisdictions (empty: cities of 1999, 1:4 000 000)</source>
        <translation>辖区图层（留空：内置 1:400 万、1999 年地级市）</translation>
    </message>
    <message>
        <location filename="../algorithms/border_mirror.py" line="60"/>
        <source>Distance from the border (m)</source>
        <translation>离边界的距离（米）</translation>
    </message>
    <message>
        <location filename="../algorithms/border_mirror.py" line="62"/>
        <source>Look every (m; empty: a tenth of the distance)</source>
        <translation>沿边界的采样间距（米；留空：距离的十分之一）</translation>
    </message>
    <message>
        <location filename="../algorithms/coordination_matrix.py" line="72"/>
        <source>Gap or overlap that is still one border (m)</source>
        <translation>仍视为同一边界的缝隙或重叠（米）</translation>
    </message>
    <message>
        <location filename="../algorithms/border_mirror.py" line="68"/>
        <source>Borders by class</source>
        <translation>边界段（按两侧类别）</translation>
    </message>
    <message>
        <location filename="../algorithms/conflicts.py" line="38"/>
        <source>Conflicts of control lines</source>
        <translation>控制线冲突</translation>
    </message>
    <message>
        <location filename="../algorithms/conflicts.py" line="41"/>
        <source>Where farmland, red line and urban boundary overlap</source>
        <translation>永久基本农田、生态保护红线、城镇开发边界等在何处重叠</translation>
    </message>
    <message>
        <location filename="../algorithms/conflicts.py" line="44"/>
        <source>Every place where two of the layers overlap, as a polygon with both features' numbers (fid and BSM), its area in m², hectares and mu on the CGCS2000 ellipsoid, its share of either feature, and the unit it lies in: a place over a border is cut there. The summary adds them up by pair and unit; a pair without overlap has a row of zeros.

Overlaps below the smallest area are counted in the summary and not drawn. Without a number the land survey's smallest parcel holds, told by the layer's name: 200 m² for built-up land, 400 m² for farmland, 600 m² for the rest; of two lines the smaller one. A place narrower than the sliver width (2 × area ÷ perimeter) is marked as a sliver and kept. Both are asked of the whole place, before it is cut at a border.</source>
        <translation>任意两个图层重叠之处各成一个图斑：带双方要素编号（fid 与标识码 BSM）、面积（平方米、公顷、亩，CGCS2000 椭球面）、占双方要素的比例和所在区县；跨界的图斑在边界处切开。汇总表按图层对与区县合计；没有重叠的图层对有一行 0。

小于最小面积的重叠只在汇总表里计数，不出图。不填数时按图层名称取国土调查的最小上图面积：建设用地 200 平方米、耕地等 400 平方米、其他 600 平方米；两条控制线取较小者。平均宽度（2 × 面积 ÷ 周长）小于界限的图斑标为狭长并保留。两者都按切开之前的整个图斑判断。</translation>
    </message>
    <message>
        <location filename="../algorithms/conflicts.py" line="57"/>
        <source>Control lines (two or more layers)</source>
        <translation>控制线图层（两个或更多）</translation>
    </message>
    <message>
        <location filename="../algorithms/conflicts.py" line="59"/>
        <source>Units (empty: counties of 1999, 1:4 000 000)</source>
        <translation>区县图层（留空：内置 1:400 万、1999 年区县）</translation>
    </message>
    <message>
        <location filename="../algorithms/conflicts.py" line="60"/>
        <source>Smallest area (m²): one number, or one a layer (empty: by the survey)</source>
        <translation>最小面积（平方米）：一个数，或每个图层一个（留空：按国土调查）</translation>
    </message>
    <message>
        <location filename="../algorithms/conflicts.py" line="63"/>
        <source>Names of the layers, separated by commas (empty: their own)</source>
        <translation>图层名称，以逗号分隔（留空：用图层自己的名称）</translation>
    </message>
    <message>
        <location filename="../algorithms/conflicts.py" line="65"/>
        <source>Slivers are narrower than (m)</source>
        <translation>平均宽度小于此值为狭长图斑（米）</translation>
    </message>
    <message>
        <location filename="../algorithms/conflicts.py" line="68"/>
        <source>Conflicts</source>
        <translation>冲突图斑</translation>
    </message>
    <message>
        <location filename="../algorithms/conflicts.py" line="98"/>
        <source>Conflicts by pair and unit</source>
        <translation>冲突汇总（图层对 × 区县）</translation>
    </message>
    <message>
        <location filename="../algorithms/coordination_matrix.py" line="99"/>
        <source>Coordination matrix</source>
        <translation>跨界协调事项表</translation>
    </message>
    <message>
        <location filename="../algorithms/coordination_matrix.py" line="42"/>
        <source>Plan classes by jurisdiction and constraint, and where two have to talk</source>
        <translation>规划类别 × 辖区 × 约束的面积，以及两个辖区需要协调的地方</translation>
    </message>
    <message>
        <location filename="../algorithms/coordination_matrix.py" line="45"/>
        <source>How much of each class of the plan lies in each jurisdiction, on each constraint and on none of them, in hectares and per cent of the class there (counted twice: on several constraints at once).

The places are where two jurisdictions have to talk, each with both names, both sides&apos; classes, the rule and the area: classes that face each other across a border (works near homes), one protected area or catchment planned differently on either side, development in the catchment of another&apos;s water source. A place can be zoomed to; its number begins with the rule&apos;s.

The rules are data: resources/catalog/conflict_rules.json. A file of your own may be named instead; where it is wrong, you are told where. Classes are matched by their text or name, codes where the class field is DLBM (land survey) or YDYHFLDM (land and sea use). Distances in the catalogue are working values, not statutory ones.</source>
        <translation>每个规划类别在每个辖区内、落在每项约束上以及不在任何约束上的面积，以公顷和占该类的百分比表示（重复计算：同时落在几项约束上）。

“需协调的地方”是两个辖区需要商议之处，各带双方名称、两侧类别、所依规则和面积：边界两侧相对的类别（如工矿邻近居住）、跨界的同一片保护地或汇水区两侧规划不同、一方的开发位于另一方水源的汇水区。每处可缩放到，编号以规则开头。

规则是数据：resources/catalog/conflict_rules.json；也可另指定自己的文件，写错时会指出在哪里。类别按其文字或名称匹配；分类字段为 DLBM（国土调查）或 YDYHFLDM（用地用海）时按代码匹配。内置规则的距离是工作值，不是法定距离。</translation>
    </message>
    <message>
        <location filename="../algorithms/coordination_matrix.py" line="60"/>
        <source>Plan (land use or zones)</source>
        <translation>规划图层（用地或分区）</translation>
    </message>
    <message>
        <location filename="../algorithms/coordination_matrix.py" line="61"/>
        <source>Class field of the plan (empty: one class)</source>
        <translation>规划的分类字段（留空：不分类）</translation>
    </message>
    <message>
        <location filename="../algorithms/coordination_matrix.py" line="66"/>
        <source>Constraints (red lines, catchments …)</source>
        <translation>约束图层（红线、汇水区……）</translation>
    </message>
    <message>
        <location filename="../algorithms/coordination_matrix.py" line="68"/>
        <source>Class field of each constraint, separated by commas</source>
        <translation>各约束图层的分类字段，以逗号分隔</translation>
    </message>
    <message>
        <location filename="../algorithms/coordination_matrix.py" line="70"/>
        <source>Rules (empty: those of the catalogue)</source>
        <translation>规则文件（留空：用内置规则）</translation>
    </message>
    <message>
        <location filename="../algorithms/coordination_matrix.py" line="75"/>
        <source>Places to talk about</source>
        <translation>需协调的地方</translation>
    </message>
    <message>
        <location filename="../gui/imported_site.py" line="40"/>
        <source>Import site</source>
        <translation>导入地块</translation>
    </message>
    <message>
        <location filename="../algorithms/import_site.py" line="46"/>
        <source>Parcels from a surveyor&apos;s text file, drawing or table</source>
        <translation>由勘测定界文本、图形或坐标表生成地块</translation>
    </message>
    <message>
        <location filename="../algorithms/import_site.py" line="49"/>
        <source>Reads survey text files (勘测定界 TXT with [属性描述] and [地块坐标]), DXF drawings (closed lines of the chosen layers; blocks and arcs included) and tables (XLSX, CSV) with coordinates in degrees, in degrees, minutes and seconds, or in metres.

Zone number, swapped axes and encoding are recognised. Without a CRS, a zone and axes the proposal is applied only if nothing speaks against it; otherwise the candidates are listed. A local datum (Xi'an 1980, Beijing 1954, a city's own system) is never guessed or converted: ask for data transformed to CGCS2000 with seven parameters, or name the CRS.

The result is in CGCS2000 (EPSG:4490), with the area of each parcel on the ellipsoid in m², hectares and mu beside the stated one. The table “Import log” lists every recognition and repair. DWG: Project ▸ Import/Export ▸ Import Layers from DWG/DXF…</source>
        <translation>读取勘测定界文本（含 [属性描述]、[地块坐标] 的 TXT）、DXF 图形（所选图层的闭合线，含图块与圆弧）和坐标表（XLSX、CSV；经纬度、度分秒或米）。

带号、坐标轴颠倒和文字编码会被识别。未指定坐标系、带号和坐标轴时，只有在没有任何疑点的情况下才采用识别结果，否则列出可能的坐标系。地方基准（1980 西安、1954 北京、城市独立坐标系）从不猜测、不换算：请索取经七参数转换的 2000 国家大地坐标系成果，或明确指定坐标系。

结果为 2000 国家大地坐标系（EPSG:4490），每个地块的椭球面积以平方米、公顷和亩给出，并与标注面积对照。“导入记录”表列出每一项识别与修复。DWG 请用：工程 ▸ 导入/导出 ▸ 从 DWG/DXF 导入图层…</translation>
    </message>
    <message>
        <location filename="../algorithms/import_site.py" line="63"/>
        <source>As the file says</source>
        <translation>按文件</translation>
    </message>
    <message>
        <location filename="../algorithms/import_site.py" line="63"/>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <location filename="../algorithms/import_site.py" line="63"/>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <location filename="../gui/import_site.py" line="92"/>
        <source>Surveyor&apos;s file</source>
        <translation>测绘成果文件</translation>
    </message>
    <message>
        <location filename="../algorithms/import_site.py" line="66"/>
        <source>CRS of its coordinates (empty: as recognised)</source>
        <translation>坐标所用坐标系（留空：按识别结果）</translation>
    </message>
    <message>
        <location filename="../gui/survey_choice.py" line="41"/>
        <source>North and east are swapped in the file</source>
        <translation>文件中北、东坐标颠倒</translation>
    </message>
    <message>
        <location filename="../algorithms/import_site.py" line="70"/>
        <source>Layers of the drawing, separated by commas</source>
        <translation>图形中的图层（以逗号分隔）</translation>
    </message>
    <message>
        <location filename="../algorithms/import_site.py" line="72"/>
        <source>Sheet of the workbook</source>
        <translation>工作表</translation>
    </message>
    <message>
        <location filename="../algorithms/import_site.py" line="73"/>
        <source>Zone number, where no CRS is named (13–23 or 25–45)</source>
        <translation>带号（未指定坐标系时；13–23 或 25–45）</translation>
    </message>
    <message>
        <location filename="../algorithms/import_site.py" line="75"/>
        <source>Angles are ddd.mmss</source>
        <translation>角度写作 ddd.mmss（度.分秒）</translation>
    </message>
    <message>
        <location filename="../algorithms/import_site.py" line="76"/>
        <source>Close lines of a drawing that are open by no more than (m)</source>
        <translation>首尾相距不超过此值的线予以闭合（米）</translation>
    </message>
    <message>
        <location filename="../algorithms/import_site.py" line="82"/>
        <source>Imported site</source>
        <translation>导入的地块</translation>
    </message>
    <message>
        <location filename="../gui/imported_site.py" line="41"/>
        <source>Import log</source>
        <translation>导入记录</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="54"/>
        <source>Layer doctor</source>
        <translation>图层体检</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="57"/>
        <source>What is wrong with a layer, and a fixed copy</source>
        <translation>图层有什么问题，并可另存修好的副本</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="60"/>
        <source>Examines a layer before anyone measures it: CRS and units, swapped axes, Web Mercator, a GCJ-02 or BD-09 offset, text encoding, field names that a Shapefile has cut, outdated adcodes, invalid, empty, duplicate, overlapping and sliver geometries, mixed types.

The table has a row for every check, also for those that found nothing or could not be made. The layer itself is never changed.

Give the fixed copy a file to have it made. Only the fixes that are ticked are applied, each only to what its check has found; a CRS is set only when you name it. The table of changes lists what was done. A conversion between CGCS2000 and the systems of web maps (Amap and Tencent: GCJ-02, Baidu: BD-09) is applied to every feature; there and back it is exact within a millimetre.</source>
        <translation>量算之前先体检：坐标系与单位、坐标次序、Web 墨卡托、GCJ-02 或 BD-09 偏移、文字编码、被 Shapefile 截断的字段名、过时的区划代码，无效、空、重复、重叠和碎小的几何，混杂的类型。

表中每项检查占一行，没有发现问题的和无法检查的也在内。图层本身从不改动。

给“修复副本”一个文件即生成副本。只做勾选的修复，而且只针对检查出来的问题；坐标系只有在您指明后才会设定。“改动”表逐条列出所做的修改。CGCS2000 与网络地图坐标（高德、腾讯为 GCJ-02，百度为 BD-09）之间的转换作用于全部要素，往返误差小于 1 毫米。</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="74"/>
        <source>Repair invalid geometry</source>
        <translation>修复无效几何</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="74"/>
        <source>Decode misread text</source>
        <translation>重新解码文字</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="74"/>
        <source>Remove Z and M values</source>
        <translation>去掉 Z、M 值</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="75"/>
        <source>Restore field names that were cut</source>
        <translation>恢复被截断的字段名</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="75"/>
        <source>Replace outdated adcodes</source>
        <translation>更新过时的区划代码</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="76"/>
        <source>One kind of geometry in a layer</source>
        <translation>一层只留一种几何</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="76"/>
        <source>Remove exact duplicates</source>
        <translation>去掉完全重复的要素</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="77"/>
        <source>Remove features without usable geometry</source>
        <translation>去掉没有可用几何的要素</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="77"/>
        <source>Exchange swapped axes</source>
        <translation>交换颠倒的坐标次序</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="77"/>
        <source>Set the CRS named below</source>
        <translation>设定下面指明的坐标系</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="80"/>
        <source>No conversion</source>
        <translation>不转换</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="80"/>
        <source>GCJ-02 to CGCS2000</source>
        <translation>GCJ-02 → CGCS2000</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="80"/>
        <source>BD-09 to CGCS2000</source>
        <translation>BD-09 → CGCS2000</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="80"/>
        <source>CGCS2000 to GCJ-02</source>
        <translation>CGCS2000 → GCJ-02</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="81"/>
        <source>CGCS2000 to BD-09</source>
        <translation>CGCS2000 → BD-09</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="81"/>
        <source>GCJ-02 to BD-09</source>
        <translation>GCJ-02 → BD-09</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="81"/>
        <source>BD-09 to GCJ-02</source>
        <translation>BD-09 → GCJ-02</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="85"/>
        <source>Fixes of the copy</source>
        <translation>副本要做的修复</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="87"/>
        <source>Conversion of the copy&apos;s coordinates</source>
        <translation>副本的坐标转换</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="89"/>
        <source>CRS that the layer is in, where it states none or a wrong one</source>
        <translation>图层真正的坐标系（没有写明或写错时）</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="91"/>
        <source>County boundaries known to be right (empty: those of 1999)</source>
        <translation>已知正确的区县边界（留空用 1999 年的）</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="96"/>
        <source>Layer findings</source>
        <translation>体检结果</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="98"/>
        <source>Fixed copy</source>
        <translation>修复副本</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="143"/>
        <source>Changes</source>
        <translation>改动</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="101"/>
        <source>Number of findings</source>
        <translation>异常项数</translation>
    </message>
    <message>
        <location filename="../algorithms/layer_doctor.py" line="102"/>
        <source>In one sentence</source>
        <translation>一句话结论</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_pieces.py" line="33"/>
        <source>Pieces of one cell of an overlap table</source>
        <translation>叠置统计一格的图斑</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_pieces.py" line="36"/>
        <source>The polygons whose areas sum to one number</source>
        <translation>面积相加等于某一数字的图斑</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_pieces.py" line="39"/>
        <source>Choose the layers and class fields of an overlap table and the classes of one of its cells: the result has a polygon for each pair of features, and their areas sum to the cell. A class is written as the table has it; leave out one to take all of its classes.</source>
        <translation>选择叠置统计所用的图层和分类字段，以及其中一格的类别：结果中每对要素一个面，面积相加即为该格。类别按表中的写法填写；不给出则取全部类别。</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_pieces.py" line="47"/>
        <source>Left class</source>
        <translation>左类</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_pieces.py" line="47"/>
        <source>Right class</source>
        <translation>右类</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_pieces.py" line="47"/>
        <source>Class of the third layer</source>
        <translation>第三个图层的类</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_pieces.py" line="51"/>
        <source>Area (m²)</source>
        <translation>面积（平方米）</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="35"/>
        <source>A row for each class of the left layer and each class of the right layer that meet: the area in m² (on the CGCS2000 ellipsoid, whatever the layers' CRS), its share of either class and the number of pieces. For each left class it also says what no right feature covers, and what several cover (counted twice): shares + not covered − counted twice make 1.

With a third layer, the jurisdictions for example, each row is split by its classes: zone × land use × county in one run. Ground of the right layer that it does not cover has an empty class.

The pieces themselves are made when you give them a file: one polygon for each pair of features.</source>
        <translation>左图层每一类与右图层每一类相交时各成一行：面积（平方米，按 CGCS2000 椭球面，与图层坐标系无关）、占各自类别的比例和图斑数。左图层每一类还列出未覆盖的面积和重复计算的面积：各比例之和 + 未覆盖 − 重复计算 = 1。

给出第三图层（例如行政区）时，每一行再按它的类别拆分：分区 × 地类 × 区县一次算出；右图层中它未覆盖的部分类别为空。

指定文件后，还会生成叠置图斑：每对要素一个面。</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="64"/>
        <source>Split by a third layer, e.g. jurisdictions</source>
        <translation>按第三个图层拆分，例如行政区</translation>
    </message>
    <message>
        <location filename="../algorithms/overlap_table.py" line="64"/>
        <source>Class field of the third layer (empty: one class)</source>
        <translation>第三个图层的分类字段（留空：作为一类）</translation>
    </message>
    <message>
        <location filename="../gui/site_tool.py" line="51"/>
        <source>Site check</source>
        <translation>项目选址审查</translation>
    </message>
    <message>
        <location filename="../algorithms/site_check.py" line="52"/>
        <source>A site against control lines: met or not, encroached area, distance</source>
        <translation>一个选址对照各类控制线：是否符合、压占面积、距离</translation>
    </message>
    <message>
        <location filename="../algorithms/site_check.py" line="55"/>
        <source>All features of the site layer together are the site (tick “Selected features only” for a drawn or selected one); each feature is a parcel, judged by itself too.

Each control layer has a rule, known by its name: permanent basic farmland, ecological red lines and protection areas must not be touched; the urban development boundary must hold all of the site; railways, roads and the Grand Canal ask for a distance; zones, units, catchments and rings, and whatever is not known, are reported only. The result says which rule was taken and why.

To state rules yourself, write one a line, in Chinese or English:
LAYER NAME = avoid
LAYER NAME = within
LAYER NAME = distance 30
LAYER NAME = report FIELD

Areas are in m², hectares and mu on the CGCS2000 ellipsoid; distances are metres on the ground. A shared boundary is no encroachment. The sheet is one A4 page; boundaries on it are schematic.</source>
        <translation>选址图层的全部要素合为一个选址（手绘或选中的，请勾选“仅选中的要素”）；每个要素是一个地块，也各自给出结论。

每个控制图层有一条规则，按图层名识别：永久基本农田、生态保护红线和各类保护区不得压占；选址须全部在城镇开发边界内；铁路、公路和大运河须保持距离；分区、区县、汇水区、缓冲环以及未识别的图层只作统计。结果中写明采用了哪条规则及其理由。

如需自行规定，每行写一条，中英文均可：
图层名 = 避让
图层名 = 内部
图层名 = 距离 30
图层名 = 统计 字段名

面积给出 m²、公顷和亩，按 CGCS2000 椭球计算；距离为地面米数。仅边界相接不算压占。审查表为一页 A4，表上边界为示意。</translation>
    </message>
    <message>
        <location filename="../algorithms/site_check.py" line="72"/>
        <source>Site</source>
        <translation>选址</translation>
    </message>
    <message>
        <location filename="../algorithms/site_check.py" line="74"/>
        <source>Control layers</source>
        <translation>控制要素图层</translation>
    </message>
    <message>
        <location filename="../algorithms/site_check.py" line="76"/>
        <source>Rules, one a line: LAYER NAME = avoid | within | distance 30 | report FIELD</source>
        <translation>规则，每行一条：图层名 = 避让 | 内部 | 距离 30 | 统计 字段名</translation>
    </message>
    <message>
        <location filename="../algorithms/site_check.py" line="79"/>
        <source>Name of the site (empty: the layer&apos;s)</source>
        <translation>选址名称（留空：用图层名）</translation>
    </message>
    <message>
        <location filename="../algorithms/site_check.py" line="80"/>
        <source>Tolerated encroachment (m²)</source>
        <translation>允许的压占容差（m²）</translation>
    </message>
    <message>
        <location filename="../algorithms/site_check.py" line="88"/>
        <source>Sheet</source>
        <translation>审查表</translation>
    </message>
    <message>
        <location filename="../algorithms/site_check.py" line="90"/>
        <source>Workbook</source>
        <translation>工作簿</translation>
    </message>
    <message>
        <location filename="../algorithms/site_check.py" line="145"/>
        <source>Parcels</source>
        <translation>地块</translation>
    </message>
    <message>
        <location filename="../algorithms/site_check.py" line="145"/>
        <source>Findings</source>
        <translation>审查结论</translation>
    </message>
    <message>
        <location filename="../algorithms/site_check.py" line="95"/>
        <source>Conclusion</source>
        <translation>结论</translation>
    </message>
    <message>
        <location filename="../algorithms/site_check.py" line="96"/>
        <source>Rules not met</source>
        <translation>不符合条数</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="100"/>
        <source>Results panel</source>
        <translation>成果表面板</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="100"/>
        <source>Show or hide the tables of the last results</source>
        <translation>显示或隐藏最近的成果表</translation>
    </message>
    <message>
        <location filename="../gui/import_site.py" line="71"/>
        <source>Parcel</source>
        <translation>地块编号</translation>
    </message>
    <message>
        <location filename="../gui/import_site.py" line="71"/>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <location filename="../gui/import_site.py" line="71"/>
        <source>Land use</source>
        <translation>用途</translation>
    </message>
    <message>
        <location filename="../gui/import_site.py" line="71"/>
        <source>Points</source>
        <translation>点数</translation>
    </message>
    <message>
        <location filename="../gui/import_site.py" line="71"/>
        <source>Area (ha)</source>
        <translation>面积（公顷）</translation>
    </message>
    <message>
        <location filename="../gui/import_site.py" line="71"/>
        <source>Area (mu)</source>
        <translation>面积（亩）</translation>
    </message>
    <message>
        <location filename="../gui/import_site.py" line="71"/>
        <source>Stated (ha)</source>
        <translation>标注（公顷）</translation>
    </message>
    <message>
        <location filename="../gui/import_site.py" line="71"/>
        <source>Difference (%)</source>
        <translation>相差（%）</translation>
    </message>
    <message>
        <location filename="../gui/import_site.py" line="81"/>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <location filename="../gui/import_site.py" line="144"/>
        <source>Reading a surveyor&apos;s file</source>
        <translation>读取测绘成果文件</translation>
    </message>
    <message>
        <location filename="../gui/import_site.py" line="145"/>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <location filename="../gui/import_site.py" line="220"/>
        <source>Choose a file: a survey text file (TXT), a drawing (DXF), or a table (XLSX, CSV).</source>
        <translation>请选择文件：勘测定界文本（TXT）、图形（DXF）或坐标表（XLSX、CSV）。</translation>
    </message>
    <message>
        <location filename="../gui/results/arithmetic.py" line="18"/>
        <source>{count} piece</source>
        <translation>{count} 块</translation>
    </message>
    <message>
        <location filename="../gui/results/arithmetic.py" line="18"/>
        <source>{count} pieces</source>
        <translation>{count} 块</translation>
    </message>
    <message>
        <location filename="../gui/results/arithmetic.py" line="24"/>
        <source>{total} = {pieces}</source>
        <translation>{total} = {pieces}</translation>
    </message>
    <message>
        <location filename="../gui/results/arithmetic.py" line="30"/>
        <source>; {area} of it are counted twice</source>
        <translation>；其中 {area} 被重复计算</translation>
    </message>
    <message>
        <location filename="../gui/results/arithmetic.py" line="36"/>
        <source>; {area} of it also lie in “{name}”</source>
        <translation>；其中 {area} 与“{name}”重叠</translation>
    </message>
    <message>
        <location filename="../gui/results/chart.py" line="61"/>
        <source>Nothing to draw for these rows.</source>
        <translation>这些行没有可绘制的内容。</translation>
    </message>
    <message>
        <location filename="../gui/results/heat_chart.py" line="163"/>
        <source>… and {count} more; sort or filter the table to see them</source>
        <translation>……另有 {count} 条；可对表格排序或筛选后查看</translation>
    </message>
    <message>
        <location filename="../gui/results/chart_data.py" line="92"/>
        <source>Not covered</source>
        <translation>未覆盖</translation>
    </message>
    <message>
        <location filename="../gui/results/chart_data.py" line="199"/>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <location filename="../gui/results/dock.py" line="25"/>
        <source>Results of JJJ Planner</source>
        <translation>京津冀规划：成果表</translation>
    </message>
    <message>
        <location filename="../gui/results/explain.py" line="104"/>
        <source>{count} features of “{layer}”</source>
        <translation>“{layer}”中的 {count} 个要素</translation>
    </message>
    <message>
        <location filename="../gui/results/explain.py" line="122"/>
        <source>Making the pieces of this number…</source>
        <translation>正在生成构成该数字的图斑……</translation>
    </message>
    <message>
        <location filename="../gui/results/explain.py" line="155"/>
        <source>Pieces: {cell}</source>
        <translation>图斑：{cell}</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="34"/>
        <source>Measured on the ellipsoid {name}</source>
        <translation>按 {name} 椭球量算</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="36"/>
        <source>no geometry repaired</source>
        <translation>没有需要修复的几何</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="40"/>
        <source>planar in {crs} it would be {wrong}</source>
        <translation>若按 {crs} 平面量算，{wrong}</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="43"/>
        <source>{count} remarks</source>
        <translation>{count} 条提示</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="66"/>
        <source>{by} too large</source>
        <translation>偏大 {by}</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="66"/>
        <source>{by} too small</source>
        <translation>偏小 {by}</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="67"/>
        <source>{ratio} times the true area</source>
        <translation>为真实面积的 {ratio} 倍</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="98"/>
        <source>{time}, in {seconds} s</source>
        <translation>{time}，用时 {seconds} 秒</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="104"/>
        <source>Areas and lengths</source>
        <translation>面积与长度</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="104"/>
        <source>on the ellipsoid {name}, whatever the layers&apos; CRS</source>
        <translation>按 {name} 椭球面量算，与图层坐标系无关</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="104"/>
        <source>Computed in</source>
        <translation>计算所用坐标系</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="111"/>
        <source>Remarks</source>
        <translation>提示</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="114"/>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="121"/>
        <source>Input</source>
        <translation>输入图层</translation>
    </message>
    <message>
        <location filename="../gui/survey_choice.py" line="46"/>
        <source>CRS</source>
        <translation>坐标系</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="121"/>
        <source>Features</source>
        <translation>要素数</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="121"/>
        <source>Used</source>
        <translation>采用</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="122"/>
        <source>Repaired</source>
        <translation>修复</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="121"/>
        <source>Planar in its CRS it would be</source>
        <translation>若按其坐标系平面量算</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="127"/>
        <source>{layer} (as on screen; temporary copy, removed)</source>
        <translation>{layer}（按屏幕所见导出的临时副本，已删除）</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="156"/>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="156"/>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="165"/>
        <source>fold up</source>
        <translation>收起</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="165"/>
        <source>show</source>
        <translation>查看</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="171"/>
        <source>… the others are in the recipe</source>
        <translation>……其余见配方文件</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="176"/>
        <source>{layer}, feature {fid}: {wrong}; area {before} → {after} m²</source>
        <translation>{layer}，要素 {fid}：{wrong}；面积 {before} → {after} m²</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="185"/>
        <source>Open the folder</source>
        <translation>打开所在文件夹</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="186"/>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <location filename="../gui/results/result.py" line="43"/>
        <source>temporary file</source>
        <translation>临时文件</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="72"/>
        <source>Explain</source>
        <translation>溯源</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="72"/>
        <source>Show on the map the polygons that make up this number</source>
        <translation>在地图上显示构成该数字的图斑</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="75"/>
        <source>Run again…</source>
        <translation>再次运行…</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="75"/>
        <source>Open the tool with the parameters of this result</source>
        <translation>用这次的参数打开工具</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="78"/>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="78"/>
        <source>Copy the table (or the selected rows) for Excel or WPS, with all digits</source>
        <translation>复制表格（或选中的行），可粘贴到 Excel 或 WPS，保留全部位数</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="81"/>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="81"/>
        <source>Save the rows that are shown as XLSX or CSV</source>
        <translation>把显示的行存为 XLSX 或 CSV</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="100"/>
        <source>Table and chart</source>
        <translation>表与图</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="101"/>
        <source>How it was made</source>
        <translation>计算依据</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="161"/>
        <source>Reading the table…</source>
        <translation>正在读取表格……</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="177"/>
        <source>Reading the table… {rows} of {all} rows</source>
        <translation>正在读取表格……{rows} / {all} 行</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="228"/>
        <source>{count} rows copied.</source>
        <translation>已复制 {count} 行。</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="247"/>
        <source>Excel workbook</source>
        <translation>Excel 工作簿</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="249"/>
        <source>Save the table</source>
        <translation>保存表格</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="263"/>
        <source>Saved: {path}</source>
        <translation>已保存：{path}</translation>
    </message>
    <message>
        <location filename="../gui/results/table_model.py" line="149"/>
        <source>{shown} of {all} rows</source>
        <translation>{all} 行中的 {shown} 行</translation>
    </message>
    <message>
        <location filename="../gui/results/table_model.py" line="149"/>
        <source>{all} rows</source>
        <translation>{all} 行</translation>
    </message>
    <message>
        <location filename="../gui/results/table_model.py" line="150"/>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <location filename="../gui/results/table_view.py" line="126"/>
        <source>Filter rows…</source>
        <translation>筛选…</translation>
    </message>
    <message>
        <location filename="../gui/results/table_view.py" line="129"/>
        <source>by size</source>
        <translation>按大小</translation>
    </message>
    <message>
        <location filename="../gui/results/table_view.py" line="151"/>
        <source>Areas in</source>
        <translation>面积单位</translation>
    </message>
    <message>
        <location filename="../gui/site_tool.py" line="54"/>
        <source>Open the sheet</source>
        <translation>打开审查表</translation>
    </message>
    <message>
        <location filename="../gui/survey_choice.py" line="42"/>
        <source>Angles are written as ddd.mmss</source>
        <translation>角度写作 ddd.mmss（度.分秒）</translation>
    </message>
    <message>
        <location filename="../gui/survey_choice.py" line="103"/>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <location filename="../gui/survey_choice.py" line="103"/>
        <source>Worksheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <location filename="../gui/survey_choice.py" line="111"/>
        <source>{name} ({closed} closed, {open} open lines)</source>
        <translation>{name}（闭合线 {closed} 条，未闭合 {open} 条）</translation>
    </message>
    <message>
        <location filename="../gui/survey_choice.py" line="121"/>
        <source>Choose…</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <location filename="../gui/survey_choice.py" line="126"/>
        <source>Another CRS…</source>
        <translation>其他坐标系…</translation>
    </message>
    <message>
        <location filename="../messages.py" line="462"/>
        <source>“{text}” is not a list of areas. Expected is one number of m² for all layers, or one a layer: 200, 400, 600.</source>
        <translation>“{text}”不是面积的列表。应为一个平方米数（用于全部图层），或每个图层一个，例如 200, 400, 600。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="468"/>
        <source>“{line}” is not a rule. Expected is: LAYER NAME = avoid, within, distance 30 or report FIELD, one a line.</source>
        <translation>“{line}”不是一条规则。应写成：图层名 = 避让、内部、距离 30 或 统计 字段名，每行一条。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="474"/>
        <source>The sheet could not be written to {path}; the result itself is there. Close the file where it is open, or choose another name.</source>
        <translation>审查表未能写入 {path}；结果本身已生成。请关闭正在使用该文件的程序，或换一个文件名。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="481"/>
        <source>Sheet: {path}</source>
        <translation>审查表：{path}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="533"/>
        <source>A conversion changes the copy only: give “Fixed copy” a file.</source>
        <translation>坐标转换只作用于副本：请给“修复副本”一个文件。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="537"/>
        <source>“Set the CRS named below” is ticked and no CRS is named. Name the layer's true CRS, or untick it.</source>
        <translation>勾选了“设定下面指明的坐标系”，但没有指明坐标系。请指明图层真正的坐标系，或取消勾选。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="541"/>
        <source>{layer} (fixed)</source>
        <translation>{layer}（已修复）</translation>
    </message>
    <message>
        <location filename="../messages.py" line="568"/>
        <source>Imported {parcels} parcels, {ha} ha ({mu} mu).</source>
        <translation>已导入 {parcels} 个地块，{ha} 公顷（{mu} 亩）。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="574"/>
        <source>Read as {kind}: {points} points.</source>
        <translation>已读取 {kind}：{points} 个点。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="580"/>
        <source>It states: datum {datum}, zone {zone}.</source>
        <translation>文件写明：坐标系 {datum}，带号 {zone}。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="584"/>
        <source>The parcels lie in {place} ({lon}° E, {lat}° N).</source>
        <translation>地块位于{place}（东经 {lon}°，北纬 {lat}°）。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="592"/>
        <source>The table could not be saved as {path}: {reason}</source>
        <translation>表格无法保存为 {path}：{reason}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="596"/>
        <source>It has {rows} rows; a sheet takes {most}. Filter it, or save it as CSV.</source>
        <translation>共 {rows} 行，而一张工作表最多 {most} 行。请先筛选，或存为 CSV。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="600"/>
        <source>{path} cannot be read any more: it was moved or removed. Run it again.</source>
        <translation>{path} 已无法读取：文件被移动或删除。请再次运行。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="604"/>
        <source>The layer of this result cannot be opened any more: its file was moved or removed. Run it again.</source>
        <translation>该成果的图层已无法打开：文件被移动或删除。请再次运行。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="608"/>
        <source>“{layer}” has no polygon for this row: the row sums up others.</source>
        <translation>“{layer}”中没有与该行对应的图斑：该行没有单独的几何。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="612"/>
        <source>The features of this finding cannot be shown: it names none, or the layer is not in the project as it was.</source>
        <translation>无法显示该项涉及的要素：它没有列出要素，或图层已不是体检时的样子。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="618"/>
        <source>There are no pieces: the two classes do not meet.</source>
        <translation>没有图斑：这两类不相交。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="622"/>
        <source>The pieces cannot be made, because the profile&apos;s folder cannot be written: {reason}</source>
        <translation>无法生成图斑：配置文件夹不可写（{reason}）</translation>
    </message>
    <message>
        <location filename="../messages.py" line="628"/>
        <source>The table says {expected}: the layers have changed since. Run it again.</source>
        <translation>表中为 {expected}：此后图层已改动。请再次运行。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="636"/>
        <source>The panel shows the first {shown} of {all} rows; the file holds them all.</source>
        <translation>面板只显示全部 {all} 行中的前 {shown} 行；文件中是完整的。</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="53"/>
        <source>Rings, discs or strips in metres on the ground</source>
        <translation>按地面米数生成环、圆盘或单侧条带</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="56"/>
        <source>Buffers of points, lines or polygons in any CRS. A distance is metres on the ground (CGCS2000 ellipsoid), the same in the north and in the south.

Distances are a list, or a preset of a rule or plan (it is used instead of the list and named in the result with its source), or each feature&apos;s own from a field; features without a usable value get no ring and are listed. Lines may have a strip on the left or right of their direction, with flat ends. A preset counts from the edge of the road, railway or bank: a centre line gives too little.

The table beside the rings gives the area of each ring, for every feature and for all together, with its share on land and inside Beijing, Tianjin and Hebei (outlines of 1999, 1:4 000 000). More than 10 000 features that are dissolved are told together only, unless you ask for each. With polygons to measure by (zones, units), a second table gives the area of each ring in each of their classes and outside of them.</source>
        <translation>对任意坐标系的点、线、面做缓冲。距离是地面上的米数（CGCS2000 椭球），南北一致。

距离可以是一个列表，可以是某项法规或规划的预设（选了预设就不用列表，结果中注明预设及其依据），也可以取自字段、每个要素各用各的；没有可用距离的要素不生成缓冲环，并逐一列出。线可以只做前进方向左侧或右侧的条带，端头平直。预设的距离从公路、铁路或岸线的边缘起算，用中心线会偏小。

缓冲环旁边的表给出每个环的面积（逐要素与全部合并），及其在陆地上、在京津冀范围内的占比（1999 年 1:400 万边界）。合并的要素超过 10 000 个时只列合并后的面积，除非另行要求。给出量算用的面图层（分区、区县）时，另有一张表列出每个环在各类内及各类之外的面积。</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="73"/>
        <source>Preset of distances</source>
        <translation>距离预设</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="73"/>
        <source>None: the distances below</source>
        <translation>不用预设，用下面的距离</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="161"/>
        <source>Ring areas by class</source>
        <translation>各环内分类面积</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="92"/>
        <source>Polygons to measure the rings by (zones, units)</source>
        <translation>量算各环用的面图层（分区、区县）</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="95"/>
        <source>Their class field (empty: one class)</source>
        <translation>其分类字段（留空：作为一类）</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="100"/>
        <source>Field with each feature&apos;s own distance (m), instead of distances</source>
        <translation>存放各要素自身距离的字段（米），代替距离列表</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="103"/>
        <source>Multiply every distance by</source>
        <translation>所有距离乘以</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="106"/>
        <source>Both, with round ends</source>
        <translation>两侧，圆头</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="106"/>
        <source>Left, with flat ends</source>
        <translation>左侧，平头</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="106"/>
        <source>Right, with flat ends</source>
        <translation>右侧，平头</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="107"/>
        <source>Side of lines</source>
        <translation>线的哪一侧</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="108"/>
        <source>Each feature, if not more than 10 000 are dissolved</source>
        <translation>逐个要素（合并且超过 10 000 个时除外）</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="108"/>
        <source>Each feature</source>
        <translation>逐个要素</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="108"/>
        <source>All together</source>
        <translation>仅全部合并</translation>
    </message>
    <message>
        <location filename="../algorithms/ring_buffers.py" line="109"/>
        <source>Areas are told of</source>
        <translation>面积表列出</translation>
    </message>
    <message>
        <location filename="../algorithms/sensitivity.py" line="60"/>
        <source>Sensitivity</source>
        <translation>敏感性</translation>
    </message>
    <message>
        <location filename="../algorithms/sensitivity.py" line="39"/>
        <source>A result at other distances or thresholds, and what changes order</source>
        <translation>改变距离或阈值后的结果，以及哪些名次变动</translation>
    </message>
    <message>
        <location filename="../algorithms/sensitivity.py" line="42"/>
        <source>Runs an earlier analysis again with its distances or threshold changed by some per cent and puts the results side by side: for each row the value at each change, by how many per cent it differs from the unchanged one, its rank, and whether the rank changes.

The analysis is named by its recipe, the file NAME.recipe.json beside the result: ring buffers (their distances; with polygons to measure by, the rows are the classes), conflicts of control lines (the smallest area), border mirror (the distance). Its layers must still be where they were; an analysis of a layer with unsaved edits, a filter or a selection used a temporary copy, so save that layer as a file first and run the analysis on it.</source>
        <translation>把先前的一次分析按百分比改变距离或阈值后重新计算，并排列出结果：每一行在各个变幅下的数值、与不变时相差的百分比、名次，以及名次是否变动。

分析由它的配方指明，即结果旁边的“名称.recipe.json”：缓冲环（改变距离；给了量算用的面图层时，各行是其分类）、控制线冲突（改变最小面积）、边界两侧用地对照（改变距离）。原来的图层必须还在原处；若当时的图层有未保存的编辑、筛选或只用了所选要素，用的是临时副本，请先把图层另存为文件，再用它分析一次。</translation>
    </message>
    <message>
        <location filename="../algorithms/sensitivity.py" line="54"/>
        <source>Recipe of an earlier result (NAME.recipe.json)</source>
        <translation>先前结果的配方（名称.recipe.json）</translation>
    </message>
    <message>
        <location filename="../algorithms/sensitivity.py" line="54"/>
        <source>Recipes (*.recipe.json)</source>
        <translation>配方 (*.recipe.json)</translation>
    </message>
    <message>
        <location filename="../algorithms/sensitivity.py" line="56"/>
        <source>Changes (%), separated by commas</source>
        <translation>变幅（%），用逗号分隔</translation>
    </message>
    <message>
        <location filename="../algorithms/sensitivity.py" line="58"/>
        <source>What varies (empty: the only distance or threshold there is)</source>
        <translation>变动的参数（留空：唯一的距离或阈值）</translation>
    </message>
    <message>
        <location filename="../bridge/installer.py" line="142"/>
        <source>Compiling the calculations</source>
        <translation>编译计算内核</translation>
    </message>
    <message>
        <location filename="../messages.py" line="485"/>
        <source>A preset and a field with distances were both chosen. Set the preset to none, or leave the field empty.</source>
        <translation>同时选了距离预设和距离字段。请把预设设为不用，或把字段留空。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="489"/>
        <source>“{text}” is not a list of changes. Expected are at least two different percentages above -100, such as -10 %, 0, +10 %.</source>
        <translation>“{text}”不是变幅列表。应为至少两个不同的、大于 -100 的百分数，例如 -10 %, 0, +10 %。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="496"/>
        <source>There is no recipe {path}. Choose the NAME.recipe.json beside an earlier result.</source>
        <translation>找不到配方 {path}。请选择先前结果旁边的“名称.recipe.json”。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="632"/>
        <source>This table has no rows: nothing of the kind was found.</source>
        <translation>表中没有行：未发现此类情况。</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="164"/>
        <source>repaired geometries: {count}</source>
        <translation>修复了 {count} 个几何</translation>
    </message>
    <message>
        <location filename="../messages.py" line="90"/>
        <source>The engine of the live figures ended and was started again; the figures are as before.</source>
        <translation>实时数字的分析引擎中途结束，已重新启动；数字与之前一致。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="94"/>
        <source>The engine of the live figures ended {times} times within a minute and stays off; editing goes on without figures. What it said is in {log}</source>
        <translation>实时数字的分析引擎一分钟内结束了 {times} 次，不再启动；可继续编辑，但没有实时数字。引擎的输出在 {log}</translation>
    </message>
    <message>
        <location filename="../gui/plan/actions.py" line="54"/>
        <source>one feature</source>
        <translation>一个要素</translation>
    </message>
    <message>
        <location filename="../gui/plan/actions.py" line="54"/>
        <source>what is to be shown</source>
        <translation>要显示的要素</translation>
    </message>
    <message>
        <location filename="../gui/plan/actions.py" line="75"/>
        <source>Edit the plan</source>
        <translation>编辑规划</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="58"/>
        <source>Area km²</source>
        <translation>面积 km²</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="58"/>
        <source>Length km</source>
        <translation>长度 km</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="60"/>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="60"/>
        <source>Units</source>
        <translation>区县</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="60"/>
        <source>Drawn km²</source>
        <translation>图上 km²</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="60"/>
        <source>Host</source>
        <translation>所在地</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="60"/>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="60"/>
        <source>Since</source>
        <translation>起始</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="214"/>
        <source>Extension: {places}</source>
        <translation>延伸：{places}</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="251"/>
        <source>Partner: {places}</source>
        <translation>合作方：{places}</translation>
    </message>
    <message>
        <location filename="../gui/plan/dock.py" line="45"/>
        <source>JJJ plan</source>
        <translation>京津冀规划</translation>
    </message>
    <message>
        <location filename="../gui/plan/dock.py" line="58"/>
        <source>Filter…</source>
        <translation>筛选…</translation>
    </message>
    <message>
        <location filename="../gui/plan/dock.py" line="73"/>
        <source>Zoom to it</source>
        <translation>缩放至所选</translation>
    </message>
    <message>
        <location filename="../gui/plan/dock.py" line="74"/>
        <source>Open its form</source>
        <translation>打开表单</translation>
    </message>
    <message>
        <location filename="../gui/plan/dock.py" line="75"/>
        <source>Select the zone&apos;s units</source>
        <translation>选中该分区的区县</translation>
    </message>
    <message>
        <location filename="../gui/plan/findings.py" line="36"/>
        <source>and {count} more</source>
        <translation>另有 {count} 项</translation>
    </message>
    <message>
        <location filename="../gui/plan/header.py" line="76"/>
        <source>Read the plan again</source>
        <translation>重新读取规划</translation>
    </message>
    <message>
        <location filename="../gui/plan/header.py" line="78"/>
        <source>Check the plan</source>
        <translation>检查规划</translation>
    </message>
    <message>
        <location filename="../gui/plan/header.py" line="146"/>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <location filename="../gui/plan/header.py" line="117"/>
        <source>No plan is open</source>
        <translation>未打开规划</translation>
    </message>
    <message>
        <location filename="../gui/plan/header.py" line="121"/>
        <source>Scenario: {name}</source>
        <translation>方案：{name}</translation>
    </message>
    <message>
        <location filename="../gui/plan/header.py" line="123"/>
        <source>edits not saved</source>
        <translation>有未保存的编辑</translation>
    </message>
    <message>
        <location filename="../gui/plan/header.py" line="125"/>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <location filename="../gui/plan/header.py" line="127"/>
        <source>editing</source>
        <translation>编辑中</translation>
    </message>
    <message>
        <location filename="../gui/plan/population.py" line="171"/>
        <source>Join population</source>
        <translation>接入人口</translation>
    </message>
    <message>
        <location filename="../gui/plan/population.py" line="58"/>
        <source>Tables</source>
        <translation>表格</translation>
    </message>
    <message>
        <location filename="../gui/plan/population.py" line="62"/>
        <source>persons</source>
        <translation>人</translation>
    </message>
    <message>
        <location filename="../gui/plan/population.py" line="62"/>
        <source>10 thousand persons</source>
        <translation>万人</translation>
    </message>
    <message>
        <location filename="../gui/plan/population.py" line="65"/>
        <source>for example: census of 2020, table 1-2</source>
        <translation>例如：2020年人口普查，表1-2</translation>
    </message>
    <message>
        <location filename="../gui/plan/population.py" line="72"/>
        <source>Join</source>
        <translation>接入</translation>
    </message>
    <message>
        <location filename="../gui/plan/population.py" line="85"/>
        <source>Table of the project</source>
        <translation>工程中的表</translation>
    </message>
    <message>
        <location filename="../gui/plan/population.py" line="86"/>
        <source>or a file</source>
        <translation>或文件</translation>
    </message>
    <message>
        <location filename="../layers/flows.py" line="101"/>
        <source>People</source>
        <translation>人口</translation>
    </message>
    <message>
        <location filename="../gui/plan/population.py" line="89"/>
        <source>Counted in</source>
        <translation>计量单位</translation>
    </message>
    <message>
        <location filename="../gui/plan/population.py" line="90"/>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <location filename="../gui/plan/population.py" line="134"/>
        <source>Choose a table, its field with the codes and its field with the people.</source>
        <translation>请选择表、行政区划代码字段和人口字段。</translation>
    </message>
    <message>
        <location filename="../gui/plan/population.py" line="164"/>
        <source>Name the source: every number of a plan has one.</source>
        <translation>请写明来源：规划中的每个数都有来源。</translation>
    </message>
    <message>
        <location filename="../gui/plan/strip.py" line="64"/>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <location filename="../gui/plan/strip.py" line="64"/>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <location filename="../gui/plan/strip.py" line="64"/>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <location filename="../gui/plan/strip.py" line="105"/>
        <source>Within the circle</source>
        <translation>圆内</translation>
    </message>
    <message>
        <location filename="../gui/plan/strip.py" line="109"/>
        <source>Changing: {names}</source>
        <translation>变化中：{names}</translation>
    </message>
    <message>
        <location filename="../gui/plan/strip.py" line="110"/>
        <source>Nothing changes</source>
        <translation>没有变化</translation>
    </message>
    <message>
        <location filename="../gui/plan/strip.py" line="113"/>
        <source>{count} ms</source>
        <translation>{count} ms</translation>
    </message>
    <message>
        <location filename="../gui/plan/strip.py" line="146"/>
        <source>Select something in the tree or on the map</source>
        <translation>请在树中或图上选择</translation>
    </message>
    <message>
        <location filename="../gui/plan/strip.py" line="149"/>
        <source>Selected: {name}</source>
        <translation>选中：{name}</translation>
    </message>
    <message>
        <location filename="../gui/plan/strip.py" line="204"/>
        <source>join population…</source>
        <translation>接入人口…</translation>
    </message>
    <message>
        <location filename="../gui/plan/strip.py" line="205"/>
        <source>The plan has no people by unit. Join a table of your own; city totals are not spread.</source>
        <translation>规划中没有分区县人口。请接入自己的表；不会把全市总数摊分到区县。</translation>
    </message>
    <message>
        <location filename="../gui/plan/strip_rows.py" line="131"/>
        <source>units without people</source>
        <translation>无人口数的区县</translation>
    </message>
    <message>
        <location filename="../gui/plan/strip_rows.py" line="144"/>
        <source>{count} more</source>
        <translation>其余 {count} 项</translation>
    </message>
    <message>
        <location filename="../messages.py" line="649"/>
        <source>No plan is open. Open one, or make a new one.</source>
        <translation>未打开规划。请打开或新建规划。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="653"/>
        <source>The plan&apos;s file is read-only. Save it as a scenario, and edit that.</source>
        <translation>规划文件是只读的。请另存为方案后再编辑。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="657"/>
        <source>The plan lacks the layers {names}.</source>
        <translation>规划缺少图层：{names}。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="661"/>
        <source>Select first, in the tree or on the map: {what}.</source>
        <translation>请先在树中或图上选择：{what}。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="665"/>
        <source>There is nothing to undo.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="669"/>
        <source>There is nothing to redo.</source>
        <translation>没有可重做的操作。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="673"/>
        <source>There are no edits that are not saved.</source>
        <translation>没有未保存的编辑。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="680"/>
        <source>{path} cannot be read as a table. Choose a CSV, XLSX, DBF or GeoPackage file.</source>
        <translation>{path} 不能作为表读取。请选择 CSV、XLSX、DBF 或 GeoPackage 文件。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="684"/>
        <source>The field {field} holds “{value}” at {code}, which is no number. Choose the field with the people.</source>
        <translation>字段 {field} 在 {code} 处的值是“{value}”，不是数字。请选择人口字段。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="690"/>
        <source>The field {field} holds {value} at {code}; people cannot be fewer than none.</source>
        <translation>字段 {field} 在 {code} 处的值是 {value}；人口不能为负数。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="695"/>
        <source>In the field {field} these codes stand more than once: {codes}. Each unit may stand in one row.</source>
        <translation>字段 {field} 中有重复的代码：{codes}。每个区县只能占一行。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="701"/>
        <source>No unit has a code that is in the field {field}. Six-digit codes such as 130102 are expected.</source>
        <translation>字段 {field} 中没有与区县对应的代码。应为 130102 这样的六位代码。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="707"/>
        <source>Totals of cities and provinces, which are not spread over units: {codes}</source>
        <translation>全市、全省合计，不摊分到区县：{codes}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="711"/>
        <source>its code is not in the table</source>
        <translation>表中没有它的代码</translation>
    </message>
    <message>
        <location filename="../messages.py" line="715"/>
        <source>of today&apos;s units on its ground the table lacks {codes}</source>
        <translation>其现辖单元中表里缺少 {codes}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="719"/>
        <source>today&apos;s units on its ground lie in other units too: {codes}</source>
        <translation>其现辖单元也在别的区县内：{codes}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="723"/>
        <source>districts of its city belong to no unit: {codes}</source>
        <translation>同市的这些区不属于任何区县：{codes}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="727"/>
        <source>today&apos;s units are known for {share:.0%} of its ground only</source>
        <translation>只有 {share:.0%} 的范围有现辖单元</translation>
    </message>
    <message>
        <location filename="../gui/scenario_dialog.py" line="41"/>
        <source>Save as scenario</source>
        <translation>另存为方案</translation>
    </message>
    <message>
        <location filename="../algorithms/save_scenario.py" line="43"/>
        <source>Copy the plan under a name of its own, to change it and compare</source>
        <translation>以新的名称复制规划，用于修改和对比</translation>
    </message>
    <message>
        <location filename="../gui/scenario_dialog.py" line="84"/>
        <source>Name of the scenario</source>
        <translation>方案名称</translation>
    </message>
    <message>
        <location filename="../algorithms/save_scenario.py" line="57"/>
        <source>Scenario file</source>
        <translation>方案文件</translation>
    </message>
    <message>
        <location filename="../gui/guard.py" line="87"/>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="73"/>
        <source>Save the plan</source>
        <translation>保存规划</translation>
    </message>
    <message>
        <location filename="../gui/opening.py" line="83"/>
        <source>Make them again</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <location filename="../gui/scenario_dialog.py" line="55"/>
        <source>Variant B</source>
        <translation>方案乙</translation>
    </message>
    <message>
        <location filename="../gui/scenario_dialog.py" line="60"/>
        <source>The plan has edits that are not saved.</source>
        <translation>规划有未保存的编辑。</translation>
    </message>
    <message>
        <location filename="../gui/scenario_dialog.py" line="61"/>
        <source>Save them in the plan first: plan and scenario hold them</source>
        <translation>先存入规划：规划和方案都含这些编辑</translation>
    </message>
    <message>
        <location filename="../gui/scenario_dialog.py" line="63"/>
        <source>Copy the plan as it was saved last: the scenario does not hold them</source>
        <translation>按上次保存的规划复制：方案不含这些编辑</translation>
    </message>
    <message>
        <location filename="../gui/scenario_dialog.py" line="70"/>
        <source>Open the scenario afterwards</source>
        <translation>完成后打开该方案</translation>
    </message>
    <message>
        <location filename="../gui/scenario_dialog.py" line="78"/>
        <source>Save scenario</source>
        <translation>保存方案</translation>
    </message>
    <message>
        <location filename="../messages.py" line="256"/>
        <source>The scenario has no name. Give it one, such as “Variant B”.</source>
        <translation>方案没有名称。请起个名称，例如“方案乙”。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="260"/>
        <source>{path} is the plan itself. Give the scenario a file of its own.</source>
        <translation>{path} 就是规划本身。请给方案另取文件。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="264"/>
        <source>{path} exists already and is not replaced. Give the scenario another file name.</source>
        <translation>{path} 已存在，不会被覆盖。请给方案另取文件名。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="268"/>
        <source>Beside {path} lies {left}: a program has a file of this name open, or ended while it wrote it. Give the scenario another file name.</source>
        <translation>{path} 旁边有 {left}：某个程序正打开着同名文件，或在写入时中断。请给方案另取文件名。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="275"/>
        <source>There is no room for the copy in {folder}: {free} MB are free, {needed} MB are needed.</source>
        <translation>{folder} 中空间不足，无法复制：剩余 {free} MB，需要 {needed} MB。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="281"/>
        <source>{path} could not be copied into {folder}: {reason}. Choose a folder that can be written, and let other programs finish writing the plan.</source>
        <translation>{path} 无法复制到 {folder}：{reason}。请选择可写入的文件夹，并等其他程序写完该规划。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="288"/>
        <source>{path} could not be written: {reason}. Choose a folder that exists and can be written.</source>
        <translation>{path} 无法写入：{reason}。请选择存在且可写入的文件夹。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="294"/>
        <source>{path} could not be changed: {reason}. It is as it was.</source>
        <translation>{path} 无法更改：{reason}。文件保持原样。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="298"/>
        <source>{path} has edits that are not saved; the scenario does not hold them.</source>
        <translation>{path} 有未保存的编辑；方案中不含这些编辑。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="302"/>
        <source>The edits were not saved, and nothing was copied.</source>
        <translation>编辑未保存，也没有复制。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="306"/>
        <source>The scenario “{name}” is saved as {path}.</source>
        <translation>方案“{name}”已另存为 {path}。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="310"/>
        <source>{path} lacks tables of a plan: {missing}. They can be made again.</source>
        <translation>{path} 缺少规划的表：{missing}。可以重新生成。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="314"/>
        <source>Made again in {path}: {made}. Zones and provinces are unions of the units; the others are empty.</source>
        <translation>已在 {path} 中重新生成：{made}。分区和省市界由区县合并而成，其余为空表。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="320"/>
        <source>The plan was of schema {version} and has been brought up to date. The file as it was: {backup}</source>
        <translation>该规划为结构版本 {version}，已升级。升级前的文件：{backup}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="326"/>
        <source>{path} is of an older schema and is opened as it is: {reason}</source>
        <translation>{path} 为旧的结构版本，按原样打开：{reason}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="330"/>
        <source>{path} is of schema {found}; this version of JJJ Planner knows schema {known}. It is opened as it is; what is new in it is not shown. Update the plugin.</source>
        <translation>{path} 为结构版本 {found}，本版京津冀规划插件只认识结构版本 {known}。文件按原样打开，其中的新内容不显示。请更新插件。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="337"/>
        <source>{path} can be read only, or its folder can: the plan cannot be edited. Save it as a scenario in another folder to change it.</source>
        <translation>{path} 或其文件夹为只读：规划不能编辑。若要修改，请另存为方案到其他文件夹。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="344"/>
        <source>{path} is open in another program{where}. Edit it in one only: what is saved last replaces what was saved before.</source>
        <translation>{path} 已在另一程序中打开{where}。请只在一处编辑：后保存的会覆盖先保存的。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="351"/>
        <source>another program has it open</source>
        <translation>另一程序正打开着它</translation>
    </message>
    <message>
        <location filename="../messages.py" line="355"/>
        <source>Another program has changed {path} since it was read: {changed}. Saving replaces that where the same features were edited.</source>
        <translation>读取之后，另一程序更改了 {path}：{changed}。保存时，双方都编辑过的要素将以此处为准。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="362"/>
        <source>These are not what their members make: {names}. QGIS may have ended while it saved.</source>
        <translation>以下内容与其成员不符：{names}。可能是 QGIS 在保存时中断。</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="78"/>
        <source>Check plan</source>
        <translation>检查规划</translation>
    </message>
    <message>
        <location filename="../algorithms/check_plan.py" line="41"/>
        <source>What is wrong with the plan, and where</source>
        <translation>规划中有什么问题，在哪里</translation>
    </message>
    <message>
        <location filename="../algorithms/check_plan.py" line="44"/>
        <source>Checks a plan: every unit in one zone and only one, zones without gaps, overlaps and parts that are cut off, axes that run through their members and stay in the region, nodes and parks where their codes say, codes that are known and of today, names in both languages, uids that are unique, valid geometry, a CRS for every layer, all tables of today&apos;s schema.

Each finding has a severity, a sentence with what was found and expected, a point to go to and, where it is an area, its exact polygons. Areas are ellipsoidal (CGCS2000). Patches below 1 ha are counted, not listed.

Without a file the plan that is open in this project is checked, with its unsaved edits.</source>
        <translation>检查规划：每个区县属且只属一个分区；分区之间没有空隙、重叠和被隔断的部分；轴经过其成员且不超出区域；节点和园区位于其代码所指的范围；代码存在且为现行代码；中英文名称齐全；唯一标识不重复；几何有效；各图层都有坐标系；现行结构的各表齐全。

每条结果有程度、一句说明（发现什么、应为什么）、一个可前往的点；涉及面积的另有准确图形。面积按 CGCS2000 椭球计算。小于 1 公顷的碎片只计数，不逐一列出。

不指定文件时，检查本工程中打开的规划，包括未保存的编辑。</translation>
    </message>
    <message>
        <location filename="../algorithms/check_plan.py" line="56"/>
        <source>Plan file (empty: the plan that is open)</source>
        <translation>规划文件（空：已打开的规划）</translation>
    </message>
    <message>
        <location filename="../algorithms/check_plan.py" line="89"/>
        <source>Areas of findings</source>
        <translation>检查结果的范围</translation>
    </message>
    <message>
        <location filename="../messages.py" line="366"/>
        <source>No plan is open in this project. Open one, or name a plan file (*.gpkg).</source>
        <translation>本工程中没有打开规划。请打开一个，或指定规划文件（*.gpkg）。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="370"/>
        <source>Errors: {errors}, warnings: {warnings}, notes: {notes}</source>
        <translation>错误 {errors}，警告 {warnings}，提示 {notes}</translation>
    </message>
    <message>
        <location filename="../algorithms/compare_plans.py" line="86"/>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <location filename="../algorithms/compare_plans.py" line="39"/>
        <source>Moves</source>
        <translation>位移</translation>
    </message>
    <message>
        <location filename="../algorithms/compare_plans.py" line="40"/>
        <source>Matrix of zones</source>
        <translation>分区转移矩阵</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="54"/>
        <source>Indicators</source>
        <translation>指标</translation>
    </message>
    <message>
        <location filename="../gui/compared.py" line="48"/>
        <source>Compare scenarios</source>
        <translation>方案对比</translation>
    </message>
    <message>
        <location filename="../algorithms/compare_plans.py" line="57"/>
        <source>What differs between two plans: features, ground, places, indicators</source>
        <translation>两个方案有何不同：要素、地块、位置、指标</translation>
    </message>
    <message>
        <location filename="../algorithms/compare_plans.py" line="60"/>
        <source>Compares two plans feature by feature, by their uid, never by name. An open plan is compared as it is on screen, unsaved edits included.

The difference map shows the ground that changed its zone, in the colour of the zone it went to, hatched in the colour of the zone it came from, and what wings and outlines of parks gained and lost. Moves go from the old to the new place; of axes the old and the new course are shown. The table of changes tells every field from → to; the matrix of zones is in km² and people; the indicators stand side by side.

People come from the units' population, taken as evenly spread over each unit; where one unit has none, nothing is said. Slivers narrower than 1 m do not count as change; how many there were is told.

A draft without uid (a Shapefile that came back, say): choose the table it stands for. Without pairs those that are certain by overlap and name are used.</source>
        <translation>按唯一标识逐个要素对比两个方案，从不按名称。已打开的规划按屏幕上的样子对比，包括未保存的编辑。

差异图显示分区有变的地块：颜色为现分区的颜色，斜线为原分区的颜色；并显示两翼和园区范围的划入与划出。位移由原位置指向新位置；轴线显示原走向与新走向。变化清单逐字段列出原值与现值；分区转移矩阵以平方公里和人口计；各项指标前后并列。

人口取自区县的人口，假定在区县内均匀分布；只要有一个区县没有人口，就不给出数字。宽度不足 1 米的狭长图斑不计为变化，个数会说明。

没有唯一标识的草案（例如返回的 Shapefile）：请选择它对应的表。未给出配对时，采用按重叠和名称确定的配对。</translation>
    </message>
    <message>
        <location filename="../algorithms/compare_plans.py" line="74"/>
        <source>A plan</source>
        <translation>一个规划（方案）</translation>
    </message>
    <message>
        <location filename="../algorithms/compare_plans.py" line="74"/>
        <source>A draft of: {table}</source>
        <translation>草案：{table}</translation>
    </message>
    <message>
        <location filename="../algorithms/compare_plans.py" line="76"/>
        <source>Plan before</source>
        <translation>对比前的方案</translation>
    </message>
    <message>
        <location filename="../algorithms/compare_plans.py" line="77"/>
        <source>Plan after, or a draft</source>
        <translation>对比后的方案或草案</translation>
    </message>
    <message>
        <location filename="../algorithms/compare_plans.py" line="78"/>
        <source>The second file is</source>
        <translation>第二个文件是</translation>
    </message>
    <message>
        <location filename="../algorithms/compare_plans.py" line="79"/>
        <source>Field of the draft with names</source>
        <translation>草案的名称字段</translation>
    </message>
    <message>
        <location filename="../algorithms/compare_plans.py" line="79"/>
        <source>Confirmed pairs of the draft (JSON: uid → feature number)</source>
        <translation>已确认的草案配对（JSON：唯一标识 → 要素编号）</translation>
    </message>
    <message>
        <location filename="../gui/compare_dialog.py" line="61"/>
        <source>Swap</source>
        <translation>互换</translation>
    </message>
    <message>
        <location filename="../gui/compare_dialog.py" line="62"/>
        <source>Exchange the two plans</source>
        <translation>互换两个方案</translation>
    </message>
    <message>
        <location filename="../gui/compare_dialog.py" line="68"/>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <location filename="../gui/compare_dialog.py" line="211"/>
        <source>A draft without UIDs: its features are paired by place and name.</source>
        <translation>没有唯一标识的草案：其要素按位置和名称配对。</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="41"/>
        <source>place and name</source>
        <translation>位置与名称</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="41"/>
        <source>place</source>
        <translation>位置</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="41"/>
        <source>name only</source>
        <translation>仅名称</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="41"/>
        <source>UID</source>
        <translation>唯一标识</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="64"/>
        <source>In the plan</source>
        <translation>规划中</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="64"/>
        <source>In the draft</source>
        <translation>草案中</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="64"/>
        <source>Alike</source>
        <translation>相似度</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="64"/>
        <source>By</source>
        <translation>依据</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="70"/>
        <source>Confirm all</source>
        <translation>全部确认</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="82"/>
        <source>Layer of the draft</source>
        <translation>草案图层</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="83"/>
        <source>It stands for</source>
        <translation>对应规划的</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="84"/>
        <source>Field with names</source>
        <translation>名称字段</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="138"/>
        <source>Looking for pairs…</source>
        <translation>正在寻找配对…</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="153"/>
        <source>Looking for pairs</source>
        <translation>寻找配对</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="193"/>
        <source>Only in the plan</source>
        <translation>仅在规划中</translation>
    </message>
    <message>
        <location filename="../gui/draft_pairs.py" line="193"/>
        <source>Only in the draft</source>
        <translation>仅在草案中</translation>
    </message>
    <message>
        <location filename="../messages.py" line="504"/>
        <source>Both sides are the same file, {path}. Choose another scenario for one of them.</source>
        <translation>两边是同一个文件 {path}。请为其中一边选择另一个方案。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="508"/>
        <source>{path} is not a plan. Choose a plan (*.gpkg) as the first; a draft can only be the second.</source>
        <translation>{path} 不是规划。第一个应为规划（*.gpkg）；草案只能是第二个。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="514"/>
        <source>Pairs: {pairs}, of them to be confirmed by you: {doubtful}.</source>
        <translation>配对 {pairs} 个，其中待您确认 {doubtful} 个。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="519"/>
        <source>The two plans do not differ.</source>
        <translation>两个方案没有差异。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="520"/>
        <source>Changes: {changes}; ground that changed its zone: {area} km².</source>
        <translation>变化 {changes} 项；分区有变的地块 {area} km²。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="526"/>
        <source>The pairs “{text}” cannot be read. Expected is a JSON object: the uid in the plan → the feature's number in the draft.</source>
        <translation>配对“{text}”无法读取。应为 JSON 对象：规划中的唯一标识 → 草案的要素编号。</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/add_park.py" line="37"/>
        <source>Add a park</source>
        <translation>新增园区</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/assign.py" line="47"/>
        <source>Zone</source>
        <translation>分区</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/assign.py" line="177"/>
        <source>Assign units to a zone</source>
        <translation>区县划入分区</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/axis_dialog.py" line="31"/>
        <source>New axis</source>
        <translation>新建轴</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/axis_dialog.py" line="43"/>
        <source>The Outline names these members</source>
        <translation>这些成员为纲要所明确</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/axis_dialog.py" line="47"/>
        <source>Runs through</source>
        <translation>经过</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/park_dialog.py" line="71"/>
        <source>Name (Chinese)</source>
        <translation>中文名</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/park_dialog.py" line="72"/>
        <source>Name (English)</source>
        <translation>英文名</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/axis_dialog.py" line="50"/>
        <source>Width each side</source>
        <translation>每侧宽度</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/axis_dialog.py" line="72"/>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/axis_members_dialog.py" line="34"/>
        <source>Members of an axis</source>
        <translation>轴成员</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/axis_members_dialog.py" line="52"/>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/axis_members_dialog.py" line="52"/>
        <source>Down</source>
        <translation>下移</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/axis_members_dialog.py" line="53"/>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/bend_dialog.py" line="66"/>
        <source>Axis</source>
        <translation>轴</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/axis_members_dialog.py" line="76"/>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/axis_members_dialog.py" line="77"/>
        <source>Insert after it</source>
        <translation>在其后插入</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/axis_members_dialog.py" line="133"/>
        <source>Change the members of an axis</source>
        <translation>修改轴成员</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/bend_dialog.py" line="38"/>
        <source>Bend axis</source>
        <translation>轴线沿线路</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/bend_dialog.py" line="56"/>
        <source>Straighten</source>
        <translation>拉直</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/bend_dialog.py" line="67"/>
        <source>Along the lines of</source>
        <translation>沿此图层的线</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/bend_dialog.py" line="68"/>
        <source>At most so far from a member</source>
        <translation>离成员的最大距离</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/bend_dialog.py" line="98"/>
        <source>Bend an axis</source>
        <translation>轴线沿线路</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/bend_dialog.py" line="119"/>
        <source>Straighten an axis</source>
        <translation>拉直轴线</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/draw_axis.py" line="117"/>
        <source>Draw an axis</source>
        <translation>绘制轴线</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/draw_axis.py" line="133"/>
        <source>Insert a member into an axis</source>
        <translation>插入轴成员</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/draw_axis.py" line="151"/>
        <source>Drop a member of an axis</source>
        <translation>去掉轴成员</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="68"/>
        <source>Assign units to zone</source>
        <translation>划入分区</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="68"/>
        <source>Give the units you sweep over to a zone</source>
        <translation>把划过的区县划入所选分区</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="70"/>
        <source>Move node</source>
        <translation>移动节点</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="70"/>
        <source>Drag the core, a twin city or a node; its axes follow</source>
        <translation>拖动核、双城或节点，相关的轴随之改变</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="72"/>
        <source>Move vertex of a zone</source>
        <translation>移动分区顶点</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="72"/>
        <source>Drag a vertex of a zone&apos;s outline; the neighbours&apos; follow, so that no gap opens</source>
        <translation>拖动分区边界的顶点，相邻分区随之移动，不留缝隙</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="75"/>
        <source>Draw axis</source>
        <translation>绘制轴线</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="75"/>
        <source>Click places in order, the right button ends; Shift inserts a member into an axis, Ctrl drops one</source>
        <translation>依次点选各地，右键结束；按 Shift 点选插入成员，按 Ctrl 点选去掉成员</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="79"/>
        <source>Bend axis…</source>
        <translation>轴线沿线路…</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="79"/>
        <source>Lead an axis along a railway, a road or a river</source>
        <translation>使轴沿铁路、道路或河流延伸</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="81"/>
        <source>Members of an axis…</source>
        <translation>轴成员…</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="81"/>
        <source>Put the members of an axis into another order</source>
        <translation>调整轴成员的次序</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="84"/>
        <source>Add park</source>
        <translation>新增园区</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="84"/>
        <source>Click where a cooperation park is and say who shares it</source>
        <translation>点击合作园区所在处并填写合作各方</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="89"/>
        <source>Wing from townships…</source>
        <translation>由乡镇合成翼…</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="89"/>
        <source>Xiong&apos;an from its three counties and four townships</source>
        <translation>由三县和四个乡镇合成雄安新区</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="92"/>
        <source>Import layer…</source>
        <translation>导入图层…</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="92"/>
        <source>Bring a layer of your own into a table of the plan</source>
        <translation>把自有图层导入规划的数据表</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="94"/>
        <source>Probe circle</source>
        <translation>周边速查</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="94"/>
        <source>Hold a circle of so many kilometres under the cursor</source>
        <translation>光标处显示给定公里数的圆</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/jurisdiction_list.py" line="21"/>
        <source>Filter by name or code</source>
        <translation>按名称或代码筛选</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/move_place.py" line="94"/>
        <source>Move a node</source>
        <translation>移动节点</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/move_vertex.py" line="102"/>
        <source>Move a vertex of a zone</source>
        <translation>移动分区顶点</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/park_dialog.py" line="36"/>
        <source>New park</source>
        <translation>新增园区</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/park_dialog.py" line="49"/>
        <source>The point clicked</source>
        <translation>点击的位置</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/park_dialog.py" line="51"/>
        <source>Selected polygons of “{layer}”: {count}</source>
        <translation>“{layer}”中选中的面：{count} 个</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/park_dialog.py" line="64"/>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/park_dialog.py" line="73"/>
        <source>Shape</source>
        <translation>图形</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/park_dialog.py" line="75"/>
        <source>Partners</source>
        <translation>合作方</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/park_dialog.py" line="76"/>
        <source>Start year</source>
        <translation>启动年份</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/park_dialog.py" line="77"/>
        <source>Published area</source>
        <translation>公布面积</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/probe.py" line="39"/>
        <source>Ctrl and the wheel change it on the map</source>
        <translation>在图上按住 Ctrl 滚动滚轮可改变半径</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/probe.py" line="40"/>
        <source>A click keeps the circle</source>
        <translation>点击保留该圆</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/probe.py" line="42"/>
        <source>Radius</source>
        <translation>半径</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/probe.py" line="100"/>
        <source>Probe circles</source>
        <translation>速查圆</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/dialog.py" line="132"/>
        <source>Import layer</source>
        <translation>导入图层</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/dialog.py" line="80"/>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/dialog.py" line="82"/>
        <source>Selected features only</source>
        <translation>仅所选要素</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/dialog.py" line="83"/>
        <source>Update features that have the same code or name</source>
        <translation>代码或名称相同的要素予以更新</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/dialog.py" line="84"/>
        <source>Add all as new</source>
        <translation>全部作为新要素添加</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/dialog.py" line="100"/>
        <source>Into the table</source>
        <translation>导入到数据表</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/dialog.py" line="101"/>
        <source>What is there</source>
        <translation>已有要素</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/dialog.py" line="105"/>
        <source>The first rows as they will be</source>
        <translation>导入后的前几行</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/dialog.py" line="211"/>
        <source>Import a layer</source>
        <translation>导入图层</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/mapping_table.py" line="26"/>
        <source>Field of the plan</source>
        <translation>规划字段</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/mapping_table.py" line="26"/>
        <source>From</source>
        <translation>取自</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/mapping_table.py" line="26"/>
        <source>Constant</source>
        <translation>常量</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/mapping_table.py" line="50"/>
        <source>(leave)</source>
        <translation>（不改）</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/mapping_table.py" line="51"/>
        <source>(constant)</source>
        <translation>（常量）</translation>
    </message>
    <message>
        <location filename="../gui/wing_dialog.py" line="103"/>
        <source>Wing from townships</source>
        <translation>由乡镇合成翼</translation>
    </message>
    <message>
        <location filename="../gui/wing_dialog.py" line="32"/>
        <source>none: the three counties alone</source>
        <translation>无：仅三县</translation>
    </message>
    <message>
        <location filename="../gui/wing_dialog.py" line="39"/>
        <source>Make the wing</source>
        <translation>合成</translation>
    </message>
    <message>
        <location filename="../gui/wing_dialog.py" line="48"/>
        <source>Wing</source>
        <translation>翼</translation>
    </message>
    <message>
        <location filename="../gui/wing_dialog.py" line="49"/>
        <source>Township layer</source>
        <translation>乡镇图层</translation>
    </message>
    <message>
        <location filename="../gui/wing_dialog.py" line="50"/>
        <source>Field of the names</source>
        <translation>名称字段</translation>
    </message>
    <message>
        <location filename="../gui/wing_dialog.py" line="51"/>
        <source>Field of the codes</source>
        <translation>代码字段</translation>
    </message>
    <message>
        <location filename="../messages.py" line="739"/>
        <source>The units are assigned; {zones} was drawn by hand and keeps its shape.</source>
        <translation>区县已划入；{zones}为手工绘制，边界保持不变。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="743"/>
        <source>There is no unit here: the axis leaves the region, and the member has no name of its own yet.</source>
        <translation>此处没有区县：轴已伸出规划范围，该成员暂无名称。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="747"/>
        <source>There is no axis here. Select one, or click nearer to it.</source>
        <translation>此处没有轴。请先选中一条轴，或点得近一些。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="751"/>
        <source>There is no member of an axis here. Click on one with Ctrl to drop it.</source>
        <translation>此处没有轴成员。按住 Ctrl 点选成员可将其去掉。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="755"/>
        <source>An axis needs two members to run through.</source>
        <translation>一条轴至少要经过两个成员。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="759"/>
        <source>The outline measures {area} km²; the published area stays the number you give.</source>
        <translation>范围量得 {area} km²；公布面积仍以所填数字为准。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="765"/>
        <source>There is no unit here. Choose the host.</source>
        <translation>此处没有区县，请选择所在地。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="769"/>
        <source>The shape measures {area} km². Published: {published} km²; the three counties alone: {counties} km².</source>
        <translation>图形量得 {area} km²。公布面积 {published} km²；仅三县为 {counties} km²。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="775"/>
        <source>This is the three counties alone, not the {published} km² of the New Area: {missing} are missing. Choose a township layer that has them.</source>
        <translation>这只是三县，不是新区的 {published} km²：缺少{missing}。请选择含有这些乡镇的图层。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="782"/>
        <source>Not found in the layer: {missing}. Check the field of the names.</source>
        <translation>图层中没有找到：{missing}。请检查名称字段。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="786"/>
        <source>The coordinates of “{layer}” cannot be transformed to CGCS2000. Check its CRS.</source>
        <translation>“{layer}”的坐标无法转换到 CGCS2000，请检查其坐标系。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="793"/>
        <source>{name}: {reason}</source>
        <translation>{name}：{reason}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="797"/>
        <source>it has no geometry, and none is invented</source>
        <translation>没有图形，不会虚构</translation>
    </message>
    <message>
        <location filename="../messages.py" line="816"/>
        <source>it has several parts, and the table takes one</source>
        <translation>由多个部分组成，该表只收单个部分</translation>
    </message>
    <message>
        <location filename="../messages.py" line="820"/>
        <source>its geometry is invalid ({reason})</source>
        <translation>图形无效（{reason}）</translation>
    </message>
    <message>
        <location filename="../messages.py" line="824"/>
        <source>its coordinates cannot be transformed to CGCS2000</source>
        <translation>坐标无法转换到 CGCS2000</translation>
    </message>
    <message>
        <location filename="../messages.py" line="828"/>
        <source>“{key}” is there twice in the layer</source>
        <translation>“{key}”在图层中出现两次</translation>
    </message>
    <message>
        <location filename="../messages.py" line="832"/>
        <source>several features of the plan are called “{key}”; give their code</source>
        <translation>规划中有多个“{key}”，请给出代码</translation>
    </message>
    <message>
        <location filename="../messages.py" line="836"/>
        <source>“{value}” does not fit the field {field} and was left out</source>
        <translation>“{value}”不符合字段“{field}”的要求，未写入</translation>
    </message>
    <message>
        <location filename="../messages.py" line="840"/>
        <source>Choose at least one field, or a layer with geometry.</source>
        <translation>请至少选择一个字段，或选择带图形的图层。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="844"/>
        <source>To be added: {added}, updated: {updated}, skipped: {skipped}.</source>
        <translation>将新增 {added} 个、更新 {updated} 个、跳过 {skipped} 个。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="850"/>
        <source>{table}: added {added}, updated {updated}.</source>
        <translation>{table}：新增 {added} 个，更新 {updated} 个。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="854"/>
        <source>Not imported: {remarks}</source>
        <translation>未导入：{remarks}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="861"/>
        <source>no line within {km} km of both</source>
        <translation>两端 {km} km 内没有线路</translation>
    </message>
    <message>
        <location filename="../messages.py" line="865"/>
        <source>the lines do not connect them</source>
        <translation>线路不连通</translation>
    </message>
    <message>
        <location filename="../messages.py" line="869"/>
        <source>the way is more than twice as long as the geodesic</source>
        <translation>沿线距离超过大地线的两倍</translation>
    </message>
    <message>
        <location filename="../messages.py" line="877"/>
        <source>These stretches stay straight: {stretches}.</source>
        <translation>以下各段保持直线：{stretches}。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="881"/>
        <source>A zone whose outline you move counts as drawn by hand from then on and does not follow its units; Undo takes it back.</source>
        <translation>移动边界后，该分区即视为手工绘制，不再随区县变化；撤销可恢复。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="888"/>
        <source>The outline would cross itself there; the vertex stays where it was.</source>
        <translation>移到该处边界会自相交，顶点保持原位。</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="60"/>
        <source>Official km²</source>
        <translation>公布 km²</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="80"/>
        <source>People 10³</source>
        <translation>人口 万</translation>
    </message>
    <message>
        <location filename="../gui/plan/population.py" line="152"/>
        <source>{matched} of {all} units get a number ({summed} as the sum of today&apos;s parts): {total} people.</source>
        <translation>{all} 个区县中有 {matched} 个得到人口（其中 {summed} 个由现辖单元求和），合计 {total} 人。</translation>
    </message>
    <message>
        <location filename="../gui/check_list.py" line="30"/>
        <source>Severity</source>
        <translation>程度</translation>
    </message>
    <message>
        <location filename="../gui/check_list.py" line="30"/>
        <source>Finding</source>
        <translation>发现</translation>
    </message>
    <message>
        <location filename="../gui/check_list.py" line="30"/>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <location filename="../gui/check_panel.py" line="61"/>
        <source>Check the open plan, with its unsaved edits</source>
        <translation>检查已打开的规划，包括未保存的编辑</translation>
    </message>
    <message>
        <location filename="../gui/check_panel.py" line="75"/>
        <source>Fix</source>
        <translation>修复</translation>
    </message>
    <message>
        <location filename="../gui/check_panel.py" line="158"/>
        <source>Fix all of this kind</source>
        <translation>修复所有同类</translation>
    </message>
    <message>
        <location filename="../gui/check_panel.py" line="112"/>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <location filename="../gui/check_panel.py" line="127"/>
        <source>Nothing was found.</source>
        <translation>未发现问题。</translation>
    </message>
    <message>
        <location filename="../gui/check_panel.py" line="143"/>
        <source>The plan was edited since it was checked.</source>
        <translation>检查之后规划已有改动。</translation>
    </message>
    <message>
        <location filename="../gui/check_panel.py" line="155"/>
        <source>There is no safe fix</source>
        <translation>没有唯一可靠的修复办法</translation>
    </message>
    <message>
        <location filename="../layers/fixes.py" line="49"/>
        <source>Redraw zone from its units</source>
        <translation>按区县重绘分区</translation>
    </message>
    <message>
        <location filename="../layers/fixes.py" line="49"/>
        <source>Lead axis through its members</source>
        <translation>使轴经过其成员</translation>
    </message>
    <message>
        <location filename="../layers/fixes.py" line="50"/>
        <source>Set field</source>
        <translation>设置字段</translation>
    </message>
    <message>
        <location filename="../layers/fixes.py" line="50"/>
        <source>Give a new uid</source>
        <translation>分配新的唯一标识</translation>
    </message>
    <message>
        <location filename="../layers/fixes.py" line="50"/>
        <source>Make geometry valid</source>
        <translation>修复几何</translation>
    </message>
    <message>
        <location filename="../layers/fixes.py" line="51"/>
        <source>Assign unit to zone</source>
        <translation>将区县划入分区</translation>
    </message>
    <message>
        <location filename="../messages.py" line="375"/>
        <source>The plan cannot be checked, because the profile&apos;s folder cannot be written: {reason}</source>
        <translation>无法检查规划，因为用户配置文件夹不可写：{reason}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="380"/>
        <source>The table “{table}” is not open for editing in this project.</source>
        <translation>表“{table}”在本工程中没有打开供编辑。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="384"/>
        <source>The plan has changed since it was checked. Check it again.</source>
        <translation>检查之后规划已有改动，请重新检查。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="388"/>
        <source>Nothing would be left of this geometry, or it would be of another type. Draw it anew.</source>
        <translation>修复后该几何不剩内容，或类型不符。请重新绘制。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="392"/>
        <source>This finding has no place on the map.</source>
        <translation>这条结果在图上没有位置。</translation>
    </message>
    <message>
        <location filename="../gui/commands.py" line="93"/>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <location filename="../gui/live_layers.py" line="44"/>
        <source>What the live numbers count</source>
        <translation>实时数字统计哪些图层</translation>
    </message>
    <message>
        <location filename="../gui/live_layers.py" line="67"/>
        <source>People above the limit are a unit&apos;s people, taken as evenly spread over that unit.</source>
        <translation>超标人口按区县人口在该区县内均匀分布计算。</translation>
    </message>
    <message>
        <location filename="../gui/live_layers.py" line="70"/>
        <source>PM2.5 raster</source>
        <translation>PM2.5 栅格</translation>
    </message>
    <message>
        <location filename="../gui/live_layers.py" line="72"/>
        <source>Limit</source>
        <translation>限值</translation>
    </message>
    <message>
        <location filename="../gui/live_layers.py" line="73"/>
        <source>Polygons behind the plan</source>
        <translation>底层面图层</translation>
    </message>
    <message>
        <location filename="../gui/live_layers.py" line="74"/>
        <source>Their class</source>
        <translation>其分类字段</translation>
    </message>
    <message>
        <location filename="../gui/live_numbers.py" line="176"/>
        <source>Engine starts…</source>
        <translation>引擎启动中…</translation>
    </message>
    <message>
        <location filename="../gui/live_numbers.py" line="176"/>
        <source>Engine reads the plan…</source>
        <translation>引擎读取规划…</translation>
    </message>
    <message>
        <location filename="../gui/live_numbers.py" line="177"/>
        <source>Engine ready</source>
        <translation>引擎就绪</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="45"/>
        <source>Check of the plan</source>
        <translation>规划检查</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="68"/>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="68"/>
        <source>Take the last edit back, in all the layers it touched</source>
        <translation>撤销最近一次编辑（涉及的所有图层一并恢复）</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="71"/>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="71"/>
        <source>Do it again</source>
        <translation>重新执行</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="73"/>
        <source>Write the edits of all layers of the plan</source>
        <translation>写入规划所有图层的编辑</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="181"/>
        <source>Discard the edits</source>
        <translation>放弃编辑</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="75"/>
        <source>Take back all edits since the plan was saved</source>
        <translation>放弃上次保存以来的全部编辑</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="78"/>
        <source>Look for what is wrong with the plan</source>
        <translation>查找规划中的问题</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="80"/>
        <source>Join population…</source>
        <translation>接入人口…</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="80"/>
        <source>Take people by unit from a table of yours</source>
        <translation>从您的表中接入各区县人口</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="91"/>
        <source>What is counted…</source>
        <translation>统计哪些图层…</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="91"/>
        <source>Choose the raster and the polygons that the live numbers count</source>
        <translation>选择实时数字统计的栅格与面图层</translation>
    </message>
    <message>
        <location filename="../gui/plan/strip.py" line="109"/>
        <source>Changed: {names}</source>
        <translation>已变化：{names}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="645"/>
        <source>All edits of the plan since it was saved will be taken back, and cannot be done again.</source>
        <translation>将放弃规划自上次保存以来的全部编辑，且无法恢复。</translation>
    </message>
    <message>
        <location filename="../algorithms/save_scenario.py" line="46"/>
        <source>Copies the plan, also while it is open, as a scenario that notes which plan it comes from. Edits that are not saved come into the scenario only where that is asked for; in the plan they stay as they are. A file that exists is not replaced.</source>
        <translation>把规划（打开着也可以）复制为一个方案，并记下它来自哪个规划。未保存的修改只在要求时写入方案，在原规划中保持不变。已有的文件不会被替换。</translation>
    </message>
    <message>
        <location filename="../algorithms/save_scenario.py" line="55"/>
        <source>Put edits of the open plan that are not saved in the scenario</source>
        <translation>把已打开规划中未保存的修改写入方案</translation>
    </message>
    <message>
        <location filename="../gui/sample.py" line="54"/>
        <source>Go on with my copy</source>
        <translation>继续使用我的副本</translation>
    </message>
    <message>
        <location filename="../gui/sample.py" line="55"/>
        <source>Begin with a fresh one</source>
        <translation>从新的副本开始</translation>
    </message>
    <message>
        <location filename="../gui/scenario_dialog.py" line="64"/>
        <source>Only in the scenario: the plan stays as it was saved last</source>
        <translation>只写入方案：原规划保持上次保存的样子</translation>
    </message>
    <message>
        <location filename="../gui/scenario_dialog.py" line="65"/>
        <source>When the scenario opens, the edits are discarded in the plan.</source>
        <translation>打开方案时，原规划中的这些修改将被放弃。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="246"/>
        <source>Your copy of the sample has been edited: {path}. A fresh one can take its place; yours is kept beside it.</source>
        <translation>您的示例副本已被编辑：{path}。可以换用新的副本，您的副本会保留在旁边。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="252"/>
        <source>The copy of the sample cannot be made: {reason}.</source>
        <translation>无法建立示例副本：{reason}。</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/bend_dialog.py" line="55"/>
        <source>Bend along the chosen line</source>
        <translation>沿所选线路弯曲</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/dialog.py" line="85"/>
        <source>Keep the shape in the plan</source>
        <translation>保留规划中的图形</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/dialog.py" line="86"/>
        <source>Take the shape of the layer</source>
        <translation>采用图层的图形</translation>
    </message>
    <message>
        <location filename="../gui/import_layer/dialog.py" line="102"/>
        <source>Shape of what is updated</source>
        <translation>更新要素的图形</translation>
    </message>
    <message>
        <location filename="../messages.py" line="801"/>
        <source>it has no geometry and no value that is imported</source>
        <translation>没有图形，也没有可导入的值</translation>
    </message>
    <message>
        <location filename="../messages.py" line="805"/>
        <source>“{name}” is no known place or the name of several, and is left out of the field {field}: give the code</source>
        <translation>“{name}”不是已知地名或有多地同名，未写入字段“{field}”：请给出代码</translation>
    </message>
    <message>
        <location filename="../messages.py" line="811"/>
        <source>Features that are updated keep the shape they have in the plan.</source>
        <translation>更新的要素保留规划中原有的图形。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="812"/>
        <source>Features that are updated take the shape of the layer.</source>
        <translation>更新的要素改用图层的图形。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="873"/>
        <source>{ends} ({reason})</source>
        <translation>{ends}（{reason}）</translation>
    </message>
    <message>
        <location filename="../messages.py" line="933"/>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <location filename="../messages.py" line="938"/>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <location filename="../gui/plan/dock.py" line="221"/>
        <source>Make it of its units again</source>
        <translation>由区县重新合并</translation>
    </message>
    <message>
        <location filename="../gui/plan/tree_model.py" line="242"/>
        <source>{zone} (by hand)</source>
        <translation>{zone}（手绘）</translation>
    </message>
    <message>
        <location filename="../messages.py" line="734"/>
        <source>The park “{name}” is added.</source>
        <translation>园区“{name}”已新增。</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py" line="42"/>
        <source>Air</source>
        <translation>大气</translation>
    </message>
    <message>
        <location filename="../layers/air_look.py" line="203"/>
        <source>Demonstration, no basis for decisions</source>
        <translation>演示，不作决策依据</translation>
    </message>
    <message>
        <location filename="../layers/result_map.py" line="106"/>
        <source>{name} (demonstration)</source>
        <translation>{name}（演示）</translation>
    </message>
    <message>
        <location filename="../layers/air_shapes_look.py" line="175"/>
        <source>Airshed {name}</source>
        <translation>大气流域 {name}</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="51"/>
        <source>Footprints above a limit</source>
        <translation>超标范围</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="54"/>
        <source>Where the air is above a limit, whose ground that is, and how it moves</source>
        <translation>哪里超标、落在谁的辖区、如何移动</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="79"/>
        <source>Limit of your own instead, in the raster&apos;s unit</source>
        <translation>改用自定限值（单位同栅格）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="81"/>
        <source>Smallest footprint and hole (km²; empty: 4 cells)</source>
        <translation>最小范围与空洞（km²；留空为 4 个像元）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="83"/>
        <source>Radius of smoothing (km; 0: none)</source>
        <translation>平滑半径（km；0 为不平滑）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="87"/>
        <source>Zones whose share is told too</source>
        <translation>同时统计占比的分区</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="89"/>
        <source>Field that tells zones apart (empty: zone_id)</source>
        <translation>区分分区的字段（留空为 zone_id）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="94"/>
        <source>Footprints</source>
        <translation>超标范围</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="100"/>
        <source>Cells that touch at a corner only</source>
        <translation>仅以角相接的像元</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="100"/>
        <source>Are one footprint</source>
        <translation>算作一个范围</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="100"/>
        <source>Are two footprints</source>
        <translation>算作两个范围</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="103"/>
        <source>Compare dates with a gap between them too</source>
        <translation>日期之间有间隔时也作比较</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="107"/>
        <source>Footprints: kept, gained, lost</source>
        <translation>超标范围：持续、新增、消退</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="107"/>
        <source>Footprints: shares of jurisdictions</source>
        <translation>超标范围：各辖区占比</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="108"/>
        <source>Footprints: movement</source>
        <translation>超标范围：变化</translation>
    </message>
    <message>
        <location filename="../algorithms/air_series.py" line="34"/>
        <source>Rasters of concentrations</source>
        <translation>浓度栅格</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="53"/>
        <source>As the raster says</source>
        <translation>按栅格所述</translation>
    </message>
    <message>
        <location filename="../algorithms/air_series.py" line="37"/>
        <source>Pollutant</source>
        <translation>污染物</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="53"/>
        <source>Each value is the mean of</source>
        <translation>每个值是下列时段的平均</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="53"/>
        <source>An hour</source>
        <translation>小时</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="53"/>
        <source>A day</source>
        <translation>日</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="53"/>
        <source>A month</source>
        <translation>月</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="53"/>
        <source>A year</source>
        <translation>年</translation>
    </message>
    <message>
        <location filename="../algorithms/air_series.py" line="63"/>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <location filename="../algorithms/air_series.py" line="63"/>
        <source>The national one in force on each date</source>
        <translation>各日期当时有效的国家标准</translation>
    </message>
    <message>
        <location filename="../algorithms/air_series.py" line="68"/>
        <source>Grade of the limit</source>
        <translation>限值等级</translation>
    </message>
    <message>
        <location filename="../algorithms/air_series.py" line="68"/>
        <source>The usual one: class 2, WHO guideline</source>
        <translation>通常等级：二级；WHO 为准则值</translation>
    </message>
    <message>
        <location filename="../messages.py" line="166"/>
        <source>“{name}” is not a raster file. Save it as a GeoTIFF, and choose that.</source>
        <translation>“{name}”不是栅格文件。请另存为 GeoTIFF 后再选择。</translation>
    </message>
    <message>
        <location filename="../gui/live_layers.py" line="71"/>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <location filename="../gui/live_layers.py" line="83"/>
        <source>The one that the map shows</source>
        <translation>随地图当前时间</translation>
    </message>
    <message>
        <location filename="../gui/live_layers.py" line="94"/>
        <source>by the standard in force</source>
        <translation>按现行标准</translation>
    </message>
    <message>
        <location filename="../gui/results/dock.py" line="46"/>
        <source>The results of the tools in “Measure” and “Air” appear here: as tables with totals and a chart, with the polygons behind every number (Explain), and with how each was made.

Run a tool, “Overlap table…” for example, and its result comes to the front.</source>
        <translation>“量算”和“大气”各工具的成果显示在这里：带合计的表格和图，每个数字由哪些图斑构成（溯源），以及它是怎样算出来的。

运行一个工具，例如“叠置统计…”，成果会自动显示。</translation>
    </message>
    <message>
        <location filename="../gui/results/how.py" line="32"/>
        <source>Demonstration</source>
        <translation>演示</translation>
    </message>
    <message>
        <location filename="../messages.py" line="102"/>
        <source>PM2.5: {raster}</source>
        <translation>PM2.5：{raster}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="104"/>
        <source>PM2.5: {raster}, limit {limit} {unit} (your own)</source>
        <translation>PM2.5：{raster}，限值 {limit} {unit}（自定）</translation>
    </message>
    <message>
        <location filename="../messages.py" line="106"/>
        <source>PM2.5: {raster}, limit {limit} {unit} ({standard})</source>
        <translation>PM2.5：{raster}，限值 {limit} {unit}（{standard}）</translation>
    </message>
    <message>
        <location filename="../messages.py" line="111"/>
        <source>PM2.5: {raster} has no band for the time that the map shows</source>
        <translation>PM2.5：{raster} 没有地图当前时间的波段</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="42"/>
        <source>Interpolate stations</source>
        <translation>站点插值</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="45"/>
        <source>A raster between stations, and how far it can be trusted</source>
        <translation>由站点得到栅格，并说明其可信程度</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="63"/>
        <source>Observations (empty: 13 cities 2014–2015, a demonstration)</source>
        <translation>观测数据（留空：13 个城市 2014–2015 年，演示）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="64"/>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="64"/>
        <source>Inverse distance</source>
        <translation>反距离权重</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="64"/>
        <source>Ordinary kriging</source>
        <translation>普通克里金</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="64"/>
        <source>Kriging with elevation as drift</source>
        <translation>以高程为漂移的克里金</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="67"/>
        <source>Area that is covered (empty: the region)</source>
        <translation>覆盖范围（留空：京津冀）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="70"/>
        <source>Cell size (°)</source>
        <translation>像元大小（°）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="72"/>
        <source>Blank beyond this distance from every station (km)</source>
        <translation>离所有站点超过此距离处留空（千米）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="75"/>
        <source>From (2014, 2014-01 or 2014-01-31; empty: all)</source>
        <translation>起始（2014、2014-01 或 2014-01-31；留空：全部）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="77"/>
        <source>To (as above; empty: all)</source>
        <translation>截止（写法同上；留空：全部）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="80"/>
        <source>Interpolated concentrations</source>
        <translation>插值浓度</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="81"/>
        <source>Errors of the interpolation</source>
        <translation>插值误差</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="85"/>
        <source>Power of the inverse distance</source>
        <translation>反距离的幂</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="87"/>
        <source>Variogram</source>
        <translation>变异函数模型</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="87"/>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="87"/>
        <source>Power</source>
        <translation>幂函数</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="87"/>
        <source>Exponential</source>
        <translation>指数</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="87"/>
        <source>Spherical</source>
        <translation>球状</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="87"/>
        <source>Gaussian</source>
        <translation>高斯</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="90"/>
        <source>Elevation in metres (empty: the bundled 30″ model)</source>
        <translation>高程，米（留空：内置 30″ 模型）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="92"/>
        <source>Outside the stations&apos; range of elevation</source>
        <translation>超出站点高程范围处</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="92"/>
        <source>The drift of the range&apos;s end</source>
        <translation>取范围端点的漂移</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="92"/>
        <source>No value</source>
        <translation>留空</translation>
    </message>
    <message>
        <location filename="../algorithms/air_observations.py" line="27"/>
        <source>Pollutant of the observations</source>
        <translation>观测数据的污染物</translation>
    </message>
    <message>
        <location filename="../algorithms/air_observations.py" line="27"/>
        <source>The only one</source>
        <translation>唯一的一种</translation>
    </message>
    <message>
        <location filename="../algorithms/airsheds.py" line="83"/>
        <source>Airsheds</source>
        <translation>大气流域</translation>
    </message>
    <message>
        <location filename="../algorithms/airsheds.py" line="45"/>
        <source>Where the air moves together, and which jurisdictions that joins</source>
        <translation>哪些地方的空气同涨同落，连接哪些辖区</translation>
    </message>
    <message>
        <location filename="../algorithms/airsheds.py" line="48"/>
        <source>Cells of a series of rasters, cities or stations, grouped by how their values rise and fall together: distance 1 − r (Pearson), average linkage. How many airsheds there are is told by the silhouette, or by you. Contiguous airsheds hang together: cells and polygons over an edge, stations over Delaunay's triangles.

Many cells are averaged over blocks first. A series with values on fewer than 80 % of the dates, or one that does not vary, is left out; gaps are compared over the dates that both have. All this is told. With the season removed, each series' mean of the same month of the year is taken off first: what only shares winter and summer is not one airshed then.

The tables tell how much of each airshed lies in which jurisdiction and how much of each jurisdiction in which airshed, and the same for the cities of a policy region (2+26, 2+36); its cities that lie outside the data are listed. An airshed joins the jurisdictions of which it has 5 % or more, or that are 5 % or more of it. No airshed here is a statutory one.

Without rasters and observations the bundled monthly means of 13 cities (2014–2015) are used, a demonstration. A raster interpolated from stations shows what the interpolation joins, too.</source>
        <translation>把栅格序列的像元、城市或站点按其数值同涨同落的程度分组：距离为 1 − r（皮尔逊相关系数），平均联结。大气流域的个数由轮廓系数决定，也可以给定。要求相连时，像元和面须有公共边，站点须在德劳内三角网中相邻。

像元过多时先按块取平均。有效日期不足 80 % 的序列、没有变化的序列不参与分组；有缺测时只比较双方都有值的日期。这些都会说明。去除季节变化时，先减去每个序列历年同月的平均：仅仅同冬同夏的地方便不再算作一个大气流域。

各表给出每个大气流域落在各辖区的面积与占比、每个辖区落在各大气流域的占比，以及与政策区域（“2+26”“2+36”）城市的对照；不在数据范围内的城市会列出。占辖区 5 % 以上或辖区占其 5 % 以上的，视为所连接的辖区。这里的大气流域都不是法定区划。

既不给出栅格也不给出观测数据时，使用内置的 13 个城市月均值（2014–2015 年），那是演示。由站点插值得到的栅格，其结果也反映插值本身的联系。</translation>
    </message>
    <message>
        <location filename="../algorithms/airsheds.py" line="68"/>
        <source>Or observations (both empty: 13 cities 2014–2015, a demonstration)</source>
        <translation>或观测数据（两者留空：13 个城市 2014–2015 年，演示）</translation>
    </message>
    <message>
        <location filename="../algorithms/airsheds.py" line="69"/>
        <source>Airsheds hang together</source>
        <translation>大气流域须相连</translation>
    </message>
    <message>
        <location filename="../algorithms/airsheds.py" line="70"/>
        <source>Remove the season first</source>
        <translation>先去除季节变化</translation>
    </message>
    <message>
        <location filename="../algorithms/airsheds.py" line="71"/>
        <source>Number of airsheds (empty: by the silhouette)</source>
        <translation>大气流域个数（留空：由轮廓系数决定）</translation>
    </message>
    <message>
        <location filename="../algorithms/airsheds.py" line="73"/>
        <source>Policy region</source>
        <translation>政策区域</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="83"/>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="../algorithms/airsheds.py" line="77"/>
        <source>Area in which cells are grouped (empty: all)</source>
        <translation>参与分组的范围（留空：全部）</translation>
    </message>
    <message>
        <location filename="../algorithms/airsheds.py" line="79"/>
        <source>Most airsheds that the silhouette is asked about</source>
        <translation>轮廓系数比较的最多个数</translation>
    </message>
    <message>
        <location filename="../algorithms/airsheds.py" line="81"/>
        <source>Most cells that are compared</source>
        <translation>参与比较的最多像元数</translation>
    </message>
    <message>
        <location filename="../algorithms/airsheds.py" line="90"/>
        <source>Airsheds: shares of jurisdictions</source>
        <translation>大气流域：各辖区的占比</translation>
    </message>
    <message>
        <location filename="../algorithms/airsheds.py" line="91"/>
        <source>Airsheds: shares of the policy region</source>
        <translation>大气流域：与政策区域对照</translation>
    </message>
    <message>
        <location filename="../messages.py" line="192"/>
        <source>Both rasters and observations are chosen. Choose one of them.</source>
        <translation>同时选择了栅格和观测数据。请只选其中一种。</translation>
    </message>
    <message>
        <location filename="../algorithms/air_interpolate.py" line="48"/>
        <source>A raster (EPSG:4490) from the values of stations or cities, a band for each date, by inverse distance, ordinary kriging or kriging with elevation as drift. PyKrige fits the variogram to each date's values.

Every date has its leave-one-out error: each station is estimated from the others. It stands beside the error of the nearest station and that of no model at all (the mean of the others), in the table, in the raster's tags and in its legend. Where it is no smaller than that of no model, the map says nothing about the air. Of more than 30 stations the variogram is not fitted again for each that is left out.

Cells are blank outside the area and farther than the distance from every station. Estimates below 0 are set to 0 and counted. With elevation as drift, cells above the highest or below the lowest station take the drift of that station's elevation, or are blank; not held, it goes far below 0 in the mountains.

Without observations the bundled monthly means of 13 cities (2014–2015) are used. That is a demonstration, marked as such everywhere: 13 points say nothing of single counties.</source>
        <translation>由站点或城市的数值得到栅格（EPSG:4490），每个日期一个波段，方法为反距离权重、普通克里金或以高程为漂移的克里金。变异函数由 PyKrige 按每个日期的数值拟合。

每个日期都有留一误差：用其余站点估计每个站点。它与最近站点的误差、不用任何模型（其余站点的平均）的误差并列，写在误差表、栅格标签和图例中。若不小于无模型误差，该图说明不了空气状况。站点超过 30 个时，留一时不再逐一重新拟合变异函数。

范围之外、离所有站点超过给定距离的像元留空。小于 0 的估计值改为 0 并计数。以高程为漂移时，高于最高站点或低于最低站点的像元取该站点高程处的漂移，或留空；若任其外推，山区会远低于 0。

不给出观测数据时，使用内置的 13 个城市月均值（2014–2015 年）。那只是演示，处处均有标记：13 个点说明不了单个区县的情况。</translation>
    </message>
    <message>
        <location filename="../algorithms/air_footprints.py" line="57"/>
        <source>Polygons where a concentration is above a limit, for every date of a raster or series of rasters. They follow the edges of the cells, so that their area is that of the cells (CGCS2000 ellipsoid). Played with the temporal controller they are a boundary that moves.

The limit is that of the standard in force on each date, or of one that you choose; values are rounded as the standard says before they are judged. A period under two standards is judged by both. A limit of your own is compared with values as they are. Monthly means are set beside the annual limit for comparison only: no standard has a limit for a month.

Footprints and holes below the smallest area are left out and filled, and counted; holes without a value are never filled. Smoothing takes the mean of the cells within a radius on the ground before the limit is asked; means and maxima in the result are those of the raster as it is.

The tables tell how much of each footprint lies in each jurisdiction and zone, and what was kept, gained and lost since the date before, with the shift of the middle and the share of overlap. Ground without a value on one of the two dates is neither gained nor lost; its area is told. With a raster of people (resampled by sum) or polygons with people, all of these are told in people too.</source>
        <translation>逐日期给出栅格（或栅格序列）浓度高于限值的范围面。边界沿像元边缘，因此面积就是像元的面积（CGCS2000 椭球）。用时间控制器播放，就是一条会移动的边界。

限值取各日期当时有效的标准，或您选定的标准；判断之前按标准修约。一个时段跨两个标准时，两者都给出。自定限值与未修约的值比较。月均值与年均限值对照，仅供比较：标准没有月限值。

小于最小面积的范围略去，小于它的空洞填补，均计数；无值的空洞不填。平滑是在判断之前取地面半径内像元的平均；结果中的平均值与最高值仍是原栅格的。

表格给出每个范围落在各辖区与分区的面积和占比，以及与上一日期相比的持续、新增与消退，重心的移动和重叠度。任一日期无值的地方既不算新增也不算消退，其面积另列。给出人口栅格（按求和重采样）或带人口的面时，上述各项也给出人口。</translation>
    </message>
    <message>
        <location filename="../algorithms/air_series.py" line="46"/>
        <source>Date of a raster without one (2024, 2024-01 or 2024-01-31)</source>
        <translation>栅格未注明的日期（2024、2024-01 或 2024-01-31）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_series.py" line="52"/>
        <source>Raster of people per cell</source>
        <translation>人口栅格（每像元人数）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_series.py" line="54"/>
        <source>Or polygons with people</source>
        <translation>或带人口的面</translation>
    </message>
    <message>
        <location filename="../algorithms/air_series.py" line="56"/>
        <source>Field with the people</source>
        <translation>人口字段</translation>
    </message>
    <message>
        <location filename="../algorithms/air_aqi.py" line="71"/>
        <source>Air quality index</source>
        <translation>空气质量指数（AQI）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_aqi.py" line="44"/>
        <source>AQI, primary pollutant and composite index by city, zone and cell</source>
        <translation>按城市、分区和像元计算 AQI、首要污染物和综合指数</translation>
    </message>
    <message>
        <location filename="../algorithms/air_aqi.py" line="65"/>
        <source>Edition</source>
        <translation>版本</translation>
    </message>
    <message>
        <location filename="../algorithms/air_aqi.py" line="65"/>
        <source>The one in force on each date</source>
        <translation>各日期有效的版本</translation>
    </message>
    <message>
        <location filename="../algorithms/air_aqi.py" line="67"/>
        <source>Weights of the composite index</source>
        <translation>综合指数的权重</translation>
    </message>
    <message>
        <location filename="../algorithms/air_aqi.py" line="73"/>
        <source>AQI by cell</source>
        <translation>逐像元 AQI</translation>
    </message>
    <message>
        <location filename="../algorithms/air_aqi.py" line="113"/>
        <source>Composite index</source>
        <translation>综合指数</translation>
    </message>
    <message>
        <location filename="../algorithms/air_aqi.py" line="81"/>
        <source>{name} (confidence: {confidence})</source>
        <translation>{name}（可信度：{confidence}）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_exceedance.py" line="43"/>
        <source>Attainment of a year</source>
        <translation>达标评价</translation>
    </message>
    <message>
        <location filename="../algorithms/air_exceedance.py" line="46"/>
        <source>Days above the limits, HJ 663 statistics and attainment by city, zone and cell</source>
        <translation>按城市、分区和像元统计超标天数、HJ 663 统计量和年度达标情况</translation>
    </message>
    <message>
        <location filename="../algorithms/air_exceedance.py" line="73"/>
        <source>Figures in the layer</source>
        <translation>图层显示的指标</translation>
    </message>
    <message>
        <location filename="../algorithms/air_exceedance.py" line="84"/>
        <source>Attainment</source>
        <translation>达标情况</translation>
    </message>
    <message>
        <location filename="../algorithms/air_exceedance.py" line="86"/>
        <source>Days above the limit by cell</source>
        <translation>逐像元超标天数</translation>
    </message>
    <message>
        <location filename="../algorithms/air_exceedance.py" line="93"/>
        <source>Attainment: summary</source>
        <translation>达标评价摘要</translation>
    </message>
    <message>
        <location filename="../algorithms/air_exceedance.py" line="93"/>
        <source>Attainment: statistics</source>
        <translation>达标评价统计值</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="46"/>
        <source>Result for</source>
        <translation>结果按</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="46"/>
        <source>Each station, city or zone</source>
        <translation>每个站点、城市或分区</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="46"/>
        <source>Each city: the mean of its stations</source>
        <translation>每个城市：其站点的平均</translation>
    </message>
    <message>
        <location filename="../messages.py" line="895"/>
        <source>Observations and rasters are both chosen. Choose one of the two.</source>
        <translation>同时选择了观测数据和栅格。请只选其一。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="899"/>
        <source>A result by cell needs rasters of concentrations. Choose rasters, or leave its file empty.</source>
        <translation>逐像元结果需要浓度栅格。请选择栅格，或不填其文件。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="903"/>
        <source>The pollutants “{found}” do not fit the {rasters} rasters. Write one for each raster, in their order, of: {known}; or leave it empty.</source>
        <translation>污染物“{found}”与 {rasters} 个栅格不符。请按顺序为每个栅格写一种：{known}；或留空。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="910"/>
        <source>“{text}” is not the date of a day. Write days as 2015-01-31, separated by commas.</source>
        <translation>“{text}”不是某一天的日期。请写成 2015-01-31，以逗号分隔。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="914"/>
        <source>“{text}” are no weights. Write pm25 = 3, o3 = 2, with numbers from 0 on; the pollutants are {known}.</source>
        <translation>“{text}”不是权重。请写成 pm25 = 3, o3 = 2，数值不小于 0；污染物为 {known}。</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_map.py" line="61"/>
        <source>Its date (2014-01 and the like; empty: the newest)</source>
        <translation>其日期（如 2014-01；留空：最新）</translation>
    </message>
    <message>
        <location filename="../messages.py" line="235"/>
        <source>{layer} has no date {date}. It has: {dates}</source>
        <translation>{layer} 没有日期 {date}，现有：{dates}</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="45"/>
        <source>Import air data</source>
        <translation>导入空气质量数据</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="48"/>
        <source>Grids (NetCDF, GeoTIFF, GRIB) and tables of stations, in the standards&apos; units</source>
        <translation>网格（NetCDF、GeoTIFF、GRIB）和站点表格，统一为标准单位</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="51"/>
        <source>Grids: NetCDF, GeoTIFF and GRIB of ACAG/SatPM, CHAP, CAMS and the like, and tables with a row a cell (TAP). Several files of one product become one series, a date a band. Packed values, fill values, longitudes to 360°, rows from south to north, a missing CRS and units (kg/m³, mg/m³) are recognised and put right; every such step is said. Concentrations are in µg/m³, CO in mg/m³.

Tables: CSV or XLSX as the monitoring centre publishes them (date, hour, type, a column a station or city) or with a column a pollutant; UTF-8 or GBK. A list of stations (code, name, city, longitude, latitude) puts them on the map; names of the 13 cities are known. A day needs 20 hours, an ozone day 14 means of 8 hours of at least 6 each (fewer do where the limit is exceeded), a month 27 days (HJ 663): what has fewer gets no value and is listed. A month is the mean of its days.

Hours are taken as the file's date has them: 0 to 23, each named by its start. Where they go to 24, each is named by its end. What the file does not say is asked for; nothing is guessed. Of the two outputs the one that fits is written.</source>
        <translation>网格：ACAG/SatPM、CHAP、CAMS 等产品的 NetCDF、GeoTIFF 和 GRIB，以及每行一个格点的表格（TAP）。同一产品的多个文件合成一个序列，每个日期一个波段。压缩存储、填充值、0 到 360° 的经度、自南向北的行序、缺失的坐标系和单位（kg/m³、mg/m³）都会识别并改正，每一步都会说明。浓度单位为 µg/m³，CO 为 mg/m³。

表格：监测总站发布格式的 CSV 或 XLSX（date、hour、type，每个站点或城市一列），或每种污染物一列；UTF-8 或 GBK 编码。站点清单（编码、名称、城市、经度、纬度）给出位置；13 个城市的名称可直接识别。日均值至少需要 20 个小时值，臭氧日值至少需要 14 个 8 小时均值、每个至少 6 小时（超过限值时可以更少），月均值至少需要 27 天（HJ 663）：不足的没有值，并列出。月值是日值的平均。

小时按文件的日期归日：0 到 23 时，以开始时刻命名；出现 24 时的，以结束时刻命名。文件没有说明的会要求填写，不作猜测。两个输出中只写相应的一个。</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="67"/>
        <source>Files of one product, or tables of stations</source>
        <translation>同一产品的文件，或站点表格</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="69"/>
        <source>They are</source>
        <translation>文件类型</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="69"/>
        <source>As recognised</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="69"/>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="69"/>
        <source>Tables of stations or cities</source>
        <translation>站点或城市表格</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="72"/>
        <source>List of stations: code, name, city, longitude, latitude</source>
        <translation>站点清单：编码、名称、城市、经度、纬度</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="75"/>
        <source>Hours of stations become</source>
        <translation>站点小时值处理为</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="75"/>
        <source>Days</source>
        <translation>日值</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="75"/>
        <source>Days, and the hours too</source>
        <translation>日值，并保留小时值</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="75"/>
        <source>Months</source>
        <translation>月值</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="78"/>
        <source>Extent</source>
        <translation>范围</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="78"/>
        <source>Jing-Jin-Ji and a margin</source>
        <translation>京津冀及周边少许</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="78"/>
        <source>All there is</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="81"/>
        <source>Concentrations (of grids)</source>
        <translation>浓度（来自网格）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="83"/>
        <source>Observations (of tables)</source>
        <translation>监测数据（来自表格）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="92"/>
        <source>As the files say</source>
        <translation>按文件说明</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="94"/>
        <source>As the hours say: to 23 or to 24</source>
        <translation>按小时判断：到 23 时或 24 时</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="94"/>
        <source>Its start</source>
        <translation>开始时刻</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="94"/>
        <source>Its end</source>
        <translation>结束时刻</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="95"/>
        <source>Unit, e.g. µg/m³ or kg/m³ (empty: as the files say)</source>
        <translation>单位，如 µg/m³ 或 kg/m³（空：按文件说明）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="95"/>
        <source>Variable (empty: the only one)</source>
        <translation>变量（空：唯一的一个）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="95"/>
        <source>Date of each file&apos;s first slice: 2020, 2020-01 or 2020-01-31 (empty: as the files say)</source>
        <translation>每个文件第一个时次的日期：2020、2020-01 或 2020-01-31（空：按文件说明）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="95"/>
        <source>Cells of a table of cells: identifier, longitude, latitude</source>
        <translation>格点表格的格网文件：编号、经度、纬度</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="95"/>
        <source>An hour is named by</source>
        <translation>小时以何时刻命名</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="111"/>
        <source>Observations by hour</source>
        <translation>小时监测数据</translation>
    </message>
    <message>
        <location filename="../algorithms/air_import.py" line="111"/>
        <source>Too few hours</source>
        <translation>有效小时不足</translation>
    </message>
    <message>
        <location filename="../algorithms/air_sample.py" line="31"/>
        <source>Sample: PM2.5 of 13 cities 2014–2015</source>
        <translation>示例：13 市 2014–2015 年 PM2.5</translation>
    </message>
    <message>
        <location filename="../algorithms/air_sample.py" line="34"/>
        <source>Monthly means of the 13 cities as polygons, to try the tools on</source>
        <translation>13 市月均值面图层，供试用各工具</translation>
    </message>
    <message>
        <location filename="../algorithms/air_sample.py" line="37"/>
        <source>Monthly means of PM2.5 in the 13 cities of Jing-Jin-Ji, 2014–2015, as the cities' outlines (units of 1999, 1:4 000 000), and the cities as points with the means of both years. They play with the temporal controller.

The means are computed from the daily series of the R package SpTe2M and lie 3–4 % below the published annual means. A city has one value: the layer says nothing of single counties, and what is interpolated from it is a demonstration.</source>
        <translation>京津冀 13 市 2014–2015 年 PM2.5 月均值，以城市轮廓（1999 年区县，1:400 万）表示；另有城市点图层，含两年的年均值。可用时态控制器播放。

月均值由 R 软件包 SpTe2M 的日值求得，比公布的年均值低 3–4%。每个城市只有一个值：图层不能代表单个区县，由它插值的结果只是演示。</translation>
    </message>
    <message>
        <location filename="../algorithms/air_sample.py" line="47"/>
        <source>PM2.5 of 13 cities by month</source>
        <translation>13 市 PM2.5 月均值</translation>
    </message>
    <message>
        <location filename="../algorithms/air_sample.py" line="61"/>
        <source>The 13 cities</source>
        <translation>13 个城市</translation>
    </message>
    <message>
        <location filename="../messages.py" line="162"/>
        <source>The file {path} does not exist. Choose it again.</source>
        <translation>文件 {path} 不存在，请重新选择。</translation>
    </message>
    <message>
        <location filename="../algorithms/air_zonal.py" line="82"/>
        <source>Concentrations by zone</source>
        <translation>分区浓度统计</translation>
    </message>
    <message>
        <location filename="../algorithms/air_zonal.py" line="52"/>
        <source>Means by area and by people, and who lives above the limits</source>
        <translation>按面积与人口加权的均值，超标面积与人口</translation>
    </message>
    <message>
        <location filename="../algorithms/air_zonal.py" line="55"/>
        <source>Concentrations over zones, for one raster or a series. Every cell counts by the exact share of it that a zone has and by its true area (CGCS2000 ellipsoid), whatever the CRS and resolution.

For each zone and date: the mean by area and by people (exposure), minimum, maximum, percentiles (the least value that so much of the area with values does not exceed), the share of area and people above the limits, and the share without data, where ground off the raster counts too. Zones with fewer than 4 effective cells are marked: their values tell more of the grid than of the zone. Of one raster the polygons have these figures; of a series they have the means over the period, and a table has each date.

People come from a raster of people per cell, in any CRS and resolution (taken over by sums, so that nobody is lost), or from a number in a layer of units, spread evenly over each. Values are rounded as the standard says before they are judged; the raw mean is kept. A period under two standards is judged by both.</source>
        <translation>对一个栅格或一个序列，按分区统计浓度。每个像元按分区占有它的精确份额和它的真实面积（CGCS2000 椭球）计入，与坐标系和分辨率无关。

对每个分区和日期：按面积与按人口（暴露）加权的均值、最低、最高、百分位数（有值面积中相应比例不超过的最小值）、超标面积与人口的占比，以及无数据占比（栅格以外的部分也算）。有效像元少于 4 个的分区会标出：其数值主要反映网格而非分区。单个栅格的结果写在面上；序列的面上是全期均值，另有逐期表。

人口来自每像元人数的栅格（任意坐标系与分辨率，按求和转换，人数不丢失），或来自单元图层的人数字段，在各单元内均匀分布。判定前按标准修约，原始均值保留。跨越两个标准的时段两者都判定。</translation>
    </message>
    <message>
        <location filename="../algorithms/air_zonal.py" line="75"/>
        <source>Field that tells zones apart (empty: each feature is one)</source>
        <translation>区分各分区的字段（留空：每个要素为一区）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_zonal.py" line="80"/>
        <source>Percentiles (0–100), separated by commas</source>
        <translation>百分位数（0–100），以逗号分隔</translation>
    </message>
    <message>
        <location filename="../algorithms/air_zonal.py" line="89"/>
        <source>Concentrations by zone and date</source>
        <translation>分区逐期浓度</translation>
    </message>
    <message>
        <location filename="../algorithms/air_zonal.py" line="89"/>
        <source>Zones against the limits</source>
        <translation>各分区与限值</translation>
    </message>
    <message>
        <location filename="../messages.py" line="170"/>
        <source>“{text}” is not a list of percentiles. Write numbers from 0 to 100: 5, 50, 95.</source>
        <translation>“{text}”不是百分位数列表。请写 0 到 100 之间的数：5, 50, 95。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="174"/>
        <source>A population raster and a population layer were both chosen. Keep one of them.</source>
        <translation>同时选择了人口栅格和人口图层。请只留其中一个。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="188"/>
        <source>Choose the field of the population layer that holds the number of people.</source>
        <translation>请选择人口图层中记有人数的字段。</translation>
    </message>
    <message>
        <location filename="../layers/air_look.py" line="117"/>
        <source>(mean of {count} dates)</source>
        <translation>（{count} 期平均）</translation>
    </message>
    <message>
        <location filename="../layers/air_map.py" line="77"/>
        <source>Air: {source}</source>
        <translation>空气质量：{source}</translation>
    </message>
    <message>
        <location filename="../algorithms/air_aqi.py" line="47"/>
        <source>The air quality index (HJ 633) of each place and day or hour: the index of each pollutant, rounded up, the largest of them, and above 50 the primary pollutants, all of them where several are equal. Each value is by the edition in force on its date (2012, from 2026-03-01 the one of 2026), or all by the one you choose. Concentrations are rounded to the standard's unit before.

Above the end of a table the value is beyond the index: the AQI is empty and says so, it is never 500 (in a raster 501). An AQI of fewer than six pollutants is marked and says which are missing: it may be too low. Of months and years there is no AQI.

The table “Composite index” adds up each pollutant's annual mean (CO: 95th, O₃: 90th percentile) over its limit of class 2, by place and year. All weigh 1 (2013); the weights reported for 2026 rest on one source, and you may give your own; what they do not name weighs 1.

Rasters give the index of the mean over each zone and, with a file for cells, of each cell and date; the primary pollutants are in NAME_primary.tif beside it.</source>
        <translation>每个地点每日或每小时的空气质量指数（HJ 633）：各污染物分指数（进位取整）、其中最大者，以及大于 50 时的首要污染物（并列的全部列出）。每个值按其日期所属的规定计算（2012 年版；2026-03-01 起为 2026 年版），也可全部按所选版本。浓度先按标准单位修约。

超过分级上限的值为“超出指数上限”：AQI 为空并加说明，绝不写成 500（栅格中为 501）。少于六项污染物得出的 AQI 会标明缺少哪些，可能偏低。月值和年值没有 AQI。

“综合指数”表按地点和年份把各污染物年均值（CO 为第 95、O₃ 为第 90 百分位数）与二级限值之比相加。权重均为 1（2013 年）；2026 年的权重仅有一个来源，也可自行给出，未写明的权重为 1。

栅格给出各分区均值的指数；给出像元文件时还有每个像元每个日期的指数，首要污染物在旁边的“文件名_primary.tif”中。</translation>
    </message>
    <message>
        <location filename="../algorithms/air_aqi.py" line="69"/>
        <source>Other weights (pm25 = 3, o3 = 2)</source>
        <translation>其他权重（pm25 = 3, o3 = 2）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_exceedance.py" line="49"/>
        <source>Whether the air of a year attains the standard, by station, city or zone. From daily values: days above the limit and their share of the valid days, the annual mean and the percentile of HJ 663, the longest spell above the limit (a missing day ends it), good days (AQI up to 100) where all six pollutants are there, and the mean of three years.

Each date is judged by the standard in force on it, or all by the one you choose; a year under two standards (2026) has a row for each. Values are rounded as the standard says before they are judged; the raw value is kept. The year of a place is complete with 324 valid days, 27 in each month (February 25); a place that falls short is marked, and neither judged nor averaged. A city is the mean of its stations that are complete.

From months there is an annual mean weighted by days and no percentile; a month beside the annual limit is for comparison only. Days of sand-dust can be left out of the particles, by date (2015-03-01, 2015-03-02) or by a field. Without a first and a last date all dates count.

Rasters are judged by the mean over each zone (true cell areas), and, with a file for cells, cell by cell: days above, valid days, share, longest spell.

The table “Attainment: summary” is the page to hand over: of each place and year the figures of all pollutants as a bulletin gives them (annual means, CO the 95th, O₃ the 90th percentile), the composite index, good days and their share, and the days of each AQI level. In a year under two standards means, percentiles and the AQI's days are the whole year's, days above and spells those of the days under each.</source>
        <translation>按站点、城市或分区评价一年的空气质量是否达标。由日值得出：超标天数及其占有效天数的比例、年均值和 HJ 663 的百分位数、最长连续超标天数（缺测日中断连续）、六项污染物齐全时的优良天数（AQI 不大于 100），以及三年滑动平均。

每个日期按当日有效的标准评价，也可全部按所选标准评价；跨越两个标准的年份（2026 年）各有一行。数值先按标准修约再评价，原始值保留。一年至少 324 个有效日、每月至少 27 个（2 月 25 个）才算完整；不足的地点加以标记，不评价也不计入平均。城市值为其数据完整的站点的平均。

月值只能得出按天数加权的年均值，没有百分位数；月值与年限值的比较仅供参考。沙尘天可以按日期（2015-03-01, 2015-03-02）或按字段从颗粒物中剔除。起止日期为空时所有日期都计入。

栅格按各分区的均值（真实像元面积）评价；给出像元文件时还逐像元统计：超标天数、有效天数、比例、最长连续天数。

“达标评价摘要”表可直接上报：每个地点每年一行，各项污染物按公报口径（年均值，CO 为第 95、O₃ 为第 90 百分位数），综合指数，优良天数及其比例，AQI 各级天数。两个标准并列的年份，年均值、百分位数和 AQI 各级天数为全年的，超标天数和连续超标只计各标准实施的日子。</translation>
    </message>
    <message>
        <location filename="../algorithms/air_exceedance.py" line="73"/>
        <source>Of the worst pollutant</source>
        <translation>超标最重的污染物</translation>
    </message>
    <message>
        <location filename="../algorithms/air_exceedance.py" line="76"/>
        <source>From (2015, 2015-01, 2015-01-31)</source>
        <translation>起（2015、2015-01、2015-01-31）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_exceedance.py" line="76"/>
        <source>To, included</source>
        <translation>止（含当日）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_exceedance.py" line="79"/>
        <source>Days of sand-dust to leave out</source>
        <translation>剔除的沙尘日</translation>
    </message>
    <message>
        <location filename="../algorithms/air_exceedance.py" line="81"/>
        <source>Field that marks days to leave out</source>
        <translation>标记剔除日的字段</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="29"/>
        <source>Without observations and rasters the sample is taken: PM2.5 of 13 cities by month, 2014–2015, a demonstration. Rasters may be of several pollutants; those that do not say which are named in their order: pm25, pm10, so2, no2, co, o3. Without zones they are taken over the cities of 1999 (1:4 000 000). Where each place is in a city and several share one, the result is by city unless you choose each station.</source>
        <translation>既不选观测数据也不选栅格时用示例数据：2014–2015 年 13 个城市 PM2.5 月均值，仅供演示。栅格可含多种污染物；未注明污染物的按顺序写出：pm25、pm10、so2、no2、co、o3。不选分区时按 1999 年城市（1:400 万）统计。每个站点都有所属城市且同城有多个站点时，结果按城市，除非选择逐站。</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="39"/>
        <source>Observations (empty: the sample)</source>
        <translation>观测数据（为空：示例数据）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="42"/>
        <source>Or rasters of concentrations</source>
        <translation>或浓度栅格</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="45"/>
        <source>Zones for rasters (empty: cities of 1999)</source>
        <translation>栅格的分区（为空：1999 年城市）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="46"/>
        <source>Each city where stations share one</source>
        <translation>自动：同城多站合为城市</translation>
    </message>
    <message>
        <location filename="../algorithms/air_values.py" line="50"/>
        <source>Pollutants of the rasters in their order</source>
        <translation>各栅格的污染物（按顺序）</translation>
    </message>
    <message>
        <location filename="../algorithms/air_zonal.py" line="74"/>
        <source>Zones to measure</source>
        <translation>要统计的分区</translation>
    </message>
    <message>
        <location filename="../layers/air_arrival.py" line="63"/>
        <source>Observations</source>
        <translation>监测数据</translation>
    </message>
    <message>
        <location filename="../layers/air_arrival.py" line="78"/>
        <source>interpolated</source>
        <translation>插值</translation>
    </message>
    <message>
        <location filename="../layers/air_classes.py" line="97"/>
        <source>compared with limits for {item}</source>
        <translation>与{item}限值对照</translation>
    </message>
    <message>
        <location filename="../layers/air_look.py" line="115"/>
        <source>Leave-one-out error {error} {unit}</source>
        <translation>留一误差 {error} {unit}</translation>
    </message>
    <message>
        <location filename="../layers/air_look.py" line="116"/>
        <source>Without a model {plain} {unit}</source>
        <translation>无模型时 {plain} {unit}</translation>
    </message>
    <message>
        <location filename="../layers/air_look.py" line="183"/>
        <source>Hatched: fewer than 4 cells</source>
        <translation>斜线：像元少于 4 个</translation>
    </message>
    <message>
        <location filename="../layers/air_look.py" line="185"/>
        <source>or more than {share} without data</source>
        <translation>或无数据超过 {share}</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py" line="42"/>
        <source>Water</source>
        <translation>流域</translation>
    </message>
    <message>
        <location filename="../gui/results/heat.py" line="135"/>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_map.py" line="49"/>
        <source>Prints the plan on an A3 sheet with title, legend, scale bar and title block. Boundaries are schematic and no basis for demarcation; the map review number stays empty until you enter it.

A result of an air tool can be laid over the zones, of a series one date: the legend names the standard, and a demonstration is called one in title and legend. A result of a water tool comes with the other layers of its file that belong to the picture: catchments with their streams and pour points.</source>
        <translation>以 A3 图幅输出规划图，含图名、图例、比例尺和图签。边界为示意，不作为划界依据；审图号在您填写之前为空。

大气工具的成果可叠加在分区之上，时间序列取其中一期：图例注明所用标准，演示数据在图名与图例中标明。流域工具的成果连同其文件中属于同一图面的图层一并叠加：汇水区连同河网和出口断面。</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_map.py" line="59"/>
        <source>Air or water result laid over the zones</source>
        <translation>叠加在分区之上的大气或流域成果</translation>
    </message>
    <message>
        <location filename="../messages.py" line="231"/>
        <source>{layer} is no result of an air or water tool. Choose one, or leave the field empty.</source>
        <translation>{layer} 不是大气或流域工具的成果。请另选一个，或将此项留空。</translation>
    </message>
    <message>
        <location filename="../algorithms/trace_upstream.py" line="43"/>
        <source>Trace upstream</source>
        <translation>上游追踪</translation>
    </message>
    <message>
        <location filename="../algorithms/trace_upstream.py" line="46"/>
        <source>All that is upstream or downstream of a basin, and whose ground it is</source>
        <translation>某子流域的全部上游或下游，以及涉及哪些辖区</translation>
    </message>
    <message>
        <location filename="../algorithms/trace_upstream.py" line="71"/>
        <source>Or a place in the basin</source>
        <translation>或子流域内的一个位置</translation>
    </message>
    <message>
        <location filename="../algorithms/trace_upstream.py" line="72"/>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <location filename="../algorithms/trace_upstream.py" line="72"/>
        <source>Upstream</source>
        <translation>上游</translation>
    </message>
    <message>
        <location filename="../algorithms/trace_upstream.py" line="72"/>
        <source>Downstream</source>
        <translation>下游</translation>
    </message>
    <message>
        <location filename="../algorithms/trace_upstream.py" line="72"/>
        <source>Both ways</source>
        <translation>上下游</translation>
    </message>
    <message>
        <location filename="../algorithms/trace_upstream.py" line="74"/>
        <source>With the basins asked about</source>
        <translation>包括所问子流域本身</translation>
    </message>
    <message>
        <location filename="../algorithms/trace_upstream.py" line="81"/>
        <source>Basins traced</source>
        <translation>所追踪的子流域</translation>
    </message>
    <message>
        <location filename="../algorithms/trace_upstream.py" line="105"/>
        <source>Whose ground was traced</source>
        <translation>所追踪范围涉及的辖区</translation>
    </message>
    <message>
        <location filename="../layers/water_map.py" line="39"/>
        <source>Heights: {source}</source>
        <translation>高程：{source}</translation>
    </message>
    <message>
        <location filename="../algorithms/catchment_matrix.py" line="72"/>
        <source>Catchment matrix</source>
        <translation>流域矩阵</translation>
    </message>
    <message>
        <location filename="../algorithms/catchment_matrix.py" line="38"/>
        <source>Jurisdictions by catchments: areas, shares, not covered, counted twice</source>
        <translation>辖区 × 汇水区：面积、占比、未覆盖、重复计算</translation>
    </message>
    <message>
        <location filename="../algorithms/catchment_matrix.py" line="41"/>
        <source>A row for each jurisdiction and catchment that meet: the area in m² (on the CGCS2000 ellipsoid, whatever the layers' CRS), its share of the jurisdiction (row) and of the catchment (column), and the whole area of both.

Each jurisdiction also has a row of what no catchment covers, and one of what several cover (counted twice); each catchment has the same of the jurisdictions. Areas + not covered − counted twice make the whole, in rows and in columns.

In a GeoPackage the ground of each row comes as a layer, and the matrix also as a table with a column for each catchment, in km², with totals. A CSV has the long table only. In the results panel the matrix is drawn as a heat map.

Without layers the bundled units of 1999 (1:4 000 000) by city, province or unit and the ten sub-basins of the Hai are used; 8.6 % of the region drains elsewhere (the Bashang plateau, the Liao, small coastal rivers) and is not covered.</source>
        <translation>辖区与汇水区相交的每一对各占一行：面积（平方米，按 CGCS2000 椭球，与图层坐标系无关）、占辖区（行）和占汇水区（列）的比例，以及两者的总面积。

每个辖区另有一行未被任何汇水区覆盖的面积，一行被多个汇水区覆盖的面积（重复计算）；每个汇水区对辖区也是如此。各行、各列均满足：各项面积 + 未覆盖 − 重复计算 = 总面积。

输出为 GeoPackage 时，每行的地块另成图层，并有一张每个汇水区一列的宽表（km²，含合计）；CSV 只有长表。结果面板中以热力图显示。

不选图层时用随附的 1999 年单元（1:400 万，按地级市、省或区县）与海河十个子流域；区域的 8.6 % 不属于海河（坝上高原、辽河、沿海小河），计为未覆盖。</translation>
    </message>
    <message>
        <location filename="../algorithms/catchment_matrix.py" line="60"/>
        <source>Those units by</source>
        <translation>随附单元按</translation>
    </message>
    <message>
        <location filename="../algorithms/catchment_matrix.py" line="60"/>
        <source>City</source>
        <translation>地级市</translation>
    </message>
    <message>
        <location filename="../algorithms/catchment_matrix.py" line="60"/>
        <source>Province</source>
        <translation>省（市）</translation>
    </message>
    <message>
        <location filename="../algorithms/catchment_matrix.py" line="60"/>
        <source>Unit</source>
        <translation>区县</translation>
    </message>
    <message>
        <location filename="../algorithms/catchment_matrix.py" line="67"/>
        <source>Catchments by jurisdiction</source>
        <translation>各辖区的汇水区</translation>
    </message>
    <message>
        <location filename="../algorithms/catchment_matrix.py" line="72"/>
        <source>Catchment matrix in columns (km²)</source>
        <translation>流域矩阵宽表（km²）</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="42"/>
        <source>Delineate catchments</source>
        <translation>划定流域</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="45"/>
        <source>What drains into a reservoir or a point, with its streams and sub-basins</source>
        <translation>水库或某点的上游汇水范围，及其河网和子流域</translation>
    </message>
    <message>
        <location filename="../algorithms/water_heights.py" line="26"/>
        <source>Heights (empty: the bundled 30″ model)</source>
        <translation>高程（留空：随附的 30″ 模型）</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="104"/>
        <source>Sub-basins</source>
        <translation>子流域</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="83"/>
        <source>Each point&apos;s own ground</source>
        <translation>各出口断面自己的范围</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="83"/>
        <source>Pfafstetter, level 1</source>
        <translation>Pfafstetter，1 级</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="83"/>
        <source>Pfafstetter, level 2</source>
        <translation>Pfafstetter，2 级</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="87"/>
        <source>Catchments</source>
        <translation>汇水区</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="92"/>
        <source>Or so far on the ground (km)</source>
        <translation>或地面距离（km）</translation>
    </message>
    <message>
        <location filename="../algorithms/water_heights.py" line="35"/>
        <source>Without such polygons</source>
        <translation>未给出内流区时</translation>
    </message>
    <message>
        <location filename="../algorithms/water_heights.py" line="35"/>
        <source>No ground is closed</source>
        <translation>没有内流区</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="95"/>
        <source>Rivers that are cut into the heights</source>
        <translation>下切到高程中的河流</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="97"/>
        <source>By this depth (m)</source>
        <translation>下切深度（m）</translation>
    </message>
    <message>
        <location filename="../algorithms/water_heights.py" line="38"/>
        <source>Unit of heights</source>
        <translation>高程单位</translation>
    </message>
    <message>
        <location filename="../algorithms/water_heights.py" line="38"/>
        <source>As the raster says, else metres</source>
        <translation>按栅格注明，未注明为米</translation>
    </message>
    <message>
        <location filename="../algorithms/water_heights.py" line="38"/>
        <source>Metres</source>
        <translation>米</translation>
    </message>
    <message>
        <location filename="../algorithms/water_heights.py" line="38"/>
        <source>Feet</source>
        <translation>英尺</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="99"/>
        <source>Ground is too flat below this slope (%)</source>
        <translation>坡度低于此值（%）视为过于平坦</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="104"/>
        <source>Streams</source>
        <translation>河网</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="104"/>
        <source>Sub-basins offered instead</source>
        <translation>替代的子流域</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="105"/>
        <source>How pour points were moved</source>
        <translation>出口断面的移动</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="105"/>
        <source>Pour points on the river</source>
        <translation>河道上的出口断面</translation>
    </message>
    <message>
        <location filename="../algorithms/water_dependency.py" line="84"/>
        <source>Water dependency</source>
        <translation>上游外部占比</translation>
    </message>
    <message>
        <location filename="../algorithms/water_dependency.py" line="44"/>
        <source>How much of a jurisdiction&apos;s upstream ground lies outside it, and whose that is</source>
        <translation>辖区的上游有多少在境外，属于谁</translation>
    </message>
    <message>
        <location filename="../algorithms/water_dependency.py" line="76"/>
        <source>Where water runs is told by</source>
        <translation>水流依据</translation>
    </message>
    <message>
        <location filename="../algorithms/water_dependency.py" line="76"/>
        <source>Basins where they are given, else heights</source>
        <translation>给出子流域时按子流域，否则按高程</translation>
    </message>
    <message>
        <location filename="../algorithms/water_dependency.py" line="76"/>
        <source>Heights</source>
        <translation>高程</translation>
    </message>
    <message>
        <location filename="../algorithms/water_dependency.py" line="76"/>
        <source>Basins</source>
        <translation>子流域</translation>
    </message>
    <message>
        <location filename="../algorithms/water_dependency.py" line="93"/>
        <source>Leave out pairs with less ground than (km²)</source>
        <translation>略去面积小于此值的上下游对（km²）</translation>
    </message>
    <message>
        <location filename="../algorithms/water_dependency.py" line="97"/>
        <source>Upstream and downstream pairs</source>
        <translation>上下游对</translation>
    </message>
    <message>
        <location filename="../algorithms/water_dependency.py" line="97"/>
        <source>Compensation agreements</source>
        <translation>补偿协议</translation>
    </message>
    <message>
        <location filename="../messages.py" line="178"/>
        <source>Heights and basins were both chosen. Keep one of them, or say which of them tells where water runs.</source>
        <translation>同时选了高程和子流域。请只保留其中一个，或指明按哪个确定水流。</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="102"/>
        <source>Riparian strips</source>
        <translation>岸带</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="59"/>
        <source>Strips along rivers, around lakes and above intakes, and what lies in them</source>
        <translation>沿河、环湖库、取水口上下游的岸带及其叠置</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="84"/>
        <source>Rivers (empty: the bundled main stems)</source>
        <translation>河流（留空：随附的干流）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="86"/>
        <source>Lakes and reservoirs</source>
        <translation>湖泊与水库</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="88"/>
        <source>Intakes</source>
        <translation>取水口</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="89"/>
        <source>Or one intake, by a click on the map</source>
        <translation>或在地图上点一个取水口</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="81"/>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="81"/>
        <source>None: the width below</source>
        <translation>无：用下面的宽度</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="91"/>
        <source>Class of the preset</source>
        <translation>预设的级别</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="91"/>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="91"/>
        <source>First</source>
        <translation>一级</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="91"/>
        <source>Second</source>
        <translation>二级</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="106"/>
        <source>Reaches followed</source>
        <translation>所沿河段</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="106"/>
        <source>Intakes, given and moved</source>
        <translation>取水口（给定与移到水边）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="107"/>
        <source>Overlaps of strips</source>
        <translation>岸带叠置</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="117"/>
        <source>From the river&apos;s line to its bank (m)</source>
        <translation>河流中线到岸的距离（米）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="124"/>
        <source>Both banks</source>
        <translation>两岸</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="124"/>
        <source>Left bank, looking downstream</source>
        <translation>左岸（面向下游）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="124"/>
        <source>Right bank</source>
        <translation>右岸</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="125"/>
        <source>As drawn</source>
        <translation>按所绘方向</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="125"/>
        <source>By heights</source>
        <translation>按高程</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="126"/>
        <source>Each river, lake or intake by itself</source>
        <translation>每条河、每个湖库或取水口各自一条</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="126"/>
        <source>One strip for each class</source>
        <translation>每级合为一条</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="127"/>
        <source>Side of rivers</source>
        <translation>河岸</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="127"/>
        <source>Dissolve</source>
        <translation>合并</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="127"/>
        <source>Move intakes onto the water by at most (m)</source>
        <translation>取水口移到水边的最大距离（米）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="127"/>
        <source>Ends of lines meet within (m)</source>
        <translation>线的端点在此距离内视为相接（米）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="127"/>
        <source>Direction of flow</source>
        <translation>流向</translation>
    </message>
    <message>
        <location filename="../messages.py" line="920"/>
        <source>Choose a preset, or give the width of the strips in metres.</source>
        <translation>请选择一个预设，或给出岸带宽度（米）。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="924"/>
        <source>“{preset}” needs intakes: a layer of points, or a click on the map.</source>
        <translation>“{preset}”需要取水口：点图层，或在地图上点一个位置。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="928"/>
        <source>“{preset}” needs lakes or reservoirs: a layer of polygons.</source>
        <translation>“{preset}”需要湖泊或水库：面图层。</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="45"/>
        <source>Source protection check</source>
        <translation>水源保护核查</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="79"/>
        <source>A point is near within (m)</source>
        <translation>点在多少米以内算附近（m）</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="87"/>
        <source>Conflicts with protection</source>
        <translation>水源保护冲突</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="89"/>
        <source>Number of conflicts</source>
        <translation>冲突数</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="92"/>
        <source>List of conflicts with protection</source>
        <translation>水源保护冲突清单</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="92"/>
        <source>By protected area and planned feature</source>
        <translation>按保护区与规划要素汇总</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="93"/>
        <source>Lines in protection</source>
        <translation>保护范围内的线</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="93"/>
        <source>Points in and near protection</source>
        <translation>保护范围内及附近的点</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="116"/>
        <source>Sub-basins of the Hai</source>
        <translation>海河子流域</translation>
    </message>
    <message>
        <location filename="../messages.py" line="957"/>
        <source>Nothing planned was given, and no plan with parks or wings is open. Choose the layers to check.</source>
        <translation>没有给出规划要素，也没有打开含园区或两翼的规划。请选择要检查的图层。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="961"/>
        <source>Conflicts: {count} ({concerns}); upstream of another jurisdiction&apos;s source: {cross_border}</source>
        <translation>冲突 {count} 处（{concerns}）；位于另一辖区水源上游的 {cross_border} 处</translation>
    </message>
    <message>
        <location filename="../gui/results/chart_data.py" line="176"/>
        <source>At least</source>
        <translation>至少</translation>
    </message>
    <message>
        <location filename="../gui/results/chart_data.py" line="176"/>
        <source>At most</source>
        <translation>至多</translation>
    </message>
    <message>
        <location filename="../gui/results/chart_data.py" line="176"/>
        <source>Not to be trusted</source>
        <translation>不可信</translation>
    </message>
    <message>
        <location filename="../algorithms/water_dependency.py" line="47"/>
        <source>For each jurisdiction: the ground outside it whose water runs through it, over all the ground whose water does, its own included. Pairs from upstream to downstream are drawn as lines with their area, its shares and the people on it; where a compensation agreement is known, the pair names it. The agreements themselves are lines too, beside what is measured of the ground of their own counties or cities: where it is about a river above a reservoir, only the ground that drains into that reservoir, which only heights can tell; the pair has all the ground that drains from the one to the other. An agreement about a transfer of water across a divide is marked: that is no natural upstream relation.

By heights, the water of every cell is followed down. Where it enters a jurisdiction twice, it counts once. Ground that is closed drains into nothing: with the bundled model that is the Bashang plateau, else polygons of your own. On the plain dykes and canals lead the water, not heights: a jurisdiction that lies low and flat by half or more, or that half of its upstream reaches over the plain, is marked as not to be trusted. What is upstream may go on beyond the edge of the heights; that is told.

By basins that know what they drain to (HydroBASINS, a plan's catchments, sub-basins of a delineation), basins strictly upstream of one of which a jurisdiction has 45 % or more count whole; of one of which it has less, only at most, as water may pass it by. In the basins that it touches itself, the ground outside it may lie above or below it: the least and the most are given, and which basins are in question. The finer the basins, the closer the two: HydroBASINS or the sub-basins of a delineation tell much, the ten bundled sub-basins little. A wide range is not to be trusted. Where a jurisdiction and a basin share less than 1 % of either, that is taken for borders that do not match, and told.

Without a layer of either kind the bundled 30″ heights are used.</source>
        <translation>对每个辖区：水流经该辖区的境外土地，占水流经该辖区的全部土地（含辖区自身）的比例，即上游外部占比。上下游对画成由上游到下游的线，带面积、占比和人口；已知有补偿协议的，注明协议。协议也画成线，并列出其所涉区县或城市实际流入下游的面积：涉及某水库以上河流的协议，只计流入该水库的土地（只有按高程才能算出），上下游对则计由上游流入下游的全部土地。跨流域调水的协议另行标出：那不是自然的上下游关系。

按高程时，逐像元沿水流向下追踪；同一条水流两次进入一个辖区，只计一次。内流区不外流：随附高程为坝上高原，其他高程用您给出的面。平原上决定水流的是堤防和渠道，不是高程：一半以上地势低平，或上游一半以上经平原流入的辖区，标为不可信。上游可能超出高程数据的边缘，会给出提示。

按知道流入何处的子流域（HydroBASINS、规划的汇水区、划分得到的子流域）时，辖区占某子流域 45 % 以上的，该子流域上游的子流域整个计入；占得较少的，来水可能绕过它，只计入上限；辖区自身所在的子流域中，境外的土地可能在其上游，也可能在其下游：给出下限和上限，并列出存疑的子流域。子流域越细，两者越接近：HydroBASINS 或划定流域得到的子流域较细，随附的十个子流域很粗。范围过宽的标为不可信。辖区与子流域相交部分占双方都不到 1 % 的，视为图上边界不合，不计并给出提示。

两种图层都不给时，用随附 30″ 高程。</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="48"/>
        <source>The ground that drains into each pour point, from heights: depressions are filled and water takes the steepest way down (D8). Areas are those of the cells on the CGCS2000 ellipsoid. Without anything given, the large reservoirs on the bundled 30″ model. A point on the map takes the place of the layer: its catchment alone is found.

A point is moved to the largest area upstream within a few cells (or a distance); both positions are kept, and a line between them. Too wide a reach jumps to another river: where points have a published area (field catchment_km2), the ratio to it is told. Catchments of fewer than 2 500 cells are marked as too small for the model.

Closed basins are cut away: with the bundled model the Bashang plateau, else polygons of your own. Rivers may be cut into the heights. Streams have Strahler's order, and know which they flow into. Sub-basins are each point's own ground, or Pfafstetter's division of the whole; they have basin_id and next_down, so that what is upstream can be traced.

On the plain dykes and canals lead the water, not heights: a catchment with much ground below the slope given, or with its outlet on such ground, is marked as not to be trusted, and the bundled sub-basins are offered instead.</source>
        <translation>由高程求每个出口断面的汇水范围：先填洼，水沿最陡方向下流（D8）。面积为像元在 CGCS2000 椭球面上的面积。什么都不给时，用随附的 30″ 高程模型划定各大型水库的汇水区。在图上点一个位置时，它代替点图层，只求该位置的汇水区。

出口断面会被移到若干像元（或一定距离）之内上游面积最大的位置；原位置与新位置都保留，并有连线。范围过大会跳到别的河流上：若点图层有公布面积（字段 catchment_km2），会给出与它的比值。不足 2 500 个像元的汇水区标明为对模型过小。

内流区会被剔除：随附模型为坝上高原，也可用自己的面图层。可把河流下切到高程中。河网有 Strahler 级别，并注明流入哪一段。子流域可按出口断面各自的范围划分，也可按 Pfafstetter 法划分整个汇水区；带有 basin_id 和 next_down，可用于上游追踪。

平原上水由堤坝和渠道引导，而不是由高程决定：若汇水区内有较多坡度低于阈值的土地，或出口断面位于这样的土地上，则标明为不可信，并提供随附的子流域作为替代。</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="74"/>
        <source>A point on the map, instead of the layer</source>
        <translation>图上的一点（代替点图层）</translation>
    </message>
    <message>
        <location filename="../algorithms/trace_upstream.py" line="49"/>
        <source>From basins that know what they drain to (HydroBASINS with HYBAS_ID and NEXT_DOWN, a plan&apos;s catchments, or any polygons with an id and the id of the next one downstream): everything upstream or downstream of the basins asked about, with the number of links, the area of each and the area upstream of it.

The basins asked about are given by id or name, clicked on the map, or those that are selected in the layer. Without any of these it is the basin with the most upstream.

The table tells whose ground that is: area by jurisdiction, its share of what was traced and of the jurisdiction. Ground outside all jurisdictions has a row without a code.

0, an empty text and null mean that a basin drains to no other. Loops and links to basins that are not there are named; a loop is refused only where the trace runs into it. Where the layer says how much is upstream of each basin (UP_AREA), the two are compared: they differ where the layer is cut off.

Without a layer the ten bundled sub-basins of the Hai are used. What these drain to is general knowledge, of medium confidence: part of the Zhang-Wei reaches the sea by itself.</source>
        <translation>用带有下游关系的子流域面（HydroBASINS 的 HYBAS_ID 与 NEXT_DOWN、规划的汇水区，或任何带编号和下游编号的面）：给出所问子流域的全部上游或下游，各自相隔几个子流域、面积，以及其上游面积。

所问子流域可以写编号或名称、在地图上点取，或在图层中选中；都没有时取上游面积最大的子流域。

表中列出涉及的辖区：面积、占所追踪范围的比例、占该辖区的比例。不在任何辖区内的部分单列一行，无代码。

下游编号为 0、空文本或空值表示不流入其他子流域。成环的关系和图层中没有的下游编号会逐一指出；只有追踪经过环时才拒绝。图层载有各子流域的上游面积（UP_AREA）时与之对照：不一致说明图层在上游被截断。

不选图层时用随附的海河十个子流域。其下游关系为一般知识，可信度中等：漳卫河有一部分独自入海。</translation>
    </message>
    <message>
        <location filename="../algorithms/catchment_matrix.py" line="58"/>
        <source>Jurisdictions (empty: units of 1999)</source>
        <translation>辖区（留空：1999 年单元）</translation>
    </message>
    <message>
        <location filename="../algorithms/catchment_matrix.py" line="62"/>
        <source>Catchments (empty: ten sub-basins)</source>
        <translation>汇水区（留空：海河十个子流域）</translation>
    </message>
    <message>
        <location filename="../algorithms/catchment_matrix.py" line="64"/>
        <source>Catchment field (empty: the usual one)</source>
        <translation>汇水区字段（留空：常用字段）</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="68"/>
        <source>Pour points (empty: the large reservoirs)</source>
        <translation>出口断面（留空：各大型水库）</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="71"/>
        <source>Name field (empty: the usual one)</source>
        <translation>名称字段（留空：常用字段）</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="77"/>
        <source>Move points by at most (cells; 0: not at all)</source>
        <translation>出口断面最多移动（像元；0：不移动）</translation>
    </message>
    <message>
        <location filename="../algorithms/delineate_catchments.py" line="80"/>
        <source>Streams begin at (km² upstream)</source>
        <translation>河道起点的上游面积（km²）</translation>
    </message>
    <message>
        <location filename="../algorithms/jurisdictions.py" line="31"/>
        <source>Field that tells them apart</source>
        <translation>区分字段（留空：自动选用）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="62"/>
        <source>Strips in metres on the ground, with square ends, along whole rivers, around lakes, or along the river from intakes: so many metres upstream along all branches and downstream, cut exactly there.

A preset has the widths and lengths of a standard, class by class, with its source and how sure it is: HJ 338-2018 for intakes on rivers (points) and on reservoirs (polygons), and the core monitoring area of the Grand Canal. These figures were not checked against the documents. Without a preset the width and lengths are yours. Strips are counted from the bank: give the river&apos;s width, by a field (river_width is taken by itself) or a number, or they are counted from the line and the result says so.

Lines are one network where their ends meet, or where an end lies on another line. Which way water flows is how lines are drawn, or what a field says, held against the heights of both ends; what was turned or is in doubt is told. An intake is moved onto the nearest water; both places are shown. Around reservoirs the strips end at the catchment where you give one.

The bundled rivers are main stems at 1:4 000 000: an overview, not the ground for a plan. The shores of lakes among them are left out.

The table tells the overlap of each strip with features of any layers you add, of all strips of a class with their classes, and whose ground the strips are.</source>
        <translation>沿整条河流、环湖库，或自取水口沿河上下游的岸带，以地面米计，两端平齐：向上游沿所有支流、向下游各量若干米，恰在该处截断。

预设含某项标准各级别的宽度与长度，并注明依据与可信度：HJ 338-2018 河流型水源地（取水口点）与水库型水源地（面），以及大运河核心监控区。这些数值未与原文核对。不用预设时，宽度与长度自定。岸带自岸线起算：请用字段（有 river_width 时自动采用）或数值给出河宽，否则自中线起算，结果中会注明。

线的端点相接，或端点落在另一条线上，即为同一河网。流向按所绘方向或字段，并与两端高程核对；改正的与存疑的都会说明。取水口移到最近的水边，两个位置都显示。给出汇水区时，水库的岸带不超过分水岭。

随附的河流只是 1:400 万的干流：仅供概览，不能作为规划依据；其中的湖库岸线已略去。

叠置表给出每条岸带与所加图层各要素的重叠、同级岸带合并后与各类的重叠，以及岸带属于哪个辖区。</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="94"/>
        <source>Overlap with layers (zones, parks …)</source>
        <translation>统计叠置的图层（分区、园区……）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="97"/>
        <source>Jurisdictions (empty: counties of 1999)</source>
        <translation>辖区（留空：1999 年区县）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="99"/>
        <source>Catchments where reservoirs&apos; strips end</source>
        <translation>汇水区（截断水库岸带）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="111"/>
        <source>Width on land, no preset (m)</source>
        <translation>陆域宽度，无预设时（米）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="113"/>
        <source>Upstream of intakes, no preset (m)</source>
        <translation>取水口上游长度，无预设时（米）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="115"/>
        <source>Downstream of them, no preset (m)</source>
        <translation>下游长度，无预设时（米）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="119"/>
        <source>Field with the river&apos;s whole width (m)</source>
        <translation>河宽字段（全宽，米）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="125"/>
        <source>As drawn, unless heights say otherwise</source>
        <translation>按所绘方向，高程相反时改正</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="127"/>
        <source>Their class fields, between commas</source>
        <translation>这些图层的类别字段（逗号分隔）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="127"/>
        <source>Field with the direction (1, -1)</source>
        <translation>流向字段（1、-1）</translation>
    </message>
    <message>
        <location filename="../algorithms/riparian_buffers.py" line="127"/>
        <source>Heights in metres (empty: bundled 30″)</source>
        <translation>高程（米；留空：随附 30″）</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="48"/>
        <source>Parks, wings or other layers against protection strips and catchments</source>
        <translation>园区、两翼或其他图层与保护岸带、汇水区的关系</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="51"/>
        <source>Every planned feature that touches a protected one: strips along rivers and around reservoirs (the result of “Riparian strips”), reservoirs' catchments (the result of “Delineate catchments”), or any polygons. Without planned layers these are the open plan's parks and wings.

A conflict says how grave it is, from the class of protection (first, second, quasi; a catchment is only to be noted), whether the feature lies wholly or partly inside or holds all of the protected area, how much of either is shared (m², hectares, mu on the CGCS2000 ellipsoid; of a line the metres inside), and what the law forbids there, with its article. A point is inside, or near within the search distance; either way its distance from the edge is told. A point stands for ground: a park of 10 km² reaches 1.8 km around it. Where a layer says how large a feature is (area_official_km2, area_km2) and its polygon is larger, or a point stands for it, the list says so: areas and shares are those of what is drawn.

The pieces are cut at the units' borders. Where it is known whom the source serves (a field “serves” with a code, else the reservoir's name), each piece says whether it lies in another jurisdiction.

The class is read from a field (class, level, BHQJB …), else from the layer's fields or name. What the classes forbid is told by the Water Pollution Prevention and Control Law (2017), articles 64 to 66 as a county government quotes them, article 67 from general knowledge; the published limits and rules hold.</source>
        <translation>列出每个与保护范围相接的规划要素。保护范围可以是河流和水库周边的岸带（“岸带”的结果）、水库的汇水区（“划定流域”的结果），或任何面图层。不选规划图层时，取打开的规划的园区和两翼。

每处冲突给出：严重程度（按保护级别：一级、二级、准保护区；汇水区只作提示）；要素全部在内、部分在内或包住整个保护区；两者各有多少重叠（按 CGCS2000 椭球的 m²、公顷、亩；线为区内长度 m）；以及法律对该级别的禁止事项和条款。点要素为在内，或在查找距离以内的附近；两种情况都给出到边界的距离。点只代表位置：10 km² 的园区半径约 1.8 km。图层给出要素面积（area_official_km2、area_km2）而所画的面更大，或只以一点代表时，清单会注明：面积与占比都按所画的图形计。

图斑按区县边界切分。能知道水源供给谁时（字段 serves 中的代码，否则按水库名称），逐块说明它是否位于另一辖区。

级别取自字段（class、level、BHQJB 等），否则按图层的字段或名称判断。各级别的禁止事项依据《水污染防治法》（2017 年修正）第六十四至六十七条：前三条见于县级政府网站的引文，第六十七条为一般知识；以公布的范围和规定为准。</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="73"/>
        <source>Planned (empty: the plan&apos;s parks, wings)</source>
        <translation>规划要素（留空：规划的园区与两翼）</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="75"/>
        <source>Protected (this or the next is needed)</source>
        <translation>保护范围（此项或下一项必填）</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="77"/>
        <source>Protected: the ten sub-basins of the Hai</source>
        <translation>保护范围：海河十个子流域</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="82"/>
        <source>Units (empty: counties of 1999)</source>
        <translation>区县（留空：1999 年区县）</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="83"/>
        <source>Class field of each layer, between commas</source>
        <translation>各保护图层的级别字段（逗号分隔）</translation>
    </message>
    <message>
        <location filename="../algorithms/source_protection_check.py" line="85"/>
        <source>Field with the code served</source>
        <translation>受水地区代码字段</translation>
    </message>
    <message>
        <location filename="../algorithms/water_dependency.py" line="80"/>
        <source>Sub-basins (empty: ten of the Hai)</source>
        <translation>子流域（留空：海河十个子流域）</translation>
    </message>
    <message>
        <location filename="../algorithms/trace_upstream.py" line="68"/>
        <source>Ids or names (empty: selected, or largest)</source>
        <translation>编号或名称（留空：选中的或最大的）</translation>
    </message>
    <message>
        <location filename="../algorithms/water_dependency.py" line="74"/>
        <source>Jurisdictions (empty: cities of 1999)</source>
        <translation>辖区（留空：1999 年地级市）</translation>
    </message>
    <message>
        <location filename="../algorithms/water_dependency.py" line="89"/>
        <source>Id field (empty: the usual one)</source>
        <translation>编号字段（留空：常用字段）</translation>
    </message>
    <message>
        <location filename="../algorithms/water_dependency.py" line="89"/>
        <source>Drains-to field (empty: the usual one)</source>
        <translation>下游编号字段（留空：常用字段）</translation>
    </message>
    <message>
        <location filename="../algorithms/water_heights.py" line="32"/>
        <source>Closed basins (polygons)</source>
        <translation>内流区（面）</translation>
    </message>
    <message>
        <location filename="../algorithms/water_heights.py" line="35"/>
        <source>Bashang plateau closed (bundled model)</source>
        <translation>坝上高原为内流区（随附模型）</translation>
    </message>
    <message>
        <location filename="../messages.py" line="950"/>
        <source>Nothing protected was given. First make strips with “Riparian strips”, or reservoirs' catchments with “Delineate catchments”, and choose those layers; or tick the bundled sub-basins.</source>
        <translation>没有给出保护范围。请先用“岸带”生成水源保护岸带，或用“划定流域”得到水库的汇水区，再选择它们的图层；也可勾选随附的子流域。</translation>
    </message>
    <message>
        <location filename="../algorithms/base.py" line="43"/>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <location filename="../gui/report_tools.py" line="42"/>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="61"/>
        <source>A folder to hand on: page, sheets as PDF, workbook, results</source>
        <translation>可交付的文件夹：网页、PDF 图册、表格与结果文件</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="64"/>
        <source>Makes a folder that can be handed to people without a GIS: report.html opens in any browser without a network, report.pdf holds A3 sheets for print, tables.xlsx the tables with their units and sources, and the folder results the files behind them, each with its recipe.

The standard analyses are made anew from the plan as you see it, unsaved edits included: structure, areas, rings and overlaps, checks, air, water, relocations, parks, indicators; the comparison where the plan is a scenario, and connectivity where you give a table of flows. Results of your own come along: tick “Add to report” in the results panel, or choose their layers here. One analysis that fails is told in the report and spoils nothing else.

Boundaries are schematic and no basis for demarcation.</source>
        <translation>生成一个文件夹，可直接交给没有 GIS 的人：report.html 无需网络，用任何浏览器都能打开；report.pdf 为可打印的 A3 图册；tables.xlsx 为带单位和来源的表格；results 文件夹中是各结果文件及其做法。

各项标准分析按屏幕上的规划（含未保存的编辑）重新计算：结构、面积、缓冲环与叠置、检查、大气、流域、疏解、园区、指标；规划为方案时另有与上级方案的对比，给出联系表时另有联系分析。自己的结果可一并收入：在结果面板勾选“加入报告”，或在此选择其图层。某项分析失败时，报告中会说明，不影响其余部分。

边界为示意，不作为划界依据。</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="78"/>
        <source>Title (empty: the plan&apos;s)</source>
        <translation>标题（留空：规划的标题）</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="79"/>
        <source>Prepared by</source>
        <translation>编制单位</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="80"/>
        <source>Results that go in too</source>
        <translation>一并收入的结果</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="82"/>
        <source>Table of flows between places</source>
        <translation>地点间联系表</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="89"/>
        <source>Resolution of the sheets (dpi)</source>
        <translation>图册分辨率（dpi）</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="95"/>
        <source>Folder of the report</source>
        <translation>报告文件夹</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="96"/>
        <source>Page</source>
        <translation>网页</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="96"/>
        <source>Sheets</source>
        <translation>图册</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="98"/>
        <source>Analyses that failed</source>
        <translation>未能完成的分析</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="157"/>
        <source>Printing the sheets…</source>
        <translation>正在打印图册…</translation>
    </message>
    <message>
        <location filename="../gui/report_tools.py" line="27"/>
        <source>{plan} report</source>
        <translation>{plan} 报告</translation>
    </message>
    <message>
        <location filename="../gui/report_tools.py" line="43"/>
        <source>Open the report</source>
        <translation>打开报告</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="83"/>
        <source>Add to report</source>
        <translation>加入报告</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="83"/>
        <source>Take this result along when the report is made</source>
        <translation>制作报告时收入这一结果</translation>
    </message>
    <message>
        <location filename="../gui/results/result_view.py" line="243"/>
        <source>Results that go into the report: {count}</source>
        <translation>将收入报告的结果：{count} 项</translation>
    </message>
    <message>
        <location filename="../messages.py" line="1012"/>
        <source>The sheets could not be written to {path}. Close the file where it is open, or choose another folder.</source>
        <translation>图册未能写入 {path}。请关闭正在使用该文件的程序，或另选文件夹。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="1018"/>
        <source>{path} is a file. Choose a folder for the report, or the name of a new one.</source>
        <translation>{path} 是文件。请为报告选择一个文件夹，或填写新文件夹的名称。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="1022"/>
        <source>Nothing can be written to {path}. Choose another folder for the report.</source>
        <translation>无法写入 {path}。请为报告另选文件夹。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="1026"/>
        <source>“{layer}” is in no file, so the report cannot take it along. Save it as a GeoPackage or CSV and choose that.</source>
        <translation>“{layer}”没有存成文件，报告无法收入。请先另存为 GeoPackage 或 CSV，再选择该文件。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="1032"/>
        <source>Report with {sheets} sheets: {folder}</source>
        <translation>报告（图册 {sheets} 页）：{folder}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="1037"/>
        <source>The report is in {folder}</source>
        <translation>报告已生成：{folder}</translation>
    </message>
    <message>
        <location filename="../messages.py" line="1042"/>
        <source>analyses that failed: {count}</source>
        <translation>未能完成的分析：{count} 项</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="86"/>
        <source>Set of units…</source>
        <translation>区县集合…</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/edit_tools.py" line="86"/>
        <source>Say which units belong to a circle, a belt or your own set</source>
        <translation>指定哪些区县属于某个圈层、地带或自定集合</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/set_dialog.py" line="37"/>
        <source>Set of units</source>
        <translation>区县集合</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/set_dialog.py" line="50"/>
        <source>New set</source>
        <translation>新集合</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/set_dialog.py" line="58"/>
        <source>Tick the units selected on the map</source>
        <translation>勾选地图上选中的区县</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/set_dialog.py" line="66"/>
        <source>Set</source>
        <translation>集合</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/set_dialog.py" line="68"/>
        <source>Structure</source>
        <translation>所属结构</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/set_dialog.py" line="95"/>
        <source>{count} units, {area} km²</source>
        <translation>{count} 个区县，{area} km²</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/set_dialog.py" line="103"/>
        <source>New set of units</source>
        <translation>新建区县集合</translation>
    </message>
    <message>
        <location filename="../gui/edit_tools/set_dialog.py" line="109"/>
        <source>Change the members of a set</source>
        <translation>更改集合成员</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="60"/>
        <source>Official km</source>
        <translation>公布 km</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="267"/>
        <source>{count} members</source>
        <translation>{count} 个成员</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="268"/>
        <source>{count} of them have no unit in this plan</source>
        <translation>其中 {count} 个在本规划中没有对应单元</translation>
    </message>
    <message>
        <location filename="../gui/plan/content.py" line="276"/>
        <source>No unit of this plan has this code</source>
        <translation>本规划没有此代码的单元</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="83"/>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <location filename="../gui/timeline/dock.py" line="80"/>
        <source>All facets</source>
        <translation>全部领域</translation>
    </message>
    <message>
        <location filename="../gui/timeline/dock.py" line="188"/>
        <source>Play year by year</source>
        <translation>逐年播放</translation>
    </message>
    <message>
        <location filename="../gui/timeline/dock.py" line="88"/>
        <source>Show these years</source>
        <translation>只显示这些年份</translation>
    </message>
    <message>
        <location filename="../gui/timeline/dock.py" line="89"/>
        <source>Show all times</source>
        <translation>显示全部时间</translation>
    </message>
    <message>
        <location filename="../gui/timeline/dock.py" line="113"/>
        <source>Years</source>
        <translation>年份</translation>
    </message>
    <message>
        <location filename="../gui/timeline/dock.py" line="147"/>
        <source>{shown} of {count}</source>
        <translation>{shown} / {count} 条</translation>
    </message>
    <message>
        <location filename="../gui/timeline/model.py" line="51"/>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <location filename="../gui/timeline/model.py" line="51"/>
        <source>Policy</source>
        <translation>政策</translation>
    </message>
    <message>
        <location filename="../gui/timeline/model.py" line="51"/>
        <source>Places</source>
        <translation>地点</translation>
    </message>
    <message>
        <location filename="../gui/timeline/model.py" line="51"/>
        <source>Facet</source>
        <translation>协同领域</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="83"/>
        <source>The policies with their places, filtered by year and played on the map</source>
        <translation>政策及其地点，按年份筛选，在地图上播放</translation>
    </message>
    <message>
        <location filename="../gui/moves_tools.py" line="88"/>
        <source>Import relocations</source>
        <translation>导入疏解表</translation>
    </message>
    <message>
        <location filename="../algorithms/import_relocations.py" line="39"/>
        <source>A table of moves as lines between places found by adcode, or name and city</source>
        <translation>疏解项目表变成线：按行政区划代码，或名称加所在市，找到两地</translation>
    </message>
    <message>
        <location filename="../algorithms/import_relocations.py" line="42"/>
        <source>Reads a CSV or XLSX with a row a move. Its columns are known by their headings: 迁出地, 迁出城市, 迁出地代码, 迁入地, 迁入城市, 迁入地代码 (or origin, origin_city, origin_adcode, destination …), 名称, 类别, 状态, 时间, 人数, 面积（公顷）… Units in a heading's brackets count.

A place is found by its adcode, also one that has changed since, or by name and city (the city may stand before the name in one text). A name alone never does: 新华区 and 桥西区 exist twice. What was not found is listed with the reason; its row is kept, without a line.

The result has the fields of the plan's relocations. In QGIS, with a plan open, its rows are put into the plan too, in one step that can be undone; a row with the id or the name of one that is there updates it.</source>
        <translation>读取 CSV 或 XLSX，一行一项。按表头认列：迁出地、迁出城市、迁出地代码、迁入地、迁入城市、迁入地代码（或 origin、origin_city、origin_adcode、destination …）、名称、类别、状态、时间、人数、面积（公顷）……表头括号里的单位会起作用。

地点按行政区划代码找（变更前的代码也可），或按名称加所在市找（市名也可写在名称前面）。只有名称不行：新华区、桥西区各有两个。没有找到的列出原因，所在的行保留，没有线。

结果的字段与规划的疏解图层相同。在 QGIS 中打开规划时，这些行也写入规划，可一步撤销；编号或名称与已有项相同的，更新该项。</translation>
    </message>
    <message>
        <location filename="../algorithms/import_relocations.py" line="55"/>
        <source>Table of moves</source>
        <translation>疏解项目表</translation>
    </message>
    <message>
        <location filename="../algorithms/import_relocations.py" line="57"/>
        <source>Put them into the open plan too (in QGIS)</source>
        <translation>同时写入已打开的规划（在 QGIS 中）</translation>
    </message>
    <message>
        <location filename="../algorithms/import_relocations.py" line="59"/>
        <source>Imported relocations</source>
        <translation>导入的疏解</translation>
    </message>
    <message>
        <location filename="../algorithms/import_relocations.py" line="67"/>
        <source>Places not found</source>
        <translation>没有找到的地点</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="39"/>
        <source>Relocations</source>
        <translation>疏解</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="42"/>
        <source>Moves out of the core as flows, by category, year, receiving jurisdiction and wing</source>
        <translation>疏解项目画成流线，并按类别、年份、迁入辖区和两翼统计</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="45"/>
        <source>From a plan&apos;s relocations, other lines from origin to destination, or a table loaded as a layer (places by adcode, or by name and city): each move as a curved line, and the moves of one origin and destination together as a flow whose width is a number: how many, people, or area.

Four tables count moves by category, year, receiving jurisdiction and wing, with their statuses, people and area; sums are of the moves that have a number, and say how many these are. The year is that in which a move was done, else that in which it began. Xiong&apos;an&apos;s three counties are its own, not Baoding&apos;s.

A move without both ends is counted and not drawn. A row that stands for many moves (category: summary) is named and not counted, unless this is asked for. Moves whose ends lie within 15 km of one another coincide: they bend to different sides.

Without a layer those of the bundled sample are used.</source>
        <translation>用规划的疏解图层、其他从迁出地到迁入地的线，或作为图层载入的表格（地点用行政区划代码，或名称加所在市）：每一项画成弯曲的线；同一迁出地与迁入地的各项合成一条流线，线宽是一个数：项目数、人数或面积。

四张表按类别、年份、迁入辖区和两翼统计，附各状态的项数、人数和面积；合计只含有数的项目，并说明有几项。年份是完成的年份，没有完成的取开始的年份。雄安三县归雄安，不归保定。

起讫点不全的项目计入各表，但不画线。代表许多项目的汇总行（类别：汇总）会被指出，不计为一项，除非要求计入。两端相距都在 15 km 以内的线视为重合，分别弯向两侧。

不选图层时，用内置示例规划的疏解。</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="61"/>
        <source>Relocations (empty: the sample&apos;s)</source>
        <translation>疏解（留空：示例规划的）</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="63"/>
        <source>Receiving jurisdictions</source>
        <translation>迁入辖区的级别</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="63"/>
        <source>Counties and districts</source>
        <translation>区县</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="63"/>
        <source>Cities</source>
        <translation>城市</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="63"/>
        <source>Provinces</source>
        <translation>省市</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="66"/>
        <source>Width of the flows</source>
        <translation>流线宽度</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="66"/>
        <source>Number of moves</source>
        <translation>项目数</translation>
    </message>
    <message>
        <location filename="../layers/flows.py" line="101"/>
        <source>Area</source>
        <translation>面积</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="68"/>
        <source>Units, for ends without a code (empty: 1999)</source>
        <translation>区县，用于没有代码的起讫点（留空：1999 年）</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="68"/>
        <source>Field with the adcode (empty: the usual one)</source>
        <translation>行政区划代码字段（留空：常用字段）</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="68"/>
        <source>Wings (empty: by their host counties)</source>
        <translation>两翼（留空：按所在区县）</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="68"/>
        <source>Count rows that stand for many moves</source>
        <translation>把汇总行也计为一项</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="78"/>
        <source>Flows</source>
        <translation>流线</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="93"/>
        <source>Relocations by category</source>
        <translation>疏解：按类别</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="94"/>
        <source>Relocations by year</source>
        <translation>疏解：按年份</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="95"/>
        <source>Relocations by receiving jurisdiction</source>
        <translation>疏解：按迁入辖区</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="95"/>
        <source>Relocations by wing</source>
        <translation>疏解：按两翼</translation>
    </message>
    <message>
        <location filename="../gui/moves_tools.py" line="101"/>
        <source>Width of the relocations</source>
        <translation>疏解线宽</translation>
    </message>
    <message>
        <location filename="../gui/moves_tools.py" line="101"/>
        <source>As wide as</source>
        <translation>宽度依据</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="87"/>
        <source>Width of the relocations…</source>
        <translation>疏解线宽…</translation>
    </message>
    <message>
        <location filename="../gui/workspace.py" line="87"/>
        <source>Draw the plan&apos;s relocations as wide as their people or area</source>
        <translation>规划中的疏解按人数或面积定线宽</translation>
    </message>
    <message>
        <location filename="../layers/flows.py" line="101"/>
        <source>All alike</source>
        <translation>一样宽</translation>
    </message>
    <message>
        <location filename="../messages.py" line="969"/>
        <source>Moves read: {rows}, drawn: {placed}; places not found: {lacking}</source>
        <translation>读取 {rows} 项，画线 {placed} 项；没有找到的地点 {lacking} 个</translation>
    </message>
    <message>
        <location filename="../messages.py" line="974"/>
        <source>Put into the plan: {added} new, {updated} updated relocations.</source>
        <translation>已写入规划：新增 {added} 项，更新 {updated} 项疏解。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="979"/>
        <source>No plan is open: the relocations are in the result&apos;s layer only.</source>
        <translation>没有打开规划：疏解只在结果图层里。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="983"/>
        <source>No relocation of the plan has a number for “{number}”: the flows stay alike.</source>
        <translation>规划中没有一项疏解有“{number}”的数：各线一样宽。</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="57"/>
        <source>People, GDP and other values by unit, city, zone and province, and how unequal they are</source>
        <translation>区县、市、分区、省市的人口、生产总值等数值，及其差异程度</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="60"/>
        <source>Values come from a table with adcodes (CSV, workbook or layer), else from the population of the plan's units, else from the bundled figures of 2020: people of the 13 cities and GDP of the three provinces.

Rows are joined by adcode, never by name: some names are there twice. Codes that have changed go through the table of old codes. Counties of today that the plan does not have (its units are of 1999) count for the unit where their seat is. Rows that belong nowhere, doubles and places without a row are listed in a table of their own.

A place's own number is taken before the sum of its parts. Sums are told only where all parts are known. Shares, rates and values per head are never summed: say which columns are ratios (means weighted by people or by a column) and which are amounts.

Layers: people, density, GDP per head, shares, registered over resident people and every other column, by unit, city, zone and province; each indicator is a style of its layer. Tables: rank-size, primacy, Gini, Herfindahl, Green's polycentricity, Theil T and L with what lies between and within cities, provinces and zones, Williamson.

A second year, table or plan is set beside the first: before, after and the difference. People are in persons and GDP in 1e8 yuan, unless the heading says otherwise: 常住人口（万人）.</source>
        <translation>数值来自带行政区划代码的表（CSV、工作簿或图层）；没有表时取规划单元的人口；两者都没有时取随附的 2020 年数据：13 个市的常住人口与三省市的地区生产总值。

按行政区划代码连接，从不按名称，因为有同名区县。变更过的代码经旧代码表转换。规划中没有的现行区县（随附单元为 1999 年）按驻地计入所在单元。无处可归的行、重复的行和没有数据的辖区列入单独的表。

一处自身的数优先于其各部分之和；只有各部分都已知时才给出合计。占比、率、人均值从不相加：请说明哪些列是比率（按人口或某一列加权平均）、哪些列是总量。

图层：区县、市、分区、省市的人口、密度、人均生产总值、占比、户籍与常住之比及其他各列；每项指标是图层的一种样式。表：位序—规模、首位度、基尼系数、赫芬达尔指数、格林多中心度、泰尔指数 T 与 L 及其按市、省市、分区的组间与组内分解、威廉森系数。

可并列第二个年份、数据表或规划：前、后与变化。人口以人、生产总值以亿元为单位，列名另有写明的除外：常住人口（万人）。</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="79"/>
        <source>Plan (empty: bundled units of 1999)</source>
        <translation>规划（空：随附的 1999 年单元）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="81"/>
        <source>Table of values (empty: the plan&apos;s)</source>
        <translation>数据表（空：规划自身的数值）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="84"/>
        <source>Year, of a table with several</source>
        <translation>年份（表中有多个年份时）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="86"/>
        <source>Second year</source>
        <translation>第二个年份</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="87"/>
        <source>Second table</source>
        <translation>第二个数据表</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="89"/>
        <source>Second plan</source>
        <translation>第二个规划</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="91"/>
        <source>Zones of the bundled units</source>
        <translation>随附单元的分区方案</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="94"/>
        <source>Indicators of units</source>
        <translation>区县指标</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="99"/>
        <source>Residents (empty: the usual field)</source>
        <translation>常住人口（空：常用字段）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="99"/>
        <source>GDP (empty: the usual field)</source>
        <translation>地区生产总值（空：常用字段）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="99"/>
        <source>Registered people (empty: the usual)</source>
        <translation>户籍人口（空：常用字段）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="99"/>
        <source>Other fields (empty: all with numbers)</source>
        <translation>其他字段（空：所有数值字段）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="99"/>
        <source>Of these: shares, rates, per head</source>
        <translation>其中的占比、率、人均值</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="99"/>
        <source>Of these: amounts, to be summed</source>
        <translation>其中可相加的总量</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="99"/>
        <source>Ratios weighted by (empty: people)</source>
        <translation>比率的权重（空：人口）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="99"/>
        <source>Adcode (empty: the usual field)</source>
        <translation>行政区划代码（空：常用字段）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="115"/>
        <source>Indicators of cities</source>
        <translation>各市指标</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="115"/>
        <source>Indicators of zones</source>
        <translation>各分区指标</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="116"/>
        <source>Indicators of provinces</source>
        <translation>各省市指标</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="116"/>
        <source>Indices</source>
        <translation>指数</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="117"/>
        <source>Between and within</source>
        <translation>组间与组内</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="117"/>
        <source>Rank and size</source>
        <translation>位序与规模</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="118"/>
        <source>Lorenz curves</source>
        <translation>洛伦兹曲线</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators.py" line="118"/>
        <source>Not joined</source>
        <translation>未能连接</translation>
    </message>
    <message>
        <location filename="../gui/results/scatter_chart.py" line="160"/>
        <source>Which rows are drawn</source>
        <translation>画哪些行</translation>
    </message>
    <message>
        <location filename="../messages.py" line="182"/>
        <source>These fields were chosen as ratios and as amounts: {fields}. Keep each of them in one of the two.</source>
        <translation>这些字段既选为比率又选为总量：{fields}。请各只保留一处。</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="50"/>
        <source>Connectivity</source>
        <translation>联系</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="53"/>
        <source>Flows between places: strengths, gravity, and which links no axis of the plan covers</source>
        <translation>地点之间的流：强度、引力，以及哪些联系没有规划轴覆盖</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="56"/>
        <source>A table with a row for each flow: origin, destination, value, and where there are kind (people, freight, capital, trips) and year. Places are found by adcode, today's or an earlier one, or by name and city, never by a county's name alone. Kinds and years are never added up: each is a network of its own. Rows whose place is unknown, negative values, zeros, flows inside one place and repeated rows are told, and listed in a table.

Links are pairs of places with both directions together, drawn by their share. Of places: degree (how many they are linked to), strength (what flows in and out), dominance (strength over the mean), and whether their largest outflow goes to a smaller place (independent) or a larger one (Nystuen and Dacey). Of provinces and zones: what flows inside and across, modularity and assortativity.

Gravity F = k · Mᵃ · Mᵇ / dᶜ is fitted by least squares of the logarithms; where flows are too few, with exponents 1, 1 and 2. A ratio above 1 means more than gravity expects. A second fit says how many times as much flows inside a province. Masses are people of 2020, or a column of your own table.

An axis covers a link whose two ends are its members or lie within its width. The strongest links that carry half of all flows are called strong; those on no axis stand out. An axis with less than 80 % of what gravity expects of its places carries little. What passes each of its stretches is a layer.

No flows are bundled. “Flow table template” makes a table to fill in. Modelled gravity of the plan's cities can be taken instead; it is marked as such and proves no linkage.</source>
        <translation>表中每行一条流：起点、终点、流量，以及可有的类型（人员、货运、资本、出行）和年份。地点按行政区划代码（现行或曾用）或名称加所在市识别，不单凭区县名称。类型和年份从不相加，各成一个网络。地点无法识别、负值、零、同一地点内部和重复的行都会说明，并列入一张表。

联系是两地之间双向流量之和，按占比绘制。对地点给出：度（与几处相连）、强度（流入加流出）、优势度（与平均强度之比），以及最大流出去往较小的地点（独立中心）还是较大的地点（从属，Nystuen–Dacey）。对省级和分区给出：内部与之间的流量、模块度和同配系数。

引力 F = k · Mᵃ · Mᵇ / dᶜ 用对数最小二乘拟合；流太少时取指数 1、1、2。比值大于 1 表示多于引力预期。第二个拟合给出同省的流是省际的几倍。规模为 2020 年人口，或自己的表中的一列。

两端都是某轴成员或都在其宽度之内的联系，算由该轴覆盖。合占全部流量一半的最强联系称为强联系，其中无轴覆盖的突出显示。轴上流量不足引力预期 80 % 的，称为承载少。每个轴段通过的流量另成一层。

没有内置流量。“流量表模板”可生成待填的表；也可改用规划城市的模型引力，结果注明是模型值，不能证明联系的有无。</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="78"/>
        <source>Flow table (CSV, XLSX)</source>
        <translation>流量表（CSV、XLSX）</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="80"/>
        <source>Or a table of the project</source>
        <translation>或工程中的表</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="82"/>
        <source>Flows are</source>
        <translation>流量为</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="82"/>
        <source>Observed: the table&apos;s</source>
        <translation>观测值：表中的</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="82"/>
        <source>Modelled: gravity of the plan&apos;s cities</source>
        <translation>模型值：规划城市的引力</translation>
    </message>
    <message>
        <location filename="../algorithms/flow_template.py" line="45"/>
        <source>Plan file (empty: open or bundled one)</source>
        <translation>规划文件（空：已打开的或内置的）</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="87"/>
        <source>As the table has them</source>
        <translation>按表中所列</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="87"/>
        <source>Taken together by city</source>
        <translation>按市汇总</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="89"/>
        <source>Only this kind (empty: each)</source>
        <translation>只计此类型（空：逐类）</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="90"/>
        <source>Only this year (empty: each)</source>
        <translation>只计此年（空：逐年）</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="93"/>
        <source>Links</source>
        <translation>联系</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="98"/>
        <source>Column of origins</source>
        <translation>起点列</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="98"/>
        <source>Column of destinations</source>
        <translation>终点列</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="98"/>
        <source>Column of flows</source>
        <translation>流量列</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="98"/>
        <source>Column of kinds</source>
        <translation>类型列</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="98"/>
        <source>Column of years</source>
        <translation>年份列</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="104"/>
        <source>Several rows of one flow</source>
        <translation>同一流有多行时</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="104"/>
        <source>Added up</source>
        <translation>相加</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="104"/>
        <source>The first counts</source>
        <translation>取第一行</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="104"/>
        <source>The last counts</source>
        <translation>取最后一行</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="104"/>
        <source>Table of masses (empty: people of 2020)</source>
        <translation>规模表（空：2020 年人口）</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="104"/>
        <source>Its column of masses</source>
        <translation>其中的规模列</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="104"/>
        <source>Lines in place of the plan&apos;s axes</source>
        <translation>代替规划轴的线</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="104"/>
        <source>Field with their names</source>
        <translation>名称字段</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="104"/>
        <source>On an axis within (km; empty: its width)</source>
        <translation>距轴多少 km 内算在轴上（空：轴宽）</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="104"/>
        <source>Members beyond an axis&apos;s end are on it</source>
        <translation>轴的延伸成员也算在轴上</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="127"/>
        <source>Flows along axes</source>
        <translation>沿轴流量</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="127"/>
        <source>Places linked</source>
        <translation>相连地点</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="172"/>
        <source>{name} (modelled)</source>
        <translation>{name}（模型值）</translation>
    </message>
    <message>
        <location filename="../algorithms/flow_template.py" line="31"/>
        <source>Flow table template</source>
        <translation>流量表模板</translation>
    </message>
    <message>
        <location filename="../algorithms/flow_template.py" line="34"/>
        <source>A table of flows between the plan's cities, to fill in for “Connectivity”</source>
        <translation>规划城市之间的流量表，填好后供“联系”使用</translation>
    </message>
    <message>
        <location filename="../algorithms/flow_template.py" line="37"/>
        <source>Writes a CSV (UTF-8, opens in a spreadsheet) with a row for each city of the plan and each other city: codes and names are filled in, value, kind and year are empty. Fill in what is known and delete the rest or leave it empty; rows of districts and counties may be added, with their adcode. Kind tells people, freight, capital and trips apart, as they are never added up.</source>
        <translation>生成一个 CSV（UTF-8，可用表格软件打开），规划的每两个城市之间各方向一行：代码和名称已填好，流量、类型和年份待填。填写已知的，其余可删去或留空；也可加入区县的行，写上代码。类型用来区分人员、货运、资本和出行，它们从不相加。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow_template.py" line="47"/>
        <source>Flow table</source>
        <translation>流量表</translation>
    </message>
    <message>
        <location filename="../messages.py" line="990"/>
        <source>No table of flows was given, and none is bundled. Choose one; “Flow table template” makes one to fill in. Or choose modelled flows, which are marked as such.</source>
        <translation>没有给出流量表，也没有内置的流量。请选择流量表（“流量表模板”可生成待填的表），或改选模型值，结果会注明。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="997"/>
        <source>A file and a table of the project were both given as flows. Leave one of the two empty.</source>
        <translation>同时给出了流量文件和工程中的流量表，请只留一个。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="1001"/>
        <source>The table of masses needs its column: people, jobs or output. Choose it under the advanced parameters.</source>
        <translation>规模表需要指定规模列（人口、就业或产值），请在高级参数中选择。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="1005"/>
        <source>Lines in place of the plan&apos;s axes need a distance in km within which a place is on them. Enter it.</source>
        <translation>用其他线代替规划轴时，需填写多少 km 以内的地点算在线上。</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="43"/>
        <source>One-hour reach</source>
        <translation>一小时可达</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="46"/>
        <source>The share of people and units within an hour of each node</source>
        <translation>每个节点一小时内可达的人口和区县占比</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="68"/>
        <source>Places (empty: the plan&apos;s cities, nodes)</source>
        <translation>地点（空：规划的双城和节点）</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="70"/>
        <source>Minutes, separated by commas</source>
        <translation>分钟数，用逗号分隔</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="71"/>
        <source>Rail and road lines (empty: the plan&apos;s)</source>
        <translation>铁路和道路（空：规划的）</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="73"/>
        <source>Stations</source>
        <translation>车站</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="75"/>
        <source>Speed to and from lines (km/h)</source>
        <translation>接驳速度（km/h）</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="78"/>
        <source>With lines that are not open yet</source>
        <translation>计入未开通的线路</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="81"/>
        <source>Within reach</source>
        <translation>可达范围</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="84"/>
        <source>Places reckoned along lines</source>
        <translation>沿线网计算的地点数</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="87"/>
        <source>Speed field (empty: the usual one)</source>
        <translation>速度字段（空：常用字段）</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="89"/>
        <source>Join ends of lines within (m)</source>
        <translation>连接线端的距离（m）</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="89"/>
        <source>A station is on lines within (m)</source>
        <translation>车站归属线路的距离（m）</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="95"/>
        <source>Units and when they are reached</source>
        <translation>各区县的可达时间</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="95"/>
        <source>Lines as they were taken</source>
        <translation>所用线路</translation>
    </message>
    <message>
        <location filename="../algorithms/locate_features.py" line="39"/>
        <source>Locate features</source>
        <translation>要素定位</translation>
    </message>
    <message>
        <location filename="../algorithms/locate_features.py" line="42"/>
        <source>Zone, unit, axis ring, catchment, footprint and circle of each park, one row each</source>
        <translation>每个园区所在的分区、区县、轴线环、汇水区、超标范围和圈层，每个一行</translation>
    </message>
    <message>
        <location filename="../algorithms/locate_features.py" line="45"/>
        <source>One row a feature: the zone, unit, city and province it lies in, the nearest axis with its distance and ring, its catchment, its air footprint where a layer of them is chosen (the result of “Footprints” or “Airsheds”), the circles and other sets of the plan, and the classes of any further layers. Without features these are the plan's parks; one that has an outline is located by it.

Of an area each class has its share of it (CGCS2000 ellipsoid); the row names the largest, then the others. What no class covers is told in the table of shares.

A point belongs to the polygon it lies in. Where another class is no farther away than the distance from a border, the row says which border and how far: the plan's points are known to about 2 km, so that they may belong to the other side. A point that lies in no polygon counts to the nearest within that distance, and the table of shares says so.

Distances are metres on the ground. Boundaries are schematic.</source>
        <translation>每个要素一行：所在的分区、区县、市和省，最近的轴线及其距离和环，所在汇水区，所在超标范围（如选了“超标范围”或“大气流域”的结果图层），规划的圈层和其他集合，以及其他图层的类别。不选要素时，取规划的园区；有范围的园区按范围定位。

面要素给出在各类中所占的比例（CGCS2000 椭球面积）；行中先写最大的一类，再写其他类。没有任何类覆盖的部分见占比表。

点属于它所在的面。若另一类到点的距离不超过边界距离，行中写明是哪种边界、相距多远：规划的点位约有 2 km 误差，可能属于边界另一侧。不在任何面内的点，归入该距离内最近的面，占比表中会写明。

距离为地面米数。边界为示意。</translation>
    </message>
    <message>
        <location filename="../algorithms/locate_features.py" line="62"/>
        <source>Features (empty: the plan&apos;s parks)</source>
        <translation>要素（空：规划的园区）</translation>
    </message>
    <message>
        <location filename="../algorithms/locate_features.py" line="65"/>
        <source>Rings around the axes (m)</source>
        <translation>轴线环的距离（m）</translation>
    </message>
    <message>
        <location filename="../algorithms/locate_features.py" line="67"/>
        <source>Air footprint or airsheds</source>
        <translation>超标范围或大气流域</translation>
    </message>
    <message>
        <location filename="../algorithms/locate_features.py" line="69"/>
        <source>Further polygon layers</source>
        <translation>其他面图层</translation>
    </message>
    <message>
        <location filename="../algorithms/locate_features.py" line="71"/>
        <source>On a border within (m)</source>
        <translation>视为靠近边界的距离（m）</translation>
    </message>
    <message>
        <location filename="../algorithms/locate_features.py" line="74"/>
        <source>Class field of the footprint</source>
        <translation>超标范围的分类字段</translation>
    </message>
    <message>
        <location filename="../algorithms/locate_features.py" line="79"/>
        <source>Located features</source>
        <translation>定位的要素</translation>
    </message>
    <message>
        <location filename="../algorithms/locate_features.py" line="84"/>
        <source>Shares and distances</source>
        <translation>占比与距离</translation>
    </message>
    <message>
        <location filename="../algorithms/plan_choice.py" line="20"/>
        <source>Plan (empty: the open one or the sample)</source>
        <translation>规划（空：已打开的或示例）</translation>
    </message>
    <message>
        <location filename="../messages.py" line="1049"/>
        <source>{text} are no minutes. Write numbers such as 30, 60.</source>
        <translation>“{text}”不是分钟数。请写数字，如 30, 60。</translation>
    </message>
    <message>
        <location filename="../messages.py" line="1054"/>
        <source>{share} % of people</source>
        <translation>人口的 {share} %</translation>
    </message>
    <message>
        <location filename="../messages.py" line="1055"/>
        <source>{share} % of units</source>
        <translation>区县的 {share} %</translation>
    </message>
    <message>
        <location filename="../messages.py" line="1056"/>
        <source>Within {minutes} min of any place: {shares}; {by_network} of {places} places along lines</source>
        <translation>任一地点 {minutes} 分钟内：{shares}；{places} 个地点中 {by_network} 个沿线网计算</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="34"/>
        <source>In space: Moran's I and its clusters (LISA: high among high, low among low, and the exceptions; neighbours share a border or a corner; at a significance of 0.05 some five in a hundred places count by chance alone); gravity between the plan's nodes along its axes, k · √(P G · P G) / d², with Converse's breakpoints and what each section of an axis carries (a potential, no measured flow); people within distances of nodes and axes, spread evenly over each unit; GDP per head of neighbours on either side of Beijing's border; the plan's sets of units, such as the poverty belt, against the rest; and mega-city regions beside one another, from a table with a row a city, of which the tool writes a template to fill in.</source>
        <translation>空间格局：莫兰指数及其聚集（局部莫兰 LISA：高值相邻、低值相邻以及例外；共边或共点为相邻；显著性水平 0.05 时，每百个地方约有五个只是偶然）；规划节点之间沿轴的引力 k·√(P G·P G)/d²、康弗斯断裂点和每段轴承载的引力（潜在联系，非实测流量）；节点和轴周边一定距离内的人口（在各区县内均匀分布）；北京边界两侧相邻地方的人均地区生产总值差距；规划中的区县集合（如环京津贫困带）与其余的对比；按每个城市一行的数据表对照几个城市群，工具可写出待填的模板。</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="47"/>
        <source>Gravity carried by the axes</source>
        <translation>各段轴承载的引力</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="47"/>
        <source>Gravity between nodes</source>
        <translation>节点间引力</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="48"/>
        <source>Breakpoints</source>
        <translation>断裂点</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="48"/>
        <source>Gap across the border</source>
        <translation>边界两侧差距</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="49"/>
        <source>People within distances</source>
        <translation>周边人口</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="49"/>
        <source>Clusters (LISA)</source>
        <translation>空间聚集（LISA）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="49"/>
        <source>Moran&apos;s I</source>
        <translation>莫兰指数</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="50"/>
        <source>Gap by province</source>
        <translation>边界差距（按省市）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="50"/>
        <source>Sets against the rest</source>
        <translation>集合与其余对比</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="51"/>
        <source>Mega-city regions</source>
        <translation>城市群对照</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="56"/>
        <source>Clusters, gravity, distances, border gap</source>
        <translation>空间聚集、引力、周边人口、边界差距</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="58"/>
        <source>Table of mega-city regions (CSV, XLSX)</source>
        <translation>城市群数据表（CSV、XLSX）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="60"/>
        <source>Measure of clusters (empty: per head)</source>
        <translation>聚集所用指标（空：人均）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="60"/>
        <source>Clusters count up to p</source>
        <translation>聚集的显著性水平 p</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="60"/>
        <source>Border of (adcode of a province)</source>
        <translation>边界所属省市（代码）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="60"/>
        <source>People within (km) of nodes</source>
        <translation>节点周边距离（km）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="60"/>
        <source>People within (km) of axes</source>
        <translation>轴周边距离（km）</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="60"/>
        <source>Factor k of gravity</source>
        <translation>引力系数 k</translation>
    </message>
    <message>
        <location filename="../algorithms/indicators_in_space.py" line="60"/>
        <source>Write a template of that table</source>
        <translation>写出该表的模板</translation>
    </message>
    <message>
        <location filename="../messages.py" line="457"/>
        <source>“{text}” is not a list of distances. Expected are kilometres above 0, such as 10, 30, 50.</source>
        <translation>“{text}”不是距离列表。应为大于 0 的公里数，例如 10, 30, 50。</translation>
    </message>
    <message>
        <location filename="../algorithms/connectivity.py" line="101"/>
        <source>{column} (empty: the usual)</source>
        <translation>{column}（空：惯用名）</translation>
    </message>
    <message>
        <location filename="../algorithms/report.py" line="86"/>
        <source>Sections (none ticked: all)</source>
        <translation>章节（不勾选：全部）</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="49"/>
        <source>The ground within so many minutes of each place, and what share of the region&apos;s people, units and area lies on it; at last of any place. Without places these are the plan&apos;s twin cities and nodes.

Where lines carry a speed (a field such as speed_kmh or maxspeed, in km/h), time runs along them, in both directions, and to and from them straight over the ground at the access speed. Roads are entered anywhere, along them to within 1 km; rail and metro only at stations, or without a layer of these at the lines&apos; ends and near the places. Lines meet where they share a vertex or one ends close to the other; where they only cross, one passes over the other. Ends that hardly miss are joined within the tolerance and counted; parts of the network that do not meet are told. Timetables, waiting and congestion are not in it.

Every place has a disc: the time at an assumed speed in a straight line. What is reached along lines is added to it, so that lines never make less of it. Each row says whether lines are in it.

People come of a raster of counts, of a layer, or of the plan&apos;s units, where a unit&apos;s people are taken as evenly spread over it. A unit counts as reached where half of its ground is.</source>
        <translation>每个地点若干分钟内可达的地面，以及区域的人口、区县和面积有多大比例在其中；最后一行是任一地点。不选地点时，取规划的双城和节点。

线路带有速度（speed_kmh、maxspeed 等字段，km/h）时，沿线路双向计时，往返线路的一段按接驳速度走直线。道路可在任意处进出（沿线精度 1 km）；铁路和地铁只能在车站进出，没有车站图层时在线端和地点附近进出。两线有共同顶点、或一线在另一线附近终止时相接；只是交叉时视为立交。在容差内未接上的线端会连上并计数；互不相连的部分会提示。不考虑时刻表、候车和拥堵。

每个地点都有一个圆：按假定速度沿直线在时限内所及。沿线路所及的范围并入其中，因此加入线路只会扩大范围。每行都说明是否计入了线路。

人口来自人口栅格、某个图层，或规划的区县（区县人口视为均匀分布）。一半以上面积可达的区县算作可达。</translation>
    </message>
    <message>
        <location filename="../algorithms/hour_reach.py" line="75"/>
        <source>Straight-line speed, of every place (km/h)</source>
        <translation>各地点的直线速度（km/h）</translation>
    </message>
    <message>
        <location filename="../gui/plan/header.py" line="70"/>
        <source>Circles: discs of the published radius</source>
        <translation>圈层：公布半径的大地圆</translation>
    </message>
    <message>
        <location filename="../gui/plan/header.py" line="71"/>
        <source>Circles: lists of units</source>
        <translation>圈层：区县名单</translation>
    </message>
    <message>
        <location filename="../gui/plan/header.py" line="72"/>
        <source>Circles: discs and lists</source>
        <translation>圈层：大地圆与区县名单</translation>
    </message>
    <message>
        <location filename="../gui/timeline/dock.py" line="84"/>
        <source>The year before</source>
        <translation>前一年</translation>
    </message>
    <message>
        <location filename="../gui/timeline/dock.py" line="85"/>
        <source>The next year</source>
        <translation>后一年</translation>
    </message>
    <message>
        <location filename="../gui/timeline/dock.py" line="188"/>
        <source>Hold</source>
        <translation>暂停</translation>
    </message>
    <message>
        <location filename="../gui/plan/header.py" line="73"/>
        <source>Circles: not drawn</source>
        <translation>圈层：不显示</translation>
    </message>
    <message>
        <location filename="../gui/plan/tree_model.py" line="259"/>
        <source>The shape is {percent} % of what was published</source>
        <translation>图形为公布数的 {percent} %</translation>
    </message>
    <message>
        <location filename="../algorithms/relocation_summary.py" line="93"/>
        <source>Single relocations</source>
        <translation>各项疏解</translation>
    </message>
    <message>
        <location filename="../layers/flows.py" line="130"/>
        <source>Width: {number}; widest {most}; thin where not known</source>
        <translation>线宽：{number}，最宽 {most}；不详者为细线</translation>
    </message>
    <message>
        <location filename="../messages.py" line="557"/>
        <source>Switched off in the layer tree, so that the result can be seen: {names}</source>
        <translation>为看清结果，已在图层树中关闭：{names}</translation>
    </message>
</context>
</TS>
