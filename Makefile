# Two commands: `make run` reads the example reports, `make test` checks everything. Needs Rust, a C compiler, Python 3.
.PHONY: run test lint score bench readme

CARGO := cargo
QANTAR := target/release/qantar

# The brief of the example reports.
run:
	$(CARGO) build --release --locked -p qantar-cli
	$(QANTAR) read examples/reports --format brief

# Quick checks first, then everything that the crates, the case files and the floors say.
test: lint
	python3 eval/gold_from_articles.py --check corpora/gold
	$(CARGO) test --locked --workspace

# Where the toolchain came without rustfmt or clippy, their part is skipped and said so.
lint:
	@if $(CARGO) fmt --version >/dev/null 2>&1; then $(CARGO) fmt --all --check; else echo "skipped: no rustfmt"; fi
	@if $(CARGO) clippy --version >/dev/null 2>&1; then $(CARGO) clippy --locked --workspace --all-targets -- -D warnings; else echo "skipped: no clippy"; fi

# The scorer's tables for every set of hand-coded documents that is here.
score:
	$(CARGO) run --release --locked -q -p qantar-eval --bin score

# Speed, start-up, memory: see bench/README.md.
bench:
	$(CARGO) build --release --locked -p qantar-cli
	$(CARGO) bench --locked -q -p qantar-eval --bench read | tee target/bench.txt
	python3 bench/measure.py --write

# Brings the brief and the scores of the README up to date.
readme:
	$(CARGO) build --release --locked -q -p qantar-cli -p qantar-eval
	python3 eval/readme.py
