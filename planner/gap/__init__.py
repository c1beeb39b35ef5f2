"""Generalised assignment: costs and uses by pair, hard capacities, the problem under the planner's without trips."""
