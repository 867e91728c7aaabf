"""One field of a form: its name, box, suggestions and error; and the foot of a form."""
