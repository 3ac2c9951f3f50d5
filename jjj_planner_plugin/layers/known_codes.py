"""Names of places in place of their codes, as planners' tables have them: 武清区 → 120114."""

from __future__ import annotations

import re

from .parks import Jurisdiction, provinces_and_cities, units_by_code
from .schema import catalog
from .structure import Layers

CODE_FIELDS = ("adcode", "city", "province", "host_adcodes", "partner_adcodes")
SEVERAL = ("host_adcodes", "partner_adcodes")
"""Those of them that hold several codes."""
PARTED = re.compile(r"[,，、;；/\s]+")
ENDINGS = "省市区县"


class KnownCodes:
    """Codes by the names of the plan's places and of today's."""

    def __init__(self, layers: Layers) -> None:
        today = [Jurisdiction(row["adcode"], row["name_zh"], row["name_en"])
                 for row in catalog("data/plan_structure.json")["adcodes"]]
        self._codes: dict[str, set[str]] = {}
        self._bare: dict[str, set[str]] = {}
        for place in [*today, *provinces_and_cities(layers), *units_by_code(layers)]:
            for name in filter(None, (place.name_zh, place.name_en.lower())):
                self._codes.setdefault(name, set()).add(place.adcode)
            if len(place.name_zh) > 2 and place.name_zh[-1] in ENDINGS:
                self._bare.setdefault(place.name_zh[:-1], set()).add(place.adcode)

    def read(self, text: str, field: str) -> tuple[str | None, list[str]]:
        """The codes that the text of a field means, None for none; and the names that are none or several places'."""
        codes, unknown = [], []
        for part in filter(None, PARTED.split(text) if field in SEVERAL else [text.strip()]):
            code = part if part.isdigit() else self._code_of(part)
            if code:
                codes.append(code)
            else:
                unknown.append(part)
        return ",".join(codes) or None, unknown

    def _code_of(self, name: str) -> str:
        found = self._codes.get(name) or self._codes.get(name.lower()) or self._bare.get(name, set())
        whole = {code for code in found if f"{code[:2]}0000" not in found - {code}}  # 北京市 110100 is 110000
        return whole.pop() if len(whole) == 1 else ""
