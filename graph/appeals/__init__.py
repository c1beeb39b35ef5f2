"""Appeals on their way: their path, deadlines and order, what is passed between whom, and what is stuck."""
