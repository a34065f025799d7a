"""The trainer's dashboards: what a group knows, what a lesson changed, how questions work. Each is a page of blocks.

Knows nothing of widgets or kernels. What may be said of anybody is decided by `neuguong.disclosure`, and nowhere else.
"""
