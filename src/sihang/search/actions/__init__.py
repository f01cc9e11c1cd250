"""The only code that writes the index. Rooms above call it in the transaction of their own change."""
