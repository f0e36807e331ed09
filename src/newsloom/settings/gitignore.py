"""What a desk under Git does not keep there: what newsloom remembers, its locks, its keys."""

from pathlib import PurePosixPath

HEAD = "# newsloom: what it remembers, its locks and keys; newsloom.toml, topics and the output may be kept"


def patterns(*, output: str, database: str, keys: str) -> list[str]:
    """The patterns, for what lies in the desk's folder; what lies elsewhere needs none.

    Args:
        output: where it publishes to, as newsloom.toml has it.
        database: where it remembers, likewise.
        keys: where its keys are, likewise.
    """
    folder, name = str(PurePosixPath(output).parent), PurePosixPath(output).name
    state = f"{folder}/.{name}.newsloom/" if folder != "." else f".{name}.newsloom/"
    wanted = [state, database, f"{database}-journal", f"{database}-wal", f"{database}-shm", f"{database}.*", keys]
    inside = [one for one in wanted if not one.startswith("/") and ".." not in PurePosixPath(one).parts]
    return [f"/{_literal(one.removeprefix('./'))}" for one in inside]


def with_ours(text: str, *, output: str, database: str, keys: str) -> str:
    """A `.gitignore` with what it lacks of them at its end."""
    known = {line.strip() for line in text.splitlines()}
    lacking = [one for one in patterns(output=output, database=database, keys=keys) if one not in known]
    if not lacking:
        return text
    begin = f"{text.rstrip()}\n\n" if text.strip() else ""
    return begin + "\n".join([HEAD, *lacking, ""])


def _literal(path: str) -> str:
    """A path in which nothing but a last star stands for anything else."""
    ends = path.endswith(".*")
    plain = "".join(f"\\{one}" if one in "*?[]\\!#" else one for one in path.removesuffix("*"))
    return plain + ("*" if ends else "")
