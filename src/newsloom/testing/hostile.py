"""Any number of hostile headlines, names, excerpts and addresses, the same from the same seed.

```python
for text in hostile_texts(12_000):
    page = render(text.text)
    assert text.mark in page  # a word nobody else has; "" where the text is nothing but its payload
for entry in hostile_entries(3_000):  # records: headline, excerpt, name and address of each are hostile
    ...
```

What must never be seen afterwards stands in `newsloom.testing.hostiletexts`: `CALL` running, `HOST` asked for, `RESULT`
shown. (`RESULT` is in no payload; a page that shows it has worked a template out.)
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar

from newsloom.model.edition import Entry
from newsloom.model.judgement import Part, Score
from newsloom.model.record import SCHEMA_VERSION, Receipts, Record, RecordImage, RecordProvider, RelatedRecord
from newsloom.model.story import StoryId
from newsloom.records.paths import path_for
from newsloom.testing.hostiletexts import EXACT, addresses, payloads

SEED = 20_260_301
FIRST = datetime(2026, 3, 1, 6, tzinfo=UTC)
LONG = 20_000  # characters of a very long text
_EVERY_LONG = 400  # one of so many texts is very long
_MOST = 3  # payloads in one text
_PLAIN = ("Harbour opens", "Council votes", "Rain till Friday", "Größer als je", "L’été revient", "Trams are back")

Value = TypeVar("Value")
Wrap = Callable[[str, str, Random], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HostileText:
    """One text; `kind` is a key of `payloads()`. `mark` is a word of letters and digits no other text has, or ""."""

    kind: str
    text: str
    mark: str = ""


def hostile_texts(number: int, *, seed: int = SEED) -> list[HostileText]:
    """So many texts: first every payload alone beside its mark, kind by kind, then mixtures of them for ever."""
    chance = Random(seed)  # noqa: S311  chance for a test, from its seed
    alone = [(kind, payload) for kind, texts in payloads().items() for payload in texts]
    return [
        _single(*alone[at], f"zq{at:06d}", chance) if at < len(alone) else _mixed(f"zq{at:06d}", chance)
        for at in range(number)
    ]


def hostile_urls(number: int, *, seed: int = SEED) -> list[str]:
    """So many addresses, or what claims to be one; each of the first `len(addresses())` is another."""
    known = addresses()
    chance = Random(seed + 1)  # noqa: S311  as above
    return [known[at] if at < len(known) else _address(at, chance) for at in range(number)]


def hostile_records(number: int, *, seed: int = SEED) -> Iterator[Record]:
    """So many published records: headline, excerpt, outlet and address each another hostile string.

    They are as newsloom makes them from what feeds say, before anything is cleaned for publishing.
    """
    texts = iter(_dealt(hostile_texts(3 * number + 1, seed=seed), seed))
    urls = iter(_dealt(hostile_urls(number, seed=seed), seed))
    for at in range(number):
        yield _record(at, [next(texts).text for _ in range(3)], next(urls))


def hostile_entries(number: int, *, seed: int = SEED) -> list[Entry]:
    """The records at the paths newsloom would give them."""
    taken: set[str] = set()
    entries = []
    for record in hostile_records(number, seed=seed):
        path = path_for(record.published_at, record.title, taken=taken)
        taken.add(path)
        entries.append(Entry(path=path, record=record, story=StoryId(record.story or "")))
    return entries


def _record(at: int, texts: Sequence[str], url: str) -> Record:
    title, excerpt, name = texts
    provider = RecordProvider(name=name, domain=f"outlet-{at % 97}.example")
    when = FIRST + timedelta(minutes=at)
    receipt = Score(value=80, parts=(Part(name="title", points=80, reason=title),))
    other = RelatedRecord(title=excerpt, excerpt=title, published_at=when, web_url=url, provider=provider, quality=60)
    return Record(
        title=title,
        excerpt=excerpt,
        published_at=when,
        original_url=url,
        web_url=url,
        quality=80,
        heat=90,
        published=True,
        provider=provider,
        topics=("Hostile", name),
        images=(RecordImage(url=url, width=640, height=480, is_cached=False, title=title),),
        related=(other,) if at % 2 else (),
        schema=SCHEMA_VERSION,
        id=f"a{at:07d}",
        story=f"s{at:07d}",
        language="en",
        updated_at=when + timedelta(hours=1),
        authors=(name, excerpt),
        genre="report",
        copies=1,
        independent=2,
        correction=excerpt if at % 7 == 0 else None,
        scores=Receipts(quality=receipt, heat=receipt),
    )


def _dealt(values: Sequence[Value], seed: int) -> list[Value]:
    """The values in another order, so that no field of a record has one kind alone."""
    return Random(seed + 2).sample(values, len(values))  # noqa: S311  as above


def _single(kind: str, payload: str, mark: str, chance: Random) -> HostileText:
    if kind in EXACT:
        return HostileText(kind=kind, text=payload)
    return HostileText(kind=kind, text=chance.choice(_WRAPS)(payload, mark, chance), mark=mark)


def _mixed(mark: str, chance: Random) -> HostileText:
    known = payloads()
    kind = chance.choice(sorted(known))
    parts = [chance.choice(known[kind])]
    parts += [chance.choice(known[chance.choice(sorted(known))]) for _ in range(chance.randrange(_MOST))]
    payload = chance.choice(("", " ", "\n", "  ")).join(parts)
    if chance.randrange(_EVERY_LONG) == 0:
        payload = (payload or "long ") * (LONG // max(len(payload), 1) + 1)
    return HostileText(kind=kind, text=chance.choice(_WRAPS)(payload, mark, chance), mark=mark)


def _address(at: int, chance: Random) -> str:
    if at % 3 == 0:
        return f"https://outlet-{at % 97}.example/{at}"
    tail = chance.choice(("", *payloads()["script"]))
    return f"{chance.choice(addresses())}{chance.choice(('', '/', '?', '#'))}{at}{tail}"


#: Where the mark stands beside the payload.
_WRAPS: tuple[Wrap, ...] = (
    lambda payload, mark, _: f"{mark} {payload}",
    lambda payload, mark, _: f"{payload} {mark}",
    lambda payload, mark, chance: f"{chance.choice(_PLAIN)} {payload} {mark}",
    lambda payload, mark, chance: f"{mark}: {chance.choice(_PLAIN)} {payload}",
    lambda payload, mark, _: f"{payload} {mark} {payload}",
)
