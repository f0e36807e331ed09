"""Files that let a desk run by itself: a workflow of GitHub Actions, a timer of systemd. Texts in, texts out.

The actions are pinned by the commit of a release, so that nobody can put another in their place.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from newsloom.errors import UsageError

_PLAIN = re.compile(r"[A-Za-z0-9._][A-Za-z0-9._/-]*")
CHECKOUT = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
PYTHON = "actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0"
CACHE = "0057852bfaa89a56745cba8c7296529d2fc39830 # v4.3.0"

WORKFLOW = """\
# Runs the desk every hour and commits what it published. Made by `newsloom init --with github-action`.
name: newsloom
on:
  schedule:
    - cron: "17 * * * *"
  workflow_dispatch:
    inputs:
      start_anew:
        description: "Start with an empty memory although records are published"
        type: boolean
        default: false

permissions: {{}}

concurrency: # one run at a time, and none is cut off: the next one waits
  group: newsloom
  cancel-in-progress: false

jobs:
  run:
    runs-on: ubuntu-24.04
    timeout-minutes: 50
    permissions:
      contents: write # to commit the output; nothing else is allowed
    defaults:
      run:
        shell: bash
    steps:
      - uses: {checkout}
        with:
          persist-credentials: false
      - uses: {python}
        with:
          python-version: "3.13"
      - name: Install newsloom
        run: python -m pip install --disable-pip-version-check "newsloom=={version}"
      - name: Fetch the desk's memory
        id: memory
        uses: actions/cache/restore@{cache}
        with:
          path: {database}
          key: newsloom-memory-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
          restore-keys: newsloom-memory-
      - name: Refuse to start anew unasked
        if: ${{{{ steps.memory.outputs.cache-matched-key == '' }}}}
        env:
          START_ANEW: ${{{{ inputs.start_anew }}}}
        run: |
          if [ -d {output} ] && [ "$START_ANEW" != "true" ]; then
            echo "::error::The desk's memory is gone, but records are published: they would get other paths." \\
              "Put a backup back, or run this workflow by hand with start_anew."
            exit 1
          fi
      - name: Run the desk
        run: newsloom run
      - name: Keep the desk's memory
        if: ${{{{ !cancelled() && hashFiles('{database}') != '' }}}}
        uses: actions/cache/save@{cache}
        with:
          path: {database}
          key: newsloom-memory-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
      - name: Commit what was published
        env:
          TOKEN: ${{{{ github.token }}}}
        run: |
          git add --all -- {output}
          if git diff --cached --quiet; then
            echo "nothing new"
            exit 0
          fi
          git config user.name "github-actions[bot]"
          git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
          git commit --quiet --message "News of $(date --utc +%Y-%m-%dT%H:%MZ)"
          login="$(printf 'x-access-token:%s' "$TOKEN" | base64 --wrap=0)"
          echo "::add-mask::$login"
          export GIT_CONFIG_COUNT=1
          export GIT_CONFIG_KEY_0="http.$GITHUB_SERVER_URL/.extraheader"
          export GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $login"
          git pull --quiet --rebase origin "$GITHUB_REF_NAME"
          git push --quiet origin "HEAD:$GITHUB_REF_NAME"
"""

SERVICE = """\
# Runs the desk once. Made by `newsloom init --with systemd`; newsloom.timer starts it.
[Unit]
Description=newsloom: {title}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={command} --desk {quoted} run
WorkingDirectory={folder}
User={user}
Environment=NUMBA_CACHE_DIR=%C/newsloom
CacheDirectory=newsloom
TimeoutStartSec=2h
TimeoutStopSec=1min
KillMode=mixed
Nice=10
UMask=0027

# Nothing but the desk's folder and the network.
ReadWritePaths={quoted}
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
NoNewPrivileges=yes
CapabilityBoundingSet=
LockPersonality=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
"""

TIMER = """\
# Starts newsloom.service every half hour. Made by `newsloom init --with systemd`.
[Unit]
Description=newsloom: {title}, every half hour

[Timer]
OnCalendar=*:0/30
RandomizedDelaySec=2min
Persistent=yes

[Install]
WantedBy=timers.target
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a desk is run: its folder (absolute), its output and database in that, its user, the command there."""

    title: str
    folder: str
    output: str
    database: str
    user: str
    command: str
    version: str


def github_action(place: Place) -> dict[str, str]:
    """The workflow, by its path in the repository."""
    output, database = f"./{_plain(place.output, 'output')}", _plain(place.database, "database")
    pinned = {"checkout": CHECKOUT, "python": PYTHON, "cache": CACHE}
    text = WORKFLOW.format(**pinned, version=place.version, output=output, database=database)
    return {".github/workflows/newsloom.yml": text}


def systemd(place: Place) -> dict[str, str]:
    """Service and timer, by their paths in the desk's folder."""
    for what in (place.folder, place.command):
        if any(character in what for character in "\n\r\0") or not what.isprintable():
            raise UsageError(f"{what!r}: systemd takes no such characters in a path; move the desk")
    title = "".join(character for character in place.title if character.isprintable()).replace("%", "%%")
    folder = place.folder.replace("%", "%%")
    values = {
        "title": title or "a desk",
        "folder": folder,
        "quoted": _unit(place.folder),
        "command": _unit(place.command),
        "user": place.user,
    }
    return {
        "systemd/newsloom.service": SERVICE.format(**values),
        "systemd/newsloom.timer": TIMER.format(**values),
    }


#: What may stand behind `--with`.
SCHEDULES: Mapping[str, Callable[[Place], dict[str, str]]] = MappingProxyType(
    {"github-action": github_action, "systemd": systemd}
)


def _unit(word: str) -> str:
    r"""One word of a unit file: specifiers and variables taken as they are written."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'


def _plain(word: str, key: str) -> str:
    """A path inside the desk's folder that means itself in a shell, in YAML and in an expression of a workflow."""
    if (
        not word
        or not all(character.isalnum() or character in "._/-" for character in word)
        or ".." in word
        or word[0] in "-/"
    ):
        raise UsageError(f"the {key} {word!r} is no plain path in the desk's folder; name another `{key}` first")
    return word
