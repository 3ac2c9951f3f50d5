#!/usr/bin/env bash
# Set-up of a Debian machine (12 or newer), as root or with sudo:
#   bash scripts/setup.sh [python] [system] [engine] [engine-test] [bench] [qgis] [check] [data]
# Each part looks first and works only where something is missing, so that it may stand before every target.
set -euo pipefail
cd "$(dirname "$0")/.."

PACKAGES=(qgis python3-qgis qgis-providers python3-venv xvfb xauth fonts-wqy-microhei
          qttools5-dev-tools pyqt5-dev-tools chromium)
LOCK=resources/engine/requirements.lock

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else fail "found neither root nor sudo; install by hand: ${*: -1}, or run as root"
    fi
}

# Debian packages that are not fully installed, one a line.
missing() {
    local name
    for name in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
    done
}

system() {
    command -v dpkg-query >/dev/null || fail "found no dpkg: this set-up is for Debian 12 or newer and its kin"
    local need
    mapfile -t need < <(missing "$@")
    [ "${#need[@]}" = 0 ] && return
    say "Installing ${need[*]}"
    local log=.venv/apt.log
    { as_root apt-get update -q &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${need[@]}"
    } > "$log" 2>&1 || { tail -n 20 "$log" >&2; fail "apt-get failed; the whole of it is in $log"; }
}

# A Python 3.11 to 3.14 that can make environments: JJJ_PYTHON, the distribution's, then any other. The
# distribution's comes first by its full path, for another `python3` may stand before it on PATH.
engine_python() {
    local python
    for python in ${JJJ_PYTHON:-} /usr/bin/python3 python3.14 python3.13 python3.12 python3.11 python3; do
        python=$(command -v "$python") || continue
        if "$python" -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
            2>/dev/null; then
            echo "$python"
            return
        fi
    done
    fail "the engine needs Python 3.11 to 3.14 with venv; found none. Install python3 and python3-venv," \
         "or name one in JJJ_PYTHON"
}

# environment NAME PYTHON "VENV OPTIONS" REQUIREMENTS [PIP OPTIONS…]
# Made anew when the requirements or the interpreter are others than the stamp says; the stamp comes last.
environment() {
    local folder=.venv/$1 python=$2 options=$3 requirements=$4 key
    shift 4
    key=$( { "$python" -VV; echo "$python $options $*"; cat "$requirements"; } | sha256sum)
    [ "$(cat "$folder/.stamp" 2>/dev/null)" = "$key" ] && return
    say "Making $folder"
    rm -rf "$folder"
    # shellcheck disable=SC2086 - the options are words
    "$python" -m venv $options "$folder"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$@" -r "$requirements"
    echo "$key" > "$folder/.stamp"
}

# beside_engine NAME REQUIREMENTS: these packages first, the engine's own behind them; .venv/engine itself stays
# exactly what its lock says.
beside_engine() {
    environment "$1" .venv/engine/bin/python "" "$2"
    local site='import sysconfig; print(sysconfig.get_path("purelib"))'
    .venv/engine/bin/python -c "$site" > "$(".venv/$1/bin/python" -c "$site")/jjj-engine.pth"
}

mkdir -p .venv
exec 9> .venv/.lock
flock 9   # two makes at once wait for each other
for part in "$@"; do
    case $part in
        python) system python3 ;;
        system) system "${PACKAGES[@]}" ;;
        grass) system grass-core ;;
        engine)
            system python3-venv
            environment engine "$(engine_python)" "" "$LOCK" --require-hashes --only-binary :all: ;;
        engine-test) beside_engine engine-test requirements/test-engine.txt ;;
        bench) beside_engine bench requirements/bench.txt ;;
        qgis) environment qgis /usr/bin/python3 --system-site-packages requirements/test-qgis.txt ;;
        data) environment data "$(engine_python)" "" requirements/data.txt ;;
        check) environment check "$(engine_python)" "" requirements/check.txt ;;
        *) fail "unknown part: $part" ;;
    esac
done
