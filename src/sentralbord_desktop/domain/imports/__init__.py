"""One pipe for files with members, fee invoices and the organisation: read, map, compare, doubt, decide, write.

`services/imports` reads a file as text and writes at the end. In between, without input or output: `headings` and
`coded_words` map columns and words to the fields of a file kind (`columns`), `rows` reads the cells (`cells`, `days`),
`compare` finds what the rows change, `doubt` what a person must decide, and `decide` lays the answers over it. `preview`
has the values that go through the pipe, and `report` says them in words.
"""
