"""DAFTAR: somebody offers to be a witness; name, phone, kelurahan, experience, then the check.

Never a photo of the identity card, never a NIK: both are refused with the reason and deleted.
"""

import re
from dataclasses import asdict

from bot.engine.effects import DropFile, EraseText
from bot.engine.marks import when
from bot.engine.messages import Ask, Button, Kind, Shown, Step
from bot.engine.spec import Chain, Claim, Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.recruiting.talk.effects import Apply, ClaimPhone, FindKelurahan, NoteApplicant
from bot.recruiting.talk.outcomes import (
    ApplicantNoted,
    ApplicationAnswered,
    Applied,
    ApplyRefused,
    FoundKelurahan,
    KelurahanFound,
)
from models.rules.access import Who

STEP = "recruit"
_SHORTEST_NAME, _LONGEST_NAME = 3, 60
_LONGEST = 300
_TITLES = frozenset("pak bu bapak ibu mas mbak bang kak haji hajah dr drs".split())
_PROVEN = ("console", "whatsapp")
"""Channels whose sender's own number is known without a contact card."""


def start(turn: Turn, rest: str) -> Step:
    """DAFTAR: what is kept and what for, once; then the name."""
    if turn.facts.election is None:
        return turn.stay(turn.reply("error.not_ready"))
    if turn.facts.election.office:
        return turn.stay(turn.reply("recruit.office"))
    if turn.facts.person is not None and turn.pressed != "lain":
        return _known(turn)
    consent = (button("setuju", "button.agree"), button("batal", "button.cancel"))
    return turn.to(STEP, turn.reply("recruit.consent", *consent), ask="consent")


def _known(turn: Turn) -> Step:
    """Somebody enrolled: says so; perhaps the number is of somebody else by now."""
    other = button("daftar:lain", "button.not_me")
    if turn.facts.mandates:
        place = turn.facts.mandates[0].station
        number = f"{place.facts.number:02d}"
        station = phrase("tell.station", number=number, kelurahan=place.kelurahan)
        return turn.stay(turn.reply("recruit.already_witness", other, station=station))
    return turn.stay(turn.reply("recruit.already_known", other))


def answer(turn: Turn) -> Step:
    """The answer to what was asked."""
    found = said(turn.text)
    word = found.word if found else None
    if word is Word.BATAL:
        return turn.to("home", turn.reply("recruit.cancelled"))
    if word is Word.BANTUAN:
        return turn.stay(turn.reply("recruit.help"))
    return _ANSWERS.get(str(turn.data.get("ask", "")), _consented)(turn)


def _consented(turn: Turn) -> Step:
    found = said(turn.text)
    agreed = turn.text.strip().lower() in ("setuju", "agree", "saya setuju", "i agree")
    if agreed or (found is not None and found.word in (Word.BENAR, Word.SETUJU)):
        return turn.stay(turn.reply("recruit.name"), ask="name")
    if found is not None and found.word is Word.TIDAK:
        return turn.to("home", turn.reply("recruit.cancelled"))
    return start(turn, "")


def _named(turn: Turn) -> Step:
    name = " ".join(turn.text.split())
    letters = sum(letter.isalpha() for letter in name)
    digits = any(letter.isdigit() for letter in name)
    odd = digits or said(name) is not None
    if odd or letters < _SHORTEST_NAME or len(name) > _LONGEST_NAME:
        return turn.stay(turn.reply("recruit.name_again"))
    if turn.inbound.phone or turn.facts.channel in _PROVEN:
        return turn.stay(called=name, effects=(NoteApplicant("", name),))
    return turn.stay(turn.reply("recruit.phone", ask=Ask.CONTACT), called=name, ask="phone")


def _phone(turn: Turn) -> Step:
    """A typed number proves nothing."""
    return turn.stay(turn.reply("recruit.phone_button", ask=Ask.CONTACT))


def contact(turn: Turn) -> Step:
    """The contact card: the own one, and nobody else's."""
    if turn.data.get("ask") != "phone" or turn.inbound.contact is None:
        return answer(turn)
    if not turn.inbound.contact.own:
        return turn.stay(turn.reply("recruit.not_own", ask=Ask.CONTACT))
    effect = NoteApplicant(turn.inbound.contact.phone, str(turn.data.get("called", "")))
    return turn.stay(effects=(effect,))


def noted(turn: Turn, outcome: ApplicantNoted) -> Step:
    """The phone is kept; or it is known already, of this person or of another one."""
    if turn.dialog.step != STEP:
        return turn.stay()
    status, other = outcome.status, outcome.name
    if status == "waiting":
        reply = turn.reply("recruit.waiting", receipt=outcome.receipt)
        return turn.to("home", reply)
    if status == "bad":
        return turn.stay(turn.reply("recruit.phone_button", ask=Ask.CONTACT), ask="phone")
    if status == "known" and turn.facts.person is None:
        if alike(other, str(turn.data.get("called", ""))):
            return turn.stay(effects=(ClaimPhone(),))
        buttons = (button("benar", "button.is_me"), button("tidak", "button.not_me"))
        return turn.stay(turn.reply("recruit.whose", *buttons, other=other), ask="whose")
    changed = True if status == "known" else None
    return turn.stay(turn.reply("recruit.kelurahan"), ask="kelurahan", changed=changed)


def alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: they share a word that is no title."""
    words = [{w.strip(".,") for w in name.lower().split()} - _TITLES for name in (one, other)]
    return any(len(word) >= _SHORTEST_NAME for word in words[0] & words[1])


def _whose(turn: Turn) -> Step:
    """Is it this person, or does the number belong to somebody new?"""
    found = said(turn.text)
    if found is not None and found.word is Word.BENAR:
        return turn.stay(effects=(ClaimPhone(),))
    if found is not None and found.word is Word.TIDAK:
        return turn.stay(turn.reply("recruit.kelurahan"), ask="kelurahan", changed=True)
    buttons = (button("benar", "button.is_me"), button("tidak", "button.not_me"))
    return turn.stay(turn.reply("recruit.whose_again", *buttons))


def _kelurahan(turn: Turn) -> Step:
    kept = turn.data.get("found") or ()
    found = [FoundKelurahan(one["id"], one["title"], one["above"]) for one in kept]
    typed = re.match(r"\s*([0-9])\b", turn.text)
    number = turn.pressed or (typed[1] if typed else "")
    if found and number.isdecimal() and 0 < int(number) <= len(found):
        return _placed(turn, found[int(number) - 1])
    if len(turn.text.strip()) < _SHORTEST_NAME:
        return turn.stay(turn.reply("recruit.kelurahan"))
    return turn.stay(effects=(FindKelurahan(turn.text.strip()[:80]),))


def places(turn: Turn, outcome: KelurahanFound) -> Step:
    """The kelurahan that fit: one is taken, several are asked about."""
    if turn.dialog.step != STEP:
        return turn.stay()
    areas = outcome.areas
    if len(areas) == 1 and not outcome.more:
        return _placed(turn, areas[0])
    if not areas:
        return turn.stay(turn.reply("recruit.no_kelurahan"))
    if outcome.more:
        return turn.stay(turn.reply("recruit.many_kelurahan"), found=None)
    buttons = [
        button(f"kel:{number}", "button.area", number=number, title=area.title)
        for number, area in enumerate(areas, 1)
    ]
    rows = tuple(
        phrase("recruit.numbered", number=number, title=area.title, above=area.above)
        for number, area in enumerate(areas, 1)
    )
    return turn.stay(
        turn.reply("recruit.which_kelurahan", *buttons, rows=rows),
        found=[asdict(area) for area in areas],
    )


def _placed(turn: Turn, area: FoundKelurahan) -> Step:
    ask = turn.reply("recruit.experience")
    return turn.stay(ask, ask="experience", area=asdict(area), found=None)


def _experienced(turn: Turn) -> Step:
    told = " ".join(turn.text.split())[:_LONGEST]
    if not any(letter.isalpha() for letter in told):
        return turn.stay(turn.reply("recruit.experience"))
    turn = turn.after(turn.stay(experience=told, ask="check"))
    return turn.stay(turn.reply_of("recruit.check", _told(turn), *_check_buttons()))


def _check_buttons() -> tuple[Button, ...]:
    return (
        button("benar", "button.right"),
        button("ubah lagi", "button.change"),
        button("batal", "button.cancel"),
    )


def _told(turn: Turn) -> dict[str, Shown]:
    area = turn.data.get("area", {})
    place = phrase("recruit.place", title=area.get("title", ""), above=area.get("above", ""))
    called, told = turn.data.get("called", ""), turn.data.get("experience", "")
    return {"called": called, "place": place, "experience": told}


def _checked(turn: Turn) -> Step:
    found = said(turn.text)
    word = found.word if found else None
    if word is Word.BENAR:
        area = turn.data.get("area", {})
        effect = Apply(
            str(turn.data.get("called", "")),
            int(area["id"]),
            str(turn.data.get("experience", "")),
        )
        return turn.stay(effects=(effect,))
    if word in (Word.UBAH, Word.TIDAK):
        return turn.to(STEP, turn.reply("recruit.name"), ask="name")
    return turn.stay(turn.reply_of("recruit.check", _told(turn), *_check_buttons()))


_ANSWERS = {
    "consent": _consented,
    "name": _named,
    "phone": _phone,
    "whose": _whose,
    "kelurahan": _kelurahan,
    "experience": _experienced,
    "check": _checked,
}


def applied(turn: Turn, outcome: Applied) -> Step:
    """It is kept, with its code."""
    return turn.to("home", turn.reply("recruit.applied", receipt=outcome.receipt))


def refused(turn: Turn, outcome: ApplyRefused) -> Step:
    """It was not taken: one sentence."""
    key = "recruit.waiting_plain" if outcome.code == "bad_input" else "recruit.refused"
    return turn.to("home", turn.reply(key))


def answered(turn: Turn, event: ApplicationAnswered) -> Step:
    """To the applicant: the coordinator's word."""
    values: dict[str, Shown] = {"receipt": event.receipt, "reason": event.reason}
    if event.accepted:
        return turn.stay(turn.reply_of("recruit.accepted", values, button("kuis", "button.quiz")))
    return turn.stay(turn.reply_of("recruit.declined", values))


def photo(turn: Turn) -> Step:
    """Most likely an identity card: not wanted, and deleted."""
    return turn.stay(turn.reply("recruit.no_photo"), effects=(EraseText(), DropFile()))


def no_nik(turn: Turn) -> Step:
    """A NIK, or a number like one: not needed, and deleted."""
    key = "recruit.phone_button" if turn.data.get("ask") == "phone" else "recruit.no_nik"
    asked = Ask.CONTACT if turn.data.get("ask") == "phone" else None
    return turn.stay(turn.reply(key, ask=asked), effects=(EraseText(),))


def numbered(turn: Turn, chain: Chain) -> Step | None:
    """A number like a NIK that comes while somebody applies."""
    inbound = turn.inbound
    here = turn.dialog.step == STEP and inbound.kind is Kind.TEXT and not inbound.group
    return no_nik(turn) if here and (inbound.niks or inbound.odd_digits) else None


SPEC = Spec(
    STEP,
    answer,
    free=True,
    who=Who.ANYONE,
    words={Word.DAFTAR: start},
    hears=(
        on(ApplicantNoted, noted),
        on(KelurahanFound, places),
        on(Applied, applied),
        on(ApplyRefused, refused),
        on(ApplicationAnswered, answered),
    ),
    keeps=frozenset(
        {
            *(Word.BATAL, Word.BENAR, Word.TIDAK, Word.UBAH, Word.SETUJU, Word.BELUM),
            *(Word.LEWATI, Word.BANTUAN, Word.TERIMA_KASIH),
        }
    ),
    photo=photo,
    contact=contact,
    claim=Claim(numbered, when("nik at:recruit")),
)
