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
    # air_footprints
    "footprints-bad-limit": (
        "限值 {found} 不可用。", "限值应大于 0，单位与栅格相同。",
        "The limit {found} cannot be used.", "A limit is above 0, in the unit of the raster."),
    "footprints-bad-area": (
        "最小面积 {found} km² 不可用。", "应为 0 或更大的数；留空则为 4 个像元。",
        "The smallest area {found} km² cannot be used.", "It is 0 or more; leave it empty for four cells."),
    "footprints-bad-radius": (
        "平滑半径 {found} km 不可用。", "应为 0（不平滑）到 1000 km。",
        "The radius {found} km of smoothing cannot be used.", "It is 0 (none) to 1000 km."),
    "footprints-no-item": (
        "栅格 {layer} 的污染物为 {pollutant}、平均时间为 {averaging}，标准中没有相应的限值。",
        "请注明污染物与平均时间，或直接给出限值。",
        "The raster {layer} is of pollutant {pollutant}, averaged by {averaging}: no standard has a limit for that.",
        "Name the pollutant and the averaging time, or give a limit of your own."),
    "footprints-no-limit": (
        "标准 {standard} 中 {item} 没有等级为 {grade} 的限值，现有：{grades}。", "请选择其中一个等级，或直接给出限值。",
        "The standard {standard} has no limit of grade {grade} for {item}; it has: {grades}.",
        "Choose one of these, or give a limit of your own."),
    "footprints-no-values": (
        "栅格 {layer} 的所有日期都没有值。", "请检查无数据值，或选择别的栅格。",
        "The raster {layer} has no value on any date.", "Check its no-data value, or choose another raster."),
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
    # air_import
    "air-no-files": (
        "没有选择文件。", "请选择至少一个网格文件或站点表格。",
        "No file was chosen.", "Choose a file of a grid or a table of stations, or several."),
    "air-file-type": (
        "不认识文件 {path} 的类型。", "网格应为 {grids}，站点表格应为 {tables}；压缩包请先解压。",
        "The type of the file {path} is not known.",
        "Grids are {grids}; tables of stations are {tables}. Unpack archives first."),
    "air-mixed-files": (
        "{first} 与 {other} 一个是网格、一个是站点表格。", "请分两次导入。",
        "Of {first} and {other} one is a grid, the other a table of stations.", "Import them one after the other."),
    "air-no-destination": (
        "这些文件导入后是 {what}，但没有给出它的输出文件。",
        "网格请填写“浓度（来自网格）”，站点和城市的表格请填写“监测数据（来自表格）”。",
        "These files become a {what}, but no file was given for it.",
        "Fill in 'Concentrations (of grids)', or 'Observations (of tables)'."),
    "air-unreadable": (
        "无法读取 {path}：{reason}。", "文件可能不完整或已损坏；请重新下载，并核对文件大小。",
        "{path} cannot be read: {reason}.", "It may be incomplete or damaged: download it again and compare its size."),
    "air-no-variable": (
        "{path} 中没有可用的浓度变量，现有：{found}。", "变量应为数，并有经度和纬度两个维度。",
        "{path} holds no variable of concentrations; it has: {found}.",
        "A variable holds numbers along longitude and latitude."),
    "air-several-variables": (
        "{path} 中有多个变量：{variables}。", "请在“变量”中写明一个，或选择“污染物”。",
        "{path} holds several variables: {variables}.", "Name one under 'Variable', or choose the 'Pollutant'."),
    "air-unknown-variable": (
        "{path} 中没有变量“{variable}”，现有：{variables}。", "请选择其中之一。",
        "{path} has no variable '{variable}'; it has: {variables}.", "Choose one of these."),
    "air-no-pollutant": (
        "看不出 {path} 的变量“{found}”是哪种污染物。", "请选择“污染物”。",
        "Which pollutant the variable '{found}' of {path} is cannot be told.", "Choose the 'Pollutant'."),
    "air-curvilinear": (
        "{path} 的经纬度是二维的（轨道或曲线网格），不是规则网格。", "请使用该产品的规则经纬度网格版本，或先重采样。",
        "Longitude and latitude of {path} have two dimensions (a swath or curved grid): no regular grid.",
        "Use the product's version on a regular grid, or resample it first."),
    "air-uneven": (
        "{path} 的坐标间距不均匀，不是规则网格。", "请先重采样到等间距的网格。",
        "The coordinates of {path} are not evenly spaced: no regular grid.", "Resample it to even steps first."),
    "air-no-crs": (
        "{path} 没有坐标系，坐标（{found}）也不是经纬度。", "请在 QGIS 中“指定投影”后再导入。",
        "{path} has no CRS, and its coordinates ({found}) are not degrees.",
        "Assign its projection in QGIS, then import it."),
    "air-no-date": (
        "看不出 {path} 的日期（{count} 个时次）：没有时间轴，文件名中也没有可用的日期。",
        "请在“日期”中写明第一个时次，如 2020、2020-01 或 2020-01-31。",
        "The dates of {path} ({count} slices) cannot be told: no time axis, and no date in its name that fits.",
        "Give that of the first slice under 'Date': 2020, 2020-01 or 2020-01-31."),
    "air-no-averaging": (
        "看不出 {path} 是小时、日、月还是年均值。", "请选择“每个值是下列时段的平均”。",
        "Whether {path} holds means of hours, days, months or years cannot be told.",
        "Say so under 'Each value is the mean of'."),
    "air-bad-date": (
        "日期“{found}”无法识别。", "请写成 2020、2020-01、2020-01-31 或 2020-01-31 05:00。",
        "The date '{found}' cannot be read.", "Write 2020, 2020-01, 2020-01-31 or 2020-01-31 05:00."),
    "air-no-unit": (
        "{path} 没有说明单位。", "请在“单位”中写明，如 µg/m³ 或 kg/m³。",
        "{path} does not state its unit.", "Give it under 'Unit': µg/m³ or kg/m³, say."),
    "air-unknown-unit": (
        "{path} 的单位“{found}”不是质量浓度。",
        "应为 µg/m³、mg/m³、kg/m³ 等；柱浓度和 ppb 不能换算，若标注有误，请在“单位”中写明。",
        "The unit '{found}' of {path} is no mass in a volume.",
        "Expected were µg/m³, mg/m³, kg/m³ and the like; columns and ppb cannot be converted. If the label is wrong, "
        "give the right one under 'Unit'."),
    "air-implausible": (
        "{path} 的中位数是 {median} {unit}，空气中不会这样（应在 {least} 到 {most} 之间）："
        "单位很可能差了一千倍或更多。",
        "请核对单位（kg/m³ 与 µg/m³ 常被混淆），在“单位”中写明。",
        "The median of {path} is {median} {unit}, which no air has ({least} to {most} is believed): most likely the "
        "unit is wrong by a thousand or more.",
        "Look the unit up (kg/m³ is often taken for µg/m³) and give it under 'Unit'."),
    "air-all-nodata": (
        "{path} 等文件的 {count} 个时次全部没有数据。", "请检查范围和缺测值，或选择其他文件。",
        "None of the slices of {path} and the others ({count}) has any data.",
        "Look at the extent and the fill value, or choose other files."),
    "air-all-negative": (
        "{path} 等文件的浓度全为负值（{count} 个），没有一个可用。",
        "请检查是否选错了变量，或比例、偏移和缺测值有误。",
        "All concentrations of {path} and the others are negative ({count}): none can be used.",
        "Look whether it is the right variable, and at its scale, offset and fill value."),
    "air-outside-region": (
        "{path} 的范围（{found}）与京津冀不相交。", "请选择覆盖本区域的文件，或把“范围”设为“全部”。",
        "{path} ({found}) does not reach Jing-Jin-Ji.",
        "Choose a file of the region, or set 'Extent' to 'All there is'."),
    "air-files-same-date": (
        "{first} 与 {other} 都是 {date}。", "同一时次只应有一个文件；请去掉重复的。",
        "{first} and {other} are both of {date}.", "There should be one file a date: leave the double one out."),
    "air-no-cells": (
        "{path} 的格网坐标无法确定：{found}。",
        "表中应有经度和纬度两列，或在“格点表格的格网文件”中给出带编号和坐标的格网。",
        "Where the cells of {path} are cannot be told: {found}.",
        "The table has columns of longitude and latitude, or a file under 'Cells of a table of cells' has the cells' "
        "identifiers and coordinates."),
    "air-no-times": (
        "{path} 中没有日期或时间列，现有：{found}。", "应有 date 与 hour，或 time（日期、小时、时间）列。",
        "{path} has no column of dates or times; it has: {found}.", "Expected were date and hour, or time."),
    "air-bad-times": (
        "{path} 中多数行（{count} 行）的日期或小时无法识别：{found}。",
        "请检查列的顺序和日期写法（20240131 或 2024-01-31，小时 0 到 23）。",
        "Most rows of {path} ({count}) have a date or hour that cannot be read: {found}.",
        "Check the order of the columns and how dates are written (20240131 or 2024-01-31, hours 0 to 23)."),
    "air-no-items": (
        "{path} 中没有可用的污染物，现有：{found}。", "应有 PM2.5、PM10、SO2、NO2、O3、CO 中的一种。",
        "{path} has no pollutant that is known; it has: {found}.",
        "Expected was one of PM2.5, PM10, SO2, NO2, O3 and CO, or more."),
    "air-no-places": (
        "{path} 中没有站点或城市列，现有：{found}。", "应有站点编码、站点名称或城市列。",
        "{path} has no column of stations or cities; it has: {found}.",
        "Expected was a column with the code or name of a station, or a city."),
    "air-no-values": (
        "{path} 等文件中没有任何浓度值。", "请检查缺测写法，或选择其他文件。",
        "{path} and the other files hold no value at all.",
        "Look at how missing values are written, or choose others."),
    "air-stations-columns": (
        "站点清单 {path} 缺少编码、经度或纬度列，现有：{found}。", "应有监测点编码、经度、纬度三列。",
        "The list of stations {path} lacks a column of codes, longitudes or latitudes; it has: {found}.",
        "Expected were code, lon and lat."),
    "air-stations-no-match": (
        "{path} 的站点（{found}）都不在站点清单的区域内。",
        "请核对站点清单的编码，或把“范围”设为“全部”。",
        "None of the stations of {path} ({found}) is in the list of stations or in the region.",
        "Compare the list's codes, or set 'Extent' to 'All there is'."),
    # air_interpolate
    "unknown-pollutant": (
        "{path} 没有污染物“{wanted}”的数值，只有 {known}。", "请从中选择。",
        "{path} has no values of the pollutant '{wanted}', only of {known}.", "Choose one of them."),
    "several-pollutants": (
        "{path} 有多种污染物（{known}），没有说明要哪一种。", "请选择其中一种。",
        "{path} holds several pollutants ({known}), and none was chosen.", "Choose one of them."),
    "bad-date": (
        "“{found}”不是日期。", "请写成 2014、2014-01 或 2014-01-31。",
        "'{found}' is no date.", "Write 2014, 2014-01 or 2014-01-31."),
    "no-dates": (
        "{path} 在 {first} 至 {last} 之间没有数据，其数据为 {found}。", "请改正起止日期，或留空以取全部。",
        "{path} has nothing between {first} and {last}; what it has is of {found}.",
        "Correct the dates, or leave them empty for all of it."),
    "few-stations": (
        "{path} 只有 {count} 个位置不同且有数据的站点，插值至少需要 {least} 个。",
        "请使用站点更多的数据，或放宽距离与日期。",
        "{path} has {count} stations with values at places of their own; to interpolate takes {least} at least.",
        "Use data of more stations, or widen the distance or the dates."),
    "stations-outside": (
        "{path} 的 {count} 个站点离范围都超过 {distance} 千米。", "请检查站点的坐标，或选择它们所在的范围。",
        "All {count} stations of {path} are farther than {distance} km from the area.",
        "Check their coordinates, or choose the area that they are in."),
    "flat-elevation": (
        "{path} 的站点高程相同（{found} 米），无法以高程作漂移。", "请改用普通克里金，或检查高程栅格。",
        "All stations of {path} lie at the same elevation ({found} m): it cannot be a drift.",
        "Use ordinary kriging, or check the raster of elevations."),
    "bad-cell": (
        "像元大小为 {found}°，应大于 0 且不超过 {most}°。", "请改正，例如 0.05。",
        "The cells are {found}°; expected was more than 0 and at most {most}°.", "Correct it, to 0.05 for example."),
    "grid-too-fine": (
        "像元为 {cell}° 时共有 {cells} 个像元，最多 {most} 个。", "请加大像元，或缩小范围。",
        "Cells of {cell}° would be {cells} in all; {most} is the most.", "Use larger cells, or a smaller area."),
    "area-without-cells": (
        "范围内没有一个 {cell}° 像元的中心。", "请减小像元。",
        "No centre of a cell of {cell}° lies in the area.", "Use smaller cells."),
    "bad-power": (
        "反距离的幂为 {found}，应大于 0 且不超过 {most}。", "通常取 2。",
        "The power of the inverse distance is {found}; expected was more than 0 and at most {most}.",
        "2 is the usual one."),
    "bad-max-distance": (
        "最大距离为 {found} 米，应大于 0 且不超过 {most} 米。", "请改正，例如 75000。",
        "The greatest distance is {found} m; expected was more than 0 and at most {most} m.",
        "Correct it, to 75000 for example."),
    # air_aqi and air_exceedance
    "one-air-source": (
        "应给出观测图层或浓度栅格，二者取一。", "请只选择其中一种。",
        "Either a layer of observations or rasters of concentrations are needed, not both and not none.",
        "Choose one of the two."),
    "cells-no-raster": (
        "逐像元的结果需要浓度栅格。", "请选择栅格，或清空逐像元结果的输出文件。",
        "A result by cell needs rasters of concentrations.", "Choose rasters, or leave the output of cells empty."),
    "names-for-rasters": (
        "有 {count} 个栅格，却给出了 {found} 种污染物。", "每个栅格对应一种污染物，顺序相同；栅格带有标记时可不填。",
        "There are {count} rasters and {found} pollutants.",
        "Name one pollutant for each raster, in their order, or none where the rasters say it themselves."),
    "raster-no-pollutant": (
        "栅格 {path} 没有说明是哪种污染物。", "请给出：{known}。",
        "The raster {path} does not say which pollutant it holds.", "Name it: one of {known}."),
    "raster-no-date": (
        "栅格 {path} 没有说明日期或平均时间。", "请先用“导入大气数据”读入它，并给出日期。",
        "The raster {path} does not say its dates or what its values are means of.",
        "Bring it in with 'Import air data' first, and give the date there."),
    "no-city": (
        "{path} 中没有城市名称，无法按城市汇总。", "请填写字段 city，或按站点计算。",
        "{path} has no names of cities to put stations together by.", "Fill the field city, or compute by place."),
    "bad-weights": (
        "权重 {name} = {found} 不可用。", "权重应为不小于 0 的数，污染物为 {known} 之一。",
        "The weight {name} = {found} is of no use.", "A weight is a number from 0 on; pollutants are {known}."),
    "aqi-no-pollutants": (
        "{path} 中没有可计算指数的污染物；有：{found}。", "需要以下之一：{expected}。",
        "{path} holds no pollutant that has an index; it has {found}.", "One of these is needed: {expected}."),
    "nothing-to-index": (
        "没有可写入 {path} 的结果：所给数据既不能计算 AQI，也不能计算综合指数。", "请使用日均值；小时值可计算 AQI。",
        "There is nothing to write into {path}: the data give neither an AQI nor a composite index.",
        "Use daily values; hourly ones give an AQI."),
    "exceedance-hours": (
        "{path} 是小时值；达标评价使用日值或月值。", "请先用“导入大气数据”汇总成日值。",
        "{path} holds hourly values; attainment is judged by days or months.",
        "Bring it in with 'Import air data' as days first."),
    "bad-day": (
        "“{found}”不是某一天的日期。", "请写成 2015-01-31。",
        "'{found}' is not the date of a day.", "Write it as 2015-01-31."),
    "unknown-grade": (
        "标准 {standard} 没有等级“{grade}”。", "可用等级：{known}。",
        "The standard {standard} has no grade '{grade}'.", "Its grades are: {known}."),
    "no-pollutant": (
        "没有名为“{found}”的污染物。", "可用：{known}。",
        "There is no pollutant '{found}'.", "They are: {known}."),
    # airsheds
    "two-inputs": (
        "同时给出了栅格和观测数据。", "请只选其中一种。",
        "Both rasters and observations were given.", "Choose one of them."),
    "bad-max-cells": (
        "像元数上限为 {found}，应在 10 至 {most} 之间。", "通常取 2000。",
        "The most cells that are compared are {found}; expected was 10 to {most}.", "2000 is the usual number."),
    "bad-k": (
        "大气流域的个数为 {found}，应为不小于 2 的整数。", "请改正，或留空由轮廓系数决定。",
        "The number of airsheds is {found}; expected was a whole number from 2 on.",
        "Correct it, or leave it empty: then the silhouette decides."),
    "bad-k-max": (
        "大气流域的最多个数为 {found}，应在 2 至 {most} 之间。", "通常取 8。",
        "The greatest number of airsheds is {found}; expected was 2 to {most}.", "8 is the usual one."),
    "raster-outside-area": (
        "栅格 {path} 与范围 {area} 没有重叠。", "请选择栅格所在的范围，或留空。",
        "The raster {path} does not touch the area {area}.", "Choose an area that the raster covers, or none."),
    "members-blank": (
        "{path} 在范围内没有任何数值。", "请检查无数据值，或选择另一个范围。",
        "{path} has no value at all in the area.", "Check its no-data value, or choose another area."),
    "members-nowhere": (
        "{path} 的站点都没有坐标。", "请使用带几何的观测图层。",
        "No station of {path} has coordinates.", "Use a layer of observations with geometry."),
    "few-dates": (
        "{path} 只有 {count} 个日期，比较变化至少需要 {least} 个。", "请使用更长的序列。",
        "{path} has {count} dates; to compare how series move takes {least} at least.", "Use a longer series."),
    "season-undated": (
        "{path} 的波段没有日期，无法去除季节。", "请先用“导入空气数据”赋予日期，或不去除季节。",
        "The bands of {path} have no dates: the season cannot be removed.",
        "Import the rasters with their dates first, or leave the season in."),
    "few-members": (
        "{path} 只有 {count} 个可比较的序列，至少需要 {least} 个。", "请使用站点或像元更多的数据。",
        "{path} has {count} series that can be compared; expected were {least} or more.",
        "Use data of more stations or cells."),
    # air_zonal
    "air-apart": (
        "栅格 {raster} 与分区图层 {zones} 没有重叠。", "请检查二者的坐标系与范围；选择覆盖这些分区的栅格。",
        "The raster {raster} and the zones {zones} do not meet anywhere.",
        "Check the CRS and the extent of both; choose a raster that covers the zones."),
    "air-all-no-data": (
        "栅格 {raster} 在所有分区内都没有数据。", "请检查栅格的无数据值、波段与日期。",
        "The raster {raster} has no value in any of the zones.", "Check its no-data value, its band and its date."),
    "bad-percentile": (
        "百分位数“{found}”不在 0 到 100 之间。", "请给出 0 到 100 之间的数，例如 5, 50, 95。",
        "The percentile '{found}' is not between 0 and 100.", "Give numbers from 0 to 100, such as 5, 50, 95."),
    "two-populations": (
        "同时给出了人口栅格和人口图层。", "请只留其中一个。",
        "A population raster and a population layer were both given.", "Keep one of them."),
    "no-population-field": (
        "没有指明图层 {path} 的人口字段。", "请选择该图层中记有人数的字段。",
        "No field of people was named in the layer {path}.", "Choose the field that holds the number of people."),
    "not-people": (
        "图层 {path} 的字段“{field}”中没有人数。", "请选择数值字段，其值不小于 0。",
        "The field '{field}' of the layer {path} holds no number of people.",
        "Choose a field of numbers that are not negative."),
    "negative-people": (
        "人口栅格 {path} 中有不同的负值（{found}）。", "应为每个像元的人数；请检查是否选错了栅格，或为它设定无数据值。",
        "The population raster {path} holds negative values ({found}).",
        "Expected were people per cell; check the raster, or set its no-data value."),
}
NOTES: dict[str, tuple[str, str]] = {
    "standards-straddle": (
        "{period} 跨越两个标准（{standards}），两者都已列出；请按用途选用",
        "{period} lies under two standards ({standards}): both are given, choose the one that your report needs"),
    "air-demonstration": (
        "{layer} 是演示数据：由 13 个城市的月均值得来，不能代表区县",
        "{layer} is a demonstration: made from monthly means of 13 cities, it says nothing of single counties"),
    "air-date-of-name": (
        "{layer} 等 {count} 个栅格自身没有日期，按文件名取：{dates}；若不对，请填写日期",
        "{layer}: rasters without a date of their own, which is taken from their names: {count} ({dates}); give the "
        "date if that is wrong"),
    # observations of air
    "obs-negative": (
        "{path}：{field} 有 {count} 个负值（最低 {lowest}），按无数据处理",
        "{path}: negative values of {field} count as no data: {count}, the lowest {lowest}"),
    # air_import
    "air-band": ("写入第 {done} / {total} 个时次", "writing slice {done} of {total}"),
    "air-findings-more": ("另有 {count} 条说明，见导入日志", "and {count} more, in the import log"),
    "air-unpacked": (
        "{file}：变量 {variable} 是压缩存储的，已按比例 {scale}、偏移 {offset} 还原",
        "{file}: the variable {variable} is packed; unpacked with scale {scale} and offset {offset}"),
    "air-crs-assumed": (
        "{file}：没有坐标系，坐标是经纬度，按 EPSG:4326 处理",
        "{file}: no CRS is stated; the coordinates are degrees and taken for EPSG:4326"),
    "air-turned": (
        "{file}：栅格自南向北存储，已翻转为北向上", "{file}: the rows go from south to north; turned north-up"),
    "air-wrapped": (
        "{file}：经度为 0 到 360 度，已换成 −180 到 180 度",
        "{file}: longitudes go to 360; brought into −180 … 180"),
    "air-local-time": (
        "{file}：时间轴按世界时（UTC）处理，已换成北京时间（+8 小时）",
        "{file}: the time axis is taken for UTC and put into local time (+8 h)"),
    "air-level": (
        "{file}：维度 {dimension} 有 {of} 层，只取 {chosen}",
        "{file}: of {of} along {dimension} only {chosen} is read"),
    "air-not-read": (
        "{file}：读取变量 {variable}，未读取 {others}", "{file}: the variable {variable} is read, not {others}"),
    "air-fill": ("{file}：{count} 个值是填充值（{value}），按无数据处理",
                 "{file}: fill values ({value}) count as no data: {count}"),
    "import-negative": (
        "{file}：{count} 个负浓度，按无数据处理", "{file}: negative concentrations count as no data: {count}"),
    "air-masked": (
        "{file}：{count} 个值超过 {product} 产品的上限 {most}，按无数据处理",
        "{file}: values above {most}, which {product} masks, count as no data: {count}"),
    "air-zeros": (
        "{file}：{count} 个值正好为 0，可能是海面或无数据处的填充，已保留",
        "{file}: values that are exactly 0 are kept, though they may stand for sea or no data: {count}"),
    "air-empty-slice": ("{file}：{date} 全部无数据", "{file}: {date} has no data at all"),
    "air-implausible-kept": (
        "{file}：中位数 {median} {unit} 不合常理，已按所给单位保留",
        "{file}: a median of {median} {unit} is hard to believe; kept, as the unit was given"),
    "air-unit-assumed": (
        "{file}：没有说明单位，按 {product} 产品的 {unit} 处理",
        "{file}: no unit is stated; taken for {unit}, that of {product}"),
    "air-converted": (
        "{file}：单位 {unit} 换算为 {target}（× {factor}）", "{file}: converted from {unit} to {target} (× {factor})"),
    "air-cropped": (
        "{file}：裁剪到京津冀（{rows} × {columns} 个像元，原为 {of}）",
        "{file}: cut to Jing-Jin-Ji ({rows} × {columns} cells of {of})"),
    "import-cells": (
        "{file}：{count} 个格点排成 {rows} × {columns} 的网格",
        "{file}: cells ({count}) put on a grid of {rows} × {columns}"),
    "air-cells-unknown": (
        "{file}：{count} 行的格网编号不在格网文件中，未使用",
        "{file}: rows whose cell is not in the file of cells: {count}"),
    "air-text-values": (
        "{file}：{column} 列有 {count} 个值不是数（{values}），按无数据处理",
        "{file}: in the column {column} texts count as no data: {count} ({values})"),
    "air-separator": ("{file}：以“{separator}”分隔", "{file}: the separator is '{separator}'"),
    "air-lines-too-long": (
        "{file}：{count} 行的列数不对，未读取", "{file}: lines with too many columns, not read: {count}"),
    "air-encoding": ("{file}：按 {encoding} 编码读取", "{file}: read as {encoding}"),
    "air-sheet": ("{file}：读取工作表 {sheet}，未读取 {others}", "{file}: the sheet {sheet} is read, not {others}"),
    "air-rows-without-time": (
        "{file}：{count} 行的时间无法识别，未使用", "{file}: rows whose time cannot be read, not used: {count}"),
    "air-rows-without-place": (
        "{file}：{count} 行没有站点，未使用", "{file}: rows without a station, not used: {count}"),
    "air-types-ignored": ("{file}：未使用的类型：{types}", "{file}: types not used: {types}"),
    "air-columns-ignored": ("{file}：未使用的列：{columns}", "{file}: columns not used: {columns}"),
    "air-places-empty": (
        "{file}：{count} 个地点没有任何数值，其行为空：{codes}",
        "{file}: places without any value, whose rows are empty: {count} ({codes})"),
    "air-columns-double": (
        "{file}：有重名的列（{columns}），只读第一个",
        "{file}: of columns with one name ({columns}) the first is read"),
    "air-double-hours": (
        "{file}：有 {count} 个重复时次（{items}；如 {example}），只取第一个；其中数值不同的 {differ} 个",
        "{file}: times that are there twice ({items}; {count}, e.g. {example}) count once, the first; differing "
        "values: {differ}"),
    "air-ozone-of-8h": (
        "{file}：日、月、年数据的“{column}”按日最大 8 小时平均（O₃-8h）读取；若是 1 小时值，请把列名改为 O3_1h",
        "{file}: in a table of days, months or years '{column}' is taken for the daily maximum of 8 hours (O₃-8h); if "
        "it is that of 1 hour, rename it O3_1h"),
    "air-hours-end": (
        "{file}：小时以结束时刻命名（1 到 24 时），24 时属于当天",
        "{file}: hours are named by their end (1 to 24); 24:00 belongs to the day before midnight"),
    "air-too-few-hours": (
        "{file}：{item} 有 {count} 个站日有效小时（臭氧为 8 小时均值）不足 {needed} 个，不出日值，见“有效小时不足”表",
        "{file}: days of {item} with fewer than {needed} valid hours (ozone: means of 8 hours) have no value: {count}, "
        "listed in 'Too few hours'"),
    "air-too-few-days": (
        "{file}：{item} 有 {count} 个站月有效天数不足 {needed} 天，不出月值，见“有效小时不足”表",
        "{file}: months of {item} with fewer than {needed} valid days have no value: {count}, listed in "
        "'Too few hours'"),
    "air-coarser": (
        "{file}：数据已是 {averaging} 均值，保持不变",
        "{file}: the values are means of a {averaging} already, and stay so"),
    "air-lonlat-swapped": (
        "{file}：经度和纬度两列互换了，已换回", "{file}: longitude and latitude are in each other's column; put right"),
    "air-stations-unplaced": (
        "{file}：{count} 个站点没有可用坐标，未使用：{codes}",
        "{file}: stations without usable coordinates, left out: {count} ({codes})"),
    "air-stations-double": (
        "{file}：{count} 个站点编码重复，只取第一个：{codes}",
        "{file}: station codes that are there twice count once, the first: {count} ({codes})"),
    "air-stations-outside": (
        "{file}：清单中 {count} 个站点不在京津冀范围内，未使用",
        "{file}: stations of the list outside Jing-Jin-Ji, left out: {count}"),
    "air-stations-unknown": (
        "{file}：{count} 个站点不在站点清单中，未使用：{codes}",
        "{file}: stations that the list does not have, left out: {count} ({codes})"),
    "air-no-station-list": (
        "{file}：没有站点清单，结果是没有位置的表",
        "{file}: without a list of stations the result is a table without places"),
    "air-outlines-simplified": (
        "{file}：时次多，城市轮廓已简化（约 1 千米），面积量算请用规划单元",
        "{file}: with so many dates the cities' outlines are simplified (about 1 km); measure areas on the units"),
    "air-cities-unknown": (
        "{file}：{count} 个名称不是京津冀 13 市，未使用：{names}",
        "{file}: names that are none of the 13 cities, left out: {count} ({names})"),
    # air_zonal
    "air-slices": ("统计第 {done} 期，共 {total} 期", "slice {done} of {total}"),
    # air_footprints
    "footprints": ("超标范围 {date}（{done}/{total}）", "footprints {date} ({done} of {total})"),
    "footprints-compared-only": (
        "{layer} 是月均值，标准没有月限值：以年均限值判断，仅供比较",
        "{layer} holds monthly means, for which no standard has a limit: judged by the annual one, for "
        "comparison only"),
    "footprints-limit-changes": (
        "自 {date} 起限值由 {before} 变为 {limit} {unit}：范围的变化部分来自限值",
        "from {date} the limit is {limit} {unit} instead of {before}: some of what changes is the limit"),
    "footprints-none": (
        "{layer} 没有任何日期的浓度超过限值（{limit} {unit}）：结果为空",
        "on no date is {layer} above the limit ({limit} {unit}): the result is empty"),
    "footprints-none-on": (
        "{count} 个日期没有超标范围（首个：{date}）", "{count} dates have no footprint (the first: {date})"),
    "footprints-no-data-on": (
        "{count} 个日期没有任何值（首个：{date}），其面积为空",
        "{count} dates have no value at all (the first: {date}); their area is left empty"),
    "footprints-one-date": (
        "{layer} 只有一个日期：没有变化可言", "{layer} has one date only: there is no movement"),
    "footprints-gaps": (
        "{count} 对日期之间有间隔（首个在 {date} 之前）：仍作比较，字段 gap_days 给出间隔天数",
        "{count} pairs of dates have a gap between them (the first before {date}): they are compared, gap_days says "
        "how long it is"),
    "footprints-gaps-skipped": (
        "{count} 对日期之间有间隔（首个在 {date} 之前）：未作比较",
        "{count} pairs of dates have a gap between them (the first before {date}): they are not compared"),
    "footprints-dropped": (
        "略去 {count} 个过小的范围（小于{smallest}，共 {area_km2} km²）",
        "{count} footprints below {smallest} are left out ({area_km2} km² in all)"),
    "footprints-filled": (
        "填补 {count} 个过小的空洞（小于{smallest}，共 {area_km2} km²）",
        "{count} holes below {smallest} are filled ({area_km2} km² in all)"),
    "footprints-undated": (
        "{layer} 没有日期：无法按日期选择标准，所有国家标准都已列出",
        "{layer} has no date by which to choose a standard: all national ones are given"),
    "footprints-places-overlap": (
        "图层 {layer} 的面互相重叠 {area_m2} m²：占比之和可能超过 1",
        "the polygons of {layer} overlap by {area_m2} m²: shares may sum to more than 1"),
    "footprints-off-grid": (
        "图层 {layer} 与栅格没有重叠：占比为空",
        "{layer} and the raster do not meet: it has no share of any footprint"),
    "air-zones-off": ("有 {count} 个分区不在栅格 {raster} 上，没有数值",
                      "{count} zones lie off the raster {raster} and have no value"),
    "air-few-cells": ("有 {count} 个分区的有效像元数少于 4：其数值主要反映网格而非分区（见“像元过少”）",
                      "{count} zones have fewer than 4 effective cells: their values tell more of the grid than of "
                      "the zone ('Too few cells')"),
    "air-negative": ("栅格 {raster} 中有负浓度（最低 {value}）：原样保留，参与统计",
                     "the raster {raster} has negative concentrations (down to {value}): kept as they are"),
    "air-implausible": ("栅格 {raster} 的平均浓度最高为 {value} {unit}，不合常理：请检查单位（kg、mg 还是 µg）",
                        "the highest mean of the raster {raster} is {value} {unit}, which cannot be: check the "
                        "unit (kg, mg or µg)"),
    "air-no-limits": ("标准中没有 {pollutant} 在这一平均时间的限值：不计算超标比例",
                      "the standard has no limit for {pollutant} as a mean over such a time: no share above a limit is "
                      "told"),
    "air-no-kind": ("栅格没有说明污染物或平均时间，不算超标比例：请在高级参数“污染物”和“每个值是下列时段的平均”中选定",
                    "the raster does not say its pollutant or its averaging time, so no share above a limit is told: "
                    "choose them in the advanced parameters 'Pollutant' and 'Each value is the mean of'"),
    "air-compared": ("月均值没有自己的限值：与年平均限值比较，仅供参考",
                     "a month has no limit of its own: the annual one stands beside it, for comparison only"),
    "air-undated": ("栅格没有日期：列出各版国家标准的限值，请按数据的日期取用",
                    "the raster has no date: the limits of every national standard are listed, take those of its date"),
    "people-missing": ("图层 {layer} 的字段“{field}”有 {count} 个空值或负值：按 0 人计",
                       "{count} values of '{field}' in the layer {layer} are empty or negative: they count as 0"),
    "people-fill": ("人口栅格 {layer} 未声明无数据值，其中的 {value} 按无数据处理",
                    "the population raster {layer} declares no no-data value: {value} is taken for it"),
    "people-differ": ("人口来源有 {source} 人，落到浓度网格上为 {grid} 人（相差 {share}）",
                      "the population's source has {source} people, on the grid there are {grid} ({share})"),
    "people-short": ("人口栅格没有覆盖分区面积的 {share}（涉及 {count} 个分区，其中 {none} 个完全在栅格之外）："
                     "那里的人口未计入，见“人口数据覆盖”",
                     "the population raster does not reach {share} of the zones' area (zones: {count}, of which wholly "
                     "outside: {none}): nobody is counted there, see 'People known'"),
    "people-none": ("各分区内没有人口：人口图层与分区不重叠，或全为 0",
                    "nobody lives in the zones: the population does not meet them, or is 0"),
    # air_interpolate
    "interpolating": ("正在插值：{done} / {total}", "interpolating: {done} of {total}"),
    "stations-nowhere": (
        "{layer}：{count} 个站点没有坐标，未使用", "{layer}: stations without coordinates are not used: {count}"),
    "stations-silent": (
        "{layer}：{count} 个站点没有任何数值，未使用", "{layer}: stations without any value are not used: {count}"),
    "stations-at-one-place": (
        "{layer}：{count} 个站点位于 {places} 个相同的位置，各取其平均",
        "{layer}: {count} stations are at {places} places; those at one place are averaged"),
    "stations-far": (
        "{layer}：{count} 个站点离范围超过 {distance} 千米，未使用",
        "{layer}: stations farther than {distance} km from the area are not used: {count}"),
    "stations-no-elevation": (
        "{layer}：{count} 个站点处没有高程，未使用",
        "{layer}: stations where no elevation is known are not used: {count}"),
    "field-far": (
        "范围中有 {percent} % 离所有站点超过 {distance} 千米，留空",
        "{percent} % of the area is farther than {distance} km from every station, and blank"),
    "field-no-elevation": ("{count} 个像元没有高程，留空", "cells without an elevation are blank: {count}"),
    "field-elevation-held": (
        "有值像元中最多 {percent} % 的高程超出站点的高程范围，其漂移取范围端点的值，不作外推",
        "up to {percent} % of the cells lie outside the stations' range of elevation: there the drift is that of the "
        "range's end, not extrapolated"),
    "field-elevation-blank": (
        "最多 {percent} % 的像元高程超出站点的高程范围，留空",
        "up to {percent} % of the cells lie outside the stations' range of elevation, and are blank"),
    "field-clamped": (
        "{dates} 个日期中有估计值小于 0 的像元，已改为 0：共 {cells} 个，一个日期中最多 {most} 个",
        "on {dates} dates cells were estimated below 0 and are set to 0: {cells} in all, {most} at most on one date"),
    "field-few-stations": (
        "{count} 个日期有数值的站点不足 {least} 个，其波段为空：{dates}",
        "dates with values of fewer than {least} stations, whose bands are empty: {count} ({dates})"),
    "field-failed": (
        "{count} 个日期无法求解克里金，其波段为空：{example}",
        "dates whose kriging could not be solved, and whose bands are empty: {count} ({example})"),
    "field-no-gain": (
        "{all} 个日期中有 {count} 个，插值的留一误差不小于不用任何模型（其余站点的平均）：{dates}",
        "on {count} of {all} dates the left-out error is no smaller than without any model (the mean of the other "
        "stations): {dates}"),
    # air_aqi and air_exceedance
    "day-hours": (
        "{layer}：{count} 个日值不足 {hours} 小时，不作为有效日",
        "{layer}: {count} days have fewer than {hours} hours and are not valid"),
    "day-hours-kept": (
        "{layer}：{count} 行有污染物不足 {hours} 小时；已有的日值按有效处理",
        "{layer}: {count} rows have fewer than {hours} hours of a pollutant; the daily values that are there count as "
        "valid"),
    "zone-half-covered": (
        "有 {count} 个分区日期的有数据面积不足 {share}，没有计算均值",
        "values of zones with data on less than {share} of their area were left out: {count}"),
    "no-city-rows": (
        "{layer}：{count} 个站点没有城市名称，没有计入", "{layer}: {count} stations have no city and were left out"),
    "aqi-not-of-means": (
        "{layer} 是月值或年值：AQI 只由日值或小时值计算，这里没有 AQI",
        "{layer} holds means of a month or a year: an AQI is of a day or an hour, there is none here"),
    "aqi-beyond": (
        "有 {count} 个值超出指数上限（AQI 为空，不是 500）：{examples}",
        "beyond the index (the AQI is empty, not 500): {count}, e.g. {examples}"),
    "aqi-partial": (
        "{total} 行中有 {count} 行的 AQI 不是由六项污染物得出（缺 {missing}），可能偏低",
        "{count} of {total} AQIs come from fewer than the six pollutants (missing: {missing}) and may be too low"),
    "aqi-o3-1h": (
        "有 {count} 个 O₃ 8 小时值高于 800 µg/m³，应改用 1 小时值，但没有；O₃ 未计入",
        "{count} values of 8-hour ozone are above 800 µg/m³, where the 1-hour value is to be used and there is none; "
        "ozone was left out"),
    "aqi-so2-1h": (
        "有 {count} 个 SO₂ 1 小时值高于 800 µg/m³，HJ 633-2012 不用它计算指数",
        "{count} values of 1-hour SO₂ are above 800 µg/m³, of which HJ 633-2012 makes no index"),
    "aqi-hour-of-particles": (
        "HJ 633-2012 没有颗粒物的 1 小时分级，按 24 小时分级计算",
        "HJ 633-2012 has no breakpoints for an hour of particles: those of 24 hours were used"),
    "aqi-editions": (
        "数据跨越两版 AQI 规定（{editions}），每个值按其日期所属的一版计算",
        "the data lie under two editions of the AQI ({editions}); each value is by that of its date"),
    "composite-not-of-hours": (
        "{layer} 是小时值，没有计算综合指数", "{layer} holds hours: there is no composite index"),
    "composite-partial": (
        "综合指数缺少 {missing}，不能与六项齐全的指数比较",
        "the composite index lacks {missing} and does not compare with one of all six pollutants"),
    "cells-beyond": (
        "有 {count} 个像元值超出指数上限，写为 {value}", "cells beyond the index: {count}, written as {value}"),
    "cells-no-limit": (
        "{layer}：所选标准没有对应的限值，没有写出逐像元结果",
        "{layer}: the standard has no limit for these values; no cells were written"),
    "air-index-bands": ("计算第 {done}/{total} 个日期的指数", "index of date {done} of {total}"),
    "air-exceedance": ("统计第 {done}/{total} 个日期", "counting date {done} of {total}"),
    "air-statistics": ("统计 {count} 个地点", "statistics of {count} places"),
    "days-excluded": (
        "按要求剔除 {days} 天（{count} 个日值）的 {pollutants}；它们仍算作已监测的日子",
        "left out as asked: {days} days ({count} values) of {pollutants}; they still count as measured"),
    "excluded-days-only": (
        "{layer} 不是日值，无法剔除个别日期", "{layer} does not hold days: single dates cannot be left out"),
    "months-only": (
        "{layer} 不是日值：年均值按天数加权，没有百分位数；月值与年限值的比较仅供参考",
        "{layer} does not hold days: annual means are weighted by days, there are no percentiles, and months beside "
        "the annual limit are for comparison only"),
    "months-not-judged": (
        "{layer}：{pollutants} 没有年平均限值，由月值或年值不能评价，未列出",
        "{layer}: {pollutants} have no annual limit, are not judged from months or years, and are not in the result"),
    "straddle-figures": (
        "两个标准并列的年份：年均值、百分位数和 AQI 各级天数为全年的；超标天数、有效天数和最长连续超标"
        "只计各标准实施的日子",
        "in a year under two standards means, percentiles and the AQI's days are the whole year's; days above, valid "
        "days and the longest spell are those of the days under each standard"),
    "stations-as-cities": (
        "{layer}：{stations} 个站点已合为 {cities} 个城市评价；如需逐站评价，请把“结果按”改为每个站点",
        "{layer}: {stations} stations are judged as {cities} cities; for each station choose so under 'Result for'"),
    "gases-changed": (
        "自 {day} 起气态污染物浓度按 25 ℃ 状态（此前为标准状态）计：前后不严格可比",
        "since {day} gases are told at 25 °C (before, at 0 °C): values before and after do not strictly compare"),
    "places-silent": (
        "有 {count} 个地点没有任何有效值，不在结果中：{names}",
        "places without a single valid value are not in the result: {count}, e.g. {names}"),
    "places-incomplete": (
        "有 {count} 个地点年份的有效数据不足，已标出，不评价也不计入平均：{examples}",
        "too few valid values, marked, neither judged nor averaged: {count}, e.g. {examples}"),
    # airsheds
    "airsheds-grouping": ("正在对 {count} 个序列分组", "grouping {count} series"),
    "airsheds-coarsened": (
        "{layer}：为逐对比较，每 {side}×{side} 个像元取平均，得到 {cells} 个",
        "{layer}: averaged over {side} × {side} cells so that each can be compared with each: {cells} are left"),
    "airsheds-gappy": (
        "{layer}：{count} 个序列的有效日期不足 {percent} %，未参与分组",
        "{layer}: series with values on fewer than {percent} % of the dates are left out: {count}"),
    "airsheds-constant": (
        "{layer}：{count} 个序列没有变化，无相关可言，未参与分组",
        "{layer}: series that do not vary, and so move with nothing, are left out: {count}"),
    "airsheds-few-dates": (
        "只有 {count} 个日期：相关系数很不确定", "there are {count} dates only: the correlations are very uncertain"),
    "airsheds-apart": (
        "要求相邻时，数据分为 {count} 个互不相接的部分，大气流域不会少于此数",
        "airsheds must hang together, and the data are in {count} parts that do not touch: there are no fewer"),
    "airsheds-other-k": (
        "要求 {asked} 个大气流域，只能得到 {got} 个", "{asked} airsheds were asked for; {got} can be had"),
    "region-outside": (
        "政策区域 {region} 的 {all} 个城市中有 {count} 个不在数据范围内：{names}",
        "of the {all} cities of the policy region {region}, {count} lie outside the data: {names}"),
}
