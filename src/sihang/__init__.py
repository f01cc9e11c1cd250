"""sihang (四航: 领航, 启航, 续航, 助航): innovation policy as executable, cited rules.

The folder list is the procedure: each room answers one question and ends in a finished record.
"""

__version__ = "0.1.0"
