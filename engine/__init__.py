"""The engine of the backprop playground: NumPy and the standard library only; it knows no screen."""

from engine import datasets as datasets
from engine import features as features
from engine.code import flat_code as flat_code
from engine.expression import ExpressionError as ExpressionError
from engine.expression import parse as parse
from engine.gradient_check import check_gradients as check_gradients
from engine.graph import Graph as Graph
from engine.network import Network as Network
from engine.optimizers import SGD as SGD
from engine.optimizers import AdaGrad as AdaGrad
from engine.optimizers import Adam as Adam
from engine.optimizers import Momentum as Momentum
from engine.optimizers import Nesterov as Nesterov
from engine.optimizers import RMSprop as RMSprop
from engine.regularizers import L1 as L1
from engine.regularizers import L2 as L2
from engine.schedules import Constant as Constant
from engine.schedules import Exponential as Exponential
from engine.schedules import InverseTime as InverseTime
from engine.trace import Trace as Trace
from engine.trace import backpropagate as backpropagate
from engine.trace import trace_update as trace_update
from engine.trainer import Trainer as Trainer
