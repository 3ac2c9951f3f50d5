#!/usr/bin/env bash
# `make test`: the suites, each in its own process and environment; arguments go to pytest.
#   bash scripts/test.sh              all of them, in two lanes side by side
#   SUITES="qgis gui" bash scripts/test.sh -k plan      some, one after another
# A suite is a folder of tests/, or some of its files: qgis/test_[a-c]*
set -uo pipefail
cd "$(dirname "$0")/.."
export PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1

# lane PYTEST_ARGUMENTS…: the suites named in SUITES one after another; ends with 1, and the names of those that failed, if any did.
lane() {
    local failed=() suite python own status
    for suite in $SUITES; do
        # A development environment of the caller's must not leak in; the desktop suite starts QGIS itself, so it
        # runs under the engine's plain Python, with no QGIS in its own process.
        # What a window's Python attributes hold is freed after the last test; were QGIS ended before that, as
        # pytest-qgis does, a layer of the New plan dialog's map would take the process down with it.
        case $suite in
            engine* | desktop*) python=.venv/engine-test/bin/python own=() ;;
            *) python=.venv/qgis/bin/python own=(-o qgis_disable_exit=true) ;;
        esac
        printf '\033[1mtests/%s\033[0m\n' "$suite"
        # pytest-qgis keeps QGIS's settings by worker: two lanes at once would write into each other's
        # shellcheck disable=SC2086 - the suite may be a pattern
        PYTEST_XDIST_WORKER=lane-${LANE:-1} QT_QPA_PLATFORM=offscreen \
            "$python" -m pytest -q --durations=5 --durations-min=2 "${own[@]}" tests/$suite "$@"
        status=$?
        # 5 is "no test ran": a suite that is empty has failed, unless the caller narrowed the choice
        [ $status = 0 ] || { [ $status = 5 ] && [ $# -gt 0 ]; } || failed+=("$suite")
    done
    [ "${#failed[@]}" = 0 ] || { echo "failed: ${failed[*]}"; return 1; }
}

if [ -n "${SUITES:-}" ]; then
    lane "$@"
    exit
fi
# Most suites keep one core busy; the lanes take about as long as one another. What the second says is shown when it
# has ended.
mkdir -p build
LANE=2 SUITES="engine desktop qgis/test_[a-c]*" lane "$@" > build/test-second-lane.log 2>&1 &
second=$!
status=0
SUITES="gui qgis/test_[d-z]*" lane "$@" || status=1
wait $second || status=1
cat build/test-second-lane.log
exit $status
