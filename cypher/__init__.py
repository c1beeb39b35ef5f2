"""The queries, one a file. This module only makes the folder part of the installed package."""
