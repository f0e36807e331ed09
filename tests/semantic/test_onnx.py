"""An embedding model of the owner's: what its folder must hold, and what it gives."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from newsloom.errors import SettingsError
from newsloom.semantic import read_folder
from newsloom.semantic.onnx import OnnxEmbedder
from newsloom.testing.tinymodel import tiny_model

HERE = {"PYTHONPATH": ":".join(sys.path)}
LEXICON = (("fire", "feu"), ("bridge", "pont"), ("court", "tribunal"))


def an_embedder(folder: Path, **fields: object) -> OnnxEmbedder:
    """The tiny model, opened."""
    return OnnxEmbedder(read_folder(tiny_model(folder / "model", LEXICON, **fields)))  # type: ignore[arg-type]  # what a test says


def test_words_of_one_sense_have_one_direction(tmp_path: Path) -> None:
    """Whatever their language; every vector has length 1, and texts come back in their order."""
    vectors = an_embedder(tmp_path).embed(["fire bridge", "feu pont", "court"])
    likeness = vectors @ vectors.T
    assert np.allclose(np.diag(likeness), 1)
    assert likeness[0, 1] > 0.99
    assert likeness[0, 2] < 0.01


def test_a_text_without_words_says_nothing(tmp_path: Path) -> None:
    """It has a vector of length 0, and no text at all gives no rows."""
    embedder = an_embedder(tmp_path)
    assert not embedder.embed(["", "fire"])[0].any()
    assert len(embedder.embed([])) == 0


def test_a_text_has_one_vector(tmp_path: Path) -> None:
    """Alone or among others, in this process and the next."""
    embedder = an_embedder(tmp_path)
    among = embedder.embed(["court", "fire on the bridge", "feu " * 300])
    assert embedder.embed(["fire on the bridge"])[0].tobytes() == among[1].tobytes()
    program = (
        "import sys; from pathlib import Path; from newsloom.semantic import read_folder; "
        "from newsloom.semantic.onnx import OnnxEmbedder; "
        "e = OnnxEmbedder(read_folder(Path(sys.argv[1]))); "
        "print(e.name, e.embed(['fire on the bridge'])[0].tobytes().hex())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "model")], env=HERE, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [embedder.name, among[1].tobytes().hex()]


def test_the_config_says_how_a_model_is_used(tmp_path: Path) -> None:
    """The first token alone, a prefix before every text, few tokens, a scale of its own; each makes another name."""
    first = an_embedder(tmp_path / "first", config={"pooling": "first"})
    assert (first.embed(["fire court"]) @ first.embed(["fire"]).T)[0, 0] > 0.99
    prefixed = an_embedder(tmp_path / "prefix", config={"prefix": "court ", "alike": 0.9, "unlike": 0.8})
    assert (prefixed.embed(["fire"]) @ prefixed.embed([""]).T)[0, 0] > 0.6
    assert (prefixed.scale.alike, prefixed.scale.unlike) == (0.9, 0.8)
    short = an_embedder(tmp_path / "short", config={"max_tokens": 8})
    assert np.allclose(short.embed(["fire " * 8 + "court " * 90]), short.embed(["fire"]))
    plain = an_embedder(tmp_path / "plain")
    assert len({first.name, prefixed.name, short.name, plain.name}) == 4


def test_a_model_that_pools_itself(tmp_path: Path) -> None:
    """An output of two dimensions is taken as it is."""
    vectors = an_embedder(tmp_path / "own", pooled=True).embed(["fire bridge", "court"])
    assert np.allclose(vectors, an_embedder(tmp_path / "ours").embed(["fire bridge", "court"]))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"inputs": ("pixels",)}, "asks for `pixels`; known are input_ids, attention_mask, token_type_ids"),
        ({"inputs": ("attention_mask",)}, "does not ask for `input_ids`"),
        ({"dimensions": 3}, "has 4 dimensions; 2 (text, vector) or 3 (text, token, vector) are wanted"),
        ({"dimensions": 0}, "has 1 dimensions"),
        ({"config": {"poling": "mean"}}, "unknown field `poling`"),
        ({"config": {"pooling": "last"}}, "'last'"),
        ({"config": {"max_tokens": 1}}, "max_tokens"),
        ({"config": {"alike": 0.5, "unlike": 0.6}}, "`unlike` (0.6) must be below `alike` (0.5)"),
    ],
)
def test_a_wrong_model_is_named(tmp_path: Path, wrong: dict[str, object], said: str) -> None:
    """With its folder, what is wrong, and what would be right."""
    with pytest.raises(SettingsError) as caught:
        an_embedder(tmp_path, **wrong)
    assert said in str(caught.value)
    assert str(tmp_path / "model") in str(caught.value)


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json"])
def test_a_missing_or_broken_file_is_named(tmp_path: Path, file: str) -> None:
    """A file that is not there, and one that is something else."""
    folder = tiny_model(tmp_path / "model", LEXICON)
    (folder / file).write_bytes(b"something else")
    with pytest.raises(SettingsError, match="cannot be read"):
        OnnxEmbedder(read_folder(folder))
    (folder / file).unlink()
    with pytest.raises(SettingsError, match=f"{file} is missing"):
        read_folder(folder)
    with pytest.raises(SettingsError, match="no folder with a model here"):
        read_folder(tmp_path / "elsewhere")


def test_without_the_extra_the_way_to_it_is_said(tmp_path: Path) -> None:
    """An installation without onnxruntime says what to install."""
    folder = tiny_model(tmp_path / "model", LEXICON)
    program = (
        "import sys; sys.modules['onnxruntime'] = None; "
        "from pathlib import Path; from newsloom.semantic import read_folder; "
        "from newsloom.semantic.onnx import OnnxEmbedder; from newsloom.errors import SettingsError\n"
        "try: OnnxEmbedder(read_folder(Path(sys.argv[1])))\n"
        "except SettingsError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], env=HERE, capture_output=True, text=True, check=True
    )
    assert "onnxruntime, which is not installed: pip install newsloom[semantic]" in done.stdout
