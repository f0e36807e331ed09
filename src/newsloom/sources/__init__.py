"""One file a kind of source; pure: names the pages it wants, yields items."""
