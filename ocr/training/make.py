"""Makes the digit network reproducibly: drawn boxes first, then real ones, split by station."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ocr.digits import softmax
from ocr.folds import FOLDS, folds_of
from ocr.training import network as net
from ocr.training.samples import Samples, boxes_2024, drawn, form_boxes, join, mnist

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How long and with what the network is trained; the same recipe gives the same network."""

    seed: int = 7
    drawn_count: int = 90_000
    base_steps: int = 3000
    base_rate: float = 3e-3
    real_steps: int = 800
    real_rate: float = 1.5e-3
    form_weight: float = 8.0
    box_weight: float = 1.5
    drawn_share: float = 0.25


def make_network(data: Path, out: Path, recipe: Recipe, say: Progress, folds: bool) -> None:
    """Write digits.onnx and its model card to `out`; with `folds` also the five that test it.

    `data` holds `digits` and `forms` as the material's description says.
    """
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    started = time.perf_counter()
    say("drawing boxes")
    made = drawn(mnist(data / "digits"), recipe.drawn_count, recipe.seed)
    say("cutting real boxes")
    boxes, forms = boxes_2024(data / "digits"), form_boxes(data / "forms")
    say(f"{len(made.label)} drawn, {len(boxes.label)} of 2024, {len(forms.label)} of whole forms")
    torch.manual_seed(recipe.seed)
    even, steps, rate = np.ones(len(made.label)), recipe.base_steps, recipe.base_rate
    base = net.train(net.BoxNet(), made, even, steps, rate, recipe.seed, say)
    out.mkdir(parents=True, exist_ok=True)
    figures: dict[str, Any] = {}
    temperature = 1.0
    if folds:
        temperature, figures = _cross_validate(base, made, boxes, forms, recipe, out, say)
    final = _refine(base, made, boxes, forms, recipe, say)
    net.export(final, out / "digits.onnx")
    card = {
        "temperature": round(temperature, 4),
        "classes": "0123456789X_-",
        "drawn": len(made.label),
        "boxes_2024": len(boxes.label),
        "form_boxes": len(forms.label),
        "stations": len(set(forms.group.tolist())),
        "cross_validated": figures,
        "recipe": asdict(recipe),
        "minutes": round((time.perf_counter() - started) / 60, 1),
    }
    (out / "digits.json").write_text(json.dumps(card, indent=1) + "\n")
    say(f"done in {card['minutes']} minutes")


def _refine(
    base: net.BoxNet, made: Samples, boxes: Samples, forms: Samples, recipe: Recipe, say: Progress
) -> net.BoxNet:
    """The base trained on with real boxes; the base itself stays as it is."""
    refined = net.BoxNet()
    refined.load_state_dict(base.state_dict())
    samples = join([made, boxes, forms])
    real = recipe.box_weight * len(boxes.label) + recipe.form_weight * len(forms.label)
    share = recipe.drawn_share / (1 - recipe.drawn_share) * real / len(made.label)
    weights = np.concatenate(
        [
            np.full(len(made.label), share),
            np.full(len(boxes.label), recipe.box_weight),
            np.full(len(forms.label), recipe.form_weight),
        ]
    )
    return net.train(
        refined, samples, weights, recipe.real_steps, recipe.real_rate, recipe.seed + 1, say
    )


def _cross_validate(
    base: net.BoxNet,
    made: Samples,
    boxes: Samples,
    forms: Samples,
    recipe: Recipe,
    out: Path,
    say: Progress,
) -> tuple[float, dict[str, Any]]:
    """Five networks, none of which saw the stations it answers for; temperature and figures."""
    answers = {"boxes_2024": np.zeros((len(boxes.label), 13)), "form_boxes": np.zeros((0, 13))}
    answers["form_boxes"] = np.zeros((len(forms.label), 13))
    fold_boxes, fold_forms = folds_of(boxes.group), folds_of(forms.group)
    for fold in range(FOLDS):
        say(f"fold {fold + 1} of {FOLDS}")
        refined = _refine(
            base,
            made,
            boxes.where(fold_boxes != fold),
            forms.where(fold_forms != fold),
            recipe,
            say,
        )
        net.export(refined, out / f"fold{fold}.onnx")
        for name, samples, where in (
            ("boxes_2024", boxes, fold_boxes == fold),
            ("form_boxes", forms, fold_forms == fold),
        ):
            answers[name][where] = net.logits(refined, samples.where(where))
    everything = np.concatenate([answers["boxes_2024"], answers["form_boxes"]])
    labels = np.concatenate([boxes.label, forms.label])
    figures = {
        "boxes_2024": _right(answers["boxes_2024"], boxes.label),
        "form_boxes": _right(answers["form_boxes"], forms.label),
    }
    say(f"cross-validated: {figures}")
    return best_temperature(everything, labels), figures


def _right(logits: npt.NDArray[np.float64], labels: npt.NDArray[np.int64]) -> float:
    return round(float((logits.argmax(axis=1) == labels).mean()), 4)


def best_temperature(logits: npt.NDArray[np.float64], labels: npt.NDArray[np.int64]) -> float:
    """The temperature that makes the probabilities of unseen boxes most honest (least log loss)."""
    choices = np.exp(np.linspace(np.log(0.3), np.log(3.0), 60))
    rows = np.arange(len(labels))
    loss = [
        -float(np.log(np.maximum(softmax(logits / t)[rows, labels], 1e-9)).mean()) for t in choices
    ]
    return float(choices[int(np.argmin(loss))])
