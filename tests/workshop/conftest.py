"""Databases of both kinds for a workshop."""

from tests.databases import postgres_template as postgres_template
from tests.databases import postgres_url as postgres_url
