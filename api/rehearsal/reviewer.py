"""The made-up reviewer of a rehearsal: decides by the forms what witnesses still differ on."""

import re
from collections.abc import Mapping, Sequence

from api.rehearsal.cast import Post
from api.rehearsal.phone_in_hand import Phone, Reader
from api.rehearsal.telegram_person import Silence, buttons
from api.rehearsal.witness import Misunderstood, ballot_named, cell

_PLACE = re.compile(r"TPS 0*(\d+) (.+)")
_VOICE = re.compile(r"\b([A-F]) (\d+)\b")
_MOST = 10_000


class Reviewer:
    """Somebody with the role, a phone, and every form in hand."""

    def __init__(self, phone: Phone, posts: Sequence[Post], patience: float) -> None:
        self._phone, self._posts = phone, posts
        self._reader = Reader(phone, patience)
        self.decided, self.trouble = 0, list[str]()

    async def play(self) -> None:
        """Prove the phone by the own contact, then SELISIH until nothing waits."""
        try:
            self._phone.share_contact()
            await self._hear()
            for _ in range(_MOST):
                if not await self._decide():
                    return
        except (Silence, Misunderstood, LookupError) as trouble:
            self.trouble.append(f"reviewer: {type(trouble).__name__}: {trouble}")

    async def _hear(self) -> str:
        return str((await self._reader.next()).get("text") or "")

    async def _decide(self) -> bool:
        self._phone.say("SELISIH")
        message = await self._reader.next()
        text = str(message.get("text") or "")
        if not any(button["text"].startswith("Laporan") for button in buttons(message)):
            return False
        self._phone.press(f"pilih:{self._right(text)}")
        if "alasannya" not in await self._hear():
            raise Misunderstood(text[:200])
        self._phone.say("sesuai foto plano")
        if "Tersimpan" not in await self._hear():
            raise Misunderstood(text[:200])
        self.decided += 1
        return True

    def _right(self, text: str) -> str:
        """The letter of the report that says what is on the paper, in every cell shown."""
        lines = text.split("\n")
        header = next(line for line in lines if _PLACE.search(line))
        shown = {cell(line): dict(_VOICE.findall(line)) for line in lines if _VOICE.search(line)}
        for paper in self._papers(header):
            for letter in "ABCDEF":
                if all(told.get(letter) == str(paper.get(name)) for name, told in shown.items()):
                    return letter
        raise Misunderstood(f"no report is like the form: {text[:300]!r}")

    def _papers(self, header: str) -> list[Mapping[str, int]]:
        """The forms that the header may mean: names of kelurahan are not unique."""
        place = _PLACE.search(header)
        assert place is not None
        number, kelurahan = int(place[1]), place[2].strip()
        return [
            form.cells()
            for post in self._posts
            if (post.number, post.kelurahan_name) == (number, kelurahan)
            for ballot, form in post.paper.items()
            if ballot == ballot_named(header, post.paper)
        ]
