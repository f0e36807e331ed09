"""Which earlier texts a text repeats, among those of the last days."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.curate.copyindex import CopyIndex
from newsloom.curate.copyrules import CopyRules, Match
from newsloom.curate.sketch import Sketch, pack, sketch_of, unpack
from newsloom.model.article import ArticleId

MORNING = datetime(2031, 5, 6, 8, tzinfo=UTC)
SMALL = CopyRules(buckets=1 << 12)
SYLLABLES = ("ba", "ker", "lo", "min", "tor", "vik", "sel", "dra", "quo", "ni", "fu", "ostri", "gal", "hem")

SCRIPTS = [
    "港口委员会星期二投票决定关闭使用了四十年的旧港口。官员们说船只明年春天将转到新码头。市长称这是一个悲伤但必要的步骤。",
    "トルヴィクの議会は火曜日、四十年間使われた古い港を閉めることを決めた。船は来年の春に新しい埠頭へ移ると職員は述べた。",
    "สภาเมืองทอร์วิกลงมติเมื่อวันอังคารให้ปิดท่าเรือเก่าที่ใช้งานมาสี่สิบปี เรือจะย้ายไปท่าใหม่ในฤดูใบไม้ผลิหน้า",
    """토르비크 의회는 화요일 사십 년 동안 쓰인 옛 항구를 닫기로 결정했다 배들은 내년 봄 새 부두로 옮겨 간다고
    관계자들이 말했다 시장은 슬프지만 필요한 일이라고 불렀다 도시는 어선의 절반을 잃었다 주민들은 떠나는 배를 보았다""",
    """صوت مجلس تورفيك يوم الثلاثاء على إغلاق الميناء القديم بعد أربعين عاما من الخدمة وستنتقل السفن إلى الرصيف الجديد
    في الربيع المقبل كما قال المسؤولون ووصف رئيس البلدية ذلك بأنه خطوة حزينة لكنها ضرورية لمدينة فقدت نصف الأسطول""",
    """Совет Торвика во вторник проголосовал за закрытие старой гавани после сорока лет службы. Суда перейдут к новому
    причалу следующей весной, сообщили чиновники. Мэр назвал это печальным, но нужным шагом для города рыбаков.""",
    """टोरविक की परिषद ने मंगलवार को चालीस वर्ष पुराने बंदरगाह को बंद करने के पक्ष में मतदान किया अधिकारियों ने कहा कि जहाज
    अगले वसंत में नए घाट पर जाएंगे महापौर ने इसे उस नगर के लिए दुखद पर आवश्यक कदम कहा जिसने आधे जहाज खो दिए हैं""",
]


def prose(seed: int, length: int = 120) -> str:
    """Words of an invented language; another seed gives another text."""
    chance = np.random.default_rng(seed)
    picks = chance.integers(len(SYLLABLES), size=(length, 3))
    return " ".join("".join(SYLLABLES[i] for i in row) for row in picks)


def sketch(text: str, *, hours: float = 0, source: str = "") -> Sketch:
    """The sketch of a text, `hours` after the morning."""
    return sketch_of(text, at=MORNING + timedelta(hours=hours), source=source)


def added(index: CopyIndex, name: str, text: str, *, hours: float = 0, source: str = "") -> list[ArticleId]:
    """What the next text repeats."""
    matches, _ = index.add(ArticleId(name), sketch(text, hours=hours, source=source))
    return [match.article for match in matches]


def test_a_text_repeats_itself() -> None:
    """The same words again are a copy, whatever their case and punctuation."""
    index = CopyIndex(rules=SMALL)
    assert added(index, "a", prose(1)) == []
    assert added(index, "b", prose(1).upper().replace(" ", ", ")) == ["a"]


def test_other_texts_do_not() -> None:
    """Two texts with nothing in common are two."""
    index = CopyIndex(rules=SMALL)
    assert added(index, "a", prose(1)) == []
    assert added(index, "b", prose(2)) == []


def test_an_excerpt_in_a_longer_text() -> None:
    """A paragraph of a long text is a copy of it, and a long text of the paragraph that came first."""
    long = " ".join(prose(seed) for seed in range(6))
    for first, second in ((long, prose(3)), (prose(3), long)):
        index = CopyIndex(rules=SMALL)
        added(index, "first", first)
        assert added(index, "second", second) == ["first"]


def test_short_texts_abstain() -> None:
    """A text of a few words is nobody's copy."""
    index = CopyIndex(rules=SMALL)
    added(index, "a", prose(1, length=15))
    assert added(index, "b", prose(1, length=15)) == []


def test_a_shared_quotation_is_no_copy() -> None:
    """Two reports that quote the same statement at a third of their length are two reports."""
    index = CopyIndex(rules=SMALL)
    added(index, "a", f"{prose(1, 80)} {prose(9, 60)} {prose(2, 60)}")
    assert added(index, "b", f"{prose(3, 80)} {prose(9, 60)} {prose(4, 60)}") == []


def test_furniture_of_an_outlet() -> None:
    """What an outlet puts under every article makes no copies, even where it is most of the text."""
    index = CopyIndex(rules=SMALL)
    notice = prose(99, 100)
    found = [added(index, f"{n}", f"{prose(n, 70)} {notice}", source="daily") for n in range(8)]
    assert not any(found)
    assert added(index, "other", f"{prose(50, 70)} {notice}", source="weekly") == []


def test_furniture_of_many() -> None:
    """Wording that many unrelated texts have is passed over."""
    index = CopyIndex(rules=SMALL)
    notice = prose(99, 60)
    for n in range(12):
        added(index, f"{n}", f"{prose(n, 150)} {notice}", source=f"paper{n}")
    assert added(index, "last", f"{prose(50, 40)} {notice}", source="weekly") == []


def test_a_text_that_many_carry_is_no_furniture() -> None:
    """The fortieth copy of an agency's text is found as the first was."""
    index = CopyIndex(rules=SMALL)
    added(index, "wire", prose(1), source="wire")
    found = [added(index, f"{n}", f"{prose(100 + n, 20)} {prose(1)}", source=f"paper{n}") for n in range(40)]
    assert all("wire" in one for one in found)


def test_one_text_again_and_again() -> None:
    """An outlet that brings one text many times copies itself."""
    index = CopyIndex(rules=SMALL)
    found = [added(index, f"{n}", prose(1), source="daily") for n in range(6)]
    assert [bool(one) for one in found] == [False, True, True, True, True, True]


def test_texts_are_forgotten() -> None:
    """After the window, a text is new again."""
    index = CopyIndex(rules=SMALL)
    added(index, "a", prose(1))
    assert added(index, "b", prose(1), hours=24 * 6) == ["a"]
    index = CopyIndex(rules=SMALL)
    added(index, "a", prose(1))
    assert added(index, "b", prose(1), hours=24 * 8) == []
    assert len(index) == 1


def test_memory_is_bounded() -> None:
    """No more texts are remembered than the rules allow, and the latest are."""
    index = CopyIndex(rules=CopyRules(buckets=1 << 12, most=10))
    for n in range(30):
        added(index, f"{n}", prose(n))
    assert len(index) == 10
    assert added(index, "again", prose(29)) == ["29"]
    assert added(index, "gone", prose(3)) == []


def test_sweeping_changes_nothing() -> None:
    """An index that lets go of thousands of texts goes on finding the others."""
    index = CopyIndex(rules=CopyRules(buckets=1 << 12, most=50))
    for n in range(4_300):
        added(index, f"{n}", prose(n % 1000, 30) + f" {n} {n + 1} {n + 2}")
    assert len(index) == 50
    assert "4290" in added(index, "copy", prose(290, 30))


@pytest.mark.parametrize("text", SCRIPTS)
def test_every_script(text: str) -> None:
    """A text in any script is found again with a line before it, and an unrelated one is not."""
    index = CopyIndex(rules=CopyRules(buckets=1 << 12, fewest=3))
    added(index, "a", text)
    assert added(index, "b", f"TORVIK (MW) — {text}") == ["a"]
    assert added(index, "c", prose(5)) == []


LIBRARY = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 300), st.sampled_from(["", "daily", "weekly"])),
    max_size=24,
)


@settings(max_examples=60, deadline=None)
@given(library=LIBRARY, cut=st.integers(0, 24))
def test_restored_is_as_if_run_through(library: list[tuple[int, int, int, str]], cut: int) -> None:
    """An index brought back from what was kept answers and keeps what the lost one would have."""
    rules = CopyRules(buckets=1 << 12, most=12)
    whole = CopyIndex(rules=rules)
    kept: list[tuple[ArticleId, bytes]] = []
    through: list[tuple[tuple[Match, ...], bytes]] = []
    later: list[tuple[tuple[Match, ...], bytes]] = []
    restored: CopyIndex | None = None
    for number, (one, two, hours, source) in enumerate(library):
        if number == cut:
            restored = CopyIndex(rules=rules)
            restored.restore([(article, unpack(blob)) for article, blob in kept])
        fresh = sketch(f"{prose(one, 60)} {prose(two, 60)}", hours=hours, source=source)
        matches, keep = whole.add(ArticleId(f"{number}"), fresh)
        kept.append((ArticleId(f"{number}"), pack(keep)))
        if restored is not None:
            through.append((matches, pack(keep)))
            again, also = restored.add(ArticleId(f"{number}"), fresh)
            later.append((again, pack(also)))
    assert through == later


@settings(max_examples=60, deadline=None)
@given(one=st.integers(0, 40), two=st.integers(0, 40), length=st.integers(20, 200))
def test_order_of_two(one: int, two: int, length: int) -> None:
    """Whether one of two texts repeats the other does not depend on which came first."""
    texts = (f"{prose(one, length)} {prose(7, 60)}", f"{prose(two, 80)} {prose(7, 60)}")
    found = []
    for first, second in (texts, texts[::-1]):
        index = CopyIndex(rules=SMALL)
        added(index, "a", first)
        found.append(bool(added(index, "b", second)))
    assert found[0] == found[1]


def test_packed_sketches() -> None:
    """A sketch comes back from its bytes as it was, in under a kilobyte for 600 words."""
    before = sketch(prose(1, 600), source="daily")
    after = unpack(pack(before))
    assert (after.at, after.source) == (before.at, before.source)
    assert (after.values == before.values).all()
    assert (after.findable == before.findable).all()
    assert len(pack(before)) < 1_000


def test_looking_keeps_nothing() -> None:
    """`look` answers as `add` would and forgets the question."""
    index = CopyIndex(rules=SMALL)
    added(index, "a", prose(1))
    assert [match.article for match in index.look(sketch(prose(1)))] == ["a"]
    assert len(index) == 1
