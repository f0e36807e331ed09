"""What of a text counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.fingerprint import fingerprint
from newsloom.text.substance import normalised, same_in_substance, substance

BODY = "The river rose to 12 metres on Sunday. Crews filled sandbags.\nMayor Ilse Brandt said 12 people were missing."

MOVING = [
    ("1,234 views", "9,876 views"),
    ("12 comments", "13 comments"),
    ("Comments (12)", "Comments (15)"),
    ("3 min read", "4 min read"),
    ("56 shares | 1.2k likes", "57 shares | 1.3k likes"),
    ("Updated 5 minutes ago", "Updated 3 hours ago"),
    ("Last updated 10:32", "Last updated 11:47"),
    ("March 3, 2026 at 10:32 p.m. EST", "March 4, 2026 at 11:02 a.m. EST"),
    ("Aktualisiert am 3. März 2026, 10:32 Uhr", "Aktualisiert am 4. April 2026, 09:00 Uhr"),
    ("12 Kommentare | 34 mal geteilt", "13 Kommentare | 36 mal geteilt"),
    ("Lesezeit: 3 Minuten", "Lesezeit: 4 Minuten"),
    ("Mis à jour le 3 mars 2026 à 10h32", "Mis à jour le 4 avril 2026 à 11h02"),
    ("Publicado el 3 de marzo de 2026 a las 10:32", "Publicado el 4 de marzo de 2026 a las 11:32"),
    ("Actualizado hace 5 minutos", "Actualizado hace 2 horas"),
    ("Обновлено: 10:32", "Обновлено: 11:45"),
    ("最終更新：2026年3月1日 10:32", "最終更新：2026年3月2日 11:32"),  # noqa: RUF001  its own colon
    ("更新于 10:32 阅读量 1234", "更新于 10:40 阅读量 2234"),
    ("5분 전 업데이트", "7분 전 업데이트"),
    ("تحديث منذ 5 دقائق", "تحديث منذ 9 دقائق"),
    ("อัปเดตล่าสุด 10:32 น.", "อัปเดตล่าสุด 11:32 น."),
]

FURNITURE = [
    ("Advertisement: Try Halmar coffee. Best beans!", "Advertisement: Lundy shoes last."),
    ("[Anzeige] Neue Räder von Brakel", "[Anzeige] Betten von Sommerfeld"),
    ("Publicité : les vélos Brakel", "Publicité : les lits Sommer"),
    ("広告：ハルマー珈琲", "広告：ブラーケル自転車"),  # noqa: RUF001  its own colon
    ("Lire aussi : Le pont fermé", "Lire aussi : Le marché rouvert"),
    ("Читайте также: Мост закрыт", "Читайте также: Рынок открыт"),
    ("Lundy shoes, 20% off: shop now", "Halmar beans, 10% off: order now"),
    ("Subscribe to our newsletter", "Follow us on Chatter"),
]

NEWS = [
    ("12 dead", "14 dead"),
    ("Update: 12 dead", "Update: 14 dead"),
    ("The firm sold 1,200 shares to its staff.", "The firm sold 1,500 shares to its staff."),
    ("It cost $5.", "It cost €5."),
    ("It was -5 degrees.", "It was 5 degrees."),
    ("Profits rose 3.5%.", "Profits rose 35%."),
    ("Anna Berg said so.", "Anna Bergh said so."),
    ("A dog bit a man.", "A man bit a dog."),
    ("He did it.", "He did not do it."),
    ("погибли 12 человек", "погибли 14 человек"),
    ("死者は12人", "死者は14人"),
    ("मृतकों की संख्या 12", "मृतकों की संख्या 14"),
    ("कि", "की"),
    ("مقتل 12 شخصا", "مقتل 14 شخصا"),
]

COSMETIC = [
    ("\u201cQuoted\u201d, he said\u2014twice.", '"Quoted" he said - twice'),
    ("1,200 people came", "1200 people came"),
    ("Wahl\u00adkampf", "Wahlkampf"),
    ("don't", "don\u2019t"),
    ("First.\n\nSecond.", "First. Second."),
    ("\ufb01ne", "fine"),
    ("What is B? A is one.", "A is one. What is B?"),
]


def framed(line: str) -> list[str]:
    """The line after, before and amid a text."""
    return [f"{BODY}\n{line}", f"{line}\n{BODY}", BODY.replace("\n", f"\n{line}\n")]


@pytest.mark.parametrize(("one", "other"), MOVING + FURNITURE)
def test_what_moves_by_itself_does_not_count(one: str, other: str) -> None:
    """Clocks, counters, advertisements and pointers elsewhere may change, come and go."""
    for mine, theirs in zip(framed(one), framed(other), strict=True):
        assert same_in_substance(mine, theirs)
        assert same_in_substance(mine, BODY)
        assert fingerprint("Flood", mine) == fingerprint("Flood", theirs) == fingerprint("Flood", BODY)


@pytest.mark.parametrize(("one", "other"), NEWS)
def test_figures_names_and_words_count(one: str, other: str) -> None:
    """One of them in a long text is enough."""
    for mine, theirs in zip(framed(one), framed(other), strict=True):
        assert not same_in_substance(mine, theirs)
        assert fingerprint("Flood", mine) != fingerprint("Flood", theirs)


@pytest.mark.parametrize(("one", "other"), COSMETIC)
def test_typography_does_not_count(one: str, other: str) -> None:
    """Nor do paragraphs, or the order of sentences."""
    assert same_in_substance(one, other)


@pytest.mark.parametrize("line", ["Advertisement", "12 comments", "Updated 10:32"])
def test_a_text_of_nothing_else_keeps_its_words(line: str) -> None:
    """So that two of them are not taken for one."""
    assert substance(line) == normalised(line)
    assert not same_in_substance(line, "Twelve people were missing.")


@given(st.text(max_size=200), st.text(max_size=200))
def test_is_symmetric_and_equal_texts_are_the_same(one: str, other: str) -> None:
    """Whatever the texts hold; equal words have equal fingerprints."""
    assert same_in_substance(one, one)
    assert same_in_substance(one, other) == same_in_substance(other, one)
    if substance(one) == substance(other):
        assert fingerprint("T", one) == fingerprint("T", other)


VOCABULARY = ["river", "crews", "mayor", "bridge", "sandbags", "harbour", "12", "300", "north", "Brandt"]
WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=3)


@given(st.lists(WORDS, min_size=1, max_size=4), st.sampled_from(MOVING + FURNITURE), st.integers(0, 4))
def test_furniture_anywhere_changes_nothing(lines: list[list[str]], furniture: tuple[str, str], place: int) -> None:
    """A line of it between any others."""
    text = [f"{' '.join(words)}." for words in lines]
    for line in furniture:
        assert same_in_substance("\n".join(text), "\n".join([*text[:place], line, *text[place:]]))


@given(st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_another_word_is_another_text(lines: list[list[str]], data: st.DataObject) -> None:
    """Wherever it stands."""
    line = data.draw(st.integers(0, len(lines) - 1))
    word = data.draw(st.integers(0, len(lines[line]) - 1))
    changed = [list(words) for words in lines]
    changed[line][word] = "unforeseen"
    one, other = ("\n".join(f"{' '.join(words)}." for words in text) for text in (lines, changed))
    assert not same_in_substance(one, other)


@given(st.text(alphabet="0123456789 .,:ago minutescviwr\n-", max_size=2_000))
def test_no_text_takes_long(text: str) -> None:
    """Figures and clock words in any order."""
    substance(text)
