"""How a made-up witness gets through the evening: reads replies, presses buttons, types figures."""

import random
import re
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from api.rehearsal.cast import Role
from api.rehearsal.phone_in_hand import Phone, Reader
from api.rehearsal.slips import Profile
from api.rehearsal.telegram_person import Silence, buttons
from api.rehearsal.truth import FormFigures
from models.values import Json

WORDS = {"ppwp": "PPWP", "dpr": "DPR", "dpd": "DPD", "dprd_prov": "DPRD PROV"}
WORDS |= {"dprd_kab": "DPRD KAB", "gubernur": "GUBERNUR", "bupati": "BUPATI"}
_SUMS = {"valid": "sah", "invalid": "tidak sah", "total": "jumlah"}
_MOST_TURNS = 12
"""Turns for one thing to be done; then the bot and the person do not understand each other."""
_ASKED = re.compile(r"formulirnya: (.*) tertulis berapa", re.IGNORECASE | re.DOTALL)


class Misunderstood(Exception):
    """The bot asked for something that nobody expects of a witness."""


@dataclass
class Account:
    """What one witness saw of the evening; `saved` is what was confirmed at first, by ballot."""

    saved: dict[str, FormFigures] = field(default_factory=dict)
    saved_at: dict[str, float] = field(default_factory=dict)
    """When the receipt of each ballot came (time.monotonic)."""
    late: int = 0
    late_asked: int = 0
    photos: int = 0
    trouble: list[str] = field(default_factory=list)


Wait = Callable[[str], Awaitable[None]]
"""Waits for the hour of "check_in" or of a ballot."""


async def at_once(_: str) -> None:
    """No hour is waited for."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a witness goes about it: `slips` and how long one waits for an answer, in seconds.

    `photo` is the picture of a ballot's form, b"" where none is sent.
    """

    slips: Profile
    patience: float
    wait: Wait = at_once
    photo: Callable[[str], bytes] = lambda _: b""


class Witness:
    """One role with a phone in hand."""

    def __init__(self, phone: Phone, role: Role, manner: Manner, chance: random.Random) -> None:
        self.role, self.account, self._chance, self._manner = role, Account(), chance, manner
        self._phone, self._slips = phone, manner.slips
        self._reader = Reader(phone, manner.patience)
        self._receipts = set[str]()

    async def report(self) -> None:
        """From the first word to the last ballot. What goes wrong is in the account, not raised."""
        try:
            await self._manner.wait("check_in")
            await self._enrol()
            await self._check_in()
            for ballot, form in self.role.forms.items():
                await self._manner.wait(ballot)
                self.account.saved[ballot] = await self._report(ballot, form)
                self.account.saved_at[ballot] = time.monotonic()
                await self._picture(ballot)
            if self._chance.random() < self._slips.late:
                await self._late()
            await self._ask("BELUM", f"TPS {self.role.post.number:02d}")
        except (Silence, Misunderstood, LookupError) as trouble:
            self._note(trouble)

    async def look_again(self) -> None:
        """PERIKSA, once for each ballot in dispute, with the forms in hand."""
        done = set[str]()
        try:
            while (ballot := await self._recheck(done)) is not None:
                done.add(ballot)
        except (Silence, Misunderstood, LookupError) as trouble:
            self._note(trouble)

    def _note(self, trouble: Exception) -> None:
        told = f"{trouble}; last heard {self._reader.told()}"
        self.account.trouble.append(f"{type(trouble).__name__}: {told}")

    async def _enrol(self) -> None:
        if self.role.channel == "whatsapp":  # the number is proven by the messenger
            await self._ask("Halo", "HADIR")
            return
        await self._ask("/start", "")
        if self._chance.random() < 0.5:
            self._phone.share_contact()
        else:
            self._phone.say(self.role.code)
        await self._until("HADIR")

    async def _check_in(self) -> None:
        await self._ask("HADIR", "lokasi")
        place = self.role.post.place
        if place is None or self._chance.random() < 0.2:
            self._phone.say("gak bisa, gps mati")
        else:
            near = [degrees + self._chance.gauss(0, 0.0005) for degrees in place]
            self._phone.share_location(near[0], near[1])
        await self._until("Mau templat isian", "tanpa foto", "sudah")

    async def _report(self, ballot: str, form: FormFigures) -> FormFigures:
        """One ballot, until it is saved; what was saved."""
        self._phone.say(written(ballot, form))
        for _ in range(_MOST_TURNS):
            message = await self._hear()
            offered = _offered(message)
            if "✅" in message["text"] and message["text"] not in self._receipts:
                self._receipts.add(message["text"])  # a reply may come twice: its code is the same
                return form
            if "benar" in offered:
                self._phone.press(offered["benar"])
            elif "sesuai formulir" in offered:
                form = self._asked_about_sums(ballot, form, offered["sesuai formulir"])
        raise Misunderstood(f"{ballot} was not saved")

    def _asked_about_sums(self, ballot: str, form: FormFigures, as_written: str) -> FormFigures:
        """A look at the form: the mistake is seen or not; and honest forms break sums, too."""
        paper = self.role.post.paper[ballot]
        wrong = [name for name, number in paper.cells().items() if form.cells()[name] != number]
        if not wrong or self._chance.random() >= self._slips.looks_again:
            self._phone.press(as_written)
            return form
        number = paper.cells()[wrong[0]]
        self._phone.say(f"{_SUMS.get(wrong[0], f'nomor {wrong[0]}')} jadi {number}")
        return form.with_cell(wrong[0], number)

    async def _picture(self, ballot: str) -> None:
        """The photo of the form, as a file; whatever is said of it is heard."""
        data = self._manner.photo(ballot)
        if data:
            self._phone.send_photo(data, caption=WORDS[ballot], document=True)
            self.account.photos += 1
            await self._hear()

    async def _late(self) -> None:
        """A message from before, which had no signal: it is asked about and left aside."""
        ballot, form = next(iter(self.role.forms.items()))
        arrive = self._phone.hold(f"{WORDS[ballot]} {next(iter(form.votes))}=1")
        await self._ask("BELUM", f"TPS {self.role.post.number:02d}")
        arrive()
        self.account.late += 1
        message = await self._until("baru sampai")
        self.account.late_asked += "Dipakai" in message["text"]
        self._phone.press("abaikan")
        await self._until("tidak dipakai")

    async def _recheck(self, done: set[str]) -> str | None:
        """One ballot in dispute, cell by cell; None when all that there are were looked at."""
        self._phone.say("PERIKSA")
        stubborn, ballot = self._chance.random() < self._slips.stubborn, ""
        forms = self.account.saved if stubborn else self.role.post.paper
        for _ in range(_MOST_TURNS * 3):
            message = await self._hear()
            text, offered = str(message["text"]), _offered(message)
            if "sesuai formulir" in offered:  # what is written there breaks a sum
                self._phone.press(offered["sesuai formulir"])
            if ballot and "✅ Tersimpan" in text:
                return ballot
            if "Tidak ada yang perlu diperiksa" in text:
                return None
            asked = _ASKED.search(text)
            if asked is None:
                continue
            ballot = ballot_named(text.partition("\n")[0], self.role.forms)
            if ballot in done:
                await self._ask("BATAL", "Baik")
                return None
            self._phone.say(str(forms[ballot].cells()[cell(asked[1])]))
        raise Misunderstood("the cells in dispute have no end")

    async def _ask(self, text: str, sign: str) -> dict[str, object]:
        self._phone.say(text)
        return await self._until(sign)

    async def _hear(self) -> dict[str, Json]:
        message = await self._reader.next()
        return {**message, "text": str(message.get("text") or message.get("caption") or "")}

    async def _until(self, sign: str, *answers: str) -> dict[str, Json]:
        """Press what is offered, of the known answers, until a reply shows the sign."""
        for _ in range(_MOST_TURNS):
            message = await self._hear()
            if sign in message["text"]:
                return message
            offered = _offered(message)
            wanted = [offered[answer] for answer in answers if answer in offered]
            if wanted:
                self._phone.press(wanted[0])
        raise Misunderstood(f"waited for {sign!r}")


def _offered(message: dict[str, Json]) -> dict[str, str]:
    """What the buttons below a message send, by their word."""
    sent = [str(button.get("callback_data", "")) for button in buttons(message)]
    return {data.partition(":")[0]: data for data in sent}


_SPOKEN = {"ppwp": "Presiden", "dpr": "DPR RI", "dpd": "DPD", "dprd_prov": "DPRD Prov"}
_SPOKEN |= {"dprd_kab": "DPRD K", "gubernur": "Gubernur", "bupati": "Bupati"}


def ballot_named(text: str, ballots: Iterable[str]) -> str:
    """Which of the ballots the bot speaks of. Raises Misunderstood."""
    found = [ballot for ballot in ballots if _SPOKEN[ballot].lower() in text.lower()]
    if not found:
        raise Misunderstood(f"which ballot? {text[:200]!r}")
    return max(found, key=len)


def cell(told: str) -> str:
    """The cell that the bot names: "nomor 2 PRABOWO" is "2", "suara tidak sah" is "invalid"."""
    numbered = re.search(r"(?:nomor|partai) (\d+)", told, re.IGNORECASE)
    if numbered:
        return numbered[1]
    low = told.lower()
    if "jumlah" in low:
        return "total"
    return "invalid" if "tidak sah" in low else "valid"


def written(ballot: str, form: FormFigures) -> str:
    """A form in one message, as many witnesses type it."""
    votes = " ".join(f"{choice}={number}" for choice, number in form.votes.items())
    sums = f"sah {form.valid} tidak sah {form.invalid} jumlah {form.total}"
    return f"{WORDS[ballot]} {votes} {sums}"
