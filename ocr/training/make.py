"""Makes the digit network reproducibly: drawn boxes first, then real ones, split by station."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from ocr.digits import softmax
from ocr.folds import FOLDS, folds_of
from ocr.training.network import BoxNet, Together, export, logits, train
from ocr.training.samples import LOOKS, Samples, boxes_2024, drawn, form_boxes, join, mnist

Progress = Callable[[str], None]

_PROCESSES = 2
_DRAWN_PARTS = 2


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and with what the network is trained; the same recipe gives the same network."""

    seed: int = 7
    nets: int = 2
    drawn_count: int = 160_000
    base_steps: int = 7000
    base_rate: float = 3e-3
    real_steps: int = 2400
    real_rate: float = 1.5e-3
    form_weight: float = 8.0
    box_weight: float = 1.5
    drawn_share: float = 0.4


def make_network(data: Path, out: Path, recipe: Recipe, say: Progress, folds: bool) -> None:
    """Write digits.onnx and its model card to `out`; with `folds` also the five that test it.

    `data` holds `digits` and `forms` as the material's description says. Two processes of one
    thread each: threads that wait for one another take ten times as long on a busy machine.
    """
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    started = time.perf_counter()
    out.mkdir(parents=True, exist_ok=True)
    with get_context("fork").Pool(_PROCESSES) as pool:
        material = _material(data, recipe, pool, say)
    job = Job(material, recipe, out, say)
    answers = _refine_all(replace(job, bases=_bases(job)), folds)
    figures: dict[str, object] = {}
    temperature = 1.0
    if folds:
        temperature, figures = _cross_validated(material, answers[:FOLDS])
        say(f"cross-validated: {figures}")
    card = {
        "temperature": round(temperature, 4),
        "classes": "0123456789X_-",
        "drawn": len(material.made.label),
        "boxes_2024": len(material.boxes.label) // LOOKS,
        "form_boxes": len(material.forms.label) // LOOKS,
        "stations": len(set(material.forms.group.tolist())),
        "cross_validated": figures,
        "recipe": asdict(recipe),
        "minutes": round((time.perf_counter() - started) / 60, 1),
    }
    (out / "digits.json").write_text(json.dumps(card, indent=1) + "\n")
    say(f"done in {card['minutes']} minutes")


@dataclass(frozen=True, slots=True)
class Material:
    """Drawn boxes, single boxes of 2024, and boxes of whole forms."""

    made: Samples
    boxes: Samples
    forms: Samples


State = dict[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Job:
    """What every network is made from, the folder it goes to, and the weights it starts from."""

    material: Material
    recipe: Recipe
    out: Path
    say: Progress
    bases: tuple[State, ...] = ()


def _material(data: Path, recipe: Recipe, pool: Pool, say: Progress) -> Material:
    """Draw and cut in several processes; the same boxes however many there are."""
    say("drawing and cutting boxes")
    digits = mnist(data / "digits")
    count, parts = recipe.drawn_count // _DRAWN_PARTS, range(_DRAWN_PARTS)
    forms = pool.apply_async(form_boxes, (data / "forms",))
    drawings = [pool.apply_async(drawn, (digits, count, recipe.seed + part)) for part in parts]
    boxes = boxes_2024(data / "digits")
    made = join([drawing.get() for drawing in drawings])
    say(f"{len(made.label)} drawn, {len(boxes.label)} of 2024, {len(forms.get().label)} of forms")
    return Material(made, boxes, forms.get())


def _bases(job: Job) -> tuple[State, ...]:
    """Networks that know drawn boxes only, as many as will answer together, side by side."""
    global _job
    _job = job  # inherited by the forked processes: too large to send to each
    job.say(f"{job.recipe.nets} networks learn drawn boxes")
    with get_context("fork").Pool(_PROCESSES) as pool:
        return tuple(pool.map(_based, range(job.recipe.nets), chunksize=1))


def _based(number: int) -> State:
    job = _current_job()
    recipe, made = job.recipe, job.material.made
    torch.manual_seed(recipe.seed + number)
    even, say = np.ones(len(made.label)), job.say if number == 0 else _quiet
    net = train(
        BoxNet(), made, even, recipe.base_steps, recipe.base_rate, recipe.seed + number, say
    )
    return dict(net.state_dict())


def _quiet(line: str) -> None:
    """Says nothing: one of the networks that are trained side by side speaks for all."""


Answers = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]
Refined = tuple[State, Answers]


def _refine_all(job: Job, folds: bool) -> list[Answers]:
    """For each fold, and at last for none, the networks that have seen all but it, as one.

    Returns what they answer to the boxes of the fold, log probabilities.
    """
    global _job
    _job = job
    todo = [*range(FOLDS if folds else 0), None]
    tasks = [(fold, number) for fold in todo for number in range(job.recipe.nets)]
    out: list[Answers] = []
    with get_context("fork").Pool(_PROCESSES) as pool:
        done = pool.imap(_refined, tasks)
        for fold in todo:
            parts = [next(done) for _ in range(job.recipe.nets)]
            name = "digits" if fold is None else f"fold{fold}"
            export(Together([_with(state) for state, _ in parts]), job.out / f"{name}.onnx")
            out.append((_mean([a for _, (a, _) in parts]), _mean([b for _, (_, b) in parts])))
            job.say(f"network {len(out)} of {len(todo)} is made")
    return out


def _with(state: State) -> BoxNet:
    net = BoxNet()
    net.load_state_dict(state)
    return net


def _mean(answers: Sequence[npt.NDArray[np.float32]]) -> npt.NDArray[np.float32]:
    """Several networks' logits as one's log probabilities."""
    logs = [np.log(np.maximum(softmax(a.astype(np.float64)), 1e-30)) for a in answers]
    return np.asarray(np.mean(logs, axis=0), np.float32)


_job: Job | None = None


def _current_job() -> Job:
    if _job is None:
        raise RuntimeError("no job")
    torch.set_num_threads(1)
    return _job


def _refined(task: tuple[int | None, int]) -> Refined:
    """Train one network on, without a fold; with its answers to the boxes it never saw."""
    job, (fold, number) = _current_job(), task
    boxes, forms, recipe = job.material.boxes, job.material.forms, job.recipe
    unseen_boxes, unseen_forms = (
        folds_of(boxes.group) == fold,
        folds_of(forms.group) == fold,
    )
    seen = (boxes.where(~unseen_boxes), forms.where(~unseen_forms))
    net = train(
        _with(job.bases[number]),
        join([job.material.made, *seen]),
        _odds(recipe, len(job.material.made.label), *(len(part.label) for part in seen)),
        recipe.real_steps,
        recipe.real_rate,
        recipe.seed + number + 1,
    )
    return dict(net.state_dict()), (
        logits(net, boxes.where(unseen_boxes)),
        logits(net, forms.where(unseen_forms)),
    )


def _odds(recipe: Recipe, made: int, boxes: int, forms: int) -> npt.NDArray[np.float64]:
    """How often each sample is drawn: so many times a 2024 box, a form box, a made-up one."""
    real = recipe.box_weight * boxes + recipe.form_weight * forms
    share = recipe.drawn_share / (1 - recipe.drawn_share) * real / made
    return np.repeat([share, recipe.box_weight, recipe.form_weight], [made, boxes, forms])


def _cross_validated(
    material: Material,
    answers: Sequence[Answers],
) -> tuple[float, dict[str, object]]:
    """Temperature and figures from boxes that the network answering had not seen."""
    figures: dict[str, object] = {}
    logits, labels = [], []
    for place, (name, samples) in enumerate(
        (("boxes_2024", material.boxes), ("form_boxes", material.forms))
    ):
        where = folds_of(samples.group)
        own = np.concatenate([answers[fold][place] for fold in range(FOLDS)]).astype(np.float64)
        told = np.concatenate([samples.label[where == fold] for fold in range(FOLDS)])
        figures[name] = {
            "as_it_stands": _right(own[::LOOKS], told[::LOOKS]),
            "close": _right(own[1::LOOKS], told[1::LOOKS]),
            "both": _right(
                softmax(own).reshape(len(told) // LOOKS, LOOKS, -1).mean(1), told[::LOOKS]
            ),
        }
        logits.append(own)
        labels.append(told)
    return best_temperature(np.concatenate(logits), np.concatenate(labels)), figures


def _right(answers: npt.NDArray[np.float64], labels: npt.NDArray[np.int64]) -> float:
    return round(float((answers.argmax(axis=1) == labels).mean()), 4)


def best_temperature(logits: npt.NDArray[np.float64], labels: npt.NDArray[np.int64]) -> float:
    """The temperature that makes the probabilities of unseen boxes most honest (least log loss)."""
    choices = np.exp(np.linspace(np.log(0.3), np.log(3.0), 60))
    rows = np.arange(len(labels))
    loss = [
        -float(np.log(np.maximum(softmax(logits / t)[rows, labels], 1e-9)).mean()) for t in choices
    ]
    return float(choices[int(np.argmin(loss))])
