"""The lab: one set-up at work, its past and how to keep it."""
