"""Whether a message holds figures meant as a tally, or only numbers that are told by the way."""

import re

from bot.engine.grammar.clean import clean

_ONE = (
    r"(?:[0-9]+(?:[.,][0-9]+)?|se(?=puluh)|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|"
    r"sepuluh|seratus|(?:dua|tiga|empat|lima|enam|tujuh|delapan) puluh|siji|loro|telu|papat|limo|"
    r"one|two|three|four|five|ten|twenty|setengah)"
)
_UNITS = (
    r"(?:menit|mnt|menitan|jam|hari|dino|bulan|bln|minggu|tahun|thn|taun|persen|prosen|percent|%|kali|"
    r"kalinya|x|orang|org|wong|urang|jalmi|rb|ribu|rebu|ribuan|"
    r"ratusan|ratus ribu(?:an)?|juta|jt|gb|mb|gelas|"
    r"cangkir|lembar|lmbr|lambar|lbr|halaman|hal|hlm|meter|km|rakaat|bungkus|batang|amplop|bar|"
    r"minutes?|mins?|hours?|hrs?|days?|people|persons?|pages?|times|years?|detik|dtk|wib|wita|wit|"
    r"laki|pria|wanita|anak|ibu2?|bapak2?|petugas|meja|bilik|kursi|motor|mobil|piring|porsi|tps|rt)"
)
_PEOPLE = re.compile(r"\b[0-9]+\s*(?:orang|org|wong|urang|jalmi|people|persons?)\b")
_NO_VOTE = r"(?!\s+(?:yg |yang |sing |nu )?(?:pilih|milih|memilih|dukung|untuk|utk|vote))"
"""Behind "4 orang": then people are votes."""
_BY_THE_WAY = (
    re.compile(r"\b(?:jam|pukul|pkl|jm|tabuh|at)\s*(?:setengah\s*)?" + _ONE + r"(?:[.:][0-9]{2})?"),
    re.compile(r"\b[0-9]{1,2}[.:][0-9]{2}\s*(?:wib|wita|wit)\b"),
    re.compile(
        r"\b(?:tps|rt|rw|umur|usia|kelas|gang|gg|blok|km|kuota)\s*(?:no\.?|nomor)?\s*[0-9]+\b"
    ),
    re.compile(r"\b(?:umur|usia)\s*" + _ONE),
    re.compile(r"\b" + _ONE + r"\s*(?:\([a-z ]+\)\s*)?" + _UNITS + r"(?![a-z])" + _NO_VOTE),
    re.compile(r"\b" + _ONE + r"\s*[-/]\s*(?=" + _ONE + r"\s*" + _UNITS + r")"),
    re.compile(r"\b[0-9]{1,2}\s+(?:januari|februari|pebruari|maret|feb|jan|mar)\b(?:\s*[0-9]{4})?"),
    re.compile(r"[a-z]2(?=nya|an|ne)?(?![0-9])"),
    re.compile(r"(?m)^\s*[0-9]+\s*[.)]\s*(?=[a-z]{3})"),
    re.compile(r"\bc\s*-?\s*1\b|\bd\s*-?\s*1\b"),
)
_COUNTED = re.compile(
    r"\b"
    + _ONE
    + r"\s*(?:\([a-z ]+\)\s*)?(?:surat suara|partai|parpol|caleg|calon|kolom|kotak|saksi|"
    r"parties|candidates|ballots?|boxes|witnesses)(?![a-z])(?!\s*[=:0-9])"
)
"""Things of the form that are counted in passing; where nothing is asked or told they are votes."""
_NAMED = re.compile(
    r"\b(?:nomor|nomer|no|nmr|partai|caleg|calon|paslon|pasangan|urut|party|number|candidate)\.?\s*"
    r"(?:no|nomor|nomer|urut)?\.?\s*(?:[0-9]+|satu|dua|tiga|siji|loro|telu)\b"
    r"(?:\s*(?:-|sampai dengan|sampai|s/d|sd|smp|to|dan|and)\s*[0-9]+\b)?"
)
_ASKS = re.compile(
    r"\?|\b(?:apa|apakah|opo|napa|siapa|sapa|sopo|siapo|sinten|saha|berapa|brp|piro|pinten|kapan|kpn|"
    r"kenapa|knp|mengapa|gimana|gmn|gmna|bagaimana|bgmn|piye|pripun|kumaha|mana|endi|ngendi|nandi|pundi|kmn|kemana|dimana|kemane|dimane|boleh|blh|"
    r"bisa|atau|what|who|how|why|when|where|which|can i|do i|may i)\b|kah\b"
)
_QUESTION = re.compile(
    r"^\W*(?:apa|apakah|siapa|kapan|gimana|gmn|bagaimana|bgmn|piye|cara|how|what|when|who|where)\b"
    r"|\b(?:apa lagi|kurang apa|yang kurang|yg kurang|gimana|gmn|bagaimana|bgmn|piye|kumaha)"
    r"(?: (?:ya|min|pak|bu|sih))*\W*$"
)
_ASKS_BESIDE = re.compile(r"\b(?:kan|to|po|ora|ndak|nggak|gak|kok|blm|belum|durung)\b")
"""Words that ask, and that stand in much that is no question."""
_NUMBER = re.compile(r"(?<![a-z])[0-9]+")
_SPELLED = re.compile(
    r"\b(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|sepuluh|sebelas|belas|puluh|"
    r"ratus|seratus|setunggal|siji|loro|telu|papat|limo|enem|pitu|wolu|songo|sepuluh|seket|satus|selawe|"
    r"rong|likur|hiji|opat|genep|tujuhan|dalapan|salapan|ciek|duo|tigo|ampek|anam|sambilan|baleh|cepek|"
    r"gocap|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred)\b"
)
_NOUGHT = re.compile(r"[0-9][^?]*\b(?:nol|nihil|kosong|zero)\b[^?]*$")
_EACH = re.compile(
    r"\b(?:satu|siji|hiji|one)[ -]+(?:per |by )?(?:satu|siji|hiji|one)\b|\b(?:satu|dua) putaran\b"
)
_CHANGES = re.compile(
    r"(?:(?:men)?jadi(?:nya|ne)?|\bjd|jdi|dadi(?:ne)?|(?:se)?harusnya|(?:se)?mestinya|kudune"
    r"|should be|=|:|becomes?)\s*[0-9]"
)
_SECTIONS = re.compile(
    r"\b(?:sah|batal|jumlah|total|hasil|valid|results?)(?:nya|ne|\s?e)?\s*[:=]?\s*[0-9]"
)


_OF_SECTION = re.compile(
    r"\b((?:sah|batal|btl|rusak|rsk|gugur|jumlah|jml|total|valid)(?:nya|ne)?\s*[:=]?\s*[0-9]+)\s*"
    r"(?:lembar|lmbr|lbr|surat suara|orang|org)\b"
)
"""Behind a sum of the form a counted thing is a figure: "batal 6 lembar"."""


def by_the_way(text: str, *, named: bool = False) -> str:
    """The message without numbers that cannot be votes: hours, sums of money, counted things.

    `named`: without the numbers of parties and candidates as well, where somebody asks for them.
    """
    left = _OF_SECTION.sub(r"\1", clean(text))
    for pattern in (*_BY_THE_WAY, *((_COUNTED, _NAMED) if named else ())):
        left = pattern.sub(" ", left)
    return left


def people(text: str) -> bool:
    """Whether people are counted: "87 orang"."""
    return _PEOPLE.search(clean(text)) is not None


def asks(text: str) -> bool:
    """Whether a message asks something in so many words."""
    return _ASKS.search(clean(text)) is not None


def numbers(text: str) -> int:
    """How many numbers a message holds, of any kind."""
    return len(_NUMBER.findall(clean(text)))


def written(text: str) -> list[str]:
    """The numbers of a message as they stand there."""
    return _NUMBER.findall(clean(text))


def tally(text: str) -> int:
    """How many numbers of a message may be votes, written or spelled.

    Of a question those count that name nobody; words that ask in passing ("kok", "blm") make a
    question only where no other number is left.
    """
    low = clean(text)
    beside = _ASKS_BESIDE.search(low) is not None and not changes(text)
    if asks(text) or (beside and not _votes(by_the_way(text, named=True))):
        return _votes(by_the_way(text, named=True))
    return _votes(by_the_way(text))


def told(text: str) -> int:
    """How many numbers of something told may be votes: those that name somebody are not."""
    return _votes(by_the_way(text, named=True))


def _votes(left: str) -> int:
    bare = _EACH.sub(" ", left)
    return len(_NUMBER.findall(bare)) + len(_SPELLED.findall(bare))


def changes(text: str) -> bool:
    """Whether a message gives figures in so many words: "jadi 234", "sah 122"."""
    low = by_the_way(text)
    return _CHANGES.search(low) is not None or _SECTIONS.search(low) is not None


def noughts(text: str) -> bool:
    """Whether nothing is told of something numbered: "partai 6 s/d 11 nihil"."""
    return _NOUGHT.search(clean(text)) is not None


def questions(text: str) -> bool:
    """Whether a message is plainly a question; "bisa" alone stands in many a story."""
    return "?" in text or _QUESTION.search(clean(text)) is not None
