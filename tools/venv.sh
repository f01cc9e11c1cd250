#!/bin/sh
# Find a Python that can make our virtual environment, say what is missing otherwise, and make it.
#
#   tools/venv.sh is-ours [PYTHON]   succeeds if .venv was made here, by this PYTHON, and still runs
#   tools/venv.sh create  [PYTHON]   makes .venv anew, empty but for pip
#
# PYTHON is a name or path; without it the first of the names below that is new enough is taken.
set -eu

names="python3 python3.14 python3.13 python3.12 python3.11 python"

can() { # can PYTHON STATEMENT: does this interpreter run the statement?
    "$1" -c "$2" >/dev/null 2>&1
}

new_enough="import sys; sys.exit(sys.version_info < (3, 11))"
has_venv="import ensurepip, venv"

choose() { # choose [PYTHON]: print a usable interpreter, or explain and fail
    asked=${1:-}
    too_old=""
    no_venv=""
    # shellcheck disable=SC2086
    [ -n "$asked" ] || set -- $names
    for candidate; do
        can "$candidate" "" || continue
        if ! can "$candidate" "$new_enough"; then
            too_old=${too_old:-$candidate}
        elif ! can "$candidate" "$has_venv"; then
            no_venv=${no_venv:-$candidate}
        else
            echo "$candidate"
            return
        fi
    done
    explain
    return 1
}

explain() {
    {
        echo
        if [ -n "$no_venv" ]; then
            version=$("$no_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
            echo "缺少 Python 的 venv / ensurepip 模块（$no_venv，$version）。"
            echo "$no_venv ($version) lacks its venv or ensurepip module. On Debian or Ubuntu:"
            echo "    sudo apt-get install python$version-venv"
        elif [ -n "$too_old" ]; then
            version=$("$too_old" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
            echo "Python 版本过低：$too_old 为 $version，需要 3.11 或以上。"
            echo "Python is too old: $too_old is $version, and 3.11 or newer is needed."
        elif [ -n "$asked" ]; then
            echo "无法运行 PYTHON=$asked。"
            echo "PYTHON=$asked does not run."
        else
            echo "没有找到 Python，需要 3.11 或以上。"
            echo "No Python found; 3.11 or newer is needed. On Debian 12 or Ubuntu 24.04 or later:"
            echo "    sudo apt-get install python3 python3-venv"
        fi
        echo "另有解释器时可指定：make run PYTHON=/path/to/python3.12"
        echo "To use another interpreter: make run PYTHON=/path/to/python3.12"
        echo
    } >&2
}

is_ours() { # .venv was made in this folder (an editable install holds its path) and by this interpreter
    [ -f .venv/made-in ] && [ "$(cat .venv/made-in)" = "$(pwd -P)" ] || return 1
    [ -z "${1:-}" ] || [ "$(cat .venv/made-by)" = "$1" ] || return 1
    can .venv/bin/python ""
}

create() {
    python=$(choose "${1:-}")
    echo "正在建立 .venv：$("$python" --version 2>&1) / making .venv"
    "$python" -m venv --clear .venv
    pwd -P >.venv/made-in
    echo "$python" >.venv/made-by
}

case "${1:-}" in
    is-ours) is_ours "${2:-}" ;;
    create) create "${2:-}" ;;
    *)
        sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
        exit 64
        ;;
esac
