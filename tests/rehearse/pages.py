"""The commands of a Markdown page, each with the output that the page shows; their comparison, and
the page's rewriting.

    ```sh         commands; what they print is not shown
    ```console    commands after `$ `, each with all that it prints, and `(exit N)` where it fails
    ```text       what the local run prints in its own terminal

A line `…` in an output stands for lines that are left out.
"""

import re
from dataclasses import dataclass, field

from project import read

LEFT_OUT = "…"
PROMPT = "$ "

# Patterns that differ from run to run, replaced by their names before the comparison. All else must
# be equal.
MASKS = (
    ("time", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"),
    ("time of day", r"\b\d\d:\d\d:\d\d\.\d{3}\b"),
    ("date of HTTP", r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"),
    ("day of a shard", r"(?<=#)\d{4}-\d\d-\d\d(?=#)"),
    ("expiry", r"(?<=expires_at)\W+\d{10}\b"),
    ("duration", r"\b\d+\.\d ms\b"),
    ("age", r"(?<=quiet for )\d+ s\b"),
)
# Ids and secrets differ consistently: each one on the page stands for one of the run, which later
# commands use.
NAMES = re.compile(
    r"\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # messages, requests
    r"|[0-9a-f]{8}"  # secrets, by their hash
    r"|(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{48})\b"  # secrets
)


@dataclass
class Step:
    """A command with its output, or an output of the local run (`command` is None)."""

    page: str
    line: int
    section: str
    command: str | None
    shown: list[str] | None = None
    # The end marker of text that the command reads from the page itself: `<<'END'`.
    until: str | None = None

    def __str__(self):
        return f"{self.page}:{self.line}: {self.command or 'what the local run prints'}"


@dataclass
class Names:
    """The mapping between the page's ids and secrets and the run's."""

    of_run: dict[str, str] = field(default_factory=dict)
    of_page: dict[str, str] = field(default_factory=dict)

    def same(self, shown: str, came: str) -> bool:
        """Reports whether one can stand for the other, and records it."""
        return self.of_run.setdefault(shown, came) == came and self.of_page.setdefault(came, shown) == shown

    def in_command(self, command: str) -> str:
        return NAMES.sub(lambda name: self.of_run.get(name[0], name[0]), command)


def steps(page: str, only: str | None = None) -> list[Step]:
    """Returns the steps of a page, or of one section."""
    found, section, language = [], "", None
    for number, line in enumerate(read(page).splitlines(), start=1):
        if language is None:
            if heading := re.match(r"## (.*)", line):
                section = heading[1]
            if fence := re.match(r"```(\w*)", line):
                language = fence[1]
                if language == "text" and only in (None, section):
                    found.append(Step(page, number + 1, section, None, []))
        elif line == "```":
            language = None
        elif only in (None, section):
            _add(found, language, line, Step(page, number, section, None))
    return found


def _add(found: list[Step], language: str, line: str, step: Step):
    if found and found[-1].until:
        found[-1].command += f"\n{line}"
        if line == found[-1].until:
            found[-1].until = None
    elif language == "sh" and line.strip() and not line.startswith("#"):
        step.command = re.sub(r"\s+#\s.*", "", line)
        found.append(step)
    elif language == "console" and line.startswith(PROMPT):
        step.command, step.shown = line.removeprefix(PROMPT), []
        step.until = (re.search(r"<<'(\w+)'$", line) or [None, None])[1]
        found.append(step)
    elif language == "console":
        assert found and found[-1].shown is not None, f"{step.page}:{step.line}: no command printed this"
        found[-1].shown.append(line)
    elif language == "text":
        found[-1].shown.append(line)


def trimmed(lines: list[str]) -> list[str]:
    """Removes empty lines at the start and the end."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    while lines and not lines[0]:
        lines = lines[1:]
    return lines


def cut(shown: list[str], came: list[str]) -> list[str]:
    """Removes from the output what the page leaves out."""
    if LEFT_OUT not in shown:
        return came
    head, tail = shown.index(LEFT_OUT), len(shown) - shown.index(LEFT_OUT) - 1
    if len(came) < head + tail:
        return came
    return [*came[:head], LEFT_OUT, *came[len(came) - tail :]]


def difference(shown: list[str], came: list[str], names: Names) -> str | None:
    """Returns the first line where the output differs from the page. Both are cut alike."""
    shown, came = trimmed(shown), trimmed(came)
    for number in range(max(len(shown), len(came))):
        page = shown[number] if number < len(shown) else "(nothing more)"
        run = came[number] if number < len(came) else "(nothing more)"
        pairs = list(zip(NAMES.findall(page), NAMES.findall(run), strict=False))
        if masked(page) != masked(run) or not all(names.same(*pair) for pair in pairs):
            return f"  on the page  {page}\n  printed      {run}"
    return None


def masked(line: str) -> str:
    for name, pattern in MASKS:
        line = re.sub(pattern, f"<{name}>", line)
    return NAMES.sub("<name>", line)


def contains(lines: list[str], shown: list[str]) -> bool:
    """Reports whether the lines occur in this order, perhaps with others in between."""
    left = iter([masked(line) for line in lines])
    return bool(shown) and all(masked(line) in left for line in trimmed(shown))


def rewritten(text: str, followed: list[tuple[Step, list[str]]], names: Names) -> str:
    """Returns the page with the actual output of its commands."""
    lines = text.splitlines()
    # From the end, so earlier line numbers stay valid.
    for step, came in reversed(followed):
        at = step.line - 1
        lines[at] = names.in_command(lines[at])
        if step.shown is not None:
            below = at + len(step.command.splitlines())
            lines[below : below + len(step.shown)] = trimmed(cut(step.shown, came))
    return "\n".join(lines) + "\n"
