"""The only code that writes documents. Rooms above call it in their own transaction."""
