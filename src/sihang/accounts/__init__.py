"""Who is it, for whom may they act, and what may they do?

Takes sign-ins and appointments. Ends in a `Person` with mandates (for an organisation) and appointments (at the office);
every "may they" of every room is a named predicate over these.
"""
