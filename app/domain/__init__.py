"""Pure functions and frozen dataclasses: calculation, money, credits, states. Standard library only; no I/O."""
