"""The template for prebuilt functions: the project's own, with a zip in place of each source
folder.

    template.py TEMPLATE                                      lists its functions
    template.py TEMPLATE ARCHITECTURE FUNCTION=ZIP …          prints it

It edits the text instead of a parsed YAML document, so comments, order and the short forms of
CloudFormation's functions survive, and two versions can be compared. It refuses anything that it
cannot change.
"""

import re
import sys
from pathlib import Path

IS_FUNCTION = re.compile(r"(?m)^    Type: AWS::Serverless::Function\s*$")
BUILD_METHOD = "BuildMethod: rust-cargolambda"


class Refused(Exception):
    """The template is not written as this file expects."""


def functions(template: str) -> list[str]:
    """Returns the names of a template's functions."""
    return [_name(block) for block in _blocks(template) if IS_FUNCTION.search(block)]


def packaged(template: str, architecture: str, zips: dict[str, str]) -> str:
    """Returns the template with the zips of its functions, all of one architecture."""
    if set(zips) != set(functions(template)):
        raise Refused(f"its functions are {', '.join(functions(template))}; there are zips for {', '.join(zips)}")
    blocks = _blocks(template)
    for place, block in enumerate(blocks):
        if IS_FUNCTION.search(block):
            blocks[place] = _function(block, zips[_name(block)])
        elif _name(block) == "Architecture":
            # The template accepts only the architecture of its zips.
            block = _once(r"(?m)^(    AllowedValues: ).*$", rf"\g<1>[{architecture}]", block)
            blocks[place] = _once(r"(?m)^(    Default: ).*$", rf"\g<1>{architecture}", block)
    return "".join(blocks)


def _blocks(template: str) -> list[str]:
    """Splits the template before each parameter, resource and output."""
    return re.split(r"(?m)^(?=  \w+:\s*$)", template)


def _name(block: str) -> str:
    return block.split(":", 1)[0].strip()


def _function(block: str, file: str) -> str:
    block = _once(r"(?m)^(      CodeUri: ).*$", rf"\g<1>{file}", block)
    alone = rf"(?m)^    Metadata: {{ {BUILD_METHOD} }}\n|^    Metadata:\n      {BUILD_METHOD}\n(?!      )"
    beside_others = rf"(?m)^      {BUILD_METHOD}\n|(?<={{ ){BUILD_METHOD}, "
    return _once(alone if re.search(alone, block) else beside_others, "", block)


def _once(pattern: str, replacement: str, block: str) -> str:
    block, count = re.subn(pattern, replacement, block)
    if count != 1:
        raise Refused(f"{_name(block)} has {count} matches of {pattern}, not one")
    return block


def main(path: str, *words: str):
    template = Path(path).read_text(encoding="utf-8")
    if not words:
        print("\n".join(functions(template)))
        return
    try:
        sys.stdout.write(packaged(template, words[0], dict(word.split("=", 1) for word in words[1:])))
    except Refused as refused:
        sys.exit(f"package: {path}: {refused}. Extend scripts/package/template.py.")


if __name__ == "__main__":
    main(*sys.argv[1:])
