"""The inquiry under way: values below the services."""
