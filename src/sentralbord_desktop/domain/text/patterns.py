"""Regular expressions that more than one subject uses."""

import re

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
