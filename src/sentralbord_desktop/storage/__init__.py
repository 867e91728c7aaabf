"""The only place with SQL. Functions take the session first; values go out, never rows."""
