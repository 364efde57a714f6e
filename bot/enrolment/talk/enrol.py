"""Somebody unknown writes: explains, and takes the own contact or an activation code."""

from dataclasses import replace

from bot.engine.marks import when
from bot.engine.messages import Ask, Kind, Phrase, Step
from bot.engine.outcomes import Activated, ContactUnknown
from bot.engine.spec import Chain, Claim, Spec, on
from bot.engine.turn import Turn, phrase
from bot.enrolment.talk.effects import Activate, ProveContact, SetLanguage
from bot.enrolment.talk.outcomes import (
    ActivationHeld,
    ActivationRefused,
    CodesGuessed,
    CodeUsedElsewhere,
    PhoneOpened,
    PhoneTried,
)
from bot.filling import home, tell
from models.rules import code_text


def answer(turn: Turn) -> Step:
    """The contact button's answer, a code, or the explanation again."""
    if turn.inbound.kind is Kind.CONTACT and turn.inbound.contact is not None:
        contact = turn.inbound.contact
        if not contact.own:
            return ask(turn, "enrol.not_your_contact")
        return turn.to("enrol", effects=(ProveContact(contact.phone),))
    code = code_text.bare(turn.text) if turn.inbound.kind is Kind.TEXT else None
    if code is None and turn.facts.person is not None:  # enrolled meanwhile, by a list
        return home.answer(turn.after(turn.to("home")))
    if code is None:
        return ask(turn, _explained(turn))
    if turn.facts.tries_left < 1:
        return turn.to("enrol", turn.reply("enrol.no_tries"))
    return turn.to("enrol", effects=(Activate(code),))


def strangers(turn: Turn) -> Step | None:
    """What somebody unknown types at no step that takes it; and contacts, whoever sends them."""
    kind, known = turn.inbound.kind, turn.facts.person is not None
    if known:
        return _known(turn) if kind is Kind.CONTACT else None
    return answer(turn) if kind in (Kind.CONTACT, Kind.TEXT, Kind.PRESS) else None


def _known(turn: Turn) -> Step:
    return turn.stay(turn.reply("enrol.known_already", *home.menu(turn)))


def coded(turn: Turn, chain: Chain) -> Step | None:
    """A code, wherever the talk stands: it is used, or hidden from whoever keeps the words."""
    known = turn.facts.person is not None
    found = code_text.dashed(turn.text) if known else code_text.sure(turn.text)
    about = code_text.spoken(turn.text) if found or not known else None
    if about is not None and not turn.inbound.group:
        return _known(turn) if known else answer(turn.after(turn.to("enrol")))
    if not found:
        return None
    hidden = replace(turn.inbound, text=code_text.hide(turn.text, found))
    return chain.rest(replace(turn, inbound=hidden))


def _explained(turn: Turn) -> str:
    if turn.dialog.step == "enrol":
        return "enrol.again"
    return "enrol.welcome_voters" if turn.facts.voters else "enrol.welcome"


def ask(turn: Turn, key: str) -> Step:
    """A text with the contact button below it."""
    return turn.to("enrol", turn.reply(key, ask=Ask.CONTACT, join=_join(turn)))


def _join(turn: Turn) -> Phrase | str:
    """How somebody new offers to be a witness; an election office takes none."""
    office = turn.facts.election is not None and turn.facts.election.office
    return "" if office else phrase("enrol.join")


def activated(turn: Turn, outcome: Activated) -> Step:
    """The phone is proven: says for whom and where the person is a witness."""
    name = turn.facts.person.name if turn.facts.person else outcome.name
    asked = turn.data.get("language")
    effects = (SetLanguage(asked),) if asked else ()
    turn = turn.after(turn.stay(language=None))
    done = replace(_welcome(turn, name), effects=effects)
    return replace(done, language=asked or "")


def _welcome(turn: Turn, name: str) -> Step:
    if not turn.facts.mandates:
        return turn.to("home", turn.reply("enrol.done_no_mandate", name=name))
    rows = tuple(
        phrase("enrol.mandate", participant=m.participant, station=tell.station(m.station))
        for m in turn.facts.mandates
    )
    return turn.to("home", turn.reply("enrol.done", *home.menu(turn)[:1], name=name, rows=rows))


def code_refused(turn: Turn, outcome: ActivationRefused) -> Step:
    """A wrong code: how many tries are left."""
    left = outcome.left
    if left < 1:
        return turn.to("enrol", turn.reply("enrol.no_tries"))
    return turn.to("enrol", turn.reply("enrol.wrong_code", ask=Ask.CONTACT, left=left))


def held(turn: Turn, outcome: ActivationHeld) -> Step:
    """A code alone takes nobody's place."""
    return turn.to("enrol", turn.reply("enrol.held", ask=Ask.CONTACT))


def used_elsewhere(turn: Turn, event: CodeUsedElsewhere) -> Step:
    """To the chat that speaks for the person, and to who leads."""
    return turn.stay(turn.reply("enrol.used_elsewhere", called=event.name))


def guessed(turn: Turn, event: CodesGuessed) -> Step:
    """To administrators: codes are being guessed, and rest for this hour."""
    return turn.stay(turn.reply("enrol.guessed"))


def contact_unknown(turn: Turn, outcome: ContactUnknown) -> Step:
    """The phone is proven but on no list."""
    return turn.to("enrol", turn.reply("enrol.contact_unknown", join=_join(turn)))


def phone_opened(turn: Turn, event: PhoneOpened) -> Step:
    """The event: a browser is this person's phone from now on."""
    return turn.stay(turn.reply("enrol.phone_opened", browser=event.browser, at=turn.at(event.at)))


def phone_tried(turn: Turn, event: PhoneTried) -> Step:
    """The event: link and code came once more, from another browser."""
    return turn.stay(turn.reply("enrol.phone_tried", browser=event.browser, at=turn.at(event.at)))


SPEC = Spec(
    "enrol",
    answer,
    hears=(
        on(Activated, activated),
        on(ActivationRefused, code_refused),
        on(ActivationHeld, held),
        on(CodeUsedElsewhere, used_elsewhere),
        on(CodesGuessed, guessed),
        on(ContactUnknown, contact_unknown),
        on(PhoneOpened, phone_opened),
        on(PhoneTried, phone_tried),
    ),
    claim=Claim(coded, when("text code", "text long")),
    fallback=strangers,
)
