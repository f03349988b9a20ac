"""The lessons and words that are shipped, read once for all tests: a library is never changed."""

from playground.lessons.library import COURSE, GLOSSARY, read_library

LIBRARY = read_library(COURSE, GLOSSARY)
