"""Our replies as the Cloud API gets them, over real HTTP; valid by Meta's own description."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest

from bot.base.ports import TOO_LARGE, Outgoing, SendFailed
from bot.channels.whatsapp import WhatsApp, bodies, errors, updates
from bot.engine.messages import Document, FileRef
from models.sealing import Keys
from tests.channels.graph import NUMBER, TOKEN, Graph
from tests.channels.meta import KINDS, checks

KEYS = Keys(b"a secret of a test, long enough")
PHONE, SCOPED = "6281200000001", "ID.13491208655302741918"
TO = KEYS.phone_address(PHONE)
NOW = datetime(2024, 2, 14, 12, 0, tzinfo=UTC)
YESNO = (("Benar", "benar:44f6"), ("Ubah lagi", "ubah lagi"))
LONG = "\n".join(f"{n:04} baris" for n in range(200))
MESSAGES = [
    Outgoing("Halo"),
    Outgoing("Sudah benar?", YESNO),
    Outgoing("Yang mana?", tuple((f"Partai {n}", f"isi:{n}") for n in range(8))),
    Outgoing("Tekan", (("Tidak bisa kirim lokasi", "tanpa lokasi"),), ask="location"),
    Outgoing("Yang mana?", tuple((f"Partai {n}", f"isi:{n}") for n in range(12))),
    Outgoing(LONG, YESNO),
    Outgoing(LONG * 3),
    Outgoing("Kotak ini?", photo="ab/cd.jpg"),
    Outgoing("Kotak ini?", YESNO, photo="ab/cd.jpg"),
    Outgoing("Suratnya", document=Document("ab/cd.bin", "application/pdf", "mandat.pdf")),
    Outgoing("", YESNO),
]


async def read_file(path: str) -> bytes:
    return b"\xff\xd8" + path.encode()


@pytest.fixture
async def graph() -> AsyncIterator[Graph]:
    async with Graph().running() as graph:
        yield graph


@pytest.fixture
async def line(graph: Graph) -> AsyncIterator[WhatsApp]:
    template = ("kabar_tugas", "id")
    line = WhatsApp(
        *(NUMBER, TOKEN, KEYS),
        base=graph.base,
        template=template,
        read_file=read_file,
        clock=lambda: NOW,
    )
    yield line
    await line.close()


def heard(message: Outgoing, ago: timedelta = timedelta(minutes=5)) -> Outgoing:
    extra = {**message.extra, "heard_at": (NOW - ago).isoformat()}
    return replace(message, extra=extra)


async def test_a_number_and_a_scoped_id_each_have_their_field(graph: Graph, line: WhatsApp) -> None:
    assert await line.send(TO, heard(Outgoing("a"))) == updates.digest("wamid.1")
    await line.send(SCOPED, heard(Outgoing("b")))
    one, other = graph.sent
    assert (one["to"], one["text"]["body"]) == (PHONE, "a")
    assert (other["recipient"], other["text"]["body"]) == (SCOPED, "b")
    assert "to" not in other


async def test_few_choices_are_buttons_some_a_list_many_are_lines(
    graph: Graph, line: WhatsApp
) -> None:
    for message in MESSAGES[1:5]:
        await line.send(TO, heard(message))
    few, some, long_label, many = graph.sent
    replies = [button["reply"] for button in few["interactive"]["action"]["buttons"]]
    assert replies[0] == {"id": "benar:44f6", "title": "Benar"}
    assert len(some["interactive"]["action"]["sections"][0]["rows"]) == 8
    assert long_label["interactive"]["type"] == "list"
    assert "• Partai 11" in many["text"]["body"]


async def test_long_texts_come_whole_and_the_buttons_last(graph: Graph, line: WhatsApp) -> None:
    await line.send(TO, heard(Outgoing(LONG, YESNO)))
    *texts, last = graph.sent
    said = [m["text"]["body"] for m in texts] + [last["interactive"]["body"]["text"]]
    assert "\n".join(said) == LONG


async def test_files_are_uploaded_and_carry_their_text(graph: Graph, line: WhatsApp) -> None:
    await line.send(TO, heard(Outgoing("Kotak ini?", photo="ab/cd.jpg")))
    await line.send(TO, heard(Outgoing("Kotak ini?", YESNO, photo="ab/cd.jpg")))
    letter = Document("ab/cd.bin", "application/pdf", "mandat.pdf")
    await line.send(TO, heard(Outgoing("Suratnya", document=letter)))
    assert graph.uploads == [b"\xff\xd8ab/cd.jpg", b"\xff\xd8ab/cd.jpg", b"\xff\xd8ab/cd.bin"]
    assert [m["type"] for m in graph.sent] == ["image", "interactive", "document"]
    assert graph.sent[1]["interactive"]["header"] == {"type": "image", "image": {"id": "media2"}}
    assert graph.sent[0]["image"] == {"id": "media1", "caption": "Kotak ini?"}
    sent = {"id": "media3", "filename": "mandat.pdf", "caption": "Suratnya"}
    assert graph.sent[2]["document"] == sent


async def test_a_digest_after_24_hours_is_its_text_by_the_template(
    graph: Graph, line: WhatsApp
) -> None:
    digest = Outgoing("Kabar Kota, 21.15 WIB\nPresiden: 9 dari 10", YESNO, photo="charts/a.png")
    await line.send(TO, heard(digest, timedelta(hours=25)))
    assert graph.uploads == []
    [sent] = graph.sent
    parameters = sent["template"]["components"][0]["parameters"]
    assert parameters[0]["text"] == "Kabar Kota, 21.15 WIB · Presiden: 9 dari 10"


async def test_after_24_hours_only_the_template_goes(graph: Graph, line: WhatsApp) -> None:
    await line.send(TO, heard(Outgoing("masih\nbebas"), timedelta(hours=23, minutes=50)))
    await line.send(TO, heard(Outgoing("lewat\n  waktu"), timedelta(hours=24)))
    await line.send(TO, Outgoing("tidak pernah"))
    free, late, never = graph.sent
    assert free["type"] == "text"
    assert late["template"]["name"] == "kabar_tugas"
    parameters = late["template"]["components"][0]["parameters"]
    assert parameters == [{"type": "text", "text": "lewat · waktu"}]
    assert never["type"] == "template"
    bare = WhatsApp(NUMBER, TOKEN, KEYS, base=graph.base, clock=lambda: NOW)
    with pytest.raises(SendFailed, match="24 hours") as refused:
        await bare.send(TO, Outgoing("x"))
    assert not refused.value.again
    await bare.close()


@pytest.mark.parametrize(
    ("code", "again", "after", "chat_only", "told"),
    [
        (130429, True, 5.0, False, "rate"),
        (131056, True, 6.0, True, "too many messages to this person"),
        (131048, True, 3600.0, False, "people reported it"),
        (131026, False, None, False, "undeliverable"),
        (190, True, 60.0, False, "token"),
        (131042, True, 3600.0, False, "payment"),
        (131000, True, None, False, "went wrong at WhatsApp"),
        (100, False, None, False, "does not take this message"),
    ],
)
async def test_each_error_code_says_whether_when_and_for_whom_to_try_again(
    graph: Graph,
    line: WhatsApp,
    code: int,
    again: bool,
    after: float | None,
    chat_only: bool,
    told: str,
) -> None:
    graph.errors = [(400, code)]
    with pytest.raises(SendFailed, match=f"{told}.*{code}") as failed:
        await line.send(TO, heard(Outgoing("x")))
    asked = (failed.value.again, failed.value.after, failed.value.chat_only)
    assert asked == (again, after, chat_only)
    assert graph.sent == []


async def test_who_is_outside_the_24_hours_after_all_gets_the_template_once(
    graph: Graph, line: WhatsApp
) -> None:
    graph.errors = [(400, 131047)]
    assert await line.send(TO, heard(Outgoing("satu\ndua", YESNO))) == updates.digest("wamid.1")
    (body,) = graph.sent
    parameters = body["template"]["components"][0]["parameters"]
    assert parameters == [{"type": "text", "text": "satu · dua"}]
    graph.errors = [(400, 131047), (400, 131047)]
    with pytest.raises(SendFailed, match="24 hours") as failed:
        await line.send(TO, heard(Outgoing("tiga")))
    assert not failed.value.again
    assert (graph.errors, len(graph.sent)) == ([], 1)


async def test_a_location_is_asked_for_by_whatsapps_button_where_it_is_switched_on(
    graph: Graph,
) -> None:
    asking = WhatsApp(
        NUMBER, TOKEN, KEYS, base=graph.base, location_request=True, clock=lambda: NOW
    )
    await asking.send(TO, heard(MESSAGES[3]))
    await asking.send(TO, heard(MESSAGES[1]))
    await asking.close()
    asked, others = (body["interactive"] for body in graph.sent)
    assert asked["type"] == "location_request_message"
    assert asked["action"] == {"name": "send_location"}
    assert asked["body"]["text"] == "Tekan\n\n• Tidak bisa kirim lokasi"
    assert others["type"] == "button"


async def test_unknown_errors_are_tried_again_only_when_the_server_stumbles(
    graph: Graph, line: WhatsApp
) -> None:
    for status, again in ((500, True), (503, True), (429, True), (400, False)):
        graph.errors = [(status, 999999)]
        with pytest.raises(SendFailed) as failed:
            await line.send(TO, heard(Outgoing("x")))
        assert failed.value.again is again
    dead = WhatsApp(NUMBER, TOKEN, KEYS, base="http://127.0.0.1:9/v23.0", clock=lambda: NOW)
    with pytest.raises(SendFailed) as failed:
        await dead.send(TO, heard(Outgoing("x")))
    assert failed.value.again
    await dead.close()


async def test_files_are_fetched_by_an_address_asked_for_each_time(
    graph: Graph, line: WhatsApp
) -> None:
    graph.files = {"7": b"picture", "8": bytes(21 * 1024 * 1024)}
    assert await line.fetch(FileRef("7")) == b"picture"
    graph.stale = 1
    with pytest.raises(SendFailed) as stale:
        await line.fetch(FileRef("7"))
    assert stale.value.again
    assert await line.fetch(FileRef("7")) == b"picture"
    with pytest.raises(SendFailed, match=TOO_LARGE):
        await line.fetch(FileRef("8"))
    with pytest.raises(SendFailed) as gone:
        await line.fetch(FileRef("9"))
    assert not gone.value.again


def test_no_reason_is_empty_and_waits_are_for_what_is_tried_again() -> None:
    for code, meaning in errors.MEANINGS.items():
        assert meaning.reason, code
        assert meaning.again or meaning.after is None, code


@pytest.mark.shared
def test_every_body_is_valid_by_metas_description() -> None:
    valid = checks()
    if valid is None:
        pytest.skip("needs Meta's API description of SAKSI_SHARED")
    sent = [
        body
        for message in MESSAGES
        for body in bodies.bodies(PHONE, message, "media1" if message.file else None)
    ]
    sent.append(bodies.template(PHONE, "kabar_tugas", "id", "satu\ndua"))
    for body in sent:
        valid[body["type"]].validate(body)
    assert {body["type"] for body in sent} == set(KINDS)
    with pytest.raises(jsonschema.ValidationError):
        valid["text"].validate({**sent[0], "text": {"body": 5}})
    with pytest.raises(jsonschema.ValidationError):
        valid["text"].validate({**sent[0], "invented": 1})
