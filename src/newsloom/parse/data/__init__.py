"""What telling main text from furniture starts with: the weights that `bench/train/body.py` made."""

from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt


@cache
def body_weights() -> dict[str, npt.NDArray[np.generic]]:
    """Give the arrays of the main text's model by name; `parse.bodymodel` says what they mean."""
    with np.load(BytesIO((files(__name__) / "body.npz").read_bytes()), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}
