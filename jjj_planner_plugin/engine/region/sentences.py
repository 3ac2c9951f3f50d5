"""The sentences of the region's tools, in both languages; engine/messages.py holds them with the others."""

from __future__ import annotations

ERRORS: dict[str, tuple[str, str, str, str]] = {

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
        "只有名称“{name}”而没有所在市；叫此名的：{places}",
        "the name '{name}' without its city; of that name there are: {places}"),
    "place-several": (
        "“{city}”有几处“{name}”：{places}", "'{city}' has several places called '{name}': {places}"),
    "place-city-unknown": ("不知道市“{city}”（“{name}”）", "the city '{city}' (of '{name}') is not known"),
    "place-not-there": ("“{city}”没有叫“{name}”的地方", "'{city}' has no place called '{name}'"),
    "place-name-unknown": ("没有叫“{name}”的地方", "there is no place called '{name}'"),
}
