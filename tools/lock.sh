#!/bin/sh
# Pins what requirements.in and requirements-dev.in ask for, with hashes, for every
# Python from 3.12 and every system. Pins already made stay, unless UPGRADE=1.
# The lists name no server: they install from wherever pip is told to look.
set -eu
cd "$(dirname "$0")/.."

for list in requirements requirements-dev; do
    echo "  Pinning $list.in into $list.txt …"
    .venv/bin/uv pip compile --quiet --universal --python-version 3.12 \
        --generate-hashes --custom-compile-command "make lock" \
        ${UPGRADE:+--upgrade} "$list.in" --output-file "$list.txt"
done

if grep -n '://' requirements.txt requirements-dev.txt; then
    echo "The lines above name a server; they must not." >&2
    exit 1
fi
echo "  Pinned $(grep -c '==' requirements.txt) and $(grep -c '==' requirements-dev.txt) packages."
