"""The planner: an instance in, a plan with a proven bound out."""
