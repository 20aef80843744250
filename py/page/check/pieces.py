"""All that an edited package is asked, function by function."""

from . import activation_pieces, layer_pieces, loss_pieces, network_pieces, one_hot_pieces, updates
from .again import REUSED

PIECES = [
    *activation_pieces.FORWARD,
    *layer_pieces.PIECES,
    *loss_pieces.PER_SAMPLE,
    *loss_pieces.VALUES,
    *activation_pieces.SLOPES,
    *loss_pieces.DELTAS,
    *loss_pieces.ON_WEIGHTS,
    *layer_pieces.DELTAS,
    *layer_pieces.GRADIENTS,
    *updates.UPDATES,
    *updates.STATES,
    *one_hot_pieces.PIECES,
]

WHOLES = network_pieces.WHOLES
"""Asked only when all the pieces answer as they should."""

REMARKS = [
    *activation_pieces.ON_STACKS,
    *activation_pieces.TABLES,
    *loss_pieces.ON_STACKS,
    *loss_pieces.SOFT_TARGETS,
    *updates.CHANGING_RATES,
    *one_hot_pieces.SMALL_LABELS,
    *REUSED,
]
"""Asked when all answers are right: another answer has a catch."""
