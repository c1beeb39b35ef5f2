"""Compiled kernels. Each has a slow, readable twin in the tests that it must equal."""

from planner.kernels.cache import use_own_cache

CACHE = use_own_cache()
