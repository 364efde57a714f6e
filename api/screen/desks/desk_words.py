"""How values stand in a table, in a language: hours with their zone, words for codes."""

from dataclasses import dataclass
from datetime import datetime

from api.pages import TEXTS
from api.pages.filters import moment_in, written
from bot.engine.texts import catalogue, tell
from models.rules.wellness import Trouble
from models.values import WEST


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language; `zone` (IANA) of areas that name none."""

    language: str
    zone: str = WEST

    def t(self, key: str, **named: object) -> str:
        """A text of the pages."""
        return TEXTS[key][0 if self.language == "id" else 1].format(**named)

    def word(self, code: str) -> str:
        """A code in the tables' own words; the code itself where there is none."""
        key = f"desks.w_{code}"
        return self.t(key) if key in TEXTS else code

    def chat(self, key: str, code: str) -> str:
        """A text of the chat's catalogue; the code itself where there is none."""
        return catalogue(self.language).get(key, code)

    def named(self, group: str, choice: str) -> str:
        """A choice of a filter: group "desks.w" in the pages' texts, any other in the chat's."""
        return self.word(choice) if group == "desks.w" else self.chat(f"{group}{choice}", choice)

    def hour(self, at: datetime | None, zone: str = "") -> str:
        """14-02-2024 19.14 WIB; empty where there is none."""
        return "" if at is None else moment_in(at, zone or self.zone, self.language)

    def lasting(self, seconds: float) -> str:
        """So long: 40 s, 12 min, 3 h."""
        for size, name in ((3600, "hour"), (60, "minute")):
            if seconds >= 2 * size:
                return f"{round(seconds / size)} {self.t(f'operations.{name}')}"
        return f"{round(seconds)} {self.t('operations.second')}"

    def gigabytes(self, count: int) -> str:
        """12,5 GB."""
        return f"{written(count / 1024**3, self.language, 1)} GB"

    def trouble(self, one: Trouble) -> str:
        """What is wrong, in a sentence."""
        key = f"operations.q_{one.what}"
        named = {"what": self.t(key) if key in TEXTS else one.what, "number": one.number}
        return self.t(f"operations.x_{one.code}", lasting=self.lasting(one.number or 0), **named)

    def station(self, number: int | None, kelurahan: str | None) -> str:
        """TPS 01, Sukamaju Kidul; empty where no station is known."""
        return f"TPS {number:02}, {kelurahan}" if number is not None else kelurahan or ""

    def finding(self, code: str, numbers: dict[str, int | str], fields: list[str]) -> str:
        """What a check found, in the chat's sentence; the code alone where it has none."""
        key, name = f"finding.{code}", fields[-1] if fields else ""
        if key not in catalogue(self.language):
            return self.word(code)
        known = {"counted": "–", "written": "–", "limit": "–", "register": "–", **numbers}
        gap = abs(int(numbers.get("difference", 0)))
        field = self.chat(f"figure.{name}", self.chat(f"field.{name}", name))
        told = tell(key, {**known, "gap": gap, "field": field}, self.language)
        return told[:1].upper() + told[1:]
