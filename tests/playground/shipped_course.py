"""The lessons and words that are shipped, read once for all tests: a library is never changed."""

from playground.lessons.library import library

LIBRARY = library()
