"""Which language a text is in, for whoever measures it."""

from newsloom.text.language import Guess, guess
from newsloom.text.languagemodel import Weights, load
from newsloom.text.languagetags import primary

__all__ = ["Guess", "Weights", "guess", "load", "primary"]
