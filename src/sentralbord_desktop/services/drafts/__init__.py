"""The inquiry in progress: values below the services."""
