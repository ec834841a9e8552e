"""Saves answers as `sam deploy --guided --config-file FILE` does, and reads them as `sam deploy`
does. Runs in SAM's own Python.

    save_answers.py FOLDER FILE PARAMETER=VALUE...
"""

import sys
from pathlib import Path

import click
from samcli.commands.deploy.command import cli
from samcli.commands.deploy.guided_config import GuidedConfig
from samcli.lib.config.samconfig import SamConfig

folder, file, *answers = sys.argv[1:]
with click.Context(cli, info_name="deploy") as context:
    context.samconfig_dir = folder
    config = GuidedConfig(template_file=str(Path(folder) / "template.yaml"), section="parameters")
    parameters = {name: {"Value": value, "Hidden": False} for name, value in (one.split("=") for one in answers)}
    config.save_config(parameters, config_file=file, stack_name="frontdesk")
saved = SamConfig(folder, file).get_all(["deploy"], "parameters")
print("saved", saved["parameter_overrides"], saved["capabilities"])
