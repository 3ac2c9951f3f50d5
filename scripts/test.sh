#!/usr/bin/env bash
# `make test`: the suites one after another, each in its own process and environment; arguments go to pytest.
#   bash scripts/test.sh              all of them
#   SUITES="qgis gui" bash scripts/test.sh -k plan
set -uo pipefail
cd "$(dirname "$0")/.."
export PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1
failed=()

for suite in ${SUITES:-engine qgis gui desktop}; do
    # A development environment of the caller's must not leak in; the desktop suite starts QGIS itself, so it
    # runs under the engine's plain Python, with no QGIS in its own process.
    # What a window's Python attributes hold is freed after the last test; were QGIS ended before that, as
    # pytest-qgis does, a layer of the New plan dialog's map would take the process down with it.
    case $suite in
        engine | desktop) python=.venv/engine-test/bin/python own=() ;;
        *) python=.venv/qgis/bin/python own=(-o qgis_disable_exit=true) ;;
    esac
    printf '\033[1mtests/%s\033[0m\n' "$suite"
    QT_QPA_PLATFORM=offscreen "$python" -m pytest -q --durations=5 --durations-min=2 "${own[@]}" "tests/$suite" "$@"
    status=$?
    # 5 is "no test ran": a suite that is empty has failed, unless the caller narrowed the choice
    [ $status = 0 ] || { [ $status = 5 ] && [ $# -gt 0 ]; } || failed+=("$suite")
done

if [ "${#failed[@]}" -gt 0 ]; then
    echo "failed: ${failed[*]}"
    exit 1
fi
