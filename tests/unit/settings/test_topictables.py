"""The `[topic.ID]` tables of newsloom.toml, and the rules of topic files."""

from pathlib import Path

import pytest

from newsloom.errors import SettingsError, UsageError
from newsloom.flows.topics import desk_topics
from newsloom.model.judgement import Topic
from newsloom.model.topicrule import ArticleField, TopicRule, TopicRules
from newsloom.settings import read_settings


def desk(folder: Path, toml: str = "", **files: str) -> tuple[Topic, ...]:
    """The topics of a desk with this newsloom.toml and these topic files."""
    (folder / "_data/topics").mkdir(parents=True)
    (folder / "newsloom.toml").write_text(toml, encoding="utf-8")
    for name, text in files.items():
        (folder / f"_data/topics/{name}.yaml").write_text(text, encoding="utf-8")
    return desk_topics(read_settings(folder / "newsloom.toml"))


FULL = """
[topic.tech]
[topic.ai]
name = "Artificial intelligence"
parent = "tech"
keywords = ["robots"]
services = { news = "/api/news/ai" }
any = ["=AI", "neural network*"]
all = ["study"]
none = ["air india"]
exclude = ["Ai Weiwei"]
threshold = 3
weights = { title = 5, url = 0 }

[[topic.ai.rule]]
any = ["/gpt-?[0-9]/"]
weight = -2
fields = ["title", "lead"]
"""


def test_a_table_with_everything(tmp_path: Path) -> None:
    """Says a topic with its rules; one that says nothing is a topic all the same."""
    tech, ai = desk(tmp_path, FULL)
    assert tech == Topic(id="tech", name="tech")
    assert ai == Topic(
        id="ai",
        name="Artificial intelligence",
        parent="tech",
        keywords=("robots",),
        services=(("news", "/api/news/ai"),),
        rules=TopicRules(
            rules=(
                TopicRule(any=("=AI", "neural network*"), all=("study",)),
                TopicRule(any=("/gpt-?[0-9]/",), weight=-2, fields=(ArticleField.TITLE, ArticleField.LEAD)),
            ),
            all=("study",),
            none=("air india",),
            exclude=("Ai Weiwei",),
            threshold=3,
            weights=((ArticleField.TITLE, 5), (ArticleField.URL, 0)),
        ),
    )


YAML = """taxonomy: topic
_id: ai
name: Intelligence
keywords: [robots]
any:
  - '=AI'
rules:
  - all: [study, bank]
    weight: 3
    fields: [title]
exclude: ['Ai Weiwei']
threshold: 4
weights:
  text: 0
"""


def test_a_file_may_say_the_same(tmp_path: Path) -> None:
    """With the same words; a table of its id adds to it."""
    (file,) = desk(tmp_path / "one", **{"10-ai": YAML})
    said = TopicRules(
        rules=(TopicRule(any=("=AI",)), TopicRule(all=("study", "bank"), weight=3, fields=(ArticleField.TITLE,))),
        exclude=("Ai Weiwei",),
        threshold=4,
        weights=((ArticleField.TEXT, 0),),
    )
    assert (file.rules, file.number) == (said, "10")
    (both,) = desk(
        tmp_path / "two", '[topic.ai]\nany = ["gpt*"]\nthreshold = 5\nkeywords = ["bots"]\n', **{"10-ai": YAML}
    )
    assert both.rules is not None
    assert (both.name, both.keywords, both.rules.threshold) == ("Intelligence", ("robots", "bots"), 5)
    assert both.rules.rules == (*said.rules, TopicRule(any=("gpt*",)))


def test_a_file_without_rules_has_none(tmp_path: Path) -> None:
    """So nothing changes for a desk that has none."""
    (file,) = desk(tmp_path, **{"10-ai": "name: AI\nkeywords: [ai]\n"})
    assert file.rules is None


@pytest.mark.parametrize(
    ("toml", "line", "why"),
    [
        ("[topic.ai]\nany = [\n 'ok',\n '*',\n]", 4, "`topic.ai.any`: `*`: `*` alone matches everything"),
        ("[topic.ai]\nany = ['']", 2, "a term is empty and would match everything"),
        ("[topic.ai]\nany = ['/a(/']", 2, "missing )"),
        ("[topic.ai]\nny = ['a']", 2, "`topic.ai.ny`: unknown key named `ny`; did you mean `any`?"),
        ("[topic.ai]\nany = 'ai'", 2, "`topic.ai.any`: expected `array`, got `str`"),
        ("[topic.ai]\nany = ['a', 1]", 2, "expected `str`, got `int`"),
        ("[topic.ai]\nany = ['ai']\nthreshold = 0", 3, "`threshold` is 0; a whole number from 1 to 100"),
        ("[topic.ai]\nany = ['ai']\nweights = { title = -1 }", 3, "`weights.title` is -1; a whole number from 0"),
        ("[topic.ai]\nany = ['ai']\n[topic.ai.weights]\ntitel = 1", 4, "no field named `titel`; did you mean `title`?"),
        ("[[topic.ai.rule]]\nany = ['ai']\n[[topic.ai.rule]]\nnone = ['b']", 3, "would match everything"),
        ("[[topic.ai.rule]]\nany = ['ai']\n[[topic.ai.rule]]\nall = ['b', '*']", 4, "`topic.ai.rule.all`: `*`"),
        ("[[topic.ai.rule]]\nany = ['ai']\nweight = 0", 3, "does nothing"),
        ("[[topic.ai.rule]]\nany = ['ai']\nweight = -101", 3, "from -100 to 100"),
        ("[[topic.ai.rule]]\nany = ['ai']\nfields = ['title', 'body']", 3, "no field named `body`; there are: title,"),
        ("[[topic.ai.rule]]\nany = ['ai']\nwieght = 2", 3, "did you mean `weight`?"),
        ("[topic.ai]\nthreshold = 3", 1, "need rules to weigh"),
        ("[topic.'A I']\nany = ['ai']", 1, "`A I` is no id of a topic"),
        ("topic = 3", 1, "expected `object`"),
        ("[topic]\nai = 3", 2, "`topic.ai`: expected `object`"),
        ("[topic.a]\nparent = 'b'\n[topic.b]\nparent = 'a'", 2, "the parents go in a circle: a → b → a"),
        ("[topic.a]\nname = 'A'\n[topic.b]\nparent = 'C'", 4, "no topic `C` to be the parent of `b`; name one"),
    ],
)
def test_faults_are_named_by_file_and_line(tmp_path: Path, toml: str, line: int, why: str) -> None:
    """With what would be right."""
    with pytest.raises(SettingsError) as caught:
        desk(tmp_path, toml)
    assert f"newsloom.toml:{line}: " in str(caught.value)
    assert why in str(caught.value)


@pytest.mark.parametrize(
    ("yaml", "line", "why"),
    [
        ("name: AI\nany:\n  - ok\n  - '*'\n", 4, "any: `*`: `*` alone matches everything"),
        ("name: AI\nrules:\n  - none: [b]\n", 3, "would match everything"),
        ("name: AI\nrules:\n  - any: [b]\n    weight: 0\n", 4, "does nothing"),
        ("name: AI\nany: [b]\nthreshold: 0\n", 3, "from 1 to 100"),
        ("name: AI\nany: [b]\nweights:\n  body: 1\n", 4, "no field named `body`"),
        ("name: AI\nrules:\n  - any: [b]\n    fields: [body]\n", 4, "no field named `body`"),
    ],
)
def test_faults_of_files_are_named_by_file_and_line(tmp_path: Path, yaml: str, line: int, why: str) -> None:
    """As those of newsloom.toml."""
    with pytest.raises(UsageError) as caught:
        desk(tmp_path, **{"10-ai": yaml})
    assert f"10-ai.yaml: line {line}: " in str(caught.value)
    assert why in str(caught.value)


def test_an_unknown_parent_in_a_file(tmp_path: Path) -> None:
    """Is a fault, unless the desk keeps to the record contract, where parents have no say."""
    files = {"10-ai": "name: AI\nparent: Tech\n"}
    with pytest.raises(SettingsError, match=r"10-ai\.yaml:2: no topic `Tech`"):
        desk(tmp_path / "one", **files)
    assert desk(tmp_path / "two", '[profile]\nname = "smartable"\n', **files)
