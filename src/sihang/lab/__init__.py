"""What would it cost, and who gains, if the rules were different?

Takes a rulebook and tables of organisations, real or synthetic; ends in a `Simulation`. Imports no web framework.
"""
