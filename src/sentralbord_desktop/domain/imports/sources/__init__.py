"""The sources from which members and fee invoices are fetched automatically. Pure."""
