"""A reader of the API that knows nothing but its files: it begins anywhere and follows the log of changes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ROOT = "api/v1"


@dataclass(slots=True)
class ApiReader:
    """What a mirror of a desk holds: the titles of all shown stories by id; `read` counts the files it asked for."""

    cursor: int = 0
    titles: dict[str, str] = field(default_factory=dict)
    read: int = 0

    def follow(self, files: Mapping[str, bytes]) -> None:
        """Read what changed since the last time.

        Args:
            files: the output, by path.
        """
        said = self._get(files, "index.json")["changes"]
        first = self.cursor // said["pageSize"] + 1
        touched: dict[str, str] = {}
        for page in range(first, said["pages"] + 1):
            items = self._get(files, said["page"].replace("{page}", str(page)))["items"]
            touched |= {item["id"]: item["story"] for item in items if item["cursor"] > self.cursor}
        for story, path in touched.items():
            self._note(story, files, path)
        self.cursor = said["cursor"]

    def _note(self, story: str, files: Mapping[str, bytes], path: str) -> None:
        self.titles.pop(story, None)
        if f"{ROOT}/{path}" in files and (found := self._get(files, path))["state"] == "shown":
            self.titles[story] = found["title"]

    def _get(self, files: Mapping[str, bytes], path: str) -> Any:  # noqa: ANN401  what JSON holds
        self.read += 1
        return json.loads(files[f"{ROOT}/{path}"])
