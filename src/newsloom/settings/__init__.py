"""newsloom.toml and the environment: read once, unknown keys refused, edited without losing comments."""

from newsloom.settings.changed import read_changed
from newsloom.settings.read import find_desk, read_settings
from newsloom.settings.values import Settings

__all__ = ["Settings", "find_desk", "read_changed", "read_settings"]
