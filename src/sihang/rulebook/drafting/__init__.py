"""From the words of a document to the skeleton of a package: what is found, and what is certain.

`findings` marks the words; `benefits` and `conditions` read a sentence that creates support; `measures` puts
them together; `files` writes them down. Nothing here decides anything: all that comes out is marked draft.
"""
