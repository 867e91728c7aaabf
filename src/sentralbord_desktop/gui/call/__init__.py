"""The call: caller, record, forms and the running inquiry."""
