"""The check-up by questions, for anyone: answers stay in the visitor's session and nowhere else."""
