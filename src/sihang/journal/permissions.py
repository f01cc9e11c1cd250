"""Nobody may change the journal, whoever they are. Who may read it is said in `accounts`, which knows people."""
