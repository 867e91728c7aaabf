"""The settings of the sources that members are fetched from."""
