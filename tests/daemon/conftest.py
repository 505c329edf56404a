from ledgers import clock, ledger, ledger_url

__all__ = ["clock", "ledger", "ledger_url"]
