"""The letter of a mandate as PDF: from the pack's words, the same bytes for the same facts."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from xml.sax.saxutils import escape

from bot.base.capability import Doer
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.mandates.talk.effects import MakeLetters
from bot.mandates.talk.outcomes import Letters, MadeLetter
from models.errors import NotFound
from models.rules.organisation import FEATURES, Paper
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.participants import WATCHDOG
from models.stores.mandates import letters
from models.stores.mandates.letters import Mandate
from models.stores.persons import mandates
from models.stores.persons.mandates import AreaAbove

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September"),
    *("Oktober", "November", "Desember"),
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LEVELS = {1: "Provinsi", 2: "Kabupaten/Kota", 3: "Kecamatan"}
_MANDATE = """\
Dengan surat ini {participant} memberikan mandat kepada {name} untuk menjadi saksi pada \
pemungutan dan penghitungan suara {election}, tanggal {date}, di {station}.
Saksi berhak mengikuti seluruh pemungutan dan penghitungan suara, mengajukan keberatan, dan \
menerima salinan formulir hasil penghitungan suara menurut Undang-Undang Nomor 7 Tahun 2017 \
tentang Pemilihan Umum. Saksi menjalankan tugasnya dengan jujur dan tidak mengganggu jalannya \
pemungutan suara.
Surat mandat ini diserahkan kepada Ketua KPPS."""
_ACCREDITATION = """\
Dengan surat ini {participant} menugaskan {name} sebagai pemantau pemungutan dan penghitungan \
suara {election}, tanggal {date}, di {station}.
Pemantau bertugas di luar TPS, tidak memihak, dan tidak mengganggu jalannya pemungutan suara. \
Surat tugas ini ditunjukkan bersama tanda akreditasi pemantau."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on a letter; `rows` are the lines of its table, label and value."""

    title: str
    number: str
    rows: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    place: str
    on: date
    giver: str
    office: str
    signer: str
    receiver: str


def day(on: date) -> str:
    """14 Februari 2024."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def compose(election: LoadedElection, row: Mandate, above: Mapping[str, AreaAbove]) -> Letter:
    """The letter of a mandate (a row of letters.rows) with the areas above its station."""
    config = election.config
    accredited = FEATURES[config.installation.kind].paper is Paper.ACCREDITATION
    watchdog = accredited or row.kind == WATCHDOG
    giver = config.installation.name or row.participant
    word = row.word or "Kelurahan"
    where = sorted(
        (above[c] for c in row.area_path.split(".") if c in above), key=lambda a: a.level
    )
    station = f"TPS {row.tps:02d} {word} {row.kelurahan}"
    words = {
        "name": row.person,
        "participant": row.participant,
        "station": station,
        "address": row.place,
        "date": day(election.held_on),
        "election": election.name,
    }
    told = config.letter.text or (_ACCREDITATION if watchdog else _MANDATE)
    rows = [("Nama", row.person), ("Pemantau" if watchdog else "Peserta", row.participant)]
    rows += [("TPS", f"{row.tps:02d} ({row.station})"), (word, row.kelurahan)]
    rows += [
        (area.local_word or _LEVELS[area.level], area.name)
        for area in reversed(where)
        if area.level in _LEVELS
    ]
    rows += [("Alamat TPS", row.place)] if row.place else []
    return Letter(
        "SURAT TUGAS PEMANTAU" if watchdog else "SURAT MANDAT SAKSI",
        number_of(election, row),
        (*rows, ("Pemilu", election.name), ("Tanggal", day(election.held_on))),
        tuple(_filled(line, words) for line in told.split("\n") if line.strip()),
        config.letter.place,
        _issued(row).date(),
        giver,
        config.letter.office,
        config.letter.signer,
        row.person,
    )


def number_of(election: LoadedElection, row: Mandate) -> str:
    """The letter's number as the pack writes it: 0007/SM/PKL/II/2024."""
    on = _issued(row)
    values: dict[str, object] = {
        "participant": row.short.upper().replace(" ", "-"),
        "number": row.number,
    }
    values |= {"month": _ROMAN[on.month - 1], "year": on.year}
    return election.config.letter.number.format(**values)


def _issued(row: Mandate) -> datetime:
    """When its letter was numbered. Raises NotFound where it has none yet."""
    if row.issued_at is None:
        raise NotFound("this mandate has no letter yet", mandate=row.id)
    return row.issued_at


def _filled(line: str, words: Mapping[str, str]) -> str:
    """A paragraph with its words; an unknown {brace} stays as it is."""
    return re.sub(r"\{(\w+)\}", lambda hit: words.get(hit[1], hit[0]), line)


def file_name(row: Mandate) -> str:
    """A name that says what is inside, safe for every phone."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", row.person).strip("-")
    return f"surat-mandat-{row.number:04d}-TPS{row.tps:02d}-{name}.pdf"


def document(letter: Letter) -> bytes:
    """The PDF: A4, one page, with lines to sign on; the same bytes for the same letter."""
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, Spacer, Table

    text = ParagraphStyle("text", fontName="Times-Roman", fontSize=11.5, leading=16)
    body = ParagraphStyle("body", text, alignment=TA_JUSTIFY, spaceAfter=3 * mm)
    middle = ParagraphStyle("middle", text, alignment=TA_CENTER)
    head = ParagraphStyle("head", middle, fontName="Times-Bold", fontSize=15, leading=20)
    rows = [[Paragraph(escape(cell), text) for cell in (a, ":", b)] for a, b in letter.rows]
    signed = [
        [_signing(letter, middle), Paragraph("Penerima mandat,", middle)],
        [Spacer(1, 24 * mm), ""],
        [Paragraph(_signer(letter), middle), Paragraph(f"({escape(letter.receiver)})", middle)],
    ]
    story: list[object] = [
        Paragraph(escape(letter.giver.upper()), head),
        Spacer(1, 6 * mm),
        Paragraph(f"<u>{escape(letter.title)}</u>", head),
        Paragraph(f"Nomor: {escape(letter.number)}", middle),
        Spacer(1, 8 * mm),
        Table(rows, colWidths=[38 * mm, 5 * mm, 120 * mm], hAlign="LEFT"),
        Spacer(1, 6 * mm),
        *(Paragraph(escape(line), body) for line in letter.paragraphs),
        Spacer(1, 10 * mm),
        Table(signed, colWidths=[82 * mm, 82 * mm]),
    ]
    return _printed(letter, story)


def _printed(letter: Letter, story: list[object]) -> bytes:
    """What stands on the page as PDF bytes."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    file = BytesIO()
    pdf = SimpleDocTemplate(
        file,
        pagesize=A4,
        title=f"{letter.title} {letter.number}",
        author=letter.giver,
        invariant=1,
        leftMargin=23 * mm,
        rightMargin=23 * mm,
        topMargin=20 * mm,
        bottomMargin=18 * mm,
    )
    pdf.build(story)
    return file.getvalue()


def _signing(letter: Letter, style: object) -> object:
    from reportlab.platypus import Paragraph

    place = letter.place or "........................"
    office = f"<br/>{escape(letter.office)}," if letter.office else "<br/>Pemberi mandat,"
    return Paragraph(f"{escape(place)}, {day(letter.on)}{office}", style)


def _signer(letter: Letter) -> str:
    return f"({escape(letter.signer)})" if letter.signer else "(........................)"


async def composed(
    tx: Transaction, election: LoadedElection, rows: list[Mandate]
) -> list[tuple[Mandate, Letter]]:
    """The letters of numbered mandates."""
    numbered = [row for row in rows if row.number is not None]
    above = await mandates.areas_above(tx, election.id, {row.area_path for row in numbered})
    return [(row, compose(election, row, above)) for row in numbered]


async def make_letters(work: Work, effect: MakeLetters) -> Outcome:
    """The own letters as stored files; one that has no number yet gets it now."""
    election = await elections.current_election(work.tx)
    if election is None or work.media is None:
        return Letters()
    told = []
    for row, letter in await composed(work.tx, election, await _own(work, election, effect)):
        data = await asyncio.to_thread(document, letter)
        digest = sha256(data).hexdigest()
        path = f"letters/{election.id}/{row.number:06d}-{digest[:16]}.pdf"
        if not await work.media.has(path):
            await work.media.put(path, data)
        if row.path != path:
            await letters.kept(work.tx, row.id, path, digest)
        made = MadeLetter(
            path=path,
            file=file_name(row),
            letter=letter.number,
            number=row.tps,
            kelurahan=row.kelurahan,
        )
        told.append(made)
    return Letters(tuple(told))


async def _own(work: Work, election: LoadedElection, effect: MakeLetters) -> list[Mandate]:
    found = await letters.rows(work.tx, election.id, person_id=work.person_id)
    found = [row for row in found if effect.mandate in (None, row.id)]
    missing = [row.id for row in found if row.number is None]
    if not missing:
        return found
    await letters.issue(work.tx, election.id, missing)
    again = await letters.rows(work.tx, election.id, person_id=work.person_id)
    return [row for row in again if effect.mandate in (None, row.id)]


DOERS: dict[type[Effect], Doer] = {MakeLetters: make_letters}
