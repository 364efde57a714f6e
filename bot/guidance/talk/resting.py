"""Where the talk rests: greetings, thanks, and LAPOR; what is answered stands in filling/home."""

from bot.engine.outcomes import NotReady
from bot.engine.spec import Spec, on
from bot.engine.words import Word
from bot.filling import home, photos
from models.rules.access import Who

SPEC = Spec(
    "home",
    home.answer,
    who=Who.KNOWN,
    again=photos.which,
    hears=(on(NotReady, home.not_ready),),
    words={
        Word.SALAM: home.greet,
        Word.MULAI: home.greet,
        Word.TERIMA_KASIH: home.thanked,
        Word.LAPOR: home.lapor,
    },
)
