"""Lists on paper: columns, sheets, and the sheets before they are printed."""
