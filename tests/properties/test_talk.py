"""Laws of every conversation: it never fails, never falls silent, never loses what was typed."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.words import FORMS
from tests.talk import Talk
from tests.worlds import WORLDS

LINES = st.one_of(
    st.sampled_from(sorted(form for forms in FORMS.values() for form in forms)),
    st.sampled_from(
        [
            *("{photo a.jpg}", "{photo b.jpg album=1}", "{photo c.jpg broken} DPR", "{sticker}"),
            *("{photo d.jpg pending}", "{location -7.79,110.36}", "{location 0,0 forwarded}"),
            *("{contact +62811000001 own}", "{contact +62811000009}", "{long}", "{empty}"),
            *("{late} 102 87", "{late} benar", "{late} hadir", "{group} isi", "K7M-QR4"),
            *("ppwp 102 87 3 192 3 195", "dpr 3: 12 40 5", "3: 12 40 5 O - 7 1 0 2", "102", "0"),
            *("1=5 2=6", "sah 11 tidak sah 0 jumlah 11", "sisanya 0", "semua 0", "partai 7"),
            *("tps sebelah ppwp 102 87 3", "tps lima belas dpr 1=12", "tps tetangga 0 0 0"),
            *("caleg 5 harusnya 16", "ubah ppwp 2 jadi 87", "tps 12", "isi tps 99", "dprd 5"),
            *("isi dpd", "templat dpr", "hapus isian dpr", "ya benar bu", "lainnya nol", "-5"),
            *("bahasa inggris", "bahasa indonesia", "lapor ppwp 1 2 3", "12.5", "99999", "🙏"),
        ]
    ),
    st.builds("press {}".format, st.integers(0, 3)),
    st.lists(st.integers(0, 300), min_size=1, max_size=14).map(lambda n: " ".join(map(str, n))),
    st.text(max_size=40).filter(lambda text: not text.startswith(("{", "["))),
)
DROPS = (
    "benar",
    "hapus",
    "sesuai",
    "press",
    "buang",
    "discard",
    "urung",
    "undo",
    "batalkan yang",
    "yang tadi",
)


def asks_doers(told: list[str]) -> bool:
    """Whether the answer is the database's to give (tests/cases hears it); photos never are."""
    return any(one.startswith("! ") and not one.startswith("! KeepPhoto") for one in told)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(WORLDS)), st.lists(LINES, min_size=1, max_size=14))
def test_any_conversation_goes_on(world: str, lines: list[str]) -> None:
    talk = Talk(WORLDS[world]())
    for line in lines:
        if line.startswith("press "):
            labels = list(talk.buttons)[-4:]
            if not labels:
                continue
            line = f"[{labels[int(line[6:]) % len(labels)]}]"
        before = len(talk.lines)
        replies = talk.say(line)
        silent = "album=1" in line or line.startswith("{group}")
        assert replies or silent or asks_doers(talk.lines[before:])
        for reply in replies:
            assert reply.text.strip()
            assert "None" not in reply.text, "nothing is said of what is not known"
            assert len(reply.text) <= 4096, "longer than a messenger takes"
            assert all(label and len(data.encode()) <= 64 for label, data in reply.buttons)
            assert len(reply.buttons) <= 10
        assert len(json.dumps(talk.dialog.to_json())) < 100_000


@settings(max_examples=80, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=10))
def test_nothing_but_a_word_takes_away_what_was_typed(lines: list[str]) -> None:
    talk = Talk(WORLDS["siti"]())
    talk.say("ppwp 1=102")
    for line in lines:
        if line.startswith("press ") or any(word in line.lower() for word in DROPS):
            continue
        talk.say(line)
        saved = any(report.contest_id == 11 for report in talk.facts.reports)
        kept = talk.dialog.data.get("drafts", {}).get("7:11", {}).get("n", {})
        assert saved or "1" in kept
