"""The only code that writes messages. Rooms above call `write_message` in their own transaction."""
