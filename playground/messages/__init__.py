"""THE contract with the browser: every message and its fields, who sends it, what it is measured in.

A message is a dict with a `topic`. SENT are those from Python to the browser; ASKED, by page, those from the browser,
which are untrusted until playground/shared/reading.py has read them against what is declared here. Whatever is asked
for may say `same_move`: that it goes on, in one press of the pointer, with what was asked for before. The browser's own
declarations, static/messages.d.ts, follow: `python -m playground.messages.typescript` writes them, and a test holds
them up to date.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

from playground.messages import (
    compare,
    digits,
    every_page,
    files,
    graph,
    inside,
    landscape,
    lessons,
    network,
    recorder,
    trace,
)
from playground.session import PageName

# Any of the messages below, where it matters only that it is one.
Message = Mapping[str, Any]


def topic_of(kind: type) -> str:
    """The topic that a message type declares."""
    (topic,) = get_args(get_type_hints(kind)["topic"])
    return str(topic)


def _by_topic(*kinds: type) -> Mapping[str, type]:
    table = {topic_of(kind): kind for kind in kinds}
    assert len(table) == len(kinds), "two messages of one topic"
    return MappingProxyType(table)


SENT = _by_topic(
    every_page.Settings, every_page.Error, every_page.Announce, every_page.Progress, every_page.Address,
    every_page.AddressProblems, every_page.Changes, every_page.TurnTo, every_page.Anew,
    every_page.MomentWanted, every_page.Moment,
    lessons.Lesson, lessons.LessonTurned, lessons.LessonJudged, lessons.Course, lessons.Sketches,
    recorder.RecorderTaken, recorder.RecorderChecked, recorder.RecorderWritten, recorder.RecorderOpened,
    recorder.RecorderLink, recorder.LessonWanted,
    trace.Trace, trace.TraceClosed, trace.ElementSum, trace.Slips,
    network.Network, network.Features, network.Data, network.Datasets, network.Frames, network.History,
    network.Status, network.Batch, network.Answer, files.FileRead,
    inside.Spaces, inside.LayerFacts, inside.UnitCurves, inside.Ghost, inside.NeuronCard,
    files.FileToKeep, files.FileWanted, files.SessionSaved,
    graph.Expression, graph.Examples, graph.Code, graph.Check, graph.Jacobian, graph.Counts, graph.Taken, graph.Descent,
    digits.Digits, digits.Reading, digits.Gradient, digits.Followed, digits.Pictures, digits.DigitsStatus,
    digits.DigitsHistory, digits.Judgement, digits.Cell, digits.Drawing,
    compare.Comparison, compare.ComparedHistory, compare.Compared, compare.ComparedStatus, compare.ComparedResults,
    compare.ComparisonFileMade,
    landscape.Landscape, landscape.LandscapeMap, landscape.LandscapeWays, landscape.LandscapeWalked,
    landscape.LandscapeSteps, landscape.LandscapeSeen,
)  # fmt: skip

# What is heard before the controller of a page, whichever it is: what stands around all pages does it.
OF_LESSONS = (
    lessons.LessonOpen, lessons.LessonPutBack, lessons.LessonAnswer, lessons.LessonTake, recorder.LessonGiven,
    recorder.RecorderShow, recorder.RecorderTake, recorder.RecorderCheck, recorder.RecorderTry, recorder.RecorderWrite,
    recorder.RecorderRead, recorder.RecorderCopy, recorder.RecorderPack,
)  # fmt: skip
NOT_OF_A_PAGE = frozenset(map(topic_of, (every_page.Page, *OF_LESSONS)))
AROUND = (every_page.Ready, every_page.Page, *OF_LESSONS)
UNDOING = (every_page.Undo, every_page.Redo)
LAYERS = (
    every_page.Width, every_page.InsertLayer, every_page.RemoveLayer, every_page.MoveLayer, every_page.ActivationOf,
)  # fmt: skip
TRAINING = (
    every_page.Kept, every_page.Train, every_page.Pause, every_page.Ack, every_page.StepThrough, every_page.CloseTrace,
    trace.ElementOf, trace.SlipsOf,
)  # fmt: skip
ASKED: Mapping[PageName, Mapping[str, type]] = MappingProxyType(
    {
        "network": _by_topic(
            *AROUND, every_page.Set, every_page.Cancel, every_page.Reset, *TRAINING, *LAYERS,
            *UNDOING, network.OneStep, network.OneEpoch, network.LowerRate, network.ChooseFeatures, network.SetWeight,
            network.ProbeUnit, network.FinerMap, network.PointAdd, network.PointMove, network.PointRemove, files.Csv,
            network.BatchOf, inside.CardOf, network.AnswerAt, network.TakeSetUp, network.NewData, network.NewWeights,
            network.OwnFunction, network.BuildFormula, network.DrawCurve, files.FileOpen, files.FileHeader,
            files.FileColumns, files.KeptFile, files.SaveSession, files.OpenSession,
            network.NetworkCode, network.ApplyUpdate, every_page.GoTo, network.CompareThis,
        ),
        "graph": _by_topic(
            *AROUND, every_page.Set, every_page.Cancel,
            *UNDOING, every_page.Kept, graph.TypeExpression, graph.ChooseExample, graph.SetInput, graph.SetUpstream,
            graph.FoldGates, graph.UnfoldGate, graph.CheckGradients, graph.JacobianOf, graph.Take,
            graph.MarkInput, graph.Descend, graph.DescentStart, every_page.Pause, every_page.Ack, trace.ElementOf,
            trace.SlipsOf,
        ),
        "digits": _by_topic(
            *AROUND, every_page.Set, every_page.Cancel, every_page.Reset, *TRAINING, *LAYERS,
            *UNDOING, digits.Draw, digits.Drawn, digits.Pick, digits.ChoosePictures, digits.Stop, digits.Judge,
            digits.CellOf, digits.Follow,
        ),
        "compare": _by_topic(
            *AROUND, every_page.Set, every_page.Cancel, every_page.Train, every_page.Pause,
            every_page.Reset, every_page.Ack, every_page.Kept, *UNDOING, network.OneStep, network.OneEpoch,
            compare.ComparedSetting, network.OwnFunction, network.DrawCurve,
            compare.OpenCell, compare.SetValue, compare.TakeValueAway, compare.MoveValue, every_page.GoTo,
            compare.ComparisonFile, compare.ChooseReadyMade,
            landscape.ChooseLandscape, landscape.TypeLandscape, landscape.LandscapeStart, landscape.LandscapePart,
            landscape.LandscapeGoes, landscape.LandscapeRate, landscape.LandscapeLook,
        ),
        "lessons": _by_topic(*AROUND, every_page.Set, every_page.Cancel),
    }
)  # fmt: skip
