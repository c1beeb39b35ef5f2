"""A package can be imported as if another one were not there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from graph.imports import left_out


def test_what_is_left_out_is_not_found_and_comes_back() -> None:
    """Inside the block the import fails, loaded before (json) or not (this); afterwards all is as it was."""
    before = dict(sys.modules)
    with left_out("json", "antigravity"):
        for name in ("json", "antigravity"):
            with pytest.raises(ModuleNotFoundError):
                __import__(name)
    assert sys.modules["json"] is before["json"]
    assert "antigravity" not in sys.modules


def test_the_graph_is_opened_without_loading_pandas() -> None:
    """pandas alone takes longer to load than most answers take to come; the driver would bring it along."""
    code = "import graph.database, sys; sys.exit('pandas' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
