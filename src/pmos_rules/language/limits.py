"""How large a pack may be. What is beyond is refused with a diagnostic, so that a hostile pack costs little.

The limits lie far above what a province needs: the largest pack here has some two hundred rules and a tenth of a
mebibyte. How large one file may be is `MOST_BYTES` in `source/file.py`.
"""

MOST_CHARACTERS = 4 * 1024 * 1024
"""Of one document."""

MOST_NODES = 200_000
"""Keys, values, lists and mappings of one document."""

DEEPEST = 40
"""How deep lists and mappings may nest."""

MOST_DIAGNOSTICS = 100
"""Of the YAML of one document; after so many the rest is not read: another format would give thousands."""

MOST_FILES = 500
"""Rule files of one pack."""

MOST_RULES = 10_000
"""Rules of a pack and those that it builds on, the members of families among them."""

LONGEST_PATTERN = 500
"""Characters of a regular expression."""

MOST_WAYS = 10_000
"""In how many ways a regular expression may read one stretch of text, times how long the stretch is."""

MOST_TEXT = 8 * 1024 * 1024
"""Characters of all the files of a pack."""

MOST_FILLED = 16 * 1024 * 1024
"""Characters of all the members of families, written out."""

MOST_PREDICATES = 5_000
"""Conditions in one rule, those in its terms among them, on all the paths that it is for."""

DEEPEST_PREDICATE = 40
"""How deep conditions may nest, through terms too."""

MOST_TOLD = 200
"""Mistakes that are told of a pack and those that it builds on; after so many the rest is not looked for."""
