"""The rules as a handbook of linked pages in both languages, for staff to read, search and print."""
