"""Made-up elections, stations and people for tests of the conversation; no database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.base.elections import quiz_facts
from bot.engine.facts import (
    BallotFacts,
    ContestFacts,
    DisputeFacts,
    ElectionFacts,
    Facts,
    MandateFacts,
    MeetingFacts,
    MeetingStation,
    PersonFacts,
    QuestionFacts,
    ReportFacts,
    StationPlace,
    TitleFacts,
    VoiceFacts,
    VoterFacts,
)
from models.values import (
    Ballot,
    Choice,
    Contest,
    Detail,
    Location,
    ResultState,
    StationFacts,
    Tally,
)

PARTIES = (
    *("PKB", "Gerindra", "PDI Perjuangan", "Golkar", "NasDem", "Buruh", "Gelora", "PKS", "PKN"),
    *("Hanura", "Garuda", "PAN", "PBB", "Demokrat", "PSI", "Perindo", "PPP", "Ummat"),
)

BALLOTS = (
    BallotFacts("ppwp", "Presiden", "abu-abu"),
    BallotFacts("dpr", "DPR RI", "kuning"),
    BallotFacts("dpd", "DPD RI", "merah"),
    BallotFacts("dprd_prov", "DPRD Provinsi", "biru"),
    BallotFacts("dprd_kab", "DPRD Kota", "hijau"),
)

PPWP = Contest(
    Ballot.PPWP,
    "ppwp",
    "Presiden dan Wakil Presiden",
    1,
    (
        Choice("1", "H. ANIES RASYID BASWEDAN, Ph.D. - H. A. MUHAIMIN ISKANDAR", "ANIES–MUHAIMIN"),
        Choice("2", "H. PRABOWO SUBIANTO - GIBRAN RAKABUMING RAKA", "PRABOWO–GIBRAN"),
        Choice("3", "H. GANJAR PRANOWO, S.H. - Prof. Dr. H. M. MAHFUD MD", "GANJAR–MAHFUD"),
    ),
)


def party_contest(ballot: Ballot, code: str, candidates: int, parties: int = 18) -> Contest:
    """A party ballot on which every party has the same number of candidates."""
    choices: list[Choice] = []
    for number, name in enumerate(PARTIES[:parties], start=1):
        choices.append(Choice(str(number), name, name))
        choices.append(Choice(f"{number}.0", name, name))
        choices.extend(
            Choice(f"{number}.{place}", f"CALEG {number}-{place}", sex="LP"[place % 2])
            for place in range(1, candidates + 1)
        )
    return Contest(ballot, code, f"Dapil {code}", 8, tuple(choices))


DPR = party_contest(Ballot.DPR, "3401", 8)
DPD = Contest(
    Ballot.DPD, "34", "DI Contoh", 4, tuple(Choice(str(n), f"CALON {n}") for n in range(1, 11))
)
PROV = party_contest(Ballot.DPRD_PROV, "340101", 3)
KAB = party_contest(Ballot.DPRD_KAB, "347101", 2)
CONTESTS = tuple(
    ContestFacts(number, contest)
    for number, contest in enumerate((PPWP, DPR, DPD, PROV, KAB), start=11)
)
SMALL_DPR = ContestFacts(22, party_contest(Ballot.DPR, "3402", 2, parties=3))
REGENT = ContestFacts(
    31,
    Contest(
        Ballot.BUPATI,
        "3471",
        "Wali Kota Contoh",
        1,
        (Choice("1", "SUTO BIMO - WATI ARUM", "SUTO–WATI"), Choice("0", "Kolom kosong")),
    ),
)

SUKAMAJU = StationPlace(
    7,
    StationFacts("9999010001007", 7, voters=300),
    "Sukamaju",
    "Contoh",
    "Kota Contoh",
    "Asia/Jakarta",
    location=Location(-7.7956, 110.3695),
    area_location=Location(-7.7960, 110.3700),
)
MEKARSARI = StationPlace(
    12,
    StationFacts("9999010002012", 12, voters=250),
    "Mekarsari",
    "Contoh",
    "Kota Contoh",
    "Asia/Makassar",
    area_location=Location(-8.65, 115.21),
)

ELECTION = ElectionFacts(
    1, "contoh-2024", "Pemilu Contoh", date(2024, 2, 14), BALLOTS, quiz=quiz_facts(())
)
SITI = PersonFacts(1, "Bu Siti")
NIGHT = datetime(2024, 2, 14, 19, 14, tzinfo=UTC)  # 02.14 WIB


def mandate(
    number: int,
    station: StationPlace,
    contests: tuple[ContestFacts, ...],
    party: str | None = None,
) -> MandateFacts:
    """For a party by number, or for the pair 3."""
    kind = "party" if party else "pair"
    name = PARTIES[int(party) - 1] if party else "GANJAR–MAHFUD"
    code = party or "3"
    return MandateFacts(number, number, name, code, kind, station, contests, "Pak Dedi")


def stranger() -> Facts:
    """Nobody known; the election is there."""
    return Facts(ELECTION)


def siti() -> Facts:
    """Bu Siti stands for a party at TPS 07 with all five ballots; totals are wanted."""
    return Facts(ELECTION, SITI, (mandate(1, SUKAMAJU, CONTESTS, "3"),))


def president() -> Facts:
    """Bu Siti has the presidential ballot alone."""
    return Facts(ELECTION, SITI, (mandate(1, SUKAMAJU, CONTESTS[:1]),))


def full() -> Facts:
    """Every candidate is wanted."""
    return replace(siti(), election=replace(ELECTION, detail=Detail.FULL))


def own() -> Facts:
    """The own party's candidates and the others' totals are wanted, on a small ballot."""
    chosen = replace(ELECTION, detail=Detail.OWN)
    return Facts(chosen, SITI, (mandate(1, SUKAMAJU, (SMALL_DPR,), "3"),))


def small() -> Facts:
    """Every candidate of a small DPR ballot."""
    chosen = replace(ELECTION, detail=Detail.FULL)
    return Facts(chosen, SITI, (mandate(1, SUKAMAJU, (SMALL_DPR,), "3"),))


def five() -> Facts:
    """All five ballots of one station, small ones, every candidate."""
    dpd = Contest(Ballot.DPD, "34", "DI Contoh", 4, DPD.choices[:3])
    houses = zip((Ballot.DPR, Ballot.DPRD_PROV, Ballot.DPRD_KAB), (12, 14, 15), strict=True)
    parties = [ContestFacts(n, party_contest(b, f"{n}", 2, parties=2)) for b, n in houses]
    contests = (CONTESTS[0], parties[0], ContestFacts(13, dpd), *parties[1:])
    chosen = replace(ELECTION, detail=Detail.FULL)
    return Facts(chosen, SITI, (mandate(1, SUKAMAJU, contests, "2"),))


def elsewhere() -> Facts:
    """Bu Siti writes to a bot that is meant for another province."""
    return replace(president(), line="@SaksiDiyBot")


def pilkada() -> Facts:
    """A single pair against the empty column."""
    ballots = (BallotFacts("bupati", "Wali Kota", ""),)
    chosen = replace(ELECTION, ballots=ballots)
    return Facts(chosen, SITI, (mandate(1, SUKAMAJU, (REGENT,), None),))


def several() -> Facts:
    """The pair's mandate at one station, the party's there and at another."""
    return Facts(
        ELECTION,
        SITI,
        (
            mandate(1, SUKAMAJU, CONTESTS[:1]),
            mandate(2, SUKAMAJU, CONTESTS[1:2], "3"),
            mandate(3, MEKARSARI, CONTESTS[:2], "3"),
        ),
    )


def english() -> Facts:
    """Bu Siti reads English."""
    return replace(president(), person=replace(SITI, language="en"))


def reported(*cells: str) -> Facts:
    """The presidential ballot was reported; `cells` are in dispute."""
    tally = Tally((102, 87, 3), 192, 3, 195)
    state = ResultState.DISPUTED if cells else ResultState.REPORTED
    report = ReportFacts(5, 7, 11, 1, tally, "P-8QF", NIGHT, state, cells)
    return replace(president(), reports=(report,))


def disputed() -> Facts:
    """Another witness of the same station gave other figures in two cells."""
    return reported("2", "invalid")


def closed() -> Facts:
    """Corrections need a coordinator's word by now."""
    chosen = replace(ELECTION, closes_at=NIGHT - timedelta(hours=1))
    return replace(reported(), election=chosen)


def coordinator() -> Facts:
    """Pak Dedi coordinates; he is no witness."""
    return Facts(ELECTION, PersonFacts(2, "Pak Dedi", roles=("coordinator",)))


def officer() -> Facts:
    """Pak RT goes through the list of his neighbourhood, for an election office."""
    chosen = replace(ELECTION, office=True)
    return Facts(chosen, PersonFacts(5, "Pak Karyo", roles=("field_officer",)))


def officer_elsewhere() -> Facts:
    """The same, for a participant."""
    return replace(officer(), election=ELECTION)


def figures() -> Facts:
    """The form's first page is asked for, too."""
    return replace(president(), election=replace(ELECTION, asks_figures=True))


def reviewer() -> Facts:
    """Bu Rini decides disputes; one of them is about her own report."""
    person = PersonFacts(3, "Bu Rini", roles=("reviewer",))
    voices = (VoiceFacts(41, {"2": 87, "invalid": 3}), VoiceFacts(42, {"2": 78, "invalid": 5}))
    cells = ("2", "invalid")
    other = DisputeFacts(SUKAMAJU, CONTESTS[0], cells, voices, ("plano-2.jpg", "plano-3.jpg"))
    other = replace(other, forwarded=frozenset({"plano-3.jpg"}))
    other = replace(other, crops={"2": "crop-2.png"})
    party = (VoiceFacts(43, {"3.5": 7}), VoiceFacts(44, {"3.5": 16}))
    details = DisputeFacts(MEKARSARI, CONTESTS[1], ("3.5",), party)
    own = DisputeFacts(MEKARSARI, CONTESTS[0], cells, voices, own=True)
    return Facts(ELECTION, person, disputes=(own, other, details))


def candidate() -> Facts:
    """Bu Ani stands for the DPR; her own votes are in tests/candidate.py."""
    person = PersonFacts(6, "Bu Ani", roles=("candidate",))
    return Facts(ELECTION, person)


def watchdog() -> Facts:
    """Bu Siti observes for a watchdog: accreditation in place of a mandate."""
    return replace(siti(), election=replace(ELECTION, paper="accreditation"))


def office() -> Facts:
    """Bu Siti counts for an election office, whose people need no paper at the station."""
    return replace(siti(), election=replace(ELECTION, paper="none", office=True))


def cabang() -> Facts:
    """Pak Dedi leads the Cabang Umbulharjo and decides disputes in the whole Daerah."""
    titles = (
        TitleFacts("coordinator", "Cabang", "Umbulharjo"),
        TitleFacts("reviewer", "Daerah", "Kota Contoh"),
    )
    roles = ("coordinator", "reviewer")
    return Facts(ELECTION, PersonFacts(2, "Pak Dedi", roles=roles, titles=titles))


def operator() -> Facts:
    """Mas Adi types from photos; a task is lent when it is asked for."""
    return Facts(ELECTION, PersonFacts(4, "Mas Adi", roles=("operator",)))


TASK = replace(mandate(0, SUKAMAJU, CONTESTS[:1]), task=9, photos=("plano-1.jpg", "plano-2.jpg"))


def hall() -> Facts:
    """Bu Lina attends the kecamatan's recap meeting, where three kelurahan are read out."""
    small = ContestFacts(22, party_contest(Ballot.DPR, "3401", 2, parties=3))
    stations = tuple(
        MeetingStation(number, tps, kelurahan, (11, 22))
        for number, (tps, kelurahan) in enumerate(
            [(1, "Sukamaju"), (2, "Sukamaju"), (3, "Sukamaju"), (1, "Mekarsari"), (1, "Sari")],
            start=71,
        )
    )
    person = PersonFacts(6, "Bu Lina", roles=("recap_witness",))
    return Facts(ELECTION, person, meeting=MeetingFacts("Contoh", stations, (CONTESTS[0], small)))


def idle() -> Facts:
    """Enrolled, without any station."""
    return Facts(ELECTION, SITI)


def voters() -> Facts:
    """Nobody known; a register of voters is there, which asks for the first name."""
    return Facts(ELECTION, voters=VoterFacts("first_name"))


def voters_card() -> Facts:
    """The same, with the family card's last digits."""
    return Facts(ELECTION, voters=VoterFacts("family_card"))


def voters_masked() -> Facts:
    """A participant's register, its last digits masked."""
    return Facts(ELECTION, voters=VoterFacts("full_name", masked=True))


def siti_asks() -> Facts:
    """Bu Siti, a witness, where a register of voters is."""
    return replace(siti(), voters=VoterFacts("first_name"))


def asked_often() -> Facts:
    """A pack with two answers, and a register."""
    questions = (
        QuestionFacts(
            "pindah",
            ("Pindah memilih", "Vote elsewhere"),
            ("pindah", "pindah memilih", "luar kota", "dptb", "elsewhere"),
            (
                "Urus surat pindah memilih di PPS paling lambat 7 hari sebelum pemungutan.",
                "Get the transfer letter at the PPS, 7 days before the vote at the latest.",
            ),
        ),
        QuestionFacts(
            "jam",
            ("Jam buka TPS", "Opening hours"),
            ("jam berapa", "jam buka", "sampai jam", "hours"),
            ("TPS buka pukul 07.00 sampai 13.00.", "Stations are open from 07.00 to 13.00."),
        ),
    )
    return Facts(replace(ELECTION, questions=questions), voters=VoterFacts("first_name"))


def past_asked() -> Facts:
    """A pack whose question about results is answered by what was published."""
    title, answer = ("Hasil pemilu", "Results"), ("Hasil resmi: jdih.kpu.go.id.", "See KPU.")
    words = ("hasil pemilu", "pemilu lalu", "siapa menang", "results")
    question = QuestionFacts("hasil", title, words, answer, results=True)
    return Facts(replace(ELECTION, questions=(question,)))


WORLDS: dict[str, Callable[[], Facts]] = {
    made.__name__: made
    for made in (
        *(
            stranger,
            siti,
            president,
            full,
            own,
            small,
            pilkada,
            several,
            english,
            idle,
            elsewhere,
            five,
        ),
        *(disputed, closed, coordinator, figures, reviewer, operator, hall),
        *(candidate, watchdog, office, cabang),
        *(asked_often, officer, officer_elsewhere, past_asked),
        *(voters, voters_card, voters_masked, siti_asks),
    )
}
