#!/bin/sh
# Write the hashed lock files again; no address of any index goes into them.
set -eu
cd "$(dirname "$0")/.."
compile() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 \
    --generate-hashes --no-header --no-annotate --no-emit-index-url "$@"
}
compile pyproject.toml --output-file requirements/app.txt
compile pyproject.toml --group dev --constraint requirements/app.txt --output-file requirements/dev.txt
compile --group build --constraint requirements/dev.txt --output-file requirements/build.txt
compile --group lock --output-file requirements/lock.txt
if grep -nE '://|^-' requirements/*.txt; then
  echo "lock: an address or an option got into a lock file (above)" >&2
  exit 1
fi
