"""Names as everybody may see them."""

from __future__ import annotations

# Surnames of two characters that are common enough to be kept whole (百家姓, the compound ones still in use).
COMPOUND_SURNAMES = frozenset(
    (
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "司徒",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "夏侯",
        "端木",
        "南宫",
        "长孙",
        "宇文",
    )
)


def masked_name(name: str | None) -> str:
    """The surname, and a star for each further character; for other scripts the first letter alone."""
    if not name:
        return ""
    kept = 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1
    return name[:kept] + "*" * min(2, max(1, len(name) - kept))
