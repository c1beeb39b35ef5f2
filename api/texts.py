"""Every word that pages and reports show, in both languages, read from texts.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

LANGUAGES = ("zh", "en")


@cache
def texts() -> dict[str, dict[str, dict[str, str]]]:
    """area → key → language → text."""
    return tomllib.loads(resources.files("api").joinpath("texts.toml").read_text(encoding="utf-8"))


def text(area: str, key: str, language: str = "zh", **values: object) -> str:
    """One text with its values filled in. Raises KeyError for a text that does not exist."""
    return texts()[area][key][language].format(**values)
