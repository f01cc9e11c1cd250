"""What one was told; and, for who looks after it, the templates and the mail that did not arrive."""
