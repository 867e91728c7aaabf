"""The database below the subjects: connections, grants, bulk inserts."""
