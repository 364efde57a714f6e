"""Holds conversations for tests: lines in, what was said and asked for out, as a transcript.

The engine is the real one. Effects are answered here from memory, with receipts that never change,
as the runner answers them from the database; between two lines the dialog goes through JSON.
"""

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_type_hints

from bot.attendance.talk.effects import CheckIn
from bot.attendance.talk.outcomes import CheckedIn
from bot.base.events import as_json, from_json
from bot.base.identity import hidden
from bot.candidates.talk.effects import TellOwnVotes
from bot.capabilities import CONVERSATION
from bot.corrections.talk.effects import DecideCorrection
from bot.corrections.talk.outcomes import CorrectionDecided
from bot.digests.talk.effects import DrawDigest
from bot.disputes.talk.effects import DecideDispute
from bot.disputes.talk.outcomes import DisputeDecided
from bot.engine.effects import Effect, KeepPhoto
from bot.engine.facts import CheckInFacts, CopyFacts, Facts, PersonFacts, PhotoFacts, ReportFacts
from bot.engine.messages import (
    REACTION,
    Dialog,
    FileRef,
    Inbound,
    Kind,
    Outcome,
    SharedContact,
    State,
    Step,
    StoredFile,
)
from bot.engine.outcomes import Activated, ContactUnknown, PhotoKept
from bot.engine.texts import Rendered, render
from bot.enrolment.talk.effects import Activate, ProveContact, SetLanguage
from bot.enrolment.talk.outcomes import ActivationRefused
from bot.filling.effects import AskCorrection, SubmitReport
from bot.filling.outcomes import CorrectionAsked, ReportSaved
from bot.incidents.talk.effects import HandleIncident, NoteCopy, ReportIncident
from bot.incidents.talk.outcomes import CopyNoted, IncidentHandled, IncidentKept
from bot.intents.talk.effects import CallPerson, TellCoordinator
from bot.intents.talk.outcomes import CoordinatorTold, PersonCalled
from bot.recap_meeting.talk.effects import NoteRecap
from bot.recruiting.talk.effects import ClaimPhone
from bot.register_updates.talk.effects import ReportVoterChange
from bot.register_updates.talk.outcomes import VoterChangeKept
from bot.revotes.talk.effects import FindStation, OpenVersion, SteerVersion
from bot.revotes.talk.outcomes import (
    FoundContest,
    StationsFound,
    VersionSteered,
    VersionWaiting,
    VotingStation,
)
from bot.typing_desk.talk.effects import TakeTyping
from bot.typing_desk.talk.outcomes import TypingGiven, TypingNone
from bot.voters.talk.effects import DeleteOwnData, FindVoter, TellOwnData
from bot.voters.talk.outcomes import OwnData, OwnDataDeleted
from models.rules.checks import cells
from models.sealing import Keys
from models.values import Location, ResultState, Tally
from tests import candidate, hall, radio, volunteers
from tests.attendance import answers as absences
from tests.voters import lists, neighbours
from tests.worlds import NIGHT, TASK, WORLDS, siti

KEYS = Keys(b"the secret key of the talks")
START = NIGHT
CODE = "K7MQR4HJ9"
PHONE = "+62811000001"
_SPECIAL = re.compile(r"^\{(outcome .*|[^}]*)\}\s*(.*)$", re.DOTALL)


@dataclass
class Talk:
    """One conversation: the facts that it lives in, where it stands, and what was said last."""

    facts: Facts
    dialog: Dialog = field(default_factory=Dialog)
    now: datetime = START
    buttons: dict[str, str] = field(default_factory=dict)
    below: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)
    seen: dict[str, tuple[Facts, Dialog]] = field(default_factory=dict)
    count: int = 0

    def say(self, text: str) -> list[Rendered]:
        """One line in; the replies. `[Label]` presses a button; `{photo x.jpg}` and more below."""
        return self.take(self.inbound(text))

    def take(self, inbound: Inbound) -> list[Rendered]:
        """One message in, its effects performed, their outcomes brought back."""
        before = self.dialog.step
        replies = self._turn(inbound)
        if self.dialog.step != before:
            self.lines.append(f"= {self.dialog.step}")
        self.seen.setdefault(self.dialog.step, (self.facts, self.dialog))
        self.now += timedelta(seconds=1)
        return replies

    def _turn(self, inbound: Inbound) -> list[Rendered]:
        asked = self.facts.person is None or self.dialog.step.startswith("voter")
        inbound = hidden(inbound, KEYS, asked=asked)
        done = CONVERSATION.engine.step(State(self.dialog, self.facts), inbound, self.now)
        self.dialog = Dialog.from_json(json.loads(json.dumps(done.dialog.to_json())))
        replies = self._tell(done)
        for effect in done.effects:
            self.lines.append(told(effect, self.facts))
            outcome = self._perform(effect, inbound)
            if outcome is not None:
                answer = Inbound(Kind.OUTCOME, inbound.at, outcome=outcome, album=inbound.album)
                replies.extend(self._turn(answer))
        return replies

    def _tell(self, done: Step) -> list[Rendered]:
        replies = [render(reply, done.language) for reply in done.replies]
        for reply in replies:
            first, *rest = reply.text.split("\n")
            self.lines.extend([f"< {first}".rstrip(), *(f"  {line}".rstrip() for line in rest)])
            if reply.buttons:
                self.lines.append("  " + " ".join(f"[{label}]" for label, _ in reply.buttons))
            if reply.photo:
                self.lines.append(f"  (photo {reply.photo})")
            if reply.document:
                self.lines.append(f"  (file {reply.document.name})")
            if reply.after:
                self.lines.append(f"  (after {reply.after:g} s)")
            if reply.ask:
                self.lines.append(f"  (ask {reply.ask})")
            self.buttons |= dict(reply.buttons)
            self.below = tuple(data for _, data in reply.buttons)
        return replies

    def inbound(self, line: str) -> Inbound:
        """A line of a transcript as a message."""
        if line.startswith("[") and line.endswith("]"):
            return Inbound(Kind.PRESS, self.now, self.buttons[line[1:-1]])
        special = _SPECIAL.match(line)
        if special is None:
            return Inbound(Kind.TEXT, self.now, line)
        kind, *words = special[1].split()
        return self._special(kind, words, special[2])

    def _special(self, kind: str, words: list[str], rest: str) -> Inbound:
        plain = Inbound(Kind.TEXT, self.now, rest, album=_album(words))
        flagged = replace(plain, forwarded="forwarded" in words)
        if kind == "photo":
            stored = StoredFile(words[0], words[0], "image/jpeg", 1000, "broken" not in words)
            kept = None if "pending" in words else stored
            return replace(flagged, kind=Kind.PHOTO, file=FileRef(words[0]), stored=kept)
        if kind == "location":
            lat, lon = map(float, words[0].split(","))
            minutes = next((int(word[4:]) for word in words if word.startswith("old=")), 0)
            at = self.now - timedelta(minutes=minutes)
            return replace(flagged, kind=Kind.LOCATION, location=Location(lat, lon), at=at)
        if kind == "contact":
            own = "own" in words
            return replace(flagged, kind=Kind.CONTACT, contact=SharedContact(words[0], own))
        if kind == "late":
            inner = self.inbound(rest)
            return replace(inner, late=True, at=self.now - timedelta(hours=5))
        if kind == "edited":
            return replace(self.inbound(rest), edited=True)
        if kind == "thumb":  # below the last message; the runner makes a press of it
            yes = next((data for data in self.below if data.startswith("benar:")), None)
            kept = replace(plain, kind=Kind.OTHER, text=REACTION)
            return replace(plain, kind=Kind.PRESS, text=yes) if yes else kept
        if kind == "outcome":
            return replace(plain, kind=Kind.OUTCOME, outcome=_outcome(*words))
        if kind == "group" and rest.startswith("{"):
            return replace(self.inbound(rest), group=True)
        known = {"group": replace(plain, group=True), "empty": replace(plain, text="  ")}
        known["long"] = replace(plain, text="x" * 5000)
        return known.get(kind) or replace(plain, kind=Kind.OTHER, text=kind)

    def _perform(self, effect: Effect, inbound: Inbound) -> Outcome | None:
        match effect:
            case Activate(code):
                return self._activate(code)
            case ProveContact(phone):
                if phone != PHONE:
                    return ContactUnknown()
                return self._enrol()
            case SetLanguage(language):
                person = self.facts.person
                if person is not None:
                    self.facts = replace(self.facts, person=replace(person, language=language))
                return None
            case CheckIn():
                self.count += 1
                found = CheckInFacts(self.count, effect.station_id, inbound.at, "H-4K7")
                self.facts = replace(self.facts, check_ins=(*self.facts.check_ins, found))
                return CheckedIn(receipt="H-4K7", check_in=self.count)
            case KeepPhoto():
                return self._photo(effect, inbound)
            case SubmitReport():
                return self._report(effect)
            case _:
                return self._perform_more(effect)

    def _perform_more(self, effect: Effect) -> Outcome | None:
        match effect:
            case AskCorrection():
                return CorrectionAsked()
            case DecideCorrection():
                return CorrectionDecided(approved=effect.approved)
            case ReportIncident():
                return IncidentKept(receipt="I-7QK")
            case HandleIncident():
                return IncidentHandled(
                    receipt=effect.receipt, status=effect.status, reporter="Bu Siti"
                )
            case DecideDispute():
                place = (effect.station_id, effect.contest_id)
                left = [d for d in self.facts.disputes if (d.station.id, d.contest.id) != place]
                self.facts = replace(self.facts, disputes=tuple(left))
                return DisputeDecided()
            case TakeTyping():
                if self.facts.reports:
                    return TypingNone()
                self.facts = replace(self.facts, tasks=(TASK,))
                return TypingGiven(station=7, contest=11)
            case FindStation():
                return StationsFound(self._stations(effect.text))
            case OpenVersion():
                return VersionWaiting(receipt="U-7QKD", approvers=1)
            case SteerVersion():
                if effect.verb == "undo":
                    return VersionWaiting("U-8RMF", 1)
                return VersionSteered(effect.receipt, effect.verb)
            case TellOwnVotes():
                return candidate.own_votes(effect)
            case NoteRecap():
                return hall.noted(effect)
            case NoteCopy():
                noted = CopyFacts(effect.station_id, effect.status, effect.handed_to)
                self.facts = replace(self.facts, copies=(*self.facts.copies, noted))
                return CopyNoted()
            case ClaimPhone():
                return self._enrol()
            case TellCoordinator():
                return CoordinatorTold(name="Pak Dedi", phone="+62800000002")
            case CallPerson():
                return PersonCalled(names=("Pak Dedi",))
            case _:
                return _of_neighbours(effect) or volunteers.perform(effect)

    def _activate(self, code: str) -> Outcome:
        if code != CODE:
            left = self.facts.tries_left - 1
            self.facts = replace(self.facts, tries_left=left)
            return ActivationRefused(left=left)
        return self._enrol()

    def _enrol(self) -> Outcome:
        person = PersonFacts(1, "Bu Siti")
        self.facts = replace(self.facts, person=person, mandates=siti().mandates)
        return Activated(name=person.name)

    def _stations(self, text: str) -> tuple[VotingStation, ...]:
        contests = (FoundContest(11, "ppwp"), FoundContest(12, "dpr"))
        known = (
            VotingStation(7, 7, "Sukamaju", contests),
            VotingStation(8, 7, "Mekarsari", contests),
        )
        return tuple(
            s
            for s in known
            if str(s.number) in text
            and ("sukamaju" not in text.lower() or s.kelurahan == "Sukamaju")
        )

    def _photo(self, effect: KeepPhoto, inbound: Inbound) -> Outcome | None:
        if inbound.stored is None:
            return None
        if effect.station_id is None:
            self.count += 1
            return PhotoKept(self.count, purpose=effect.purpose)
        place = (effect.station_id, effect.contest_id)
        others = [p for p in self.facts.photos if (p.station_id, p.contest_id) != place]
        count = sum(p.count for p in self.facts.photos if (p.station_id, p.contest_id) == place)
        photos = (*others, PhotoFacts(*place, count + 1))
        self.facts = replace(self.facts, photos=photos)
        self.count += 1
        return PhotoKept(self.count, purpose=effect.purpose, contest=effect.contest_id)

    def _report(self, effect: SubmitReport) -> Outcome:
        place = (effect.station_id, effect.contest_id)
        old = [r for r in self.facts.reports if (r.station_id, r.contest_id) == place]
        revision = len(old) + 1
        receipt = f"{effect.label}-8Q{'FGHJKMNPRTVWX'[(revision - 1) % 13]}"
        state = ResultState.REPORTED
        report = ReportFacts(9, *place, revision, effect.tally, receipt, self.now, state)
        self.facts = replace(self.facts, reports=(*self.facts.reports, report))
        if all(one.station_id != effect.station_id for one in self.facts.check_ins):
            here = CheckInFacts(self.count, effect.station_id, self.now, "H-4K7")
            self.facts = replace(self.facts, check_ins=(*self.facts.check_ins, here))
        return ReportSaved(receipt, revision, state)


def _of_neighbours(effect: Effect) -> Outcome | None:
    """What voters, officers and leaders ask for; None for what is none of theirs."""
    match effect:
        case FindVoter():
            return neighbours.look_up(effect)
        case ReportVoterChange():
            return VoterChangeKept(receipt="U-7QKDF")
        case TellOwnData():
            return OwnData(questions=2, answered=1, days=30)
        case DeleteOwnData():
            return OwnDataDeleted(questions=2)
        case _:
            return absences.perform(effect) or lists.perform(effect) or radio.perform(effect)


def _outcome(event: str, *values: str) -> Outcome:
    """An event as a transcript writes it: its name, then what it carries, `name=value`."""
    kind = CONVERSATION.engine.events[event]
    types = get_type_hints(kind)
    pairs = (one.split("=", 1) for one in values)
    return from_json(kind, {key: _value(text, types[key]) for key, text in pairs})


def _value(text: str, kind: object = None) -> Any:
    """A value of an outcome: JSON where it is, else as typed; ~ stands for a space."""
    if kind is str and not text.startswith('"'):
        return text.replace("~", " ")
    try:
        return json.loads(text.replace("~", " "))
    except ValueError:
        return text.replace("~", " ")


def _album(words: list[str]) -> str | None:
    return next((word[6:] for word in words if word.startswith("album=")), None)


def told(effect: Effect, facts: Facts) -> str:
    """An effect as a line of a transcript: its name and what it carries, without empty parts."""
    parts = [type(effect).__name__]
    if isinstance(effect, DrawDigest):
        return f"! DrawDigest path={effect.path} figures={_figures(effect)}"
    for name in effect.__slots__:
        value: Any = getattr(effect, name)
        if isinstance(value, SubmitReport):
            parts.append(told(value, facts)[2:])
        elif isinstance(value, Tally):
            parts.append(_numbers(value, effect, facts))
        elif name == "findings":
            parts.extend(f"[{finding.code}]" for finding in value)
        elif isinstance(value, Location):
            parts.append(f"at={value.lat},{value.lon}")
        elif value is not None and value != "" and value != () and value != {}:
            shown = ",".join(map(str, value)) if isinstance(value, tuple) else value
            parts.append(f"{name}={shown}")
    return "! " + " ".join(parts)


def _figures(effect: DrawDigest) -> dict[str, object]:
    """What a chart shows, as the database has it."""
    told = {**as_json(effect.count), "at": effect.at.isoformat()}
    names = "area code zone stations reported disputed ballot ballots rows own at".split()
    return {name: told[name] for name in names}


def _numbers(tally: Tally, effect: Any, facts: Facts) -> str:
    held = (*facts.mandates, *facts.tasks)
    contests = {c.id: c.contest for mandate in held for c in mandate.contests}
    given = cells(tally, contests[effect.contest_id])
    return "{" + " ".join(f"{name}={number}" for name, number in given.items()) + "}"


def play(script: str) -> tuple[str, Talk]:
    """A transcript's lines in, played again: the transcript as it is now, and the talk's end."""
    talk = Talk(siti())
    out = talk.lines
    for line in _inputs(script):
        if line.startswith("> "):
            first, *rest = line[2:].split("\n")
            out.extend(["", f"> {first}", *(f"  {more}" for more in rest)])
            talk.say(line[2:])
        else:
            out.append(line)
            if line.startswith("@ "):
                _set(talk, line[2:].split())
    return "\n".join(out).strip() + "\n", talk


def _inputs(script: str) -> list[str]:
    """What is typed in a transcript, with the lines that go on; and its title and settings."""
    found: list[str] = []
    typing = False
    for line in script.split("\n"):
        if typing and line.startswith("  "):
            found[-1] += "\n" + line[2:]
            continue
        typing = line.startswith("> ")
        if typing or line.startswith(("#", "@ ")):
            found.append(line)
    return found


def _set(talk: Talk, words: list[str]) -> None:
    """`@ full`: the world, from the start (or `keep` the dialog); `@ 2024-02-15T05:00+07:00`."""
    for word in words:
        if word in WORLDS:
            talk.facts = WORLDS[word]()
            talk.dialog = talk.dialog if "keep" in words else Dialog()
        elif word == "keep":
            continue
        else:
            talk.now = datetime.fromisoformat(word).astimezone(UTC)
