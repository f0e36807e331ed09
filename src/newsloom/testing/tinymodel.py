"""An embedding model of a few words, written by hand: a folder as `[stories] model` wants it.

The model is an ONNX node, `Gather`: a table of vectors, of which it gives the row of each token. Words of two
languages that stand in one line of the lexicon have one row. Written as the bytes that ONNX files are made of
(https://onnx.ai/onnx/repo-docs/IR.html, protocol buffers), so that no library is needed to make it.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FLOAT, _INT64 = 1, 7
_SEVEN_BITS = 0x7F
_UNKNOWN = "[UNK]"


def tiny_model(
    folder: Path,
    lexicon: Sequence[Sequence[str]],
    *,
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
    pooled: bool = False,
    dimensions: int = 2,
    config: dict[str, object] | None = None,
) -> Path:
    """Write a model's folder; returns it.

    Args:
        folder: where; made if it is not there.
        lexicon: words that mean the same, in one line; words in no line have no meaning.
        inputs: what the model asks for; only the first is used.
        pooled: it gives the mean of the tokens' vectors, as `sentence_embedding`, and not each of them.
        dimensions: how many dimensions its inputs have; 2 (text, token) is what text models ask for.
        config: what stands in `newsloom.json`; None: there is none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {_UNKNOWN: 0}
    rows = [np.zeros(len(lexicon) + 1)]
    for sense, words in enumerate(lexicon):
        for word in words:
            vocabulary[word] = len(rows)
            rows.append(np.eye(len(lexicon) + 1)[sense])
    rows[0][-1] = 0.05  # a little, so that no text is without direction
    (folder / "model.onnx").write_bytes(_model(np.array(rows, dtype="<f4"), inputs, dimensions, pooled=pooled))
    (folder / "tokenizer.json").write_text(json.dumps(_tokenizer(vocabulary)), encoding="utf-8")
    if config is not None:
        (folder / "newsloom.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def _tokenizer(vocabulary: dict[str, int]) -> dict[str, object]:
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": _UNKNOWN},
    }


def _model(table: NDArray[np.float32], inputs: Sequence[str], dimensions: int, *, pooled: bool) -> bytes:
    node = _text(1, "table") + _text(1, inputs[0]) + _text(2, "last_hidden_state") + _text(4, "Gather")
    tensor = b"".join(_number(1, size) for size in table.shape) + _number(2, _FLOAT) + _text(8, "table")
    graph = _part(1, node) + (_part(1, _mean()) if pooled else b"")
    graph += _text(2, "tiny") + _part(5, tensor + _part(9, table.tobytes()))
    for name in inputs:
        graph += _part(11, _value(name, _INT64, dimensions))
    output = ("sentence_embedding", dimensions) if pooled else ("last_hidden_state", dimensions + 1)
    graph += _part(12, _value(output[0], _FLOAT, output[1]))
    return _number(1, 8) + _part(7, graph) + _part(8, _text(1, "") + _number(2, 17))


def _mean() -> bytes:
    """The mean over the tokens: `ReduceMean` of axis 1, which goes."""
    node = _text(1, "last_hidden_state") + _text(2, "sentence_embedding") + _text(4, "ReduceMean")
    axes = _text(1, "axes") + _number(8, 1) + _number(20, 7)
    keep = _text(1, "keepdims") + _number(3, 0) + _number(20, 2)
    return node + _part(5, axes) + _part(5, keep)


def _value(name: str, kind: int, dimensions: int) -> bytes:
    """A named tensor of a type, all of whose dimensions may be of any size."""
    shape = b"".join(_part(1, _text(2, f"{name} {at}")) for at in range(dimensions))
    return _text(1, name) + _part(2, _part(1, _number(1, kind) + _part(2, shape)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _part(field, value.encode())


def _part(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > _SEVEN_BITS:
        out.append(value & _SEVEN_BITS | _SEVEN_BITS + 1)
        value >>= 7
    out.append(value)
    return bytes(out)
