"""One place for texts: what people read stands in a catalogue (texts/id.toml, en.toml).

The command line speaks English to operators, and errors of the API are English problem documents.
"""

import re

import pytest

from bot.engine.texts import read
from tests.architecture.source import ROOT, Source, product

INDONESIAN = re.compile(
    r"\b(yang|tidak|belum|sudah|dari|untuk|dengan|dan|atau|pada|oleh|dengan|suara|kirim|silakan|maaf"
    r"|bukan|hanya|semua|masih|jumlah|laporan|halaman|wilayah)\b",
    re.IGNORECASE,
)
UNDERSTOOD = {
    "bot/candidates/doers.py": "a word of the chat as a person types it",
    "bot/broadcast/talk/broadcast.py": "words around roles and areas that are skipped",
    "bot/engine/vocabulary.py": "the words of the chat",
    "bot/engine/words.py": "the words of the chat",
    "bot/filling/ask.py": "an example of what to type: numbers between the words of the grammar",
    "bot/attendance/talk/check_in.py": "words by which somebody cannot send a location or a photo",
    "bot/attendance/talk/mandate_letter.py": "words for yes and no",
    "bot/filling/assent.py": "words that answer our buttons, as people type them",
    "bot/mandates/letters.py": "the mandate's own paper, Indonesian for every KPPS",
    "bot/questions/talk/questions.py": "words that a question may begin with or leave out",
    "bot/reading/talk/caption.py": "which sheet a photo shows, as people write it",
    "bot/recap_meeting/talk/d_hasil.py": "data of a button",
    "bot/recap_meeting/talk/differences.py": "data of a button",
    "bot/recap_meeting/talk/hall.py": "names of fields as people write them",
    "bot/register_updates/talk/grammar.py": "words by which changes are told",
    "bot/register_updates/talk/voter_update.py": "words by which changes are told",
    "bot/reports/talk/template.py": "the template: what comes back is read by the grammar",
    "bot/reports/talk/report.py": "short answers about invalid votes as people type them",
    "bot/revotes/talk/revote.py": "words beside a station: which ballots, and why",
    "bot/voters/talk/voter.py": "words by which a question is known",
    "api/http/streams.py": "the note in JSON answers, one of the entrances that others rely on",
    "api/http/provenance.py": "the same note, with for whom it is made",
    "api/projection.py": "a warning in JSON answers, likewise",
    "api/quickcount.py": "a title in JSON answers, likewise",
}
"""Files with Indonesian that is understood, not said; or that is part of a document's format."""
GRAMMAR = ("bot/engine/grammar/", "bot/filling/grammar/", "bot/intents/talk/told_numbers.py")
"""Words as people type them; what is said of them stands in the catalogue."""
PLACES = ("api/pages/texts", "api/files/texts")
INDONESIAN_ALONE = ("evidence.",)


def indonesian(source: Source) -> list[str]:
    """Texts that are neither docstrings nor names."""
    return [text for text in source.said if " " in text.strip() and INDONESIAN.search(text)]


def modules() -> dict[str, Source]:
    apart = ("api/cli/", "api/rehearsal/", "api/phone/cast.py", *GRAMMAR)
    return {s.name: s for s in product("bot", "api") if not s.name.startswith(apart)}


def test_what_people_read_stands_in_a_catalogue() -> None:
    found = {name: indonesian(one) for name, one in modules().items() if name not in UNDERSTOOD}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_every_exception_is_still_one() -> None:
    known = {source.name: source for source in product()}
    spare = [name for name in UNDERSTOOD if not indonesian(known[name])]
    assert spare == []


@pytest.mark.parametrize("place", PLACES)
def test_pages_and_files_speak_both_languages(place: str) -> None:
    told = read([ROOT / place], "id")
    ours = {key for key in told if not key.startswith(INDONESIAN_ALONE)}
    assert ours == set(read([ROOT / place], "en"))


def test_every_text_of_files_is_used() -> None:
    code = "".join(source.text for source in product("api"))
    built = (
        "attendance_word.",
        "attendance_column.",
        "coverage_column.",
        "recap_column.",
        "code_role.",
    )
    keys = [key for key in read([ROOT / "api/files/texts"], "id") if not key.startswith(built)]
    spare = [key for key in keys if f'"{key}"' not in code and f"'{key}'" not in code]
    assert [key for key in spare if not key.startswith("cover.narrow_")] == []
