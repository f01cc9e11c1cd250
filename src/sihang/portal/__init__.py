"""The pages. They translate and decide nothing: what is shown comes from queries, what is done is done by actions.

One folder for each kind of reader, each with its addresses, pages, forms and templates; `shared` has the common look.
"""
