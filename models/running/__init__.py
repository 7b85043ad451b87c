"""Run a definition: its recurrences step by step, everything else for all steps at once."""
