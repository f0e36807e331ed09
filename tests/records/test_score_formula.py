"""The scores of the record contract, against its formula written down a second time."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from newsloom.model.record import Record, RecordImage, RecordProvider, RelatedRecord
from newsloom.records.profiles.smartable import Demotion, expected
from newsloom.records.taxonomy import topic

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
PROVIDER = RecordProvider(name="Any", domain="any.example")
TIERS = {"any.example": 30, "www.labs.any.example": 50, "other.example": 100, "zero.example": 0}
HOSTS = {"any.example": 30, "www.any.example": 30, "x.any.example": 30, "a.labs.any.example": 50, "many.example": 0}

plain = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)
pieces = st.sampled_from(["ai", "AI", "Clay", "clay", "é", "É", "365", " ", "-", "ß", "我"])
titles = st.lists(pieces | plain, max_size=30).map("".join)
keywords = st.lists(pieces.filter(str.strip) | st.sampled_from(["clay ai", "AIR"]), max_size=5)
qualities = st.lists(st.none() | st.integers(-20, 220), max_size=4)


def as_file(name: str, words: list[str]) -> bytes:
    """A topic file, as JSON, which is YAML too."""
    return json.dumps({"_id": name.lower(), "name": name, "keywords": words}, ensure_ascii=False).encode()


@given(
    title=titles,
    listed=st.dictionaries(st.sampled_from(["AI", "Pottery", "Other"]), keywords),
    named=st.lists(st.sampled_from(["AI", "Pottery", "Other", "Unheard of"]), unique=True),
    where=st.tuples(st.sampled_from(sorted(HOSTS)), st.booleans()),
    has=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    related=qualities,
)
def test_scores_are_those_of_the_formula(
    title: str,
    listed: dict[str, list[str]],
    named: list[str],
    where: tuple[str, bool],
    has: tuple[bool, bool, bool],
    related: list[int | None],
) -> None:
    """Whatever a record has: topics of which files are missing, ties, reports without a quality, either address."""
    topics = {name: topic(as_file(name, words)) for name, words in listed.items()}
    host, is_original = where
    address = f"https://{host}/1"
    image, amp, featured = has
    record = Record(
        title=title,
        excerpt="",
        published_at=AT,
        provider=PROVIDER,
        topics=tuple(named),
        original_url="https://other.example/2" if not is_original else address,
        web_url=None if is_original else address,
        amp_url="https://amp.example/1" if amp else None,
        featured_content="<iframe></iframe>" if featured else None,
        images=(RecordImage(url="https://any.example/1.jpg"),) if image else (),
        related=tuple(
            RelatedRecord(title="", excerpt="", published_at=AT, provider=PROVIDER, quality=q) for q in related
        ),
    )
    quality = sum(2 + 15 * sum(w.lower() in title.lower() for w in listed.get(name, ())) for name in named)
    quality += 20 * image + 20 * amp + 100 * featured + HOSTS[host] - max(0, (len(title) - 70) // 2)
    heat = quality + 10 * len(related)
    best = max((q for q in related if q is not None), default=quality - 1)
    found = expected(record, topics, TIERS)
    assert (found.quality.value, found.heat.value) == (quality, heat)
    assert (found.demotion is Demotion.DEMOTED, found.demotion is Demotion.UNDECIDABLE) == (
        best > quality,
        best == quality,
    )
    assert found.shown_heat == (-1 if best > quality else heat)
    assert found.published == (best <= quality and heat >= 70)
    assert sum(part.points for part in found.quality.parts) == quality
