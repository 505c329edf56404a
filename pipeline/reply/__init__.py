"""What goes back to the office after its file was checked: page, workbook, list, terminal lines.

The reader is an accountant: from these they must know which cell is wrong and what to type there.
`reply` is the value, every other module turns it into one form; only `write_reply` touches disk.
"""
