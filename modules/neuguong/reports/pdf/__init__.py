"""A4 pages as PDF, in a font that has every Vietnamese letter and travels in the file. Knows nothing of what is told.

`document` makes the file, `flow` what stands on its pages. Not imported from here: reportlab is slow to import.
"""
