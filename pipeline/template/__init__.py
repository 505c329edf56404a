"""The workbook an office fills in: one sheet that shows its rules and holds its codes as text."""
