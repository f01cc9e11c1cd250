"""主体档案 / the register: who is this organisation, what do we know, since when, on what evidence?

takes    filings and imports
ends in  organisations with their facts, statuses and relations, each with its valid time, recorded time and source
"""
