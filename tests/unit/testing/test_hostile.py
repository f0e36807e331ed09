from collections import Counter

import pytest

from newsloom.testing.hostile import HostileText, hostile_entries, hostile_records, hostile_texts, hostile_urls
from newsloom.testing.hostiletexts import CALL, EXACT, HOST, RESULT, addresses, payloads

MANY = 12_000


@pytest.fixture(scope="module")
def texts() -> list[HostileText]:
    """As many as a release is tested with."""
    return hostile_texts(MANY)


def test_the_same_seed_says_the_same(texts: list[HostileText]) -> None:
    """A longer corpus begins with the shorter one; another seed mixes other texts."""
    assert hostile_texts(2_000) == texts[:2_000]
    assert hostile_texts(2_000, seed=2)[-500:] != texts[1_500:2_000]
    assert hostile_urls(300) == hostile_urls(400)[:300]
    assert list(hostile_records(40)) == list(hostile_records(40))


def test_every_payload_is_there(texts: list[HostileText]) -> None:
    """Each payload stands in some text, and each kind in many."""
    for kind, some in payloads().items():
        of_kind = [text.text for text in texts if text.kind == kind]
        assert all(any(payload in text for text in of_kind) for payload in some), kind
        assert len(of_kind) > len(some)
    assert set(addresses()) <= set(hostile_urls(len(addresses())))


def test_marks_find_texts(texts: list[HostileText]) -> None:
    """A mark stands in its own text and no other; only what must stand alone has none."""
    marks = [text.mark for text in texts if text.mark]
    assert len(set(marks)) == len(marks)
    assert all(text.mark in text.text for text in texts)
    assert {text.kind for text in texts if not text.mark} == EXACT
    joined = "".join(text.text.replace(text.mark, "") for text in texts if text.mark)
    assert not any(mark in joined for mark in marks[::500])


def test_nothing_gives_a_result_away(texts: list[HostileText]) -> None:
    """The product stands in no payload: a page that shows it has worked it out."""
    assert not any(RESULT in text.text for text in texts)
    assert sum(CALL in text.text for text in texts) > 500
    assert sum(HOST in url for url in hostile_urls(1_000)) > 400


def test_records_hold_every_kind(texts: list[HostileText]) -> None:
    """Four hostile strings a record: headlines of all kinds, paths that differ and are safe."""
    entries = hostile_entries(3_000)
    kinds = {text.text: text.kind for text in texts}
    found = Counter(kinds.get(entry.record.title) for entry in entries)
    assert set(payloads()) <= set(found)
    assert len({entry.path.lower() for entry in entries}) == len(entries)
    assert all(entry.path.isascii() and entry.path.count("/") == 1 for entry in entries)
