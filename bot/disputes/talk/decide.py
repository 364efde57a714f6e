"""SELISIH: a reviewer sees both figures and the photos, decides the cells, and gives the reason."""

import re
from collections.abc import Mapping, Sequence

from bot.disputes.talk.effects import DecideDispute
from bot.disputes.talk.outcomes import DisputeDecided
from bot.engine.effects import NoteSeen
from bot.engine.facts import DisputeFacts
from bot.engine.messages import Button, Phrase, Reply, Step
from bot.engine.spec import Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.filling import tell
from bot.filling.cases import Case, plain_case
from bot.filling.grammar.parse import parse
from bot.filling.grammar.scope import Scope
from bot.filling.pages import WHOLE, Page
from bot.recap.talk.effects import AskDisputes
from models.rules.access import Who
from models.values import Role

_LETTERS = "ABCDEF"
_NAMED = re.compile(
    r"\W*(?:(?:pilih|yang|yg|laporan|report|the|pilihan|opsi)\W+)*([a-f])\W*(?:(?:saja|aja|pak|bu|min)\W*)*",
    re.I,
)
"""A report named by its letter: "B", "laporan a", "yang B aja pak"; "ya" names none."""
_PHOTOS = 3
_REASON_LEAST, _REASON_MOST = 4, 300


def start(turn: Turn, rest: str) -> Step:
    """SELISIH: the oldest dispute that a reviewer may decide; LEWATI goes on to the next.

    Leaders and auditors hear how many there are, and which.
    """
    if turn.facts.person is None or Role.REVIEWER not in turn.facts.person.roles:
        return turn.stay(effects=(AskDisputes(),))
    return _show(turn, 0)


def not_reviewer(turn: Turn, rest: str) -> Step:
    """To everybody else: disputes are decided by reviewers."""
    return turn.stay(turn.reply("decide.not_reviewer"))


def _show(turn: Turn, skip: int) -> Step:
    found = [dispute for dispute in turn.facts.disputes if not dispute.own]
    if skip >= len(found):
        own = any(dispute.own for dispute in turn.facts.disputes)
        key = "decide.no_more" if skip else "decide.only_own" if own else "decide.none"
        return turn.to("home", turn.reply(key))
    dispute = found[skip]
    case = plain_case(turn.facts, dispute.station, dispute.contest)
    cells = tuple(_cell(case, dispute, name) for name in dispute.cells)
    buttons: list[Button] = [
        button(f"pilih:{letter}", "button.voice", letter=letter)
        for letter, _ in zip(_LETTERS, dispute.voices, strict=False)
    ]
    buttons.append(button("lewati", "button.skip"))
    photos = _pictures(case, dispute)
    reply = turn.reply(
        "decide.show",
        *buttons,
        count=len(found),
        header=phrase(
            "tell.header", ballot=tell.ballot(case.ballot), station=tell.station(case.station)
        ),
        cells=cells,
        example=tell.full_field(case, dispute.cells[0]),
    )
    return turn.to(
        "decide",
        *photos,
        reply,
        effects=(NoteSeen("dispute", f"station:{dispute.station.id}"),),
        station=dispute.station.id,
        dispute_contest=dispute.contest.id,
        seen=[voice.revision for voice in dispute.voices],
        skip=skip,
    )


def _pictures(case: Case, dispute: DisputeFacts) -> tuple[Reply, ...]:
    """The boxes of the cells cut from the photo, and the whole forms."""
    cut = [
        Reply("decide.crop", {"field": tell.full_field(case, name)}, photo=dispute.crops[name])
        for name in dispute.cells
        if name in dispute.crops
    ][:_PHOTOS]
    whole = dispute.photos[: max(1, _PHOTOS - len(cut))]
    keys = ("decide.photo", "decide.photo_forwarded")
    shown = (Reply(keys[path in dispute.forwarded], photo=path) for path in whole)
    return (*shown, *cut)


def _cell(case: Case, dispute: DisputeFacts, name: str) -> Phrase:
    figures = tuple(
        phrase("decide.voice", letter=letter, number=voice.numbers.get(name, "-"))
        for letter, voice in zip(_LETTERS, dispute.voices, strict=False)
    )
    return phrase("decide.cell", field=tell.full_field(case, name), voices=figures)


def answer(turn: Turn) -> Step:
    """One of the reports, or numbers of one's own; then the reason."""
    place = (turn.data.get("station"), turn.data.get("dispute_contest"))
    dispute = next(
        (d for d in turn.facts.disputes if (d.station.id, d.contest.id) == place and not d.own),
        None,
    )
    if dispute is None:
        return turn.to("home", turn.reply("decide.gone"))
    if "numbers" in turn.data:
        return _reason(turn, dispute)
    found = said(turn.text)
    if found is not None and found.word is Word.LEWATI:
        return _show(turn, int(turn.data.get("skip", 0)) + 1)
    numbers = _numbers(turn, dispute)
    missing = [name for name in dispute.cells if name not in numbers]
    if missing:
        case = plain_case(turn.facts, dispute.station, dispute.contest)
        return turn.stay(turn.reply("decide.again", field=tell.full_field(case, missing[0])))
    case = plain_case(turn.facts, dispute.station, dispute.contest)
    told = tuple(
        phrase("report.proposed", field=tell.full_field(case, name), number=numbers[name])
        for name in dispute.cells
    )
    return turn.stay(turn.reply("decide.why", figures=told), numbers=numbers)


def _numbers(turn: Turn, dispute: DisputeFacts) -> dict[str, int]:
    """The cells as one of the reports says, or as typed."""
    named = _NAMED.fullmatch(turn.text)
    letter = turn.pressed or (named[1] if named else "")
    chosen = _voice(dispute, letter.upper())
    if chosen is not None:
        return {name: chosen[name] for name in dispute.cells if name in chosen}
    contest = dispute.contest.contest
    page = Page(WHOLE, dispute.cells)
    boxes = dispute.station.facts.boxes
    parsed = parse(turn.text, Scope(contest, (page,), page, dispute.cells[0], boxes))
    return {name: number for name, number in parsed.numbers.items() if name in dispute.cells}


def _voice(dispute: DisputeFacts, letter: str) -> Mapping[str, int] | None:
    letters: Sequence[str] = _LETTERS[: len(dispute.voices)]
    return dispute.voices[letters.index(letter)].numbers if letter and letter in letters else None


def _reason(turn: Turn, dispute: DisputeFacts) -> Step:
    reason = turn.text.strip()
    if len(reason) < _REASON_LEAST:
        return turn.stay(turn.reply("decide.reason"))
    seen = tuple(int(revision) for revision in turn.data.get("seen", ()))  # as it was shown
    numbers = {str(name): int(number) for name, number in turn.data["numbers"].items()}
    effect = DecideDispute(
        dispute.station.id, dispute.contest.id, numbers, seen, reason[:_REASON_MOST]
    )
    return turn.stay(effects=(effect,))


def decided(turn: Turn, outcome: DisputeDecided) -> Step:
    """Kept, with the reason."""
    return turn.to("home", turn.reply("decide.done", button("selisih", "button.next_dispute")))


def telling(turn: Turn) -> bool:
    """Whether the reason of a decision is asked for."""
    return "numbers" in turn.data


SPEC = Spec(
    "decide",
    answer,
    free=True,
    telling=telling,
    who=Who.READER,
    otherwise=not_reviewer,
    words={Word.SELISIH: start},
    hears=(on(DisputeDecided, decided),),
    keeps=frozenset({Word.LEWATI, Word.SESUAI, Word.BENAR, Word.TIDAK, Word.SALAM}),
)
