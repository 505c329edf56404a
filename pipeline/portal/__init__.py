"""The embedded portal: a small city's own «Відкриті дані» section behind CKAN's action API.

It knows nothing of the pipeline that publishes to it: whoever speaks CKAN may. One folder holds
all it has: `portal.sqlite3` (what is published), `files/` (the bytes), `incoming/` (uploads that
are still on their way) and `key` (the first API key).
"""
