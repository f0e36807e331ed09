"""Kill deliveries at random moments while a crawler reads the output: it sees the old site or the new one, never a mix.

    ./run bench generations [--n 500] [--seed 1] [--json]

Each trial starts a process that delivers one generation after the other into the same folder, reads that folder as a
crawler does until the process is killed, and looks at what is left. Exit code 0 if every read and every rest was one
generation, 1 if not.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from newsloom.testing.crawling import kill_deliveries


def main() -> int:
    """Run the trials and print what they showed."""
    parser = argparse.ArgumentParser(description="Kill deliveries while a crawler reads.")
    parser.add_argument("--n", type=int, default=500, metavar="TRIALS")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsloom-generations-") as folder:
        try:
            shown = kill_deliveries(Path(folder) / "site", trials=args.n, seed=args.seed)
        except AssertionError as error:
            print(json.dumps({"fault": str(error)}) if args.json else f"FAULT: {error}")
            return 1
    if args.json:
        print(json.dumps(asdict(shown)))
    else:
        print(
            f"{shown.trials} deliveries killed; {shown.reads} whole reads in between, {shown.generations} generations"
            " seen, no mix"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
