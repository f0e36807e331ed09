"""What is kept of an active article in numbers, and in which column it stands.

Weights and the facts made of them are whole numbers, `ONE` standing for 1: sums are exact in any order on any machine.
"""

BUCKETS = 1 << 20  # terms are kept as hashes from 1 to that; 0 is no term
ONE = 1 << 15

VIEWS = ("title", "stems", "pairs", "body", "names", "numbers", "phrases")
TITLE, STEMS, PAIRS, BODY, NAMES, NUMBERS, PHRASES = range(len(VIEWS))
WIDTHS = (20, 20, 20, 96, 24, 6, 32)  # terms kept of each view: the heaviest, but all of the first words' stems
START = tuple(sum(WIDTHS[:i]) for i in range(len(VIEWS)))
WIDTH = sum(WIDTHS)

# One row of facts an article. The norms are squared. An ordinal is what it counts (its hash) and the number, in one.
TIME, DATED, SOURCE, ARRIVAL, OPENING, OWN_DAY, MASS, COUNTED, TERMS = range(9)
NORM = TERMS + len(VIEWS)
ORDINAL = NORM + len(VIEWS)
ORDINALS = 6
FACTS = ORDINAL + ORDINALS
NUMBER_BITS = 14

# One word of a text in 64 bits: its hash, its stem's hash, a number, and what it is.
HASH_BITS = 20
HASH = (1 << HASH_BITS) - 1
NUMBER_AT = 2 * HASH_BITS
NUMBER = (1 << NUMBER_BITS) - 1
IS_NUMBER, IS_CAPITAL, IS_SMALL, IS_ALPHA, IS_ORDINAL, IS_DAY = (1 << (NUMBER_AT + NUMBER_BITS + i) for i in range(6))

MOST_WORDS = 1000  # of one article: no text that is cut has more
POINTS = 100_000  # parts of one of log-odds, which are whole numbers too
MICROSECONDS = 1_000_000
DAY = 86_400 * MICROSECONDS
