"""Whether a ballot is only spoken of: "dpr kapan diisinya?", "dpd nanti aja", "ppwp sudah kan"."""

from bot.engine.grammar.clean import clean
from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.noise import quiet
from bot.filling.grammar.talk import is_asking
from bot.filling.grammar.tokens import Mark, cut

_OPENS = frozenset(
    "isi ngisi mengisi diisi mau mulai mulain lanjut lanjutkan lanjutin lanjot terus trus sekarang"
    " skrg skrang saiki kirim ngirim lapor laporkan laporan pindah ganti next fill report".split()
)
"""Words by which a ballot is asked for."""
_DONE = frozenset(
    "sudah sdh udah udh dah wis tos selesai slesai kelar beres rampung tadi td barusan"
    " belum blm blom durung acan".split()
)
"""Words that tell how far it has come."""
_KIND = (
    *("filler", "greeting", "address", "votes", "and", "number", "total", "people", "pair"),
    *("yes", "ours"),
)
_AWAY = ("unsettled", "not", "wait", "hearsay", "past", "but", "story", "grave", "elsewhere")
_FEW = 2
"""Words of no known kind: more of them are a sentence about something else."""


def in_passing(text: str) -> bool:
    """Whether words beside a ballot's name say something else than that it is to be filled in."""
    pieces = cut(quiet(clean(text)))
    words = [piece.text for piece in pieces if piece.mark is Mark.WORD]
    if "?" in text or is_asking(pieces) or any(is_a(word, *_AWAY) for word in words):
        return True
    turned = next((word for word in words if word in _OPENS | _DONE), None)
    told = [word for word in words if not is_a(word, *_KIND)]
    return turned in _DONE if turned is not None else len(told) > _FEW
