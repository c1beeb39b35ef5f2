"""A made-up county of any size: its people, its history, and what was planted in it to be found."""
