"""Answers effects for talks from memory, as the runner does from the database."""

from dataclasses import replace
from datetime import datetime

from bot.attendance.talk.effects import CheckIn
from bot.attendance.talk.outcomes import CheckedIn
from bot.candidates.talk.effects import TellOwnVotes
from bot.corrections.talk.effects import DecideCorrection
from bot.corrections.talk.outcomes import CorrectionDecided
from bot.disputes.talk.effects import DecideDispute
from bot.disputes.talk.outcomes import DisputeDecided
from bot.engine.effects import Effect, KeepPhoto
from bot.engine.facts import CheckInFacts, CopyFacts, Facts, PersonFacts, PhotoFacts, ReportFacts
from bot.engine.messages import (
    Inbound,
    Outcome,
)
from bot.engine.outcomes import Activated, ContactUnknown, PhotoKept
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
from bot.screen.talk.effects import OpenScreen
from bot.typing_desk.talk.effects import TakeTyping
from bot.typing_desk.talk.outcomes import TypingGiven, TypingNone
from bot.voters.talk.effects import DeleteOwnData, FindVoter, TellOwnData
from bot.voters.talk.outcomes import OwnData, OwnDataDeleted
from models.values import ResultState
from tests import candidate, hall, radio, volunteers
from tests.attendance import answers as absences
from tests.voters import lists, neighbours
from tests.worlds import TASK, siti

CODE = "K7MQR4HJ9"
PHONE = "+62811000001"


class Memory:
    """What a talk knows and counts; each effect changes it and yields its outcome."""

    facts: Facts
    now: datetime
    count: int

    def perform(self, effect: Effect, inbound: Inbound) -> Outcome | None:
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
            case OpenScreen():
                return candidate.SCREEN_PASS
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
