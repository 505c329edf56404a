"""One module a format, chained by `down_revision`."""
