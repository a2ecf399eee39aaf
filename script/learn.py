"""Learn anew what texts sound like (`almoner.urgency.learnt`), and tell how it was tried.

    learn.py            try it: each author's sentences by weights that were learnt without them
    learn.py --write    the same; then learn from all, and write `weights.bin`, `about.toml` and the table in the docs

It learns from the cases on which rules are developed and from `tests/urgency/sentences_learning.jsonl`, never from what
is held back. The limit of a language is set where `RAISED_TOO_MUCH` of those who are not that urgent are raised beside
those whom the rules raise, by weights that had not read their author.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array, diags_array, vstack

from almoner.urgency.accuracy import Share
from almoner.urgency.assessment import assess
from almoner.urgency.evaluation.examples import Example, read_examples
from almoner.urgency.learnt import SOUNDS
from almoner.urgency.learnt.features import TABLE, Telling, loudness, tellings, who
from almoner.urgency.rulebook import computed_rules, measured_rules, word_rules
from almoner.urgency.rulebook.book import Rulebook

ROOT = Path(__file__).resolve().parents[1]
LEARNT = ROOT / "src" / "almoner" / "urgency" / "learnt"
SENTENCES = "tests/urgency/sentences_learning.jsonl"
READ = ("src/almoner/urgency/cases/development.jsonl", "tests/urgency/cases_development.toml", SENTENCES)
TOLD = ROOT / "docs" / "safety" / "urgency.md"
BEGIN, END = "<!-- learnt: script/learn.py --write -->\n", "<!-- end of what is learnt -->\n"
QUESTIONS = dict(zip(SOUNDS, (1, 2, 3), strict=True))
"""Each row of the rules that speaks for what was learnt, and up to which level the answer is yes."""
LANGUAGES = {"en": "English", "es": "Spanish", "ar": "Arabic"}
RAISED_TOO_MUCH = 0.015
FOLDS = 5
HELD = 1.0
"""How strongly weights are held near nothing."""

REMARKS = {
    "en": [
        "help me quickly", "I am terrified", "this is killing me", "answer right now please",
        "I can not take it any more", "I am freaking out here", "somebody call me back this minute",
        "I feel like I am dying of worry", "it is an emergency for me", "I might die of fright",
        "I am so going to die of shame", "am I about to die", "honestly I will die here",
        "we are going to die here I think", "very urgent reply at once please",
        "I am sure you have more important things", "it will sort itself out", "my daughter told me to ask",
        "I do not like to make a fuss",
    ],
    "es": [
        "ayúdenme rápido", "estoy aterrada", "esto me está matando", "respondan ahora mismo", "ya no aguanto más",
        "estoy de los nervios", "que alguien me llame ya", "siento que me muero de angustia",
        "para mí es una emergencia", "me muero de miedo", "muy urgente contesten cuanto antes",
        "seguro que tienen cosas más importantes", "ya se arreglará solo", "mi hija me dijo que preguntara",
        "no me gusta molestar",
    ],
    "ar": [
        "ساعدوني بسرعة", "أنا مرعوبة", "هالشي عم يقتلني", "جاوبوني هلق فورا", "ما عاد أتحمل", "أعصابي تعبت",
        "حد يتصل فيا دلوقتي", "حاسة حالي رح موت من الخوف", "هذي حالة طارئة بالنسبة لي", "أكيد عندكم أشياء أهم",
        "بيروح لحاله", "بنتي قالت لي أسأل", "ما أحب أزعج حد", "عاجل جدا الرجاء الرد حالا",
    ],
}  # fmt: skip
"""What says nothing of how ill somebody is: by itself, and beside every third text, it is learnt to weigh nothing."""
REMARKED = 3
NOTHING = Telling((), frozenset())

Numbers = NDArray[np.float64]
Picked = NDArray[np.bool_]
Levels = NDArray[np.int_]


@dataclass(frozen=True, slots=True)
class Read:
    """What is learnt from. `seen` has a row for each telling of a text, the whole first; `first` is where each text's
    tellings begin. `ruled` is the level by the rules alone."""

    author: NDArray[np.str_]
    language: NDArray[np.str_]
    level: Levels
    ruled: Levels
    seen: csr_array
    first: Levels
    remarked: csr_array
    remarked_of: Levels
    remarks: csr_array

    def learnt_from(self, texts: Picked, up_to: int) -> tuple[csr_array, Picked]:
        """The texts as wholes, every third also with a remark, and the remarks alone; and which are that urgent."""
        beside = texts[self.remarked_of]
        yes = self.level <= up_to
        seen = vstack([self.seen[self.first[texts]], self.remarked[beside], self.remarks]).tocsr()
        return seen, np.concatenate([yes[texts], yes[self.remarked_of[beside]], np.zeros(self.remarks.shape[0], bool)])


def read_all() -> Read:
    examples = [
        (one, "-".join(one.id.split("-")[1:3]) if path == SENTENCES else "")
        for path in READ
        for one in read_examples(ROOT / path).read
        if one.expected.level is not None
    ]
    without = tuple(row for row in computed_rules() if row.id not in SOUNDS)
    alone = Rulebook("rules alone", word_rules(), measured_rules(), without)
    told = [tellings(one.case.text) or [NOTHING] for one, _author in examples]
    known = [who(one.case.age_years, pregnant=bool(one.case.pregnant)) for one, _author in examples]
    remarked = range(0, len(examples), REMARKED)
    beside = [f"{examples[at][0].case.text}. {_remark(at, examples[at][0].case.language)}" for at in remarked]
    return Read(
        author=np.array([author for _, author in examples]),
        language=np.array([one.case.language for one, _ in examples]),
        level=np.array([one.expected.level for one, _ in examples]),
        ruled=np.array([_ruled(one, alone) for one, _ in examples]),
        seen=_seen((one, whom) for of, whom in zip(told, known, strict=True) for one in of),
        first=np.cumsum([0, *(len(of) for of in told[:-1])]),
        remarked=_seen((_whole(text), known[at]) for text, at in zip(beside, remarked, strict=True)),
        remarked_of=np.array(remarked),
        remarks=_seen(
            (_whole(". ".join(those[at : at + 3])), []) for those in REMARKS.values() for at in range(len(those))
        ),
    )


def _remark(turn: int, language: str) -> str:
    return REMARKS[language][turn // REMARKED % len(REMARKS[language])]


def _whole(text: str) -> Telling:
    return next(iter(tellings(text)), NOTHING)


def _seen(told: Iterable[tuple[Telling, list[int]]]) -> csr_array:
    """A row for each telling, of somebody of whom so much is known."""
    rows, columns, values, row = list[int](), list[int](), list[float](), 0
    for row, (telling, known) in enumerate(told):
        rows += [row] * (len(telling.places) + len(known))
        columns += [*telling.places, *known]
        values += [loudness(len(telling.places))] * len(telling.places) + [1.0] * len(known)
    return csr_array((values, (rows, columns)), shape=(row + 1, TABLE))


def _ruled(one: Example, book: Rulebook) -> int:
    return assess(one.case, book=book).level


def learn(whole: csr_array, yes: Picked) -> tuple[Numbers, float]:
    """Weights of all places and what is added to them: a logistic regression in which rare runs weigh more."""
    texts_with = np.asarray((whole != 0).sum(axis=0)).ravel()
    rarity = (np.log(1 + whole.shape[0] / (1 + texts_with)) / 4) ** 2
    rarity[[place for age in (0, 5, 15, 30, 60, 80) for place in who(age, pregnant=True)]] = 1.0
    seen = (whole @ diags_array(rarity)).tocsr()
    turned, sign = seen.T.tocsr(), np.where(yes, 1.0, -1.0)

    def loss(at: Numbers) -> tuple[float, Numbers]:
        weights, margin = at[:-1], sign * (seen @ at[:-1] + at[-1])
        pull = -sign / (1 + np.exp(margin))
        cost = np.logaddexp(0, -margin).sum() + HELD / 2 * (weights @ weights)
        return float(cost), np.append(turned @ pull + HELD * weights, pull.sum())

    found = minimize(loss, np.zeros(TABLE + 1), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return found[:-1] * rarity, float(found[-1])


def weighed(read: Read, weights: Numbers, base: float) -> Numbers:
    """Of each text the most that any telling of it weighs."""
    return np.maximum.reduceat(read.seen @ weights + base, read.first)


def by_others(read: Read, up_to: int) -> Numbers:
    """What each sentence weighs by weights that were learnt without its author; of cases without an author, nothing."""
    found = np.full(len(read.level), -np.inf)
    authors = sorted(set(read.author) - {""})
    for fold in range(FOLDS):
        held = np.isin(read.author, authors[fold::FOLDS])
        weights, base = learn(*read.learnt_from(~held, up_to))
        found[held] = weighed(read, weights, base)[held]
    return found


def limits_of(read: Read, scores: Numbers, up_to: int) -> dict[str, float]:
    limits = {}
    for language in LANGUAGES:
        others = (read.author != "") & (read.language == language) & (read.level > up_to)
        raised = np.sort(scores[others & (read.ruled > up_to)])[::-1]
        limits[language] = round(float(raised[int(RAISED_TOO_MUCH * others.sum())]), 3)
    return limits


def raised(read: Read, scores: dict[str, Numbers], limits: dict[str, dict[str, float]]) -> Levels:
    """The level of each by rules and sound together."""
    level = read.ruled.copy()
    for row, up_to in QUESTIONS.items():
        over = scores[row] > np.array([limits[row][language] for language in read.language])
        level[over] = np.minimum(level[over], up_to)
    return level


def table(read: Read, together: Levels) -> Iterator[str]:
    """What the rules find alone, and with what they sound like to weights that had not read the author."""
    yield "| | " + " | ".join(f"{name}, rules | and sound" for name in LANGUAGES.values()) + " |"
    yield "|---" * (1 + 2 * len(LANGUAGES)) + "|"
    wished = read.level
    rows: dict[str, tuple[Picked, Callable[[Levels], Picked]]] = {
        "emergencies found": (wished == 1, lambda level: level == 1),
        "others not called emergencies": (wished > 1, lambda level: level > 1),
        "urgent found: levels 1 and 2": (wished <= 2, lambda level: level <= 2),
        "level exact": (wished > 0, lambda level: level == wished),
        "less urgent than it should be": (wished > 0, lambda level: level > wished),
        "two or more levels less urgent": (wished > 0, lambda level: level > wished + 1),
    }
    for name, (of, holds) in rows.items():
        shares = []
        for language in LANGUAGES:
            among = of & (read.author != "") & (read.language == language)
            shares += [str(Share(int(holds(level)[among].sum()), int(among.sum()))) for level in (read.ruled, together)]
        yield f"| {name} | " + " | ".join(shares) + " |"


def main() -> int:
    read = read_all()
    scores = {row: by_others(read, up_to) for row, up_to in QUESTIONS.items()}
    limits = {row: limits_of(read, scores[row], up_to) for row, up_to in QUESTIONS.items()}
    lines = "\n".join(table(read, raised(read, scores, limits)))
    print(lines)
    if sys.argv[1:] == ["--write"]:
        write(read, limits)
        before, _, rest = TOLD.read_text("utf-8").partition(BEGIN)
        TOLD.write_text(f"{before}{BEGIN}\n{lines}\n\n{END}{rest.partition(END)[2]}", "utf-8")
    return 0


def write(read: Read, limits: dict[str, dict[str, float]]) -> None:
    stored, rows = b"", []
    for row, up_to in QUESTIONS.items():
        weights, base = learn(*read.learnt_from(np.ones(len(read.level), bool), up_to))
        scale = float(np.abs(weights).max()) / 127
        stored += np.rint(weights / scale).astype(np.int8).tobytes()
        said = ", ".join(f"{language} = {limit}" for language, limit in limits[row].items())
        rows.append(f'\n[[question]]\nrow = "{row}"\nbase = {base:.4f}\nscale = {scale:.8f}\nlimits = {{ {said} }}\n')
    (LEARNT / "weights.bin").write_bytes(zlib.compress(stored, 9))
    head = (
        "# Written by script/learn.py --write. `limits`: above which a text sounds so, by its language.\n"
        f'read = "{digest_of_read()}"\ntexts = {len(read.level)}\nraised_too_much = {RAISED_TOO_MUCH}\n'
    )
    (LEARNT / "about.toml").write_text(head + "".join(rows), "utf-8")


def digest_of_read() -> str:
    """Of everything that was learnt from."""
    return sha256(b"".join((ROOT / path).read_bytes() for path in READ)).hexdigest()[:12]


if __name__ == "__main__":
    sys.exit(main())
