"""The steps from one format of the ledger to the next; a step once released never changes."""
