"""The digit network and its training loop; torch is imported in this folder and nowhere else."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
import torch.nn.functional as functional
from torch import nn

from ocr.cells import WINDOW
from ocr.training.samples import Samples
from ocr.training.strokes import CANVAS, CLASSES

Progress = Callable[[str], None]


def _block(inside: int, outside: int, stride: int, size: int = 3) -> list[nn.Module]:
    return [
        nn.Conv2d(inside, outside, size, stride, size // 2, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    ]


class BoxNet(nn.Sequential):  # type: ignore[misc]
    """Two channels (ink, box mask) of 48 x 48 in, 13 logits out; 0.48 M weights."""

    def __init__(self) -> None:
        super().__init__(
            *_block(2, 24, 2, 5),
            *_block(24, 32, 1),
            *_block(32, 64, 2),
            *_block(64, 64, 1),
            *_block(64, 96, 2),
            *_block(96, 96, 1),
            *_block(96, 160, 2),
            nn.Flatten(),
            nn.Dropout(0.3),
            nn.Linear(160 * 9, 96),
            nn.ReLU(inplace=True),
            nn.Linear(96, len(CLASSES)),
        )


class Together(nn.Module):  # type: ignore[misc]
    """Several networks that answer as one, by the mean of their log probabilities."""

    def __init__(self, nets: Sequence[nn.Module]) -> None:
        super().__init__()
        self.nets = nn.ModuleList(nets)

    def forward(self, boxes: torch.Tensor) -> torch.Tensor:
        """The answer to n x 2 x 48 x 48, n x 13."""
        return sum(functional.log_softmax(net(boxes), 1) for net in self.nets) / len(self.nets)


def train(
    net: BoxNet,
    samples: Samples,
    weights: npt.NDArray[np.float64],
    steps: int,
    rate: float,
    seed: int,
    say: Progress = lambda line: None,
    batch: int = 128,
) -> BoxNet:
    """Train for so many steps; `weights` says how often each sample is drawn. Reproducible."""
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    odds = weights / weights.sum()
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, steps, pct_start=0.15)
    net.train()
    net.to(memory_format=torch.channels_last)
    total = 0.0
    for step in range(1, steps + 1):
        pick = rng.choice(len(odds), size=batch, p=odds)
        inputs = _augment(samples, pick)
        target = torch.from_numpy(samples.label[pick])
        with torch.autocast("cpu", torch.bfloat16, enabled=_knows_bfloat16()):
            answers = net(inputs.to(memory_format=torch.channels_last))
        loss = functional.cross_entropy(answers.float(), target, label_smoothing=0.02)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        total += float(loss.item())
        if step % 100 == 0:
            say(f"step {step}/{steps}: loss {total / 100:.3f}")
            total = 0.0
    net.eval()
    return net


def _knows_bfloat16() -> bool:
    """Whether two-byte numbers are faster here; a processor with AVX2 alone takes twelve times
    as long for them (2.5 seconds a step of 128, not 0.2)."""
    return str(torch.backends.cpu.get_cpu_capability()).startswith("AVX512")


def _augment(samples: Samples, pick: npt.NDArray[np.int64]) -> torch.Tensor:
    """Moved, turned, stretched, bent, lighter or darker; the mask stays where the box was."""
    count = len(pick)
    ink = torch.from_numpy(samples.ink[pick]).float().div_(255).unsqueeze(1)
    mask = torch.from_numpy(samples.mask[pick]).float().div_(255).unsqueeze(1)
    reach = WINDOW / CANVAS
    turn = torch.randn(count) * 0.07
    stretch = torch.exp(torch.randn(count, 2) * 0.09)
    shear = torch.randn(count) * 0.1
    theta = torch.zeros(count, 2, 3)
    theta[:, 0, 0] = torch.cos(turn) * stretch[:, 0] * reach
    theta[:, 0, 1] = (-torch.sin(turn) + shear) * reach
    theta[:, 1, 0] = torch.sin(turn) * reach
    theta[:, 1, 1] = torch.cos(turn) * stretch[:, 1] * reach
    theta[:, :, 2] = torch.randn(count, 2) * (1.2 / (CANVAS / 2))
    grid = functional.affine_grid(theta, [count, 1, WINDOW, WINDOW], align_corners=False)
    bend = torch.randn(count, 2, 4, 4) * 0.035
    bend = functional.interpolate(bend, WINDOW, mode="bilinear", align_corners=True)
    ink = functional.grid_sample(ink, grid + bend.permute(0, 2, 3, 1), align_corners=False)
    ink = _rewritten(ink)
    edge = (CANVAS - WINDOW) // 2
    mask = mask[:, :, edge : edge + WINDOW, edge : edge + WINDOW]
    power = torch.exp(torch.randn(count, 1, 1, 1) * 0.3)
    strength = 0.65 + 0.35 * torch.rand(count, 1, 1, 1)
    ink = (ink.clamp(0, 1) ** power) * strength
    noise = torch.rand(count, 1, 1, 1) * 0.06
    ink = (ink + torch.randn_like(ink) * noise).clamp(0, 1)
    return torch.cat([ink, mask], dim=1)


def _rewritten(ink: torch.Tensor) -> torch.Tensor:
    """The same strokes with another pen: some thicker, some thinner, some out of focus."""
    pen = torch.rand(len(ink), 1, 1, 1)
    much = torch.rand(len(ink), 1, 1, 1)
    thick = functional.max_pool2d(ink, 3, 1, 1)
    thin = -functional.max_pool2d(-ink, 3, 1, 1)
    soft = functional.avg_pool2d(ink, 3, 1, 1)
    ink = torch.where(pen < 0.2, torch.lerp(ink, thick, much), ink)
    ink = torch.where((pen >= 0.2) & (pen < 0.35), torch.lerp(ink, thin, 0.6 * much), ink)
    return torch.where((pen >= 0.35) & (pen < 0.5), torch.lerp(ink, soft, much), ink)


def logits(net: nn.Module, samples: Samples) -> npt.NDArray[np.float32]:
    """The network's answers to samples as they are, n x 13."""
    edge = (CANVAS - WINDOW) // 2
    middle = slice(edge, edge + WINDOW)
    out = []
    with torch.no_grad():
        for start in range(0, len(samples.label), 512):
            ink = samples.ink[start : start + 512, middle, middle].astype(np.float32) / 255
            mask = samples.mask[start : start + 512, middle, middle].astype(np.float32) / 255
            out.append(net(torch.from_numpy(np.stack([ink, mask], axis=1))).numpy())
    return np.concatenate(out) if out else np.zeros((0, len(CLASSES)), np.float32)


def export(net: nn.Module, path: Path) -> None:
    """Write ONNX by the legacy exporter with a dynamic batch, which cv2.dnn reads at any size."""
    net.eval()
    example: object = torch.zeros(1, 2, WINDOW, WINDOW)
    torch.onnx.export(
        net,
        (example,),
        str(path),
        input_names=["boxes"],
        output_names=["logits"],
        dynamic_axes={"boxes": {0: "n"}, "logits": {0: "n"}},
        opset_version=13,
        dynamo=False,
    )
    _halve(path)


def _halve(path: Path) -> None:
    """Keep the weights in two bytes each: half the file, the answers alike to 0.01."""
    model = onnx.load(str(path))
    graph, casts = model.graph, []
    for weight in [w for w in graph.initializer if w.data_type == onnx.TensorProto.FLOAT]:
        half = onnx.numpy_helper.to_array(weight).astype(np.float16)
        graph.initializer.remove(weight)
        graph.initializer.append(onnx.numpy_helper.from_array(half, f"{weight.name}.half"))
        casts.append(
            onnx.helper.make_node(
                "Cast", [f"{weight.name}.half"], [weight.name], to=onnx.TensorProto.FLOAT
            )
        )
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
