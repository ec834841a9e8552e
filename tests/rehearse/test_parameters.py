"""docs/parameters.md is made from template.yaml and addons/edge.yaml. FRONTDESK_WRITE_DOCS=1 writes it anew."""

import os

import pytest
from samtranslator.yaml_helper import yaml_parse

from project import ROOT, read

PAGE = "docs/parameters.md"
INTRODUCTION = """\
# Parameters

Every parameter of the stack and of the edge add-on, as the templates describe them.
[upgrade.md](upgrade.md#change-a-parameter) changes one on a running stack.

This page is made from the templates:
`FRONTDESK_WRITE_DOCS=1 tests/rehearse.sh test_parameters.py`.
"""
HEAD = "| parameter | type | default | allowed | |\n|---|---|---|---|---|\n"


def page() -> str:
    stack, edge = yaml_parse(read("template.yaml")), yaml_parse(read("addons/edge.yaml"))
    sections = [INTRODUCTION]
    for title, names in groups(stack).items():
        sections.append(f"## {title}\n\n{table(stack, names)}")
    sections.append(f"## The edge add-on\n\n`addons/edge.yaml`, described in [edge.md](edge.md).\n\n{table(edge, edge['Parameters'])}")
    return "\n".join(sections)


def groups(template: dict) -> dict[str, list[str]]:
    """The parameters as the console groups them."""
    listed = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    return {group["Label"]["default"]: group["Parameters"] for group in listed}


def table(template: dict, names) -> str:
    return HEAD + "".join(row(name, template["Parameters"][name]) for name in names)


def row(name: str, parameter: dict) -> str:
    default = str(parameter["Default"])
    told = " ".join(parameter["Description"].split())
    cells = [f"`{name}`", parameter["Type"], f"`{default}`" if default else "empty", allowed(parameter), told]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def allowed(parameter: dict) -> str:
    """What CloudFormation checks before it changes anything."""
    if values := parameter.get("AllowedValues"):
        return ", ".join(f"`{value}`" for value in values)
    rules = []
    if "MinValue" in parameter:
        rules.append(f"{parameter['MinValue']} to {parameter['MaxValue']}")
    if pattern := parameter.get("AllowedPattern"):
        rules.append(f"`{pattern}`")
    if "MaxLength" in parameter:
        rules.append(f"{parameter.get('MinLength', 0)} to {parameter['MaxLength']} characters")
    return ", ".join(rules) or "any"


def test_the_page_is_made_from_the_templates():
    if os.environ.get("FRONTDESK_WRITE_DOCS") == "1":
        (ROOT / PAGE).write_text(page(), encoding="utf-8")
    assert read(PAGE) == page(), f"{PAGE} differs from the templates; FRONTDESK_WRITE_DOCS=1 writes it anew"


def test_every_parameter_is_in_one_group():
    template = yaml_parse(read("template.yaml"))
    grouped = [name for names in groups(template).values() for name in names]
    assert sorted(grouped) == sorted(template["Parameters"])


@pytest.mark.parametrize(
    ("parameter", "shown"),
    [
        ({"AllowedValues": ["true", "false"]}, "`true`, `false`"),
        ({"MinValue": 1, "MaxValue": 60}, "1 to 60"),
        ({"AllowedPattern": "[a-z]*", "MaxLength": 9}, "`[a-z]*`, 0 to 9 characters"),
        ({}, "any"),
    ],
)
def test_what_is_allowed(parameter, shown):
    assert allowed(parameter) == shown
