# Two commands: `make run` opens the page of the example reports, `make test` checks everything. Needs Rust 1.95, a C compiler, Python 3.11; the page's tests Node 20.19 and Chromium.
.PHONY: run test page-test lint screenshots exam-page exam-odds exam-odds-places exam-intake exam-pages score bench readme train exam times gazetteer places merge tune trainer same fuzz calibrate

CARGO := cargo
QANTAR := target/release/qantar

# The example reports in a case, and its page in the browser. Ctrl-C ends it.
run:
	$(CARGO) build --release --locked -p qantar-cli
	$(QANTAR) read examples/reports --into target/examples.qantar
	$(QANTAR) open target/examples.qantar

# Quick checks first, then everything that the crates, the case files and the floors say.
test: lint
	python3 eval/gold_from_articles.py --check corpora/gold
	$(CARGO) test --locked --workspace
	web/tests/run.sh

# The page alone: its parts, the freshness of what is built in, the page in Chromium, the API against its description.
page-test:
	$(CARGO) test --locked --workspace --no-run -q
	web/tests/run.sh

# Where the toolchain came without rustfmt or clippy, their part is skipped and said so.
lint:
	@if $(CARGO) fmt --version >/dev/null 2>&1; then $(CARGO) fmt --all --check; else echo "skipped: no rustfmt"; fi
	@if $(CARGO) clippy --version >/dev/null 2>&1; then $(CARGO) clippy --locked --workspace --all-targets -- -D warnings; else echo "skipped: no clippy"; fi

# Pictures of every page, into docs/screenshots/.
screenshots:
	$(CARGO) build --release --locked -q -p qantar-cli
	cd web && npm ci && QANTAR=../$(QANTAR) npx playwright test --project=pictures
	test -x $(PYTHON) || python3 -m venv .venv
	$(PYTHON) -m pip install -q -r web/tests/requirements.txt
	$(PYTHON) web/tests/smaller.py docs/screenshots

# The page on 100,000 events: first view, brush, memory, every answer of the API.
LARGE := target/large.qantar
exam-page:
	$(CARGO) build --release --locked -q -p qantar-cli
	test -f $(LARGE) || $(CARGO) bench --locked -q -p qantar-store --bench case -- 30100 $(CURDIR)/$(LARGE)
	$(QANTAR) merge $(LARGE)
	cd web && npm ci && QANTAR=../$(QANTAR) QANTAR_LARGE_CASE=../$(LARGE) npx playwright test --project=large

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

# From the data to models/: see training/README.md. Runs go on where they stopped.
PYTHON := .venv/bin/python
DATA := ../shared/data
TRAIN := cd training && ../$(PYTHON) -m qantar_training
# Products in half precision where the processor has them.
HALF := $(shell grep -qs amx_bf16 /proc/cpuinfo && echo --half)
train: trainer
	$(TRAIN).train --data ../$(DATA) --out run/ground --stages ground --resume $(HALF)
	$(TRAIN).train --data ../$(DATA) --out run/reports --stages reports --start run/ground/net.pt --resume $(HALF)
	$(TRAIN).train --data ../$(DATA) --out run/tune --stages tune --start run/reports/net.pt --resume $(HALF)
	$(TRAIN).gate --data ../$(DATA) --out ../models/gate.bin
	$(SHIP)

# The same without the long stages: goes on from the weights that ship, when texts were added.
tune: trainer
	$(TRAIN).shipped ../models run/shipped/net.pt
	$(TRAIN).train --data ../$(DATA) --out run/tune --stages refresh,tune --start run/shipped/net.pt --resume $(HALF)
	$(SHIP)

trainer:
	$(CARGO) build --release --locked -p qantar-cli
	test -x $(PYTHON) || python3 -m venv .venv
	$(PYTHON) -m pip install -q -r training/requirements.txt

define SHIP
	$(TRAIN).export run/tune/net.pt ../models
	$(TRAIN).fixture run/tune/net.pt ../models/parity.json
	$(PYTHON) eval/manifest.py
endef

# Is confidence a probability? On every hand-coded set that is here; writes the line that makes it one and eval/reliability.md.
CODED := $(wildcard ../shared/gold/dev) corpora/gold target/held
calibrate:
	$(CARGO) build --release --locked -q -p qantar-cli
	python3 eval/held.py $(DATA) target/held
	for set in $(CODED); do python3 eval/inputs.py $$set | $(QANTAR) read - --format jsonl -q > target/$$(basename $$set).readings.jsonl; done
	python3 eval/calibrate.py $(foreach set,$(CODED),$(set)=target/$(notdir $(set)).readings.jsonl) --write

# The gazetteer, byte for byte, from the sample of GeoNames.
gazetteer:
	$(CARGO) build --release --locked -q -p qantar-cli
	gzip -dc $(DATA)/gazetteer/places.tsv.gz | $(QANTAR) gazetteer build - --out data/place/gazetteer.bin
	python3 eval/manifest.py

# Places on LGL and GeoVirus beside other systems: writes eval/places.md.
places:
	$(CARGO) build --release --locked -q -p qantar-cli -p qantar-eval
	python3 eval/places.py --data $(DATA)

# The heavy exams: names, roles, claims, attacks, actors, speed. Needs the sets in $(DATA); says which are missing.
exam:
	$(CARGO) build --release --locked -q -p qantar-cli -p qantar-eval
	$(TRAIN).exam --data ../$(DATA)
	python3 eval/exam.py --data $(DATA)
	target/release/actor_cases $(DATA)/actor-cases/actors.jsonl
	$(CARGO) run --release --locked -q -p qantar-eval --bin score

# The time stage on texts with TIMEX3 marks, and eval/times.md. Other readers: see the head of eval/times.py.
times:
	$(CARGO) build --release --locked -q -p qantar-eval --bin times
	python3 eval/times.py $(OTHERS)

# When two tellings of a report are of one happening: fits data/event/same.toml on coded texts that trained nothing.
same:
	$(CARGO) build --release --locked -q -p qantar-eval --bin tellings
	$(PYTHON) eval/same.py $(DATA) --write
	$(PYTHON) eval/manifest.py

# Hostile bytes for the intake, so many seconds of each kind, and the account of all such runs (eval/fuzz.tsv).
SECONDS := 600
fuzz:
	$(CARGO) build --release --locked -q -p qantar-ingest --example fuzz
	python3 eval/fuzz.py --seconds $(SECONDS)

# Merging on stories that nothing was tuned on, on the stories it was fitted on, and reports of ECB+ into sub-topics.
merge:
	$(CARGO) build --release --locked -q -p qantar-eval --bin merge --bin stories
	target/release/merge corpora/stories/held
	target/release/merge corpora/stories/fit
	test ! -d ../shared/gold/dev || target/release/merge ../shared/gold/dev
	$(PYTHON) eval/stories.py $(DATA)

# The odds: who does what to whom next on ICEWS14, monthly counts on ViEWS, ForecastBench, speed. Validation and choosing spans; with
# SPAN=test the test spans, which were looked at once for docs/decisions/0010-odds.md.
SPAN := valid
exam-odds:
	$(CARGO) build --release --locked -q -p qantar-forecast --examples
	target/release/examples/icews $(DATA)/forecast/icews14 $(SPAN)
	target/release/examples/views $(DATA)/forecast/views_challenge_cm/ucdp_ged_country_month_counts.csv
	target/release/examples/forecastbench $(DATA)/forecast/forecastbench/questions_resolved.csv $(SPAN)
	target/release/examples/speed

# Odds of places on protests in the United States, by kind, horizon and history: writes eval/odds_places.md. After all choices
# SPAN="valid test", as it stands there.
exam-odds-places:
	$(CARGO) build --release --locked -q -p qantar-forecast --example backtest
	test -x $(PYTHON) || python3 -m venv .venv
	$(PYTHON) -m pip install -q pyarrow==26.0.1
	$(PYTHON) eval/odds_gdelt.py $(DATA)/forecast/gdelt_us_protest/protest_events_gdelt_bq.parquet > target/protests.csv
	target/release/examples/backtest target/protests.csv $(SPAN) > target/odds_places.md
	mv target/odds_places.md eval/odds_places.md

# Saved pages: the body's words by article-extraction-benchmark's measure, days against those read off by hand, pages a second.
exam-pages:
	$(CARGO) run --release --locked -q -p qantar-ingest --example aeb -- $(DATA)/html/aeb --days corpora/ingest/days-later.tsv

# A WARC of 2 GB taken in: speed, memory, and the same case after the program was killed twenty times. With TINY=10000000 as many
# tiny records, as JSON Lines and as WARC, and whether memory stays the same: hours, and 60 GB of disk.
TINY :=
exam-intake:
	$(CARGO) build --release --locked -q -p qantar-cli
	$(CARGO) build --release --locked -q -p qantar-ingest --example warc_make
	python3 eval/intake.py $(DATA)/html/aeb/html
	test -z "$(TINY)" || python3 eval/tiny.py --records $(TINY)
