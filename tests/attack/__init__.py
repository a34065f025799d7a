"""Attacks on the running product, through the doors it has: bounded, on this machine only."""
