"""A function fits on a screen and a file is one subject (STYLE.md, Budget)."""

from tests.architecture.tree import functions, listed, python_files, shown

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70


def budgeted_files():
    """Our Python; generated migrations are exempt."""
    return [path for path in python_files("src", "tests", "bench", "tools") if "migrations" not in path.parts]


def test_a_file_has_at_most_400_lines():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in budgeted_files()}

    offenders = [f"{shown(path)}: {lines}" for path, lines in lengths.items() if lines > FILE_LINES_MAX]

    assert not offenders, listed(f"files of more than {FILE_LINES_MAX} lines; split by subject:", offenders)


def test_a_function_has_at_most_70_lines():
    offenders = [
        f"{shown(path)}:{function.lineno} {function.name}: {lines}"
        for path in budgeted_files()
        for function in functions(path)
        if (lines := function.end_lineno - function.lineno + 1) > FUNCTION_LINES_MAX
    ]

    assert not offenders, listed(f"functions of more than {FUNCTION_LINES_MAX} lines:", offenders)


def test_the_budget_sees_our_code():
    assert any(shown(path).startswith("src/") for path in budgeted_files())
