"""Texts to unit vectors by an ONNX model, the same ones on every run."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsloom.errors import SettingsError
from newsloom.model.sense import SenseScale
from newsloom.semantic.folder import ModelFolder

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_SENTENCE = "sentence_embedding"  # what exports call an output that is pooled already
_RANK_OF_TOKENS = 3
_RANK_OF_TEXTS = 2

Vector = NDArray[np.float32]


class OnnxEmbedder:
    """An `Embedder` of an ONNX folder.

    One thread, one text at a time: how a text is padded among others would change its last digits.

    Args:
        folder: the model's files.

    Raises:
        SettingsError: the extra is not installed, a file cannot be read, or the model is not one of texts.
    """

    def __init__(self, folder: ModelFolder) -> None:
        self.name = folder.name
        self.scale = SenseScale(alike=folder.config.alike, unlike=folder.config.unlike)
        self._folder = folder
        runtime, tokenizers = _libraries()
        self._tokenizer = self._opened("tokenizer", tokenizers.Tokenizer.from_file, str(folder.tokenizer))
        self._tokenizer.enable_truncation(folder.config.max_tokens)
        self._tokenizer.no_padding()
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        options.log_severity_level = 3  # errors; they are raised as well
        self._session = self._opened(
            "model", runtime.InferenceSession, str(folder.model), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = self._known_inputs()
        self._output = self._known_output()

    def embed(self, texts: Sequence[str]) -> Vector:
        """A unit vector a text, in rows, in the texts' order; zeros for a text without a token.

        Raises SettingsError where the model fails.
        """
        vectors = [self._vector(text) for text in texts]
        return np.stack(vectors) if vectors else np.zeros((0, 0), dtype=np.float32)

    def _vector(self, text: str) -> Vector:
        tokens = self._tokenizer.encode(self._folder.config.prefix + text)
        given = {"input_ids": tokens.ids, "attention_mask": tokens.attention_mask, "token_type_ids": tokens.type_ids}
        feed = {name: np.array([given[name]], dtype=kind) for name, kind in self._inputs.items()}
        try:
            (output,) = self._session.run([self._output], feed)
        except Exception as error:  # onnxruntime's exceptions share no other class
            raise self._wrong(f"the model fails on a text of {len(tokens.ids)} tokens: {error}") from error
        vector = self._pooled(np.asarray(output, dtype=np.float64))
        length = float(np.linalg.norm(vector))
        if not np.isfinite(length):
            raise self._wrong(f"the model gives a vector of length {length}; a finite one is wanted")
        return (vector / (length or 1)).astype(np.float32)

    def _pooled(self, output: NDArray[np.float64]) -> NDArray[np.float64]:
        pooled: NDArray[np.float64]
        if output.ndim == _RANK_OF_TEXTS:
            pooled = output[0]
        elif not output.shape[1]:  # no token at all
            pooled = np.zeros(output.shape[2])
        else:
            pooled = output[0, 0] if self._folder.config.pooling == "first" else output[0].mean(axis=0)
        return pooled

    def _known_inputs(self) -> dict[str, Any]:
        wanted = {one.name: one.type for one in self._session.get_inputs()}
        strange = sorted(wanted.keys() - set(INPUTS))
        if strange or "input_ids" not in wanted:
            fault = f"it asks for `{strange[0]}`" if strange else "it does not ask for `input_ids`"
            raise self._wrong(
                f"the model's inputs are not those of a text model: {fault}; known are {', '.join(INPUTS)}"
            )
        return {name: np.int32 if kind == "tensor(int32)" else np.int64 for name, kind in wanted.items()}

    def _known_output(self) -> str:
        outputs = {one.name: one for one in self._session.get_outputs()}
        chosen = outputs.get(_SENTENCE) or next(iter(outputs.values()))
        if len(chosen.shape) not in {_RANK_OF_TEXTS, _RANK_OF_TOKENS}:
            raise self._wrong(
                f"output `{chosen.name}` has {len(chosen.shape)} dimensions; 2 (text, vector) or 3 (text, token, "
                "vector) are wanted"
            )
        name: str = chosen.name
        return name

    def _opened(self, what: str, opening: Any, *args: object, **options: object) -> Any:  # noqa: ANN401  untyped libraries
        try:
            return opening(*args, **options)
        except Exception as error:  # both libraries raise bare ones
            raise self._wrong(f"the {what} cannot be read: {error}") from error

    def _wrong(self, problem: str) -> SettingsError:
        return SettingsError(problem, path=self._folder.model.parent)


def _libraries() -> tuple[Any, Any]:
    try:
        import onnxruntime  # noqa: PLC0415  an extra, which most desks do not have
        import tokenizers  # noqa: PLC0415  as above
    except ImportError as error:
        raise SettingsError(
            f"`[stories] model` needs {error.name}, which is not installed: pip install newsloom[semantic]"
        ) from error
    return onnxruntime, tokenizers
