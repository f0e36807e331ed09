"""`newsloom notes list|show|set|clear|key|rotate`."""

import argparse
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import patience

if TYPE_CHECKING:
    from newsloom.seams import Engine
    from newsloom.settings import Settings

#: What may be done, and how many words it takes.
ACTIONS = {"list": 0, "show": 1, "set": 1, "edit": 1, "clear": 1, "key": 0, "rotate": 0}


def arguments(parser: argparse.ArgumentParser) -> None:
    """An action and the story it is about."""
    parser.add_argument(
        "action",
        choices=ACTIONS,
        metavar="ACTION",
        help="list: which stories have a note; show: what it says; set: write it anew, from --text or standard input; "
        "edit: the same in your $EDITOR; clear: drop it; key: make a key file; rotate: seal all notes with a new key",
    )
    parser.add_argument("names", nargs="*", metavar="STORY", help="a story's id, how it begins, or its record's path")
    parser.add_argument("--text", metavar="TEXT", help="set: what the note says; others may see what you type here")
    parser.add_argument("--drop-old", action="store_true", help="rotate: forget keys that no note of the desk needs")
    parser.add_argument("--by", default="", metavar="NAME", help="who says so (default: you, by your login)")
    parser.set_defaults(reason="")
    patience(parser)


def run(args: argparse.Namespace) -> int:
    """Show, write or drop a note; make a key or another one."""
    _refuse_words(args)
    match args.action:
        case "list":
            return listed(args)
        case "show":
            return show(args)
        case "key":
            return key(args)
        case "rotate":
            return rotate(args)
    return order(args)


def listed(args: argparse.Namespace) -> int:
    """Print which stories have a note; no key is needed."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import local, print_json, print_table

    with reading(args) as (settings, store):
        notes = store.notes.all()
        slots = store.records.slots_of([note.story for note in notes])
    titles = {story: slot.record.title for story, slot in slots.items() if slot.record}
    if args.json:
        print_json({"notes": [{"story": n.story, "key": n.key, "by": n.by, "at": n.at} for n in notes]})
    elif notes:
        rows = [(local(n.at, settings.zone), n.by, n.key, n.story, titles.get(n.story, "")) for n in notes]
        print_table(("when", "by", "key", "story", "headline"), rows, whole=("story",))
    else:
        print("no notes yet; `newsloom notes set STORY` writes one")
    return Exit.OK


def show(args: argparse.Namespace) -> int:
    """Print what a note says."""
    from newsloom.cli.desk import reading
    from newsloom.cli.notekeys import note_keys
    from newsloom.cli.output import local, print_json
    from newsloom.errors import UsageError
    from newsloom.flows.naming import story_named
    from newsloom.flows.notes import note_on

    with reading(args) as (settings, store):
        story = story_named(store, args.names[0]).id
        found = note_on(store, story, note_keys(settings.note_keys))
    if found is None:
        raise UsageError(f"there is no note on {story}; `newsloom notes set {story}` writes one")
    note, text = found
    if args.json:
        print_json({"story": story, "by": note.by, "at": note.at, "text": text})
    else:
        print(f"{story}: {note.by}, {local(note.at, settings.zone)}\n{text}")
    return Exit.OK


def order(args: argparse.Namespace) -> int:
    """Write or drop a note, and publish the record."""
    from os import urandom

    from newsloom.cli.desk import signed, writing
    from newsloom.cli.notekeys import note_keys
    from newsloom.cli.output import print_json
    from newsloom.flows import notes
    from newsloom.flows.naming import story_named
    from newsloom.flows.publish import publish

    with writing(args) as (settings, engine):
        keys, now = note_keys(settings.note_keys), engine.clock.now()
        story = story_named(engine.store, args.names[0]).id
        if args.action == "clear":
            notes.clear(engine.store, story, keys)
            said = f"{story}: no note any more"
        else:
            before = notes.note_on(engine.store, story, keys)
            text = _text(args, before[1] if before else "")
            note = notes.write(
                engine.store, story, text, keys=keys, hand=signed(args, settings.desk.title, now), chance=urandom
            )
            said = f"{story}: noted, sealed with key {note.key}"
        publish(engine, now=now)
    print_json({"story": story, "cleared": args.action == "clear"}) if args.json else print(said)
    return Exit.OK


def key(args: argparse.Namespace) -> int:
    """Make a key file, unless there is one."""
    from os import urandom

    from newsloom.cli.desk import settings_of
    from newsloom.cli.notekeys import note_keys, write_keys
    from newsloom.cli.output import print_json
    from newsloom.errors import UsageError
    from newsloom.records.sealing import KEY_BYTES, NoteKey

    path = settings_of(args).note_keys
    if path.exists():
        note_keys(path, {})
        raise UsageError(f"{path}: is there already; `newsloom notes rotate` makes a new key and keeps what is sealed")
    made = NoteKey(urandom(KEY_BYTES))
    write_keys(path, [made])
    if args.json:
        print_json({"file": path, "key": made.id})
    else:
        print(f"made {path} with key {made.id}; keep a copy elsewhere: without it no note can be read")
    return Exit.OK


def rotate(args: argparse.Namespace) -> int:
    """Seal every note with a new key, going on where a rotation before was stopped."""
    from os import urandom

    from newsloom.cli.desk import writing
    from newsloom.cli.output import print_json
    from newsloom.failpoints import fail_at
    from newsloom.flows import notes
    from newsloom.flows.publish import publish

    with writing(args) as (settings, engine):
        keys = _keys_to_rotate(settings, engine)
        fail_at("notes.keyed")
        count = notes.rotate(engine.store, keys, chance=urandom)
        fail_at("notes.resealed")
        publish(engine, now=engine.clock.now())
        if args.drop_old:
            _drop_old(settings, keys[0].text)
    if args.json:
        print_json({"key": keys[0].id, "sealed": count})
    else:
        print(f"{count} notes sealed anew; the key is {keys[0].id}")
        if not args.drop_old and len(keys) > 1:
            print("older keys are kept, for backups made before; --drop-old forgets them")
    return Exit.OK


def _keys_to_rotate(settings: "Settings", engine: "Engine") -> tuple:  # type: ignore[type-arg]  # of NoteKey
    """The keys, the new one first: made here, unless a rotation was begun before."""
    from os import urandom

    from newsloom.cli.notekeys import in_environment, note_keys, write_keys
    from newsloom.errors import SealError, UsageError
    from newsloom.flows.notes import left_over
    from newsloom.records.sealing import KEY_BYTES, NoteKey

    keys = note_keys(settings.note_keys)
    if not keys:
        raise SealError("there is no key of notes to be replaced; `newsloom notes key` makes one")
    if left_over(engine.store, keys[0]):
        return keys
    if in_environment():
        raise UsageError("every note is sealed with the first key; put a new one before it in NEWSLOOM_NOTES_KEY")
    keys = (NoteKey(urandom(KEY_BYTES)), *keys)
    write_keys(settings.note_keys, keys)
    return keys


def _drop_old(settings: "Settings", first: str) -> None:
    from newsloom.cli.notekeys import in_environment, write_keys
    from newsloom.errors import UsageError
    from newsloom.records.sealing import key_of

    if in_environment():
        raise UsageError("the keys stand in NEWSLOOM_NOTES_KEY, where you drop the old ones yourself")
    write_keys(settings.note_keys, [key_of(first)])


def _text(args: argparse.Namespace, before: str) -> str:
    import sys

    if args.action == "edit":
        from newsloom.cli.editor import edited

        return edited(before)
    return args.text if args.text is not None else sys.stdin.read().rstrip("\n")


def _refuse_words(args: argparse.Namespace) -> None:
    from newsloom.errors import UsageError

    wanted = ACTIONS[args.action]
    if len(args.names) != wanted:
        few = "wants a STORY" if len(args.names) < wanted else f"takes no `{args.names[wanted]}`"
        raise UsageError(f"`newsloom notes {args.action}` {few}; see `newsloom notes --help`")
    for given, name, action in ((args.text is not None, "text", "set"), (args.drop_old, "drop-old", "rotate")):
        if given and args.action != action:
            raise UsageError(f"--{name} belongs to `newsloom notes {action}`")
