"""The engine of the backprop playground: NumPy and the standard library only; it knows nothing of the screen."""

from engine import datasets as datasets
from engine import features as features
