"""D HASIL: a witness at the kecamatan's recap sends figures of many stations, and hears at once
where they differ from our C, with the objection to make before the meeting closes."""

from collections.abc import Mapping, Sequence

from bot.engine.effects import KeepPhoto
from bot.engine.facts import ContestFacts, MeetingFacts
from bot.engine.grammar.ballots import spoken
from bot.engine.grammar.clean import plain
from bot.engine.marks import when
from bot.engine.messages import Kind, Phrase, Step
from bot.engine.outcomes import PhotoKept
from bot.engine.spec import Chain, Claim, Spec, on
from bot.engine.turn import Turn, button, phrase
from bot.engine.words import Word, said
from bot.filling import home, photos
from bot.filling.grammar.parse import parse
from bot.filling.grammar.scope import Parsed, Scope
from bot.incidents.talk.outcomes import IncidentKept
from bot.recap_meeting.talk import hall
from bot.recap_meeting.talk.differences import _SHOWN, differing, noted, objected, refused
from bot.recap_meeting.talk.effects import FileRecapPhoto, NoteRecap
from bot.recap_meeting.talk.grammar import Part, cut, named, party_in
from bot.recap_meeting.talk.outcomes import RecapDiffers, RecapNoted, RecapRefused
from bot.recap_meeting.talk.spoken_of import At, at_hand, contest_of
from models.rules.access import Who
from models.values import Json

_MANY = 10


def start(turn: Turn, rest: str) -> Step:
    """D HASIL, D HASIL DPR SEMAKI PARTAI 3, or with figures below."""
    if turn.facts.meeting is None:
        return not_there(turn, rest)
    here = turn if turn.dialog.step == "d_hasil" else turn.after(turn.to("d_hasil"))
    return _heard(here, turn.facts.meeting, turn.pressed if turn.pressed else rest)


def not_there(turn: Turn, rest: str) -> Step:
    """To everybody else: who sends it, and how to be named for it."""
    return turn.to("home", turn.reply("d_hasil.not_there", *home.menu(turn)))


def answer(turn: Turn) -> Step:
    """More of the same, or a ballot, a kelurahan; the button says that an objection was made."""
    meeting = turn.facts.meeting
    if meeting is None:
        return not_there(turn, "")
    if turn.data.get("differs") and plain(turn.text) in ("sudah keberatan", "objected"):
        return objected(turn, meeting)
    return _heard(turn, meeting, turn.pressed if turn.pressed else turn.text)


def _heard(turn: Turn, meeting: MeetingFacts, text: str) -> Step:
    head, parts = cut(text)
    turn = turn.after(_placed(turn, meeting, head))
    at = at_hand(turn, meeting)
    if at is None:
        known = turn.data.get("ballot") and len(_kelurahan(meeting)) > 1
        return _which_kelurahan(turn, meeting) if known else _which_ballot(turn)
    turn = turn.after(turn.stay(recap=[at.stations[0].id, contest_of(meeting, at).id]))
    return _figures(turn, meeting, at, parts) if parts else _template(turn, meeting, at)


def _placed(turn: Turn, meeting: MeetingFacts, head: str) -> Step:
    """What the head says of ballot, kelurahan and party; what it leaves out stays."""
    ballots = turn.facts.election.ballots if turn.facts.election else ()
    found, rest = spoken(head, ballots) if head else (None, "")
    where = named(head, _kelurahan(meeting))
    changes: dict[str, Json] = {}
    if found is not None:
        changes = {"ballot": found.ballot, "party": party_in(rest)}
    elif party_in(head):
        changes["party"] = party_in(head)
    if len(where) == 1:
        changes["kelurahan"] = where[0]
    elif len(_kelurahan(meeting)) == 1:
        changes["kelurahan"] = _kelurahan(meeting)[0]
    return turn.stay(**changes)


def _kelurahan(meeting: MeetingFacts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(station.kelurahan for station in meeting.stations))


def _which_ballot(turn: Turn) -> Step:
    election = turn.facts.election
    buttons = [
        button(f"d hasil:{one.ballot}", "button.ballot", ballot=hall.ballot(one))
        for one in (election.ballots if election else ())
    ]
    return turn.stay(turn.reply("d_hasil.which_ballot", *buttons))


def _which_kelurahan(turn: Turn, meeting: MeetingFacts) -> Step:
    names = _kelurahan(meeting)
    buttons = [button(f"d hasil:{name}", "d_hasil.place", name=name) for name in names[:_MANY]]
    listed = ", ".join(names) if len(names) > _MANY else ""
    return turn.stay(turn.reply("d_hasil.which_kelurahan", *buttons, names=listed))


def _template(turn: Turn, meeting: MeetingFacts, at: At) -> Step:
    """A text to copy: a line for each station of the kelurahan, its numbers in the form's order."""
    contest = contest_of(meeting, at).contest
    page = hall.page(contest, at.party)
    lead = turn.reply(
        "d_hasil.lead",
        ballot=hall.ballot_named(turn, at.ballot),
        kelurahan=at.kelurahan,
        order=hall.order(contest, page),
        party=hall.party_hint(contest, at.party),
    )
    lines = [f"TPS {station.number:02d}:" for station in at.stations]
    head = f"D HASIL {hall.spoken_name(turn, at.ballot)} {at.kelurahan}"
    head += f" PARTAI {at.party}" if at.party else ""
    return turn.stay(lead, turn.reply("template.text", text="\n".join([head.upper(), *lines])))


def _figures(turn: Turn, meeting: MeetingFacts, at: At, parts: Sequence[Part]) -> Step:
    """Numbers of stations: what was understood is kept, what was not is said."""
    by_number = {station.number: station for station in at.stations}
    rows: dict[int, tuple[int, int, Mapping[str, int]]] = {}
    told: list[Phrase] = []
    for part in parts:
        station = by_number.get(part.number)
        if station is None:
            told.append(phrase("d_hasil.no_station", number=part.number, kelurahan=at.kelurahan))
            continue
        if station.id in rows:
            told.append(phrase("d_hasil.twice", number=f"{part.number:02d}"))
            continue
        contest = hall.contest_of(meeting, station, at.ballot)
        assert contest is not None
        read = _read(contest, at.party, part.text, meeting.boxes)
        told += [
            phrase("d_hasil.at", number=f"{part.number:02d}", said=one)
            for one in hall.refusals(contest.contest, read)
        ]
        if read.numbers:
            rows[station.id] = (station.id, contest.id, read.numbers)
    reply = (turn.reply("d_hasil.said", said=tuple(told[:_SHOWN])),) if told else ()
    if not rows:
        return turn.stay(*reply, turn.reply("d_hasil.again"))
    return turn.stay(*reply, effects=(NoteRecap(tuple(rows.values())),), differs=None)


def _read(contest: ContestFacts, party: str | None, text: str, boxes: int) -> Parsed:
    pages = (hall.page(contest.contest, party),)
    return parse(text, Scope(contest.contest, pages, pages[0], None, boxes))


def takes(turn: Turn) -> bool:
    """Whether a picture sent elsewhere is of D.HASIL: its words say so, or nothing else is due."""
    if turn.facts.meeting is None:
        return False
    found = said(turn.text)
    return not turn.facts.mandates or (found is not None and found.word is Word.D_HASIL)


def pictured(turn: Turn) -> Step:
    """A photo of the D.HASIL: kept as evidence of what is spoken of."""
    bad = photos.refused(turn)
    if bad is not None:
        return bad
    album = turn.inbound.album
    effect = KeepPhoto("d_hasil")
    if album is not None and album == turn.data.get("album"):
        return turn.stay(effects=(effect,))
    if turn.dialog.step != "d_hasil":
        turn = turn.after(turn.to("d_hasil"))
    meeting, found = turn.facts.meeting, said(turn.text)
    text = found.rest if found and found.word is Word.D_HASIL else turn.text
    if meeting is not None and text.strip():
        done = _heard(turn, meeting, text)
        return Step(done.dialog, done.replies, (effect, *done.effects))
    return turn.stay(turn.reply("d_hasil.photo"), effects=(effect,), album=album)


def sent(turn: Turn) -> Step | None:
    """A photo sent elsewhere that is of D.HASIL."""
    known = turn.facts.person is not None and turn.inbound.kind is Kind.PHOTO
    return pictured(turn) if known and takes(turn) else None


def claimed(turn: Turn, chain: Chain) -> Step | None:
    """What became of a photo of D.HASIL, and of an objection made here."""
    here = turn.dialog.step == "d_hasil"
    photo, incident = turn.happened(PhotoKept), turn.happened(IncidentKept)
    if photo is not None and photo.purpose == "d_hasil":
        of = turn.data.get("recap") or () if here else ()
        return turn.stay(effects=(FileRecapPhoto(photo.photo, *of),))
    if here and incident is not None:  # the objection is on record; the meeting goes on
        return turn.stay(turn.reply("d_hasil.objected", receipt=incident.receipt))
    return None


SPEC = Spec(
    "d_hasil",
    answer,
    who=Who.RECAP_WITNESS,
    otherwise=not_there,
    words={Word.D_HASIL: start},
    hears=(
        on(RecapNoted, noted),
        on(RecapRefused, refused),
        on(RecapDiffers, differing),
    ),
    photo=pictured,
    claim=Claim(claimed, when("outcome:photo_kept", "outcome:incident_kept at:d_hasil")),
    fallback=sent,
)
