"""What the answers to everyday questions say of this person, station and ballot."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.engine.grammar.ballots import spoken
from bot.engine.grammar.clean import clean
from bot.engine.messages import Button, Phrase
from bot.engine.turn import Turn, button, phrase
from bot.filling import choose, doubts, echoes, tell, typed
from bot.filling.cases import Case, cases, current, stations
from bot.filling.draft import Draft
from models.rules.completeness import CLOSING
from models.values import Detail

Told = tuple[Phrase, tuple[Button, ...]]
FILLING = ("report", "doubt", "confirm")
_NUMBER = re.compile(r"(?<![0-9])([0-9]{1,2})(?![0-9])")
_FEW = 10


def at_hand(turn: Turn) -> Case | None:
    """The ballot that is being filled."""
    return current(turn) if turn.dialog.step in FILLING else None


def saved(turn: Turn) -> Told:
    """What is safe, by ballot and code, and what is still a draft."""
    here = cases(turn)
    kept = tuple(
        phrase("intents.kept_ballot", ballot=tell.ballot(c.ballot), receipt=c.report.receipt)
        for c in here
        if c.report is not None
    )
    at = at_hand(turn)
    key = at.key if at is not None else ""
    drafts = tuple(tell.ballot(c.ballot) for c in here if c.draft.numbers and c.key != key)
    if at is not None and at.draft.numbers and not kept and turn.dialog.step != "report":
        return phrase("intents.not_yet"), ()
    if at is not None and at.draft.numbers and turn.dialog.step == "report":
        drafts = (tell.ballot(at.ballot), *drafts)
    return phrase(
        "intents.saved",
        kept=phrase("intents.kept", ballots=kept)
        if kept
        else phrase("intents.kept_none", you=turn.you, name=turn.name),
        drafts=phrase("intents.drafts", ballots=drafts) if drafts else "",
    ), (button("belum", "button.missing"),)


def following(turn: Turn) -> Told:
    """The next duty, with its button; where a question is open, that is it."""
    here = cases(turn)
    if at_hand(turn) is not None:
        return phrase("intents.next_here"), ()
    present = {found.station_id for found in turn.facts.check_ins}
    if here and any(p.id not in present for p in stations(turn.facts)) and not _reported(turn):
        return phrase("intents.next_here_first"), (button("hadir", "button.here"),)
    open_ = next((case for case in here if not case.complete), None)
    if open_ is None:
        return phrase("intents.next_done"), (button("salinan", "intents.button_copy"),)
    name = phrase(f"ballot.{open_.ballot.ballot}", name=open_.ballot.name)
    target = f"isi:{open_.station.id}:{open_.contest_id}"
    fill_it = button(target, "button.fill_ballot", ballot=name)
    return phrase("intents.next_ballot", ballot=tell.ballot(open_.ballot)), (fill_it,)


def _reported(turn: Turn) -> bool:
    return bool(turn.facts.reports)


def draft(turn: Turn) -> Told:
    """The figures of the ballot that is named, of the one at hand, else those saved last."""
    last = next((c for c in reversed(cases(turn)) if c.given), None)
    case = spoken_of(turn) or at_hand(turn) or last
    if case is None or not case.given:
        return phrase("intents.draft_none"), ()
    pages = tuple(p for p in case.pages if any(name in case.given for name in p.fields))
    if case.report is not None:
        saved = replace(case, draft=Draft())
        there = tuple(p for p in pages if any(name in case.saved for name in p.fields))
        lines = echoes.echo(saved, there)
        changed = echoes.differences(case, case.pages)
        also = phrase("intents.draft_changed", lines=tuple(changed)) if changed else ""
        return phrase("intents.draft_saved", lines=tuple(lines), changes=also), ()
    return phrase("intents.draft", lines=tuple(echoes.echo(case, pages))), ()


def total(turn: Turn) -> Told:
    """The sum as we count it from the figures of the ballot at hand."""
    case = spoken_of(turn) or at_hand(turn)
    given = case.given if case is not None else {}
    parts = [one.code for one in case.contest.parties()] if case is not None else []
    votes = [given[code] for code in parts if code in given]
    if not votes:
        return phrase("intent.total"), ()
    counted = sum(votes)
    if len(votes) < len(parts):
        return phrase("intents.total_so_far", counted=counted), ()
    if "invalid" not in given:
        return phrase("intents.total_valid", valid=counted), ()
    both = counted + given["invalid"]
    return phrase("intents.total_all", valid=counted, total=both), ()


def first_page(turn: Turn) -> Told:
    """Whether the page of voters is asked for in this election."""
    asked = turn.facts.election is not None and turn.facts.election.asks_figures
    return phrase("intents.first_page" if asked else "intent.first_page"), ()


def spoken_of(turn: Turn) -> Case | None:
    """The ballot that a question names anywhere: "yang dpd tadi berapa?"."""
    named = {part.ballot.ballot for part in typed.cut_of(turn, turn.text).parts if part.ballot}
    found = [case for case in cases(turn) if case.ballot.ballot in named]
    return found[0] if len(named) == 1 and found else None


def gap(turn: Turn) -> Told:
    """What does not fit in the figures at hand."""
    case = at_hand(turn)
    found = doubts.findings(case) if case is not None else ()
    if case is None or not found:
        return phrase("intent.differ"), ()
    told = tuple(doubts.told(case, one) for one in found[:2])
    return phrase("intents.gap", findings=told), ()


def station(turn: Turn) -> Told:
    """Where this person stands."""
    rows = tuple(
        phrase(
            "intents.place",
            station=tell.station(place),
            area=f"{place.kecamatan_word} {place.kecamatan}, {place.kabkota}",
        )
        for place in stations(turn.facts)[:_FEW]
    )
    return phrase("intents.stations", places=rows), ()


def parties(turn: Turn) -> Told:
    """Not all eighteen: those with votes, and the rest at once."""
    return phrase("intent.parties"), ()


def candidates(turn: Turn) -> Told:
    """Which candidates this organisation wants."""
    detail = turn.facts.election.detail if turn.facts.election else Detail.TOTALS
    keys = {
        Detail.TOTALS: "intents.candidates_no",
        Detail.OWN: "intents.candidates_own",
        Detail.FULL: "intents.candidates_all",
    }
    return phrase(keys[detail]), ()


def ballots(turn: Turn) -> Told:
    """Every ballot with its colour."""
    known = turn.facts.election.ballots if turn.facts.election else ()
    return phrase("intents.ballots", ballots=tuple(tell.ballot(one) for one in known)), ()


def long(turn: Turn) -> Told:
    """How much is left."""
    left = [case for case in cases(turn) if not case.complete]
    key = "intents.long" if left else "intents.next_done"
    return phrase(key, count=len(left), ballots=tuple(tell.ballot(c.ballot) for c in left)), ()


def who_is(turn: Turn) -> Told:
    """The name behind a number of the ballot at hand, or the number behind a party's name."""
    known = turn.facts.election.ballots if turn.facts.election else ()
    named, rest = spoken(turn.text, known)
    case = next((c for c in cases(turn) if named and c.ballot.ballot == named.ballot), None)
    case = case or at_hand(turn)
    if case is None:
        return phrase("intents.who_which"), ()
    low = clean(rest if named else turn.text)
    found = _candidate(case, low) or _choice(case, low) or _of_name(case, low)
    if not found:
        return phrase("intents.who_unknown", ballot=tell.ballot(case.ballot)), ()
    return phrase("intents.who", ballot=tell.ballot(case.ballot), choice=found), ()


def _codes(case: Case) -> dict[str, str]:
    return {one.code: one.short or one.name for one in case.contest.choices}


def _candidate(case: Case, low: str) -> str:
    """ "caleg 8 pdip", or of the party whose page is open."""
    number = re.search(r"(?:caleg|calon)\D{0,12}([0-9]{1,2})", low)
    if number is None or not case.contest.has_parties:
        return ""
    page = next((p.party for p in case.pages if p.party and p.name == case.page(None).name), None)
    party = _party_in(case, low) or page
    names = {one.code: one.name for one in case.contest.choices}
    code = f"{party}.{int(number[1])}"
    return f"{int(number[1])} {names[code]}" if code in names else ""


def _party_in(case: Case, low: str) -> str | None:
    names = {one.code: (one.short or one.name).lower() for one in case.contest.parties()}
    for code, name in names.items():
        letters = "".join(word[0] for word in name.split())
        if re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", low) or (
            len(letters) > 1 and re.search(rf"(?<![a-z]){letters}p?(?![a-z])", low)
        ):
            return code
    return None


def _choice(case: Case, low: str) -> str:
    number, names = _NUMBER.search(low), _codes(case)
    code = str(int(number[1])) if number else ""
    return f"{code} {names[code]}" if code in names and code not in CLOSING else ""


def _of_name(case: Case, low: str) -> str:
    code = _party_in(case, low) if case.contest.has_parties else None
    names = _codes(case)
    if code is None:
        code = next(
            (
                code
                for code, name in names.items()
                if any(len(word) > 3 and word in low for word in re.split(r"\W+", name.lower()))
            ),
            None,
        )
    return f"{code} {names[code]}" if code else ""


def aceh(turn: Turn) -> Told:
    """Why numbers of parties are left out: local parties stand in Aceh alone."""
    case = next((c for c in cases(turn) if c.contest.has_parties), None)
    codes = [int(one.code) for one in case.contest.parties()] if case is not None else []
    gaps = sorted(set(range(1, max(codes, default=0))) - set(codes))
    if not gaps:
        return phrase("intents.parties_are", count=len(codes)), ()
    return phrase("intents.aceh", first=gaps[0], last=gaps[-1]), ()


def wrong_station(turn: Turn) -> Told:
    """What is stored that may be another station's, and how it is put right."""
    at = at_hand(turn)
    if at is not None and not at.draft.empty:
        drop = button(f"hapus isian:{at.key}", "button.discard")
        return phrase("intents.wrong_draft", ballot=tell.ballot(at.ballot)), (drop,)
    told = choose.spoken_of_saved(turn)
    if told is None:
        return phrase("intent.wrong_station"), ()
    return phrase(told.key, **told.values), told.buttons


ANSWERS: Mapping[str, Callable[[Turn], Told]] = {
    "saved": saved,
    "next": following,
    "draft": draft,
    "gap": gap,
    "total": total,
    "first_page": first_page,
    "station": station,
    "parties": parties,
    "candidates": candidates,
    "ballot_which": ballots,
    "long": long,
    "choice_who": who_is,
    "aceh": aceh,
    "wrong_station": wrong_station,
}
"""Intents whose answer depends on who asks, and where; the others are a text each."""
