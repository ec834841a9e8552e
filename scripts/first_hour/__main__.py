"""The command line, and the order of the questions."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

# Each module registers its questions; this is the order in which they are asked.
from first_hour import beginning, deliveries, watching, changes, rollback, edge, removal  # noqa: F401, I001
from first_hour.stack import ROOT, Stack
from first_hour.steps import STEPS, Answer, DidNotHold, ask, hold, table


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/first-hour.sh", description="Answers what only an AWS account can.")
    parser.add_argument("--stack", default="frontdesk-first-hour", help="the name of the temporary stack")
    parser.add_argument("--template", type=Path, default=ROOT / "dist/template.yaml", help="the template to deploy")
    parser.add_argument("--region", default=os.environ.get("AWS_REGION", ""), help="where")
    parser.add_argument("--email", default="", help="an address for the alarms, to see whether mail arrives")
    parser.add_argument("--endpoint", default=os.environ.get("AWS_ENDPOINT_URL", ""), help="a local engine instead of AWS")
    parser.add_argument("--frontdesk", default="", help="the project's command [default: built from here]")
    parser.add_argument("--report", type=Path, help="also write the table to this file")
    parser.add_argument("--list", action="store_true", help="print the questions")
    parser.add_argument("--yes", action="store_true", help="do not ask before starting")
    return parser.parse_args()


def main() -> int:
    chosen = arguments()
    if chosen.list:
        for step in STEPS:
            print(f"{step.name}\n    {step.question}")
        return 0
    stack = prepared(chosen)
    answers = hour(stack)
    text = table(answers)
    print(f"\n{text}")
    if chosen.report:
        chosen.report.write_text(f"{text}\n", encoding="utf-8")
    return 1 if any(answer.outcome == "DID NOT HOLD" for answer in answers) else 0


def prepared(chosen: argparse.Namespace) -> Stack:
    """Prints what will happen and where, and asks for confirmation. Exits if the hour cannot
    start."""
    if not chosen.region:
        sys.exit("first-hour: name a region: --region, or AWS_REGION")
    if not chosen.template.is_file():
        sys.exit(f"first-hour: no {chosen.template}: run scripts/package.sh, or name another with --template")
    command = chosen.frontdesk or built_command()
    stack = Stack(chosen.stack, chosen.template, chosen.region, chosen.endpoint, chosen.email, command)
    stack.started, stack.is_deployed = int(time.time()), False
    account = stack.client("sts").get_caller_identity()["Account"]
    if stack.status():
        sys.exit(f"first-hour: account {account} already has a stack {stack.name}: name another with --stack")
    print(f"Deploys, changes and deletes {stack.name} in account {account}, {chosen.region}, {chosen.endpoint or 'AWS'}.")
    if not chosen.yes and input("Type the account's number to continue: ").strip() != account:
        sys.exit("first-hour: nothing was done")
    return stack


def built_command() -> str:
    subprocess.run(["cargo", "build", "--locked", "--quiet"], cwd=ROOT, check=True)
    return str(ROOT / "target/debug/frontdesk")


def hour(stack: Stack) -> list[Answer]:
    """Asks all questions, or without a stack only those that create one. Removes everything in any
    case."""
    answers = []
    try:
        for step in STEPS:
            answers.append(ask(step, stack))
            print(f"{answers[-1].outcome:<13} {step.name}: {answers[-1].found}", flush=True)
            if step.ask is beginning.deploy:
                hold(stack.is_deployed, "without a stack the other questions cannot be asked")
    except DidNotHold as end:
        print(f"first-hour: {end}", flush=True)
    finally:
        removal.end(stack)
    return answers


if __name__ == "__main__":
    sys.exit(main())
