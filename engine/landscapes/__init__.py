"""The loss as a landscape over two numbers, and the ways that optimizers take over it.

surface = engine.landscapes.named("Rosenbrock")
surface.map().heights                                  # (120, 120)
engine.landscapes.contours(surface.map())              # lines of the same height, each with its round value
engine.landscapes.Walk(surface, engine.Adam(0.1)).go(200)     # (201, 2)
"""

from engine.landscapes.contours import Contour as Contour
from engine.landscapes.contours import contours as contours
from engine.landscapes.contours import level_line as level_line
from engine.landscapes.contours import round_levels as round_levels
from engine.landscapes.expressions import NAMED as NAMED
from engine.landscapes.expressions import ExpressionSurface as ExpressionSurface
from engine.landscapes.expressions import named as named
from engine.landscapes.models import MODELS as MODELS
from engine.landscapes.models import ModelSurface as ModelSurface
from engine.landscapes.planes import Plane as Plane
from engine.landscapes.planes import plane_of_two_parameters as plane_of_two_parameters
from engine.landscapes.planes import plane_of_ways as plane_of_ways
from engine.landscapes.planes import plane_of_weights as plane_of_weights
from engine.landscapes.surface import Map as Map
from engine.landscapes.surface import Surface as Surface
from engine.landscapes.trained import NetworkSurface as NetworkSurface
from engine.landscapes.walk import Walk as Walk
