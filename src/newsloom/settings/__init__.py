"""newsloom.toml and the environment: read once, unknown keys refused, edited without losing comments."""

from newsloom.settings.changed import read_changed
from newsloom.settings.read import Settings, find_desk, read_settings

__all__ = ["Settings", "find_desk", "read_changed", "read_settings"]
