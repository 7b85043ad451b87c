"""Step through a recurrence in NumPy: one program for a loop, compiled from its equations, with its own adjoint."""
