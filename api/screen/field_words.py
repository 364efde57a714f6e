"""Fields, ballots and findings in the words of the chat, for a page in one language."""

from collections.abc import Iterable, Mapping

from bot.base.elections import election_facts
from bot.engine import texts
from bot.engine.facts import ContestFacts, Facts, StationPlace
from bot.engine.messages import Line
from bot.filling import doubts, tell
from bot.filling.cases import plain_case
from models.stores.base.elections import LoadedElection
from models.values import Contest, Finding, Json, Severity


class FieldWords:
    """The words for one ballot of one station."""

    def __init__(
        self,
        election: LoadedElection,
        place: StationPlace,
        contest_id: int,
        contest: Contest,
        language: str,
    ) -> None:
        facts = Facts(election_facts(election))
        self._case = plain_case(facts, place, ContestFacts(contest_id, contest))
        self._language = language
        self.contest = contest

    def field(self, cell: str) -> str:
        """ "partai 3 caleg 5", with a capital; the cell itself where the ballot has no such one."""
        try:
            return self._told(tell.full_field(self._case, cell))
        except KeyError:
            return cell

    def ballot(self) -> str:
        """DPR RI (kuning)."""
        return self._told(tell.ballot(self._case.ballot))

    def findings(self, found: Iterable[Mapping[str, Json]]) -> list[str]:
        """What the checks found in a report, a sentence each."""
        return [self._finding(one) for one in found]

    def _finding(self, one: Mapping[str, Json]) -> str:
        finding = Finding(
            one["code"], Severity(one["severity"]), tuple(one["fields"]), one["numbers"]
        )
        try:
            return self._told(doubts.told(self._case, finding))
        except KeyError:  # a code without a sentence of its own
            return str(finding.code)

    def _told(self, line: Line) -> str:
        told = line if isinstance(line, str) else texts.tell(line.key, line.values, self._language)
        return told[:1].upper() + told[1:]
