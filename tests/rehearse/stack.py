"""The template as AWS sees it: expanded by the library that AWS itself runs, then read as JSON."""

import copy
from dataclasses import dataclass

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from project import TEMPLATE


@dataclass(frozen=True)
class Stack:
    """A template and its expansion."""

    source: dict
    resources: dict
    outputs: dict
    json: dict

    def of_type(self, kind: str) -> dict:
        """Returns the resources of a CloudFormation type, by logical id."""
        return {name: r for name, r in self.resources.items() if r["Type"] == kind}

    def properties(self, name: str) -> dict:
        """Returns the properties of a resource, which must exist."""
        assert name in self.resources, f"the template has no {name}"
        return self.resources[name].get("Properties", {})

    def default(self, value):
        """Returns a value, or the default of the parameter that it refers to."""
        if isinstance(value, dict) and set(value) == {"Ref"}:
            return self.source["Parameters"][value["Ref"]]["Default"]
        return value


class _ManagedPolicies:
    """The template uses none of AWS's own policies."""

    def load(self) -> dict:
        return {}


def source() -> dict:
    """Returns the template as written."""
    return yaml_parse(TEMPLATE.read_text(encoding="utf-8"))


def expand(written: dict) -> Stack:
    """Expands a template. The code gets a place in S3, as with `sam package`."""
    written = copy.deepcopy(written)
    fragment = copy.deepcopy(written)
    for name, resource in fragment["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = f"s3://rehearsal/{name}.zip"
    expanded = transform(fragment, {}, _ManagedPolicies())
    return Stack(written, expanded["Resources"], expanded["Outputs"], expanded)
