"""What somebody wrote, without what they answer and without their signature. Pure.

Programs mark what they quote in many ways. Where nothing of their own is left, they wrote into the quotation, and all
of it is theirs.
"""

from __future__ import annotations

import re

LONGEST_LINE = 400
_BEGINS = (
    re.compile(r"^-{2,}\s*(original message|mensaje original|الرسالة الأصلية|forwarded message)", re.IGNORECASE),
    re.compile(r"^(on|am|le)\b.{6,}\b(wrote|schrieb|a écrit)\s*:\s*$", re.IGNORECASE),
    re.compile(r"^el\b.{6,}\bescribió\s*:\s*$", re.IGNORECASE),
    re.compile(r"^(في|بتاريخ).{6,}(كتب|كتبت).{0,80}$"),
    re.compile(r"^_{10,}\s*$"),
)
_HEAD = re.compile(r"^\W*(from|de|من)\W*:\s*\S", re.IGNORECASE)
_HEAD_GOES_ON = re.compile(
    r"^\W*(sent|date|to|subject|enviado|fecha|para|asunto|أرسلت|التاريخ|إلى|الموضوع)\W*:", re.IGNORECASE
)
_SIGNATURE = re.compile(r"^--\s*$")
_DEVICE = re.compile(r"^(sent from my|enviado desde mi|get outlook for|أُ?رسلت? من)\b.{0,60}$", re.IGNORECASE)


def own_words(text: str) -> str:
    """What they wrote themselves; all of it, where nothing else would be left."""
    kept = "\n".join(_own(text.replace("\r\n", "\n").split("\n"))).strip()
    return kept or text.strip()


def _own(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for at, line in enumerate(lines):
        bare = line[:LONGEST_LINE].strip()
        if _SIGNATURE.match(line[:LONGEST_LINE]) or _begins_quotation(lines, at):
            break
        if not bare.startswith(">") and not _DEVICE.match(bare):
            kept.append(line)
    return kept


def _begins_quotation(lines: list[str], at: int) -> bool:
    """Whether what follows is what they answer. A line that says who wrote may be broken in two."""
    bare = lines[at][:LONGEST_LINE].strip()
    both = f"{bare} {lines[at + 1][:LONGEST_LINE].strip()}" if at + 1 < len(lines) else bare
    if any(begin.match(bare) or begin.match(both) for begin in _BEGINS):
        return True
    following = lines[at + 1 : at + 4]
    return bool(_HEAD.match(bare)) and any(_HEAD_GOES_ON.match(one[:LONGEST_LINE]) for one in following)
