"""From a good verdict to what stands on a portal: release → package → plan → acts.

`release`, `package`, `record` and `plan` are pure; `ckan` alone touches the network, and `push`
alone acts: each act is framed by two events of the ledger.
"""
