"""The watched folder and the member system: fetched, compared and written without a person."""
