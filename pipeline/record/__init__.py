"""What happened and what was there: the append-only ledger, and the archive of bytes by hash."""
