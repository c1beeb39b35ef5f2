"""Compiled kernels. Each has a slow, readable twin in the tests that it must equal."""
