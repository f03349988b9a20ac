"""The data that the settings describe, and what goes with them: their set-up, losses and outputs."""

from __future__ import annotations

import numpy as np

from engine import datasets
from engine.datasets import features
from playground.run_settings import UPLOADED
from playground.session import Session
from playground.shared.chosen_data import chosen_data, edited, its_set_up
from playground.shared.fitting_choices import losses_of, outputs_of, possible_outputs_of
from playground.shared.pictured_plane import Plane, plane_of


class ExperimentData:
    """The points of one session: `generated` as the dataset has them, `data` with what was done to them by hand."""

    def __init__(self, session: Session, uploaded: datasets.Dataset | None) -> None:
        self.session = session
        self.uploaded = uploaded
        self.load_data()

    def load_data(self) -> None:
        """The points that the settings describe, with those that were placed, moved and removed by hand."""
        data = chosen_data(self.session, self.uploaded)
        self.data = edited(self.session, data)
        self.generated = data
        origin = self.uploaded.origin if self.uploaded and self.session.dataset == UPLOADED else None
        file = origin.fingerprint if origin else ""
        self._is_known_file = file == self.session.file  # its features have been chosen, as the settings say
        self.session.file = file
        self.set_up = its_set_up(self.session, data)
        self._line_accuracy: float | None = None  # of these points, once it has been asked for

    def take_all_columns(self) -> None:
        """Who has chosen more features than can be drawn wants them all."""
        if len(self.data.domain) > self.dimension and not self._is_known_file:
            self.session.features = list(features.available(len(self.data.domain)))

    @property
    def dimension(self) -> int:
        """Of what is drawn: a line, or a plane."""
        return min(2, len(self.data.domain))

    @property
    def plane(self) -> Plane:
        """What is drawn of the points: through the sample that is stepped, where they have more coordinates."""
        return plane_of(self.data, self.session, self.session.sample)

    @property
    def inputs(self) -> datasets.Dataset:
        """The data as the network is given it."""
        return self.data.with_features(self.session.features)

    def original_row(self, index: int) -> int | None:
        """Row of the generated data that point `index` was, or None when it was placed by hand."""
        kept = np.delete(np.arange(len(self.generated.points)), self.session.points_removed)
        return int(kept[index]) if index < len(kept) else None

    @property
    def input_labels(self) -> tuple[str, ...]:
        """What the network's inputs are called: features of the file's own columns, where there is a file."""
        return tuple(features.spoken(name, self.data.axes) for name in self.session.features)

    @property
    def has_set_up(self) -> bool:
        """Whether the settings are those that learn the data: nothing that counts was changed by hand."""
        return all(getattr(self.session, name) == value for name, value in self.set_up.items())

    @property
    def losses(self) -> list[str]:
        """Losses that go with the data, whatever the output."""
        return losses_of(self.data)

    @property
    def outputs(self) -> list[str]:
        """Output activations that go with the data and the loss; the usual one first."""
        return outputs_of(self.data, self.session.loss)

    @property
    def possible_outputs(self) -> list[str]:
        """Output activations that go with the data under some loss."""
        return possible_outputs_of(self.data)
