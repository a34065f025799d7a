"""The phones' side of a workshop, over a working fake of the workshop itself."""
