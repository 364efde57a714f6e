"""What stands around figures and is none: hours, dates, money, "2x", forwarded headings."""

import re

from bot.engine.grammar.clean import KEYCAP
from bot.engine.grammar.lexicon import known

_MONTHS = (
    "januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|"
    "desember|feb|jan|mar"
)
_DIG = r"\d+(?:[.,]\d+)?"
_HALF = "(?:setengah|stengah|stgh|stngah|setgh|stg|satengah)"
_HOUR = (
    "(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|loro|telu|papat|limo"
    "|tilu|opat|duabelas|siji|kalih)(?: belas)?"
)
_PAST = "(?:lewat|kurang|lebih|liwat|luwih|langkung|punjul|kirang)"
_GONE = (
    # [14/2 23.58] Pak RT 05:   14/02/24, 23.58 - Bu Tini:
    r"\[\d{1,2}[/.]\d{1,2}[^\]\n]*\][^:\n]{0,40}:",
    r"(?m)^\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}[.:]\d{2}(?: -)? [^:\n]{0,40}:",
    rf"\b\d{{1,2}} (?:{_MONTHS})\b(?: \d{{4}})?",
    r"\b\d{1,2}[/-]\d{1,2}[/-]20\d{2}\b",
    r"\b(?:tgl|tanggal)\.?\s*\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\b",
    r"\b(?:jam|pukul|pkl|pk|jm|tabuh|wayah)\s*\.?:?\s*"
    rf"(?:{_HALF}\s+)?\d{{1,2}}(?:[.:]\d{{2}})?(?!\d)"
    rf"(?:\s*wi[bt]a?\b)?(?:\s+{_PAST}\s+(?:\d{{1,2}}\b(?:\s+menit)?|seperempat))?",
    rf"\b(?:jam|pukul|pkl|jm|tabuh)\s+(?:{_HALF}\s+)?{_HOUR}\b(?:\s+{_PAST}"
    rf"\s+(?:seperempat|setengah|{_HOUR}|\d{{1,2}})(?:\s+menit)?)?",
    r"\b\d{1,2}[.:]\d{2}\s*wi[bt]a?\b",
    r"\b(?:rt|rw|gang|gg|blok|dapil|umur|usia|hal|halaman|lembar ke|tahun|thn|th|salam"
    r"|semangat)\.?\s*/?\s*\d{1,4}(?: ?(?:dari|dr|/|of) ?\d+)?\b(?!\s*[:=])",
    r"(?<!-)\bc-?1\b(?!\s*[-=:.]|\s*\d)",  # the form of before 2024
    r"\(?\b01\s*[-/|,]\s*02\s*[-/|,]\s*03\b\)?(?!\s*[=:])",  # a heading of columns
    r"\b(?:selesai|laporan|monitor|roger) 86\b",
    r"\b86\s*(?:ndan|dan|komandan|pak|bang)\b",
    r"\brp\.?\s*[\d.,]+",
    rf"\b{_DIG}\s*(?:menit(?:an)?|mnt|detik|jam|hari|bulan|tahun|thn|persen|prosen|gelas|cangkir"
    r"|batang|bungkus|ribu(?:an)?|rb|rebu|juta|km|meter|derajat|gb|mb|jari|rakaat|kursi|meja|bilik"
    r"|halaman|lembar formulir|foto|anak|bar|watt|volt|cm|kg|kilo|gram|liter)\b",
    r"(?<![\d.])\d{1,2}(?![\d.,])\s*kali\b",  # how often; "151 kali" may be Medan's "very"
    r"\b(?:sori|sory|sorry|maaf|mf) keliru\b",
    r"\b(?:nyuwun|nuwun) sewu\b",
    r"\b(?:dari|dr|saking|ti|tina) (?:awal|nol)\b(?= *(?:lagi|ya|yo|mawon|aja)?(?:[\s,:.]|$))",
    rf"\b{_DIG}\s*%",
    r"\b\d{1,2}x\b(?!\s*[=:]?\s*\d)",  # "3 x -" is three figures: 3, 0, 0
    r"\b(?:19|20)\d{2}\b(?=\s*[^\d\s])(?<!\d)",
    r"(?<![\d.])(?:\+62|62|08)\d{7,12}\b",
)
_SHARE = re.compile(r"\d\s*(?:%|persen|prosen)")
_SHARE_BESIDE = re.compile(r"(?<=\d)\s*[(\[]\s*\d{1,3}(?:[.,]\d+)?\s*%\s*[)\]]")
"""The share that a table tells beside a figure, 58 (26,6%); without brackets "01 25%" is one."""
_SHARE_BEFORE = re.compile(r"\b\d{1,3}(?:[.,]\d+)?\s*%\s*[(\[]\s*(\d+)\s*[)\]]")
"""The share before a figure in brackets: 26,6% (58)."""
_FLOAT = re.compile(r"([=:|;\t] ?\d{1,3})[.,]0{1,2}(?![\d.,])(?! *[=:])")
"""A whole number as a spreadsheet shows it: 87.0."""
_UNDERSCORED = re.compile(r"(?<![\w])(\d{1,2})_(?=\d)")
_AGAINST = re.compile(r"(?<=\d) (?:vs|versus|lawan|v) (?=\d)")
_NOISE = [re.compile(pattern) for pattern in _GONE]
_TWICE = re.compile(r"\b([a-z]{2,}[a-z])2(?=(?:nya|na|ne|an|in|e)?\b)(?!\d)")


def in_shares(told: str) -> bool:
    """Whether a cleaned message tells shares of votes, as television does: none of ours."""
    return len(_SHARE.findall(_without_shares(told))) > 1


def _without_shares(told: str) -> str:
    return _SHARE_BESIDE.sub(" ", _SHARE_BEFORE.sub(r"\1", told))


def quiet(told: str) -> str:
    """A cleaned message without what is surely no figure; line breaks stay where they were."""
    shares = in_shares(told)
    told = told if shares else _without_shares(told)
    for pattern in _NOISE:
        if shares and "%" in pattern.pattern:
            continue
        told = pattern.sub(_blank, told)
    return told


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n") or " ¤ "


STRUCK = "\x02"
"""Stands before a figure that was struck through."""

_REPLACED = re.compile(r"~+\s*\d+\s*~+(?=\s*\*?\s*\d)")
_STRIKE = re.compile(r"~+([^~\n]{1,40})~+")
_BOLD = re.compile(r"(?<![\w*])\*+([^*\n]+?)\*+(?![\w*])|(?<![\w_])_+([^_\n]+?)_+(?![\w_])")
_BOXES = re.compile(r"(?:[\[|]\s?[0-9x]\s?[\]|]\s?){2,3}")
_TENS = re.compile(r"(?<=\d)\s*-\s*an\b")
_ABOUT = re.compile(r"(?:[±≈] ?|\+/?- ?|(?<![\d~])~|(?<![^\s:])[<>])(\d+)(?!\s*~)")
_MORE = re.compile(r"(?<=\d)\+(?!\s*\d)")
_PRICE = re.compile(r"(?<=\d),-")
_LEADERS = re.compile(r"\.{3,}|…+|_{3,}|-{3,}")
_ROMAN = re.compile(r"(?m)^(i{1,3}|iv|vi{0,3}|ix|x)[.)](?=\s+\S)")
_ROMANS = {r: n for n, r in enumerate("i ii iii iv v vi vii viii ix x".split(), 1)}


def plain_glyphs(told: str) -> str:
    """Bold and struck text, boxes, leaders and Roman numbers of a list as plain signs."""
    told = _STRIKE.sub(_struck, _REPLACED.sub(" ", told))
    told = _BOLD.sub(lambda m: m[1] or m[2], told)
    told = _UNDERSCORED.sub(r"\1=", _FLOAT.sub(r"\1", _BOXES.sub(_boxed, told)))
    told = _PRICE.sub(" ", told)
    told = _ABOUT.sub(r" sekitar \1", _TENS.sub("an", told))
    told = _MORE.sub(" lebih", told)
    told = "\n".join(map(_dashed, _LEADERS.sub(" : ", told).split("\n")))
    told = _LETTERS.sub(_word, _DOTTED.sub(lambda m: m[0].replace(".", ""), told))
    told = _CAPPED.sub(r"\1 : ", told)
    heads = [int(head) for head in _PAIRED.findall(told)]
    if len(heads) > 1 and heads == sorted(set(heads)):
        told = _PAIRED.sub(lambda m: m[0].replace(" - ", " : "), told)
    if "kembali" not in told:
        told = _MISPUNCHED.sub("rusak", told)
    told = _NOT_NOTHING.sub(" ", told)
    told = _UPTO.sub("s/d", _UP_TO_AND.sub(r"\1", _FORMULA.sub(" ", told)))
    told = _ITS_CANDIDATE.sub("caleg", told)
    told = _FEWEST.sub("terkecil", _UNNAMED.sub("sisanya", told))
    told = _ROUND.sub(r" sekitar \1 \2", told)
    told = _AGAINST.sub(" / ", _MIXED.sub(_counted, told))
    told = _COLON.sub(" : ", _SAID_TWICE.sub(r"\1-\1", _MISTAKE.sub("salah", told)))
    told = "\n".join(map(_noughts, told.split("\n")))
    romans = _ROMAN.findall(told)
    if romans[:2] == ["i", "ii"]:
        told = _ROMAN.sub(lambda m: f"{_ROMANS[m[1]]}.", told)
    return told


_HEAVY = re.compile("[\u2796\u2795\u30fc\u2500\u2501\u4e00\ufe58\uff5e\u301c]+")
"""Dashes of emoji keyboards and other scripts."""


def _dashed(line: str) -> str:
    """One heavy dash in a line parts a label from its figure; several are list signs."""
    found = _HEAVY.findall(line)
    before, _, behind = line.partition(found[0]) if len(found) == 1 else ("", "", "")
    parts = any(map(str.isalnum, behind)) and before.strip() and before.rstrip()[-1] not in ":="
    return _HEAVY.sub(" : " if parts else " - ", line)


_CAPPED = re.compile(rf"({KEYCAP}\d+) *- *(?=\d)")
"""A keycap is a label: no figure is less than nothing behind it."""
_LETTERS = re.compile(r"(?<![\w])[a-z](?: +[a-z]){2,}(?![\w])")
_HEADS = 3
_DOTTED = re.compile(r"(?<![\w.])(?:[a-z]\.){2,}[a-z]?(?!\w)")
"""Letters with points between: P.K.S, S.H."""
_PAIRED = re.compile(r"(?m)^[^\w\n]*(\d{1,2}) - \d+[^\w\n]*$")


_NOUGHT = re.compile(r"\b(?:kosong|nol) (satu|dua|tiga) (?=(?:nya|itu|dapat|dapet)? ?[=:]? ?\d)")
_MISTAKE = re.compile(r"(?<!/)\bkeliru\b(?!\s*(?:coblos|nyoblos|[=:/]|\d))")
_MISPUNCHED = re.compile(
    r"\b(?:(?:rusak|batal|rsk) )?(?:(?:karena|krn|krna|gara gara|gara2|sebab|soale) )?"
    r"(?:salah|slah|sala|keliru|kliru|kleru|klentu|klintu|kaliru|lepat)[- ]?"
    r"(?:di|ny|ng)?(?:coblos|oblos|tusuk|cucuk|coblosan)(?:nya|ne|an|e)?\b"
    r"|\b(?:di|ny|men)?(?:coblos|oblos)(?:nya|ne|e|na)? (?:salah|keliru|kliru|kleru|lepat)\b"
)
"""A ballot punched wrongly is not valid, whatever row of the form it is told in; where ballots came
back ("dikembalikan") it is that row's own name."""
_UNNAMED = re.compile(
    r"\b(?:(?:yang|yg|sing|nu|nan|nang) )?(?:gak|ga|nggak|ngga|tidak|tdk|ora|ndak|teu|indak|kada) "
    r"(?:saya |sy |di ?|ke|ka)*(?:sebut|sebutkan|sebutin|tulis|tuliskan|cantum|cantumkan|masuk)"
    r"(?: di ?atas)?(?= (?:semua |semuanya |itu |berarti |ya |= )?(?:nol|nihil|kosong|0)\b)"
    r"|\b(?:every(?:one|body) else|all (?:the )?others?)\b"
)
"""The others, as those who were not named."""
_UPTO = re.compile(r"(?<=\d )s ?\. ?d\.?(?= \d)")
_NOT_NOTHING = re.compile(
    r"\b(?:tidak|tdk|bukan|bkn|ga|gak|nggak|ngga|ora|dudu|teu|sanes|lain) (?:nol|kosong|nihil)"
    r",? (?=(?:tapi|tp|ning|ada|dapat|dapet|dpt|oleh|angsal|jadi|harusnya|melainkan)\b)"
)
"""A nought denied beside the figure that stands there: "pks itu tidak nol ada 9"."""
_UP_TO_AND = re.compile(r"\b(sampai|sampe|smpai|smp|hingga) (?:dengan|dgn|dg)\b")
_FORMULA = re.compile(
    r"\( ?(?:[ivx0-9]{1,4}\.? ?)?[a-z](?: ?\+ ?(?:[ivx0-9]{1,4}\.? ?)?[a-z])+ ?\)"
)
"""Which rows of the form make a sum, as it prints them: (A + B), (IV.A+IV.B), (5a + 5b)."""
_ITS_CANDIDATE = re.compile(r"\bcaleg(?:nya|ne|e|na)(?= (?:nomor|nomer|nomr|nmr|no|urut)\b)")
_FEWEST = re.compile(r"\bpaling (?:sedikit|dikit|saketik|sakedik|sithik|setitik|kecil)\b")
_SAID_TWICE = re.compile(r"\b(abu|ibu|pak|mas|mba|bu)2\b")
"""Short words said twice; others of three letters are names with a figure: pkb2."""
_COLON = re.compile(r"\btitik dua\b(?! (?:puluh|belas|ratus|puluah))")
"""A colon as it is said to a phone that writes."""
_DIGITS = {"satu": 1, "dua": 2, "tiga": 3}


_MIXED = re.compile(
    r"(?<![\w.,])(?:([1-9]) ?ratus\b)?(?: ?\b([1-9]) ?puluh\b)?"
    r"(?: (?!0)(\d)\b(?! *(?:[=:]|[.]?\d|puluh|belas|ratus|juta)))?"
)
"""A figure half in words: "2 ratus 3 puluh 4"."""


def _counted(found: re.Match[str]) -> str:
    hundreds, tens, ones = found.groups()
    if hundreds is None and tens is None:
        return found[0]
    return str(100 * int(hundreds or 0) + 10 * int(tens or 0) + int(ones or 0))


_ROUND = re.compile(r"\b([a-z]+) ?(puluh|ratus|belas)an\b")
"""A figure nobody counted: "lima puluhan"."""


def _noughts(line: str) -> str:
    """ "nol satu 45 nol dua 102": labels, where the line begins with one."""
    if not _NOUGHT.match(line.lstrip()):
        return line
    return _NOUGHT.sub(lambda m: f"0{_DIGITS[m[1]]} ", line)


def _word(found: re.Match[str]) -> str:
    """ "S A H", "P R A B O W O": a word letter by letter; three letters may be a list's heads."""
    joined = found[0].replace(" ", "")
    return joined if len(joined) > _HEADS or joined in known() else found[0]


def _struck(found: re.Match[str]) -> str:
    inside = found[1].strip()
    return f" {STRUCK}{inside} " if inside.isdigit() else found[1]


def _boxed(found: re.Match[str]) -> str:
    marks = re.findall(r"[0-9x]", found[0])
    ends = found[0].count("[") == len(marks)
    digits = "".join(mark for mark in marks if mark != "x") or "0"
    return f" {digits} " if ends else found[0]
