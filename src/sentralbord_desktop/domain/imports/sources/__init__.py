"""Where members and fee invoices are fetched from without a person. Pure."""
