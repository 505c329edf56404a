"""Is everything here that the product needs to work unattended? Looked at, and nothing changed."""
