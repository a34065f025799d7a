"""Serving pages: the only place that knows Voilà and tornado. Knows nothing of scores or keys."""
