"""The experiment that an address describes, or where it cannot be made, the nearest one."""

from engine import Problem, datasets
from playground.network.experiment import Experiment
from playground.session import Session
from playground.shared.fitting_choices import misfits, wanted
from playground.shared.refused import Refused

LEFT_OUT = (
    ("weights",),
    ("points_added", "points_moved", "points_removed"),
    ("dataset", "sample"),
)  # in this order


def nearest_experiment(
    session: Session, problems: list[Problem], uploaded: datasets.Dataset | None = None
) -> Experiment:
    """Adds to the problems what of the address is left out; the session then holds what there is instead."""
    dataset = session.dataset
    asked = wanted(session)
    experiment = _first_that_can_be_made(session, problems, uploaded)
    if session.dataset == dataset:  # another one has been told, and explains the rest
        problems.extend(misfits(session, asked))
    _forget_missing_sample(session, experiment, problems)
    return experiment


def _first_that_can_be_made(
    session: Session, problems: list[Problem], uploaded: datasets.Dataset | None
) -> Experiment:
    for names in LEFT_OUT:
        try:
            return Experiment(session, uploaded)
        except (ValueError, TypeError, LookupError, ArithmeticError) as problem:
            reason = problem if isinstance(problem, Problem) else Refused("address_cannot_be_made")
            if str(reason) not in map(str, problems):  # it is found again until its cause has been left out
                problems.append(reason)
            for name in names:
                setattr(session, name, session.param[name].default)
    return Experiment(session, uploaded)


def _forget_missing_sample(session: Session, experiment: Experiment, problems: list[Problem]) -> None:
    """An address may name a sample that the data does not have; nothing is stepped through then."""
    sample = session.sample
    if sample is not None and sample >= len(experiment.data.points):
        session.update(sample=None, cursor=0)
        problems.append(Refused("address_sample_unknown", number=sample))
