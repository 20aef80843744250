"""The page's Python side: what the worker may ask, on top of nnlab."""
