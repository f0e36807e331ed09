"""What texts mean, by an embedding model of the owner's: an ONNX folder, run on one thread without a network.

Needs `pip install newsloom[semantic]`; nothing in newsloom needs it.
"""

from newsloom.semantic.folder import ModelFolder, read_folder

__all__ = ["ModelFolder", "read_folder"]
