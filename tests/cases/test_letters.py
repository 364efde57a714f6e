"""What stands on letters: the pack's own words, and a watchdog's in place of a mandate."""

from pathlib import Path

from bot.mandates.letters import composed, document, file_name
from models.sealing import Keys
from models.stores.base import elections
from models.stores.base.database import Database
from models.stores.mandates import assigning, letters
from models.stores.packs.pack_load import load_pack
from models.stores.persons import people
from tests.packs.editing import edit
from tests.packs.tiny import make_tiny_pack

LETTER = """[letter]
number = "{number}/{participant}-{year}"
place = "Sukamaju"
signer = "Ani & Budi"
text = "{name} menjaga {station} <b>tanpa</b> {lupa}."

[sources]"""


async def letter(url: str, pack: Path) -> tuple[str, str, str, tuple[str, ...], bytes]:
    """Title, number, file, paragraphs and bytes of the first letter of an installation."""
    database, keys = Database(url, size=1), Keys(b"the secret key of these tests")
    async with database.transaction() as tx:
        await load_pack(tx, pack)
        election = await elections.election(tx)
        person, _ = await people.put_person(tx, keys, "Siti / Rahayu", "+6281200000001")
        place = await assigning.station(tx, election.id, code="9801012001001")
        assert await assigning.assign(tx, election, assigning.Assignment(person, place))
        rows = await letters.rows(tx, election.id, person_id=person)
        ((row, made),) = await composed(tx, election, rows)
    await database.close()
    return made.title, made.number, file_name(row), made.paragraphs, document(made)


async def test_the_pack_says_what_stands_on_a_letter(database_url: str, tmp_path: Path) -> None:
    pack = make_tiny_pack(tmp_path / "tiny")
    edit(pack, "election.toml", "[sources]", LETTER)
    title, number, file, paragraphs, data = await letter(database_url, pack)
    assert title == "SURAT MANDAT SAKSI"
    assert number.startswith("1/PKL-")
    assert file == "surat-mandat-0001-TPS01-Siti-Rahayu.pdf"
    text = "Siti / Rahayu menjaga TPS 01 Desa Sukamaju Kidul <b>tanpa</b> {lupa}."
    assert paragraphs == (text,), "what is no word of ours stays as it is"
    assert data.startswith(b"%PDF")


async def test_a_watchdog_accredits_without_any_participant(
    database_url: str, tmp_path: Path
) -> None:
    pack = make_tiny_pack(tmp_path / "tiny")
    edit(pack, "election.toml", 'kind = "peserta"', 'kind = "pemantau"')
    edit(pack, "election.toml", 'own_party = "3"\n', "")
    title, number, _, paragraphs, _ = await letter(database_url, pack)
    assert title == "SURAT TUGAS PEMANTAU"
    assert "/SM/TIM-SAKSI-CONTOH/" in number
    assert "menugaskan Siti / Rahayu sebagai pemantau" in paragraphs[0]
