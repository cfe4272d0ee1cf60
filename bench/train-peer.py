"""
The peer of `npm run bench train`: the same decoder, batch and AdamW in PyTorch, as quick as we can make it there.

    train-peer.py FOLDER check            losses, gradients and the weights after the given steps, into FOLDER
    train-peer.py FOLDER time STEPS       milliseconds of every step and the peak of memory, as one JSON line
    train-peer.py FOLDER peak             the machine's product of two 2048 x 2048 matrices, in GFLOP/s

FOLDER has task.json, weights.safetensors and batch.safetensors, as bench/train.ts writes them. Masks are made once,
outside of the clock, and attention runs in blocks of queries where PyTorch has no fused one.
"""
import json
import math
import os
import resource
import sys
import time

import numpy
import torch
import torch.nn.functional as F

folder, mode = sys.argv[1], sys.argv[2]
with open(f"{folder}/task.json", encoding="utf8") as file:
    task = json.load(file)
config = task["config"]
torch.set_num_threads(task["threads"])
B, T, D, H = task["rows"], task["tokens"], config["hiddenSize"], config["heads"]
G, S = config["keyValueHeads"], config["hiddenSize"] // config["heads"]
is_fused = hasattr(F, "scaled_dot_product_attention")
has_rms_norm = hasattr(F, "rms_norm")
number_types = {"F32": numpy.float32, "I32": numpy.int32}


def read_tensors(path):
    with open(path, "rb") as file:
        content = bytearray(file.read())
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start].decode("utf8"))
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        first, last = (start + offset for offset in entry["data_offsets"])
        numbers = numpy.frombuffer(content[first:last], number_types[entry["dtype"]])
        tensors[name] = torch.from_numpy(numbers.reshape(entry["shape"]).copy())
    return tensors


def write_tensors(path, tensors):
    header, parts, offset = {}, [], 0
    for name, tensor in tensors.items():
        data = tensor.detach().contiguous().numpy().astype(numpy.float32).tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(data)]}
        parts.append(data)
        offset += len(data)
    text = json.dumps(header).encode("utf8")
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + b"".join(parts))


def make_masks(documents):
    """What every block of queries may see, 0 or -1e9; padding sees itself only. One block where attention is fused."""
    own = -1 - torch.arange(T, dtype=torch.int32)
    documents = torch.where(documents < 0, own, documents)
    size = T if is_fused else task["blockTokens"]
    blocks = []
    for begin in range(0, T, size):
        end = min(T, begin + size)
        same = documents[:, begin:end, None] == documents[:, None, :end]
        earlier = torch.arange(end)[None, :] <= torch.arange(begin, end)[:, None]
        mask = torch.zeros(same.shape).masked_fill_(~(same & earlier), -1e9)
        blocks.append((begin, end, mask[:, None]))
    return blocks


def make_angles(positions):
    """Cosines and sines, [B, 1, T, S/2]."""
    rates = float(config["ropeBase"]) ** (-torch.arange(S // 2, dtype=torch.float64) / (S // 2))
    angles = positions.to(torch.float64)[:, None, :, None] * rates
    return angles.cos().float(), angles.sin().float()


def norm(x, weight):
    if has_rms_norm:
        return F.rms_norm(x, (D,), weight, config["normEpsilon"])
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + config["normEpsilon"]) * weight


def rotate(x, angles):
    cos, sin = angles
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1)


def attend(q, k, v, blocks):
    """q, k and v are [B, H, T, S]; gives [B, T, H * S]."""
    if is_fused:
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=blocks[0][2])
        return out.transpose(1, 2).reshape(B, T, D)
    q = q * (1 / math.sqrt(S))
    q, k, v = (x.reshape(B * H, T, S) for x in (q, k, v))
    parts = []
    for begin, end, mask in blocks:
        scores = torch.bmm(q[:, begin:end], k[:, :end].transpose(1, 2))
        scores = scores.view(B, H, end - begin, end).add_(mask)
        chances = torch.softmax(scores, -1).view(B * H, end - begin, end)
        parts.append(torch.bmm(chances, v[:, :end]))
    return torch.cat(parts, 1).view(B, H, T, S).transpose(1, 2).reshape(B, T, D)


def token_losses(weights, batch, blocks, angles):
    def weight(name):
        return weights[f"model.{name}.weight"]

    embedding = weight("embed_tokens")
    hidden = F.embedding(batch["tokens"], embedding)
    for layer in range(config["layers"]):
        own = f"layers.{layer}"
        x = norm(hidden, weight(f"{own}.input_layernorm"))
        q, k, v = (
            F.linear(x, weight(f"{own}.self_attn.{name}_proj")).view(B, T, heads, S).transpose(1, 2)
            for name, heads in (("q", H), ("k", G), ("v", G))
        )
        q, k = rotate(q, angles), rotate(k, angles)
        if G != H:
            k, v = (x.repeat_interleave(H // G, 1) for x in (k, v))
        hidden = hidden + F.linear(attend(q, k, v, blocks), weight(f"{own}.self_attn.o_proj"))
        y = norm(hidden, weight(f"{own}.post_attention_layernorm"))
        gate, up = (F.linear(y, weight(f"{own}.mlp.{name}_proj")) for name in ("gate", "up"))
        hidden = hidden + F.linear(F.silu(gate) * up, weight(f"{own}.mlp.down_proj"))
    logits = F.linear(norm(hidden, weight("norm")), embedding).view(B * T, -1)
    return F.cross_entropy(logits, batch["targets"].view(-1), reduction="none")


def facts():
    """What decides the speed of this PyTorch, as far as the process knows."""
    with open("/proc/self/maps", encoding="utf8") as file:
        libraries = sorted({line.split("/")[-1].strip() for line in file if "/" in line})
    wanted = ("blas", "mkl", "jemalloc", "tcmalloc", "dnnl")
    return {
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "kernels": os.environ.get("OPENBLAS_CORETYPE"),
        "attention": "fused" if is_fused else f"blocks of {task['blockTokens']}",
        "libraries": [name for name in libraries if ".so" in name and any(each in name for each in wanted)],
    }


def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {"peakBytes": usage.ru_maxrss * 1024, "cpuMs": 1000 * (usage.ru_utime + usage.ru_stime)}


if mode == "peak":
    a, b = torch.randn(2048, 2048), torch.randn(2048, 2048)
    seconds = []
    for _ in range(12):
        began = time.perf_counter()
        torch.mm(a, b)
        seconds.append(time.perf_counter() - began)
    print(json.dumps({"gflops": 2 * 2048**3 / min(seconds) / 1e9, **used(), **facts()}))
    sys.exit(0)

weights = {name: value.requires_grad_() for name, value in read_tensors(f"{folder}/weights.safetensors").items()}
batch = read_tensors(f"{folder}/batch.safetensors")
batch = {name: value if name == "weights" else value.long() for name, value in batch.items()}
blocks, angles = make_masks(batch["documents"].int()), make_angles(batch["positions"])
groups = [
    {"params": [w for w in weights.values() if w.dim() > 1], "weight_decay": task["weightDecay"]},
    {"params": [w for w in weights.values() if w.dim() == 1], "weight_decay": 0.0},
]
optimizer = torch.optim.AdamW(
    groups, lr=task["learningRates"][0], betas=tuple(task["betas"]), eps=task["epsilon"], foreach=True
)


def step(rate):
    optimizer.zero_grad(set_to_none=True)
    losses = token_losses(weights, batch, blocks, angles)
    loss = (losses * batch["weights"].view(-1)).sum()
    loss.backward()
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()
    return losses, loss


if mode == "check":
    for index, rate in enumerate(task["learningRates"]):
        losses, _ = step(rate)
        if index == 0:
            write_tensors(f"{folder}/peer-losses.safetensors", {"losses": losses})
            write_tensors(f"{folder}/peer-gradients.safetensors", {n: w.grad for n, w in weights.items()})
    write_tensors(f"{folder}/peer-weights.safetensors", weights)
else:
    milliseconds = []
    for _ in range(int(sys.argv[3])):
        began = time.perf_counter()
        step(task["learningRates"][0])[1].item()
        milliseconds.append(1000 * (time.perf_counter() - began))
    print(json.dumps({"stepMs": milliseconds, **used(), **facts()}))
