"""Names are masked before anybody sees them."""

from __future__ import annotations

import pytest

from api.report.masking import masked_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [("王小明", "王**"), ("李雷", "李*"), ("欧阳娜娜", "欧阳**"), ("欧阳", "欧*"), ("王", "王*"), ("", ""), (None, "")],
)
def test_the_surname_stays(name: str | None, masked: str) -> None:
    """A compound surname stays whole; at least one character is always hidden."""
    assert masked_name(name) == masked
