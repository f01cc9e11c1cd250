"""Signing in, and what belongs to one person: second factor, devices, tokens."""
