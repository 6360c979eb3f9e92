"""Looking back: what came, against what the plan expected."""
