"""Reads what a learner wrote: exercises, and what is wrong with a version."""
