"""`python -m neuguong` is the command `neuguong`."""

from .cli import main

raise SystemExit(main())
