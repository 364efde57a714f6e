"""How the kecamatan's recap (rapat pleno PPK) is told: pages, fields, differences, objections."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.engine.facts import BallotFacts, ContestFacts, MeetingFacts, MeetingStation
from bot.engine.messages import Phrase
from bot.engine.turn import Turn, phrase
from bot.filling import tell
from bot.filling.grammar.scope import Parsed, Why
from bot.filling.pages import Page, pages, party_page
from bot.recap_meeting.talk.outcomes import Differing
from models.rules.completeness import CLOSING
from models.values import Contest, Detail

_FIELDS = 4
"""Fields of one station that are spelled out."""
_OBJECTION = 700


def contest_of(meeting: MeetingFacts, station: MeetingStation, ballot: str) -> ContestFacts | None:
    """The contest of a ballot at a station, None where nobody votes on it."""
    fit = (one for one in meeting.contests if one.contest.ballot.value == ballot)
    return next((one for one in fit if one.id in station.contests), None)


def page(contest: Contest, party: str | None) -> Page:
    """What a line of numbers is: a party's page, or every party's (pair's) sum and the closing."""
    if party is not None and contest.has_parties:
        return party_page(contest, party)
    return pages(contest, Detail.TOTALS, None)[0]


def order(contest: Contest, of: Page) -> Phrase:
    """In which order the numbers of a line stand."""
    if of.party is not None:
        return phrase("d_hasil.order_party", last=len(of.fields) - 2)
    codes = [name for name in of.fields if name not in CLOSING]
    told = ", ".join(codes) if len(codes) < 5 else f"{codes[0]}, {codes[1]}, …, {codes[-1]}"
    return phrase("d_hasil.order", choices=told)


def party_hint(contest: Contest, party: str | None) -> Phrase | str:
    """How a party's candidates are sent, where the ballot has any."""
    if party is not None or not contest.has_parties:
        return ""
    return phrase("d_hasil.party_hint")


def ballot(found: BallotFacts) -> Phrase:
    """DPR RI (kuning)."""
    return tell.ballot(found)


def ballot_named(turn: Turn, code: str) -> Phrase | str:
    """A ballot by its code."""
    known = turn.facts.election.ballots if turn.facts.election else ()
    found = next((one for one in known if one.ballot == code), None)
    return tell.ballot(found) if found else code


def spoken_name(turn: Turn, code: str) -> str:
    """A ballot's name as the grammar reads it back."""
    known = turn.facts.election.ballots if turn.facts.election else ()
    return next((one.name for one in known if one.ballot == code), code)


def refusals(contest: Contest, read: Parsed) -> Iterator[Phrase]:
    """Why numbers were not taken, a sentence each."""
    for one in read.refused[:2]:
        if one.why is Why.WHOSE:
            yield phrase("refused.whose", texts=(f'"{one.text}"',))
            continue
        party = tell.party(contest, one.party) if one.party else ""
        yield phrase(f"refused.{one.why}", text=one.text, limit=one.limit, party=party)
    if not read.heard:
        yield phrase("d_hasil.no_numbers")


def field(contest: Contest, name: str) -> Phrase:
    """A field in the words of the form, with its party."""
    if name in CLOSING:
        return phrase(f"field.{name}")
    party, dot, number = name.partition(".")
    if dot:
        inner = phrase("field.own") if number == "0" else phrase("field.candidate", number=number)
        return phrase("field.of_party", party=party, field=inner)
    told = tell.choice(tell.by_code(contest, name))
    if contest.has_parties:
        return phrase("field.party", party=told)
    return phrase("field.choice", choice=told)


def difference(contest: Contest, numbers: Mapping[int, int], one: Differing) -> Phrase:
    """TPS 03: nomor 2: C 87, D 78 (-9)."""
    fields = one.fields
    told: list[Phrase | str] = [
        phrase(
            "d_hasil.field",
            field=field(contest, name),
            ours=ours,
            theirs=theirs,
            change=f"{theirs - ours:+d}",
        )
        for name, ours, theirs in fields[:_FIELDS]
    ]
    if len(fields) > _FIELDS:
        told.append(phrase("d_hasil.fields_more", number=len(fields) - _FIELDS))
    number = f"{numbers.get(one.station, 0):02d}"
    return phrase("d_hasil.station", number=number, fields=tuple(told), moved=one.moved)


Of = tuple[str, str, bool]
"""What an objection is about: the ballot's name, the kelurahan, whether parties stand on it."""


def objection(of: Of, numbers: Mapping[int, int], differs: Sequence[Differing]) -> str:
    """The sentence for the form of objections (D.KEJADIAN KHUSUS), as long as a chat shows."""
    told = objection_text(of, numbers, differs)
    return told if len(told) <= _OBJECTION else f"{told[:_OBJECTION].rpartition('; ')[0]}; dst."


def objection_text(of: Of, numbers: Mapping[int, int], differs: Iterable[Differing]) -> str:
    """Which figures differ, plainly: the paper form is Indonesian whoever reads the chat."""
    name, kelurahan, parties = of
    parts = []
    for one in differs:
        figures = ", ".join(
            f"{_on_form(field, parties)} di C.HASIL {ours}, di D.HASIL {theirs}"
            for field, ours, theirs in one.fields[:_FIELDS]
        )
        parts.append(f"TPS {numbers.get(one.station, 0):02d}: {figures}")
    return f"D.HASIL {name}, {kelurahan}. {'; '.join(parts)}"


def _on_form(name: str, parties: bool) -> str:
    plain = {"valid": "suara sah", "invalid": "suara tidak sah", "total": "jumlah sah + tidak sah"}
    party, dot, number = name.partition(".")
    if dot:
        inner = "suara partai" if number == "0" else f"caleg {number}"
        return f"partai {party} {inner}"
    return plain.get(name, f"{'partai' if parties else 'nomor'} {name}")
