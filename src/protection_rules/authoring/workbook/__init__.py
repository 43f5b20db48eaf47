"""A folder of rulesets as a workbook of decision tables that people without programming edit, and back."""
