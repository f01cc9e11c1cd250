"""政策体检 / the check-up: what could this organisation have, what is missing, and who else qualifies?

takes    answers to questions, or the facts of the register, and a rulebook
ends in  a check-up: an assessment with what was answered, and for officers the list of who qualifies for a measure
"""
