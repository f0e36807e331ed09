"""Topics with thousands of rules, and articles to try them on, made from a seed."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random

from newsloom.model.article import Article
from newsloom.model.judgement import Topic
from newsloom.model.topicrule import TopicRule, TopicRules
from newsloom.testing.builders import an_article

RULES_A_TOPIC = 20
WORDS = 30_000
COMMON = 1_000  # the most frequent words, of which no sensible rule is made
_LETTERS = {
    "latin": ("bdfghklmnprstvz", "aeiou", " "),
    "accented": ("bdfghklmnprstvzßçñ", "aeiouäöüéè", " "),
    "cyrillic": ("бвгджзклмнпрстфхцчш", "аеиоуыэюяй", " "),
    "han": ("", "".join(chr(0x4E00 + 7 * number) for number in range(1_200)), ""),
}


def invented_words(script: str = "latin", *, seed: int = 1, count: int = WORDS) -> list[str]:
    """Different words of a script, the most frequent ones first, which are the short ones."""
    random = Random(f"{seed} {script}")  # noqa: S311  invented text is no secret
    consonants, vowels, _ = _LETTERS[script]
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = 1 + min(3, int(len(found) ** 0.5 / 40) + random.randint(0, 2))
        if consonants:
            word = "".join(random.choice(consonants) + random.choice(vowels) for _ in range(syllables))
        else:
            word = "".join(random.choice(vowels) for _ in range(syllables + 1))
        found[word] = None
    return list(found)


def invented_topics(words: Sequence[str], *, rules: int, seed: int = 1, script: str = "latin") -> list[Topic]:
    """Topics with so many rules in all: words, phrases, beginnings, near, combined, exact ones and expressions."""
    random = Random(seed)  # noqa: S311  as above
    gap = _LETTERS[script][2]
    made = list(_rules(words[COMMON:], gap, rules, random))
    parts = [made[first : first + RULES_A_TOPIC] for first in range(0, len(made), RULES_A_TOPIC)]
    return [
        Topic(
            id=f"topic-{number}",
            name=f"Topic {number}",
            parent=f"Topic {number // 10}" if number >= 10 else None,  # noqa: PLR2004  a tree of ten branches
            rules=TopicRules(rules=tuple(part), exclude=(_several(words, 2, gap, random),)),
        )
        for number, part in enumerate(parts)
    ]


def invented_article(words: Sequence[str], *, length: int, seed: int = 1, script: str = "latin") -> Article:
    """An article of so many words, common ones far more often than rare ones, in sentences and paragraphs."""
    random = Random(seed)  # noqa: S311  as above
    gap = _LETTERS[script][2]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    said = random.choices(words, cum_weights=weights, k=length + 40)
    ends = [random.choice([f",{gap}", f".{gap or ' '}", ".\n\n"]) if random.random() < 0.12 else gap for _ in said]  # noqa: PLR2004  a sign every eighth word
    text = "".join(word.capitalize() + end for word, end in zip(said[40:], ends, strict=False))
    return an_article(gap.join(said[:10]), lead=gap.join(said[10:40]), text=text.strip(), language="en")


def _rules(words: Sequence[str], gap: str, count: int, random: Random) -> Iterator[TopicRule]:
    for number in range(count):
        one = random.choice(words)
        kind = number % 20
        if kind < 10:  # noqa: PLR2004  half of all
            yield TopicRule(any=(one,))
        elif kind < 15:  # noqa: PLR2004  a quarter
            yield TopicRule(any=(_several(words, 2, gap, random),), weight=2)
        elif kind < 17:  # noqa: PLR2004  a tenth
            yield TopicRule(any=(f"{one[:5]}*",))
        elif kind == 17:  # noqa: PLR2004  one in twenty, as those below
            yield TopicRule(any=(f"{one} ~5 {random.choice(words)}",))
        elif kind == 18:  # noqa: PLR2004  as above
            yield TopicRule(all=(one, random.choice(words)), none=(random.choice(words),))
        else:
            yield TopicRule(any=(f"/{one}-?[0-9]+/",)) if number % 100 == 19 else TopicRule(any=(f"={one.title()}",))  # noqa: PLR2004  one in a hundred


def _several(words: Sequence[str], count: int, gap: str, random: Random) -> str:
    return (gap or " ~0 ").join(random.choices(words, k=count))
