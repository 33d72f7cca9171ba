#!/usr/bin/env bash
# Bring the working copy to where its commands run: Python packages into .venv, and from apt what only apt can give.
# Does only what is missing, so that it costs next to nothing when all is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

venv=.venv
oldest="3.11"
apt_packages=(tesseract-ocr tesseract-ocr-vie tesseract-ocr-script-viet fonts-croscore)

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

new_enough() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c "import sys; sys.exit(sys.version_info < tuple(map(int, '$oldest'.split('.'))))" >/dev/null 2>&1
}

find_python() {
    local candidate
    # The oldest supported version first: the lock was made for it.
    for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
        if [ -n "$candidate" ] && new_enough "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "Python $oldest or newer is needed and was not found." \
        "Install it (Debian, Ubuntu: apt-get install python3 python3-venv) or name one: make setup PYTHON=/path/to/python3"
}

make_venv() {
    if new_enough "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        return
    fi
    local python
    python=$(find_python)
    say "making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv" ||
        fail "$python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"
}

# Runs a step when the files that it depends on are not those of the last time.
when_changed() {
    local stamp="$venv/.stamp-$1" print
    shift
    local step="$1"
    shift
    print=$(cat "$@" | sha256sum)
    if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$print" ]; then
        "$step"
        printf '%s\n' "$print" >"$stamp"
    fi
}

pip_install() { "$venv/bin/python" -m pip install --quiet --no-input --disable-pip-version-check "$@"; }

install_packages() {
    say "installing the Python packages of requirements.lock"
    pip_install --requirement requirements.lock ||
        fail "the Python packages could not be installed; the message above says why (no connection?)"
}

install_solieu() {
    pip_install --quiet --no-deps --no-build-isolation --editable . ||
        fail "Solieu itself could not be installed into $venv; the message above says why"
}

missing_from_apt() {
    local package
    for package in "${apt_packages[@]}"; do
        if [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
            printf '%s\n' "$package"
        fi
    done
}

# Born-digital plans are read without these, so that their absence is told and is no failure.
install_from_apt() {
    if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
        if tesseract --list-langs 2>/dev/null | grep --quiet --line-regexp vie; then
            return
        fi
        say "this system has no apt-get: install Tesseract with its Vietnamese data (vie, script/Vietnamese) and the" \
            "Croscore fonts by its own means. Without them scans are not read and samples are not rebuilt."
        return
    fi
    local missing run=()
    mapfile -t missing < <(missing_from_apt)
    if [ "${#missing[@]}" -eq 0 ]; then
        return
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1 || ! sudo --non-interactive true 2>/dev/null; then
            say "missing: ${missing[*]}. Without them scans are not read and samples are not rebuilt. To get them:" \
                "sudo apt-get install ${missing[*]}"
            return
        fi
        run=(sudo --non-interactive)
    fi
    say "installing from apt: ${missing[*]}"
    local install=("${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends)
    if "${install[@]}" "${missing[@]}" </dev/null >"$venv/apt.log" 2>&1; then
        return
    fi
    # The package lists may be old or not there at all.
    if ! { "${run[@]}" apt-get update --quiet && "${install[@]}" "${missing[@]}"; } </dev/null >>"$venv/apt.log" 2>&1; then
        say "apt-get could not install ${missing[*]} (see $venv/apt.log)." \
            "Without them scans are not read and samples are not rebuilt."
    fi
}

make_venv
when_changed lock install_packages requirements.lock
when_changed solieu install_solieu requirements.lock pyproject.toml
install_from_apt
