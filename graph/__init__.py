"""The county as a graph: its server, its schema, how data comes in and what is asked of it."""
