"""What a text sounds like: weights learnt from sentences whose level is known, for pictures that no lexicon has.

It finds only what may be more urgent than the rules say: nothing that it gives lowers a level. Three rows of the
rules (`SOUNDS-EMERGENCY`, `SOUNDS-URGENT`, `SOUNDS-TODAY`) say what follows, and a hospital reads, signs, changes and
switches them off like any other. `about.toml` says what it was learnt from;
`script/learn.py` learns it anew and tells how it was tried.

A text is seen as all its runs of three to six letters (`features`). Each has a weight for each question; a text's is
their sum through the root of their number, and that of who it is about (a logistic regression, `weights`).
"""

from __future__ import annotations

from almoner.urgency.learnt.sounding import SOUNDS, Sound, sounds

__all__ = ["SOUNDS", "Sound", "sounds"]
