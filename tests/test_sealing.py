"""What leaves the process for the database: sealed numbers, keyed hashes, one key file."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.errors import BadInput
from models.sealing import Broken, Keys
from models.settings import Settings

KEYS = Keys(b"a secret of a test, long enough")
NIK = "9999990101900001"


@pytest.mark.parametrize(
    "said",
    [
        NIK,
        f"NIK saya {NIK}, terima kasih",
        f"{NIK} dan {NIK[:-1]}2",
        f"12345{NIK}67",
        "9999 9901 0190 0001",
        "12 30 44 9999-9901-0190-0001",
        "999999 010190 0001",
        "99.99.99.010190.0001",
        "99999901 01900001",
        "9999 99010190 0001",
        "9999/9901/0190/0001",
        "999999.010190.0001",
        "9 9 9 9 9 9 0 1 0 1 9 0 0 0 0 1",
        "99999901O19O0001",
        "９９９９９９０１０１９００００１",
        "9\ufe0f\u20e3" * 6 + "0101900001",
    ],
)
def test_a_number_of_16_digits_is_not_in_what_is_stored_and_comes_back(said: str) -> None:
    payload = json.dumps({"update_id": 1, "text": said}).encode()
    stored = KEYS.seal_payload(payload)
    assert stored != payload
    digits = "".join(c for c in stored.decode("latin-1") if c.isdigit())
    assert NIK not in digits
    assert KEYS.unseal_payload(stored) == payload


@pytest.mark.parametrize(
    "payload",
    [b"", b"{}", b'{"text": "102 87 198 3 12 40 5 0 0 7 1 0 2"}', b'{"id": 123456789012345}'],
)
def test_what_holds_no_such_number_stays_readable(payload: bytes) -> None:
    assert KEYS.seal_payload(payload) == payload


def test_a_payload_that_imitates_a_seal_comes_back_unchanged() -> None:
    imitation = KEYS.seal_payload(f"x{NIK}".encode())
    stored = KEYS.seal_payload(imitation)
    assert stored != imitation
    assert KEYS.unseal_payload(stored) == imitation


def test_another_key_or_altered_bytes_open_nothing() -> None:
    stored = KEYS.seal_payload(f"a {NIK} b".encode())
    with pytest.raises(Broken):
        Keys(b"another secret, also long enough").unseal_payload(stored)
    with pytest.raises(Broken):
        KEYS.unseal_payload(stored[:-1] + b"c")


def test_a_phone_is_found_by_its_hash_and_readable_only_with_the_key() -> None:
    phone = "+6281200000001"
    assert KEYS.phone_hash(phone) == KEYS.phone_hash(phone)
    assert KEYS.phone_hash(phone) != Keys(b"another secret, also long enough").phone_hash(phone)
    sealed = KEYS.seal_text(phone)
    assert phone.encode() not in sealed
    assert KEYS.unseal_text(sealed) == phone


def test_codes_are_found_whatever_the_case_and_the_spaces() -> None:
    assert KEYS.code_hash("k7qp 3m") == KEYS.code_hash("K7QP3M")
    assert KEYS.code_hash("K7QP3M") != KEYS.code_hash("K7QP3N")


def test_the_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var")
    with ThreadPoolExecutor(8) as pool:
        hashes = set(pool.map(lambda _: Keys.of(settings).phone_hash("+62"), range(8)))
    assert len(hashes) == 1
    file = tmp_path / "var" / "secret.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [p.name for p in file.parent.iterdir()] == ["secret.key"]


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(BadInput):
        Keys(b"short")


def test_digits_of_other_keyboards_are_sealed_raw_too() -> None:
    payload = json.dumps(
        {"text": "NIK ９９９９９９０１０１９００００１ 🌸"}, ensure_ascii=False
    ).encode()
    stored = KEYS.seal_payload(payload)
    assert "９" not in stored.decode("utf-8", "replace")
    assert KEYS.unseal_payload(stored) == payload
