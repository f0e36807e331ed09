"""`python -m newsloom`: the same as the command `newsloom`."""

from newsloom.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
