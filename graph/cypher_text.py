"""What can be read off a query's text without a parser: its parameters, and the columns of its last RETURN."""

from __future__ import annotations

import re

_COMMENT_OR_TEXT = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`|//[^\n]*""")
_PARAMETER = re.compile(r"\$(\w+)")
_RETURN = re.compile(r"\bRETURN\b(?:\s+DISTINCT\b)?", re.IGNORECASE)
_AFTER_COLUMNS = re.compile(r"\b(?:ORDER\s+BY|SKIP|OFFSET|LIMIT|UNION)\b", re.IGNORECASE)
_ALIAS = re.compile(r"\bAS\s+(\w+)\s*$", re.IGNORECASE)
_OPENING, _CLOSING = "([{", ")]}"


def without_comments(text: str) -> str:
    """The text without its `//` comments; slashes inside quotation marks stay."""
    return _COMMENT_OR_TEXT.sub(lambda found: "" if found[0].startswith("//") else found[0], text)


def parameters_used(body: str) -> list[str]:
    """The `$names` of a query, in the order of their first use."""
    return list(dict.fromkeys(_PARAMETER.findall(without_quotes(body))))


def returned_columns(body: str) -> list[str]:
    """The names that the last RETURN outside of all brackets gives; none when there is no RETURN.

    `x AS name` gives name, a bare variable its own name; anything else (also `*`) its text, which no header can name.
    """
    flat = _without_brackets(without_quotes(body))
    returns = list(_RETURN.finditer(flat))
    if not returns:
        return []
    after = flat[returns[-1].end() :]
    end = _AFTER_COLUMNS.search(after)
    return [_column(part) for part in after[: end.start() if end else None].split(",")]


def _column(part: str) -> str:
    alias = _ALIAS.search(part)
    return alias[1] if alias else part.strip()


def without_quotes(text: str) -> str:
    """The text with every quoted string emptied, so that what stands in one does not count."""
    return _COMMENT_OR_TEXT.sub("''", text)


def _without_brackets(text: str) -> str:
    """The text at depth 0 alone, so that the commas and RETURNs of lists, maps and subqueries do not count."""
    depth = 0
    kept: list[str] = []
    for letter in text:
        depth -= letter in _CLOSING
        if depth == 0:
            kept.append(letter)
        depth += letter in _OPENING
    return "".join(kept)
