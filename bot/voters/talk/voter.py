"""CEK TPS: where does somebody vote? Takes a NIK (as hashes), then the second fact."""

import re
from dataclasses import replace

from bot.engine.effects import DropFile, EraseText
from bot.engine.facts import VoterFacts
from bot.engine.marks import when
from bot.engine.messages import Kind, Reply, Step
from bot.engine.spec import Chain, Claim, Spec, on
from bot.engine.turn import Turn, phrase
from bot.engine.words import Word, said
from bot.filling import beside
from bot.questions.talk import questions
from bot.voters.talk.effects import FindVoter
from bot.voters.talk.outcomes import VoterFound, VoterNotFound, VotersHarvested
from models.rules.access import Who
from models.rules.nik_text import MARK

_ASKS = re.compile(
    r"\b(di ?mana|dimn|mana|cek|lokasi|alamat|where|tps saya|terdaftar|dpt)\b.*"
    r"\b(n?[cy]oblos\w*|memilih|milih|pemilih|tps|dpt|vote|terdaftar)\b"
    r"|\b(n?[cy]oblos\w*|memilih|milih|tps|vote|terdaftar)\b.*\b(di ?mana|dimn|mana|where|dpt)\b"
)
"""Questions that strangers ask in words of their own."""
_FAMILY = re.compile(
    r"\b(suami|istri|isteri|bojo|anak|ibu saya|bapak saya|orang ?tua|mertua|keluarga|kakak|adik|"
    r"sekalian|satu lagi|husband|wife|son|daughter|mother|father|family|another one)\b"
)
"""Somebody else is to be looked up as well: "suami sekalian bisa?"."""
_NO_NAMES = frozenset(
    "nik no nomor nama saya aku ini itu dan mau tanya cek tps dicek mohon tolong kk ktp atas an "
    "terima kasih makasih ya pak bu kak di mana dimana nyoblos memilih min admin untuk dgn dengan "
    "please my is the name check".split()
)
_FILLING = frozenset({"report", "doubt", "confirm", "choose", "recheck"})
"""Places where figures of a ballot are awaited: nobody asks there where to vote."""
_KEEPS = frozenset({Word.BATAL, Word.BANTUAN})
_MOST_WORDS = 6
_SHORTEST_SHOWN = 12
MOST_DIGITS = 5
"""More digits than that are meant as a NIK where one is awaited."""


def start(turn: Turn, rest: str) -> Step:
    """CEK TPS, or a question in other words."""
    if turn.facts.voters is None:
        return turn.to("home", turn.reply("voter.none"))
    return turn.to("voter", _ask(turn, "voter.ask"))


def asks(text: str) -> bool:
    """Whether somebody asks where to vote, in words of their own."""
    return _ASKS.search(text.lower()) is not None


def greeted(turn: Turn) -> Step:
    """The answer to such a question, with the greeting given back."""
    done = start(turn, "")
    if "assalam" not in turn.text.lower() or not done.replies:
        return done
    first = done.replies[0]
    hello = turn.reply("voter.salam", text=phrase(first.key, **first.values))
    return replace(done, replies=(hello,))


def numbered(turn: Turn, chain: Chain) -> Step | None:
    """A NIK, or a number that is nearly one, wherever the talk stands; of groups nothing stays."""
    inbound = turn.inbound
    if inbound.group:
        return group(turn) if inbound.niks or inbound.odd_digits else None
    if inbound.kind is not Kind.TEXT:
        return None
    if inbound.niks:
        return _while_filling(turn, chain) or given(turn)
    if turn.dialog.step == "voter" and _elsewhere(turn, chain):
        return chain.whole(turn.after(turn.to("home")))
    if turn.data.get("asked") == "voter" and _FAMILY.search(turn.text.lower()):
        return turn.to("voter", _ask(turn, "voter.family"))
    return almost(turn) if inbound.odd_digits and expected(turn) else None


def _elsewhere(turn: Turn, chain: Chain) -> bool:
    """Whether somebody says a word of another task instead of a NIK: HADIR."""
    heard = chain.said(turn)
    return heard is not None and not heard.rest and heard.word not in _KEEPS


def _while_filling(turn: Turn, chain: Chain) -> Step | None:
    """A NIK between the figures of a ballot: figures beside it are taken, it is erased; a question
    only where a register could answer it."""
    if turn.dialog.step not in _FILLING:
        return None
    told = turn.text.replace(MARK, " ").strip()
    note = turn.reply("voter.not_here")
    register = turn.facts.voters is not None
    if beside.figures(turn.saying(told)) is not None or (not register and re.search(r"\d", told)):
        done = chain.rest(turn.saying(told))
        return replace(done, replies=(note, *done.replies))
    if register:
        return None
    asked = chain.again(turn)
    return turn.stay(note, *((asked,) if asked is not None else ()), effects=(EraseText(),))


def strangers(turn: Turn) -> Step | None:
    """What somebody unknown sends at no step that takes it: a question where to vote, a photo."""
    if turn.facts.person is not None:
        return None
    if turn.inbound.kind is Kind.PHOTO:
        return unwanted(turn)
    typed = turn.inbound.kind in (Kind.TEXT, Kind.PRESS)
    asked = typed and asks(turn.text) and not questions.matches(turn, turn.text)
    return greeted(turn) if asked else None


def given(turn: Turn) -> Step:
    """A message with a NIK in it, wherever the talk stands; its text is gone when this is done."""
    niks, voters = turn.inbound.niks, turn.facts.voters
    if voters is None:
        return turn.to("home", turn.reply("voter.none"), effects=(EraseText(),))
    if len(niks) > 1:
        return turn.to("voter", turn.reply("voter.several"), effects=(EraseText(),))
    if voters.fact == "family_card" and turn.dialog.step == "voter_fact" and _bare(turn.text):
        return turn.stay(turn.reply("voter.four_digits"), effects=(EraseText(),))
    nik = niks[0]
    if not nik[0] and not voters.masked:
        return _length(turn, _SHORTEST_SHOWN)
    fact = _beside(turn.text, voters)
    if fact:
        return turn.to("voter", effects=(EraseText(), FindVoter(nik, fact)))
    reply = turn.reply(f"voter.{voters.fact}")
    return turn.to("voter_fact", reply, effects=(EraseText(),), nik=list(nik))


def almost(turn: Turn) -> Step:
    """A number that is nearly a NIK: says how long it is."""
    if turn.facts.voters is None:
        return turn.stay(turn.reply("voter.none"), effects=(EraseText(),))
    digits = sum(letter.isdigit() for letter in turn.text)
    return _length(turn, turn.inbound.odd_digits or digits)


def expected(turn: Turn) -> bool:
    """Whether a number with too many digits for votes is rather a wrong NIK here."""
    step = turn.dialog.step
    return turn.facts.person is None or step == "home" or step.startswith("voter")


def _length(turn: Turn, count: int) -> Step:
    return turn.to("voter", turn.reply("voter.length", count=count), effects=(EraseText(),))


def _bare(text: str) -> bool:
    return text.strip() == MARK


def _beside(text: str, voters: VoterFacts) -> str:
    """A second fact that stands behind the NIK in the same message; empty when unsure."""
    _, _, behind = text.partition(MARK)
    named = re.sub(r"[^\w\s'.’-]", " ", behind).split()
    if voters.fact == "family_card":
        numbers = [word for word in named if word.isdigit()]
        return numbers[0] if len(numbers) == 1 and len(numbers[0]) == 4 else ""
    while named and named[0] in _NO_NAMES:
        named = named[1:]
    unsure = not named or len(named) > _MOST_WORDS or any(w in _NO_NAMES for w in named)
    return (
        ""
        if unsure or any(letter.isdigit() for word in named for letter in word)
        else (" ".join(named))
    )


def answer(turn: Turn) -> Step:
    """Something else than a NIK while one is awaited."""
    found = said(turn.text)
    word = found.word if found else None
    if word is Word.BATAL:
        return cancel(turn)
    if word is Word.BANTUAN:
        return turn.stay(_ask(turn, "voter.help"))
    digits = sum(letter.isdigit() for letter in turn.text)
    if turn.inbound.kind is Kind.TEXT and digits > MOST_DIGITS:
        return almost(turn)
    if _FAMILY.search(turn.text.lower()):
        return turn.stay(_ask(turn, "voter.family"))
    if asks(turn.text):
        return turn.stay(_ask(turn, "voter.ask"))
    return turn.stay(_ask(turn, "voter.again"))


def cancel(turn: Turn) -> Step:
    """BATAL: nothing is kept."""
    return turn.to("home", turn.reply("voter.cancelled"))


def _ask(turn: Turn, key: str) -> Reply:
    masked = turn.facts.voters is not None and turn.facts.voters.masked
    digits = phrase("voter.digits_masked" if masked else "voter.digits")
    return turn.reply(key, digits=digits)


def photo(turn: Turn) -> Step:
    """A photo where a NIK was expected is one of an identity card: not wanted, and deleted."""
    return turn.stay(turn.reply("voter.photo"), effects=(EraseText(), DropFile()))


def unwanted(turn: Turn) -> Step:
    """A photo from somebody unknown, at no step that takes one."""
    return turn.stay(turn.reply("voter.photo_stranger"), effects=(EraseText(), DropFile()))


def group(turn: Turn) -> Step:
    """A NIK in a group is answered nowhere; only that it should not stand there."""
    return turn.stay(turn.reply("voter.group"), effects=(EraseText(),))


def found(turn: Turn, outcome: VoterFound) -> Step:
    """Where and when, with what to bring."""
    place = outcome.place
    at = place.lat is not None
    told = turn.reply(
        "voter.found",
        number=place.number,
        place=place.place,
        kelurahan=place.kelurahan,
        kelurahan_word=place.kelurahan_word,
        kecamatan=place.kecamatan,
        kecamatan_word=place.kecamatan_word,
        opens=place.opens,
        closes=place.closes,
        zone=place.zone,
        map=phrase("voter.map", lat=place.lat, lon=place.lon) if at else "",
        status=phrase(f"voter.{place.status}"),
        date=turn.facts.election.date if turn.facts.election else "",
    )
    told = replace(told, after=outcome.wait)
    return turn.to("home", told, asked="voter")


def not_found(turn: Turn, outcome: VoterNotFound) -> Step:
    """The same for an unknown NIK, a wrong second fact and a sender who asked too much."""
    if outcome.silent:
        return turn.to("voter")
    voters = turn.facts.voters or VoterFacts("first_name")
    last = f"{voters.closes.hour - 1:02}.{voters.closes.minute:02}"
    reply = turn.reply(
        "voter.not_found",
        fact=phrase(f"voter.name_of_{voters.fact}"),
        family=voters.family,
        last=last,
        closes=f"{voters.closes:%H.%M}",
    )
    return turn.to("voter", replace(reply, after=outcome.wait))


def harvested(turn: Turn, event: VotersHarvested) -> Step:
    """A coordinator hears that somebody asks too much."""
    reply = turn.reply("voter.harvested", asked=event.asked, missed=event.missed, found=event.found)
    return turn.stay(reply)


SPEC = Spec(
    "voter",
    answer,
    words={Word.CEK: start},
    hears=(
        on(VoterFound, found),
        on(VoterNotFound, not_found),
        on(VotersHarvested, harvested),
    ),
    keeps=_KEEPS,
    photo=photo,
    who=Who.ANYONE,
    claim=Claim(numbered, when("nik", "text keeps:asked", "text at:voter")),
    fallback=strangers,
)
