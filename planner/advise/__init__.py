"""What would help most: the few changes of members, bounds, areas and pairs that save most, each tried out."""

from planner.advise.advice import Advice, Advised, AdviseOptions, advise

__all__ = ["Advice", "AdviseOptions", "Advised", "advise"]
