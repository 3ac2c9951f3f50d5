#!/usr/bin/env bash
# `make check`: every check runs, and what failed is named at the end.
set -uo pipefail
cd "$(dirname "$0")/.."
BIN=.venv/check/bin
failed=()

check() { # NAME COMMAND…
    local name=$1
    shift
    printf '\033[1m%s\033[0m\n' "$name"
    "$@" || failed+=("$name")
}

# What ships, as it ships: the checks of the plugin site look at this.
SHIPPED=build/shipped
staged() { /usr/bin/python3 -c "
import pathlib, sys
sys.path.insert(0, 'scripts')
import package
package.stage(pathlib.Path('$SHIPPED'))"; }

no_secrets() {
    local report
    report=$(cd "$SHIPPED" && "../../$BIN/detect-secrets" scan --all-files .) || return 1
    /usr/bin/python3 -c '
import json, sys
found = json.load(sys.stdin)["results"]
for name, rows in found.items():
    for row in rows:
        print(name, row["line_number"], row["type"], sep=":")
sys.exit(bool(found))' <<< "$report"
}

check "ruff" $BIN/ruff check --quiet .
check "mypy (engine)" $BIN/mypy --python-executable .venv/engine/bin/python jjj_planner_plugin/engine
check "flake8, flake8-qgis" $BIN/flake8 jjj_planner_plugin
check "bandit" $BIN/bandit -q -r jjj_planner_plugin -c pyproject.toml
check "metadata" /usr/bin/python3 scripts/check_metadata.py
check "staging" staged
check "detect-secrets" no_secrets

if [ "${#failed[@]}" -gt 0 ]; then
    echo "failed: ${failed[*]}"
    exit 1
fi
echo "all checks passed"
