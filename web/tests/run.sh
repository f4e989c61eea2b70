#!/usr/bin/env bash
# The page's tests, all of them: its parts alone, the freshness of the built page, the page in Chromium against the program,
# and the API against its own description. `make page-test` runs it. Ends with a line "N passed, N failed".
#
# Node is needed, and Chromium: both are installed by apt-get where they are missing and we are root. Where neither can be
# had, it says what to install and skips. QANTAR names the program; QANTAR_PATIENCE=3 gives a slow machine more time.
set -uo pipefail
cd "$(dirname "$0")/.."
QANTAR=$(realpath "${QANTAR:-../target/debug/qantar}")
export QANTAR
export QANTAR_PATIENCE=${QANTAR_PATIENCE:-2}
VENV=../.venv

passed=0 failed=0
# Runs one step, says how it ended, and keeps count.
step() {
  local what=$1
  shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "failed: $what"; fi
}

# Makes sure that a program is there: by apt-get as root, else says what is wanted.
have() {
  local program=$1
  shift
  command -v "$program" >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
    command -v "$program" >/dev/null && return
  fi
  echo "skipped: the page's tests want $program; install it (Debian: apt-get install $*) and run them again"
  return 1
}

# The committed page is what its sources build, byte for byte.
fresh() {
  local built
  built=$(mktemp -d)
  npx vite build --outDir "$built" --emptyOutDir --logLevel warn
  local same=0
  diff -r "$built" ../crates/qantar-serve/page || same=1
  rm -rf "$built"
  [ $same = 0 ] || echo "the built page is not what web/ builds: run \"npm run build\" in web/ and commit crates/qantar-serve/page/"
  return $same
}

api() {
  [ -x $VENV/bin/python ] || python3 -m venv $VENV || return
  $VENV/bin/python -m pip install -q --disable-pip-version-check -r tests/requirements.txt || return
  $VENV/bin/python tests/api.py "$QANTAR"
}

have node nodejs npm || exit 0
have npm npm || exit 0
npm ci --no-audit --no-fund --loglevel error || exit
step "types" npm run --silent check
step "parts alone" npm test --silent
step "freshness of the built page" fresh
if have "${CHROMIUM:-chromium}" chromium; then
  CHROMIUM=$(command -v "${CHROMIUM:-chromium}")
  export CHROMIUM
  report=$(mktemp)
  npx playwright test --project=page | tee "$report"
  # The last line of it says how many passed and failed; they count one by one.
  last=$(tail -n 1 "$report")
  rm -f "$report"
  if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed ]] && [ $((BASH_REMATCH[1] + BASH_REMATCH[2])) -gt 0 ]; then
    passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
  else
    failed=$((failed + 1))
  fi
fi
step "the API against its description" api
echo "$passed passed, $failed failed"
[ $failed = 0 ]
