"""The meaning of conditions: nodes, three-valued truth, lowering to two values."""
