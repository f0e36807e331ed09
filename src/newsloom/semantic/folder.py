"""What stands in the folder of an embedding model."""

from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from newsloom.errors import SettingsError

MODEL, TOKENIZER, CONFIG = "model.onnx", "tokenizer.json", "newsloom.json"

Cosine = Annotated[float, msgspec.Meta(ge=-1, le=1)]


class ModelConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`newsloom.json`: how the model wants to be used, and how its likenesses are read.

    `pooling` makes one vector of those of the tokens: their mean, or the first one. `prefix` stands before every text,
    as "query: ". Two texts whose cosine is `alike` or more tell of one event, those of `unlike` or less do not.
    """

    pooling: Literal["mean", "first"] = "mean"
    max_tokens: Annotated[int, msgspec.Meta(ge=8, le=8192)] = 256
    prefix: str = ""
    alike: Cosine = 0.85
    unlike: Cosine = 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFolder:
    """A model's files; `name` is made of all their bytes: another model, tokenizer or config is another name."""

    model: Path
    tokenizer: Path
    config: ModelConfig
    name: str


def read_folder(folder: Path) -> ModelFolder:
    """The model in a folder; raises SettingsError naming the file that is missing or wrong."""
    if not folder.is_dir():
        raise SettingsError(f"there is no folder with a model here; it must hold {MODEL} and {TOKENIZER}", path=folder)
    for name in (MODEL, TOKENIZER):
        if not (folder / name).is_file():
            raise SettingsError(
                f"{name} is missing; a model's folder holds {MODEL}, {TOKENIZER} and, if wanted, {CONFIG}", path=folder
            )
    config = _config(folder / CONFIG)
    return ModelFolder(model=folder / MODEL, tokenizer=folder / TOKENIZER, config=config, name=_name(folder, config))


def _config(path: Path) -> ModelConfig:
    if not path.is_file():
        return ModelConfig()
    try:
        config = msgspec.json.decode(path.read_bytes(), type=ModelConfig)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        known = ", ".join(ModelConfig.__struct_fields__)
        raise SettingsError(f"{error}; what may stand here: {known}", path=path) from error
    if config.unlike >= config.alike:
        raise SettingsError(f"`unlike` ({config.unlike}) must be below `alike` ({config.alike})", path=path)
    return config


def _name(folder: Path, config: ModelConfig) -> str:
    parts = [msgspec.json.encode(config)]
    for name in (MODEL, TOKENIZER):
        with (folder / name).open("rb") as file:
            parts.append(file_digest(file, "sha256").digest())
    return sha256(b"".join(parts)).hexdigest()[:16]
