"""Gradual deployments: a failing one is rolled back, and a repairing one succeeds."""

import re
import threading

from first_hour.steps import DidNotHold, hold, step

NO_CODEDEPLOY = "the engine has no CodeDeploy"


@step(
    "a gradual deployment that fails",
    "A new version of one function cannot start. Is it rolled back, and is the previous version live again in the end?",
    only_on_aws=NO_CODEDEPLOY,
)
def taken_back(stack) -> str:
    before = stack.versions()
    answers = with_deliveries(stack, lambda: failing_deployment(stack))
    after = stack.versions()
    hold(after == before, f"before {before}, after {after}")
    return f"{stack.status()}, all aliases unchanged; answers meanwhile: {answers}"


@step(
    "a gradual deployment that repairs",
    "The live version fails. Does the gradual deployment of the repair succeed while the alarms are on?",
    only_on_aws=NO_CODEDEPLOY,
)
def repaired(stack) -> str:
    stack.deploy(edit=broken, GradualDeployment="false")
    status, _ = stack.deliver("gire", stack.kinds["gire"][0], "", "--fresh")
    hold(status >= 500, f"the planted failure was answered {status}")
    answers = with_deliveries(stack, lambda: stack.deploy(GradualDeployment="true"))
    status, _ = stack.deliver("gire", stack.kinds["gire"][0], "", "--fresh")
    hold(status == 200, f"after the repair: {status}")
    stack.deploy(GradualDeployment="false")
    return f"repaired; answers meanwhile: {answers}"


def failing_deployment(stack):
    """Makes a deployment that must not succeed."""
    try:
        stack.deploy(edit=broken, GradualDeployment="true")
    except DidNotHold as failed:
        print(f"    as planned: {failed}", flush=True)
        return
    raise DidNotHold("the deployment of a function that cannot start succeeded")


def broken(template: str) -> str:
    """Returns the template with one function that has no secret, and so cannot start."""
    secret_of_gire = r"(?ms)(^  Gire:$.*?^ +)WEBHOOK_SECRET_ID:"
    changed, count = re.subn(secret_of_gire, r"\g<1>ANOTHER_NAME:", template, count=1)
    hold(count == 1, "the template gives Gire's function no WEBHOOK_SECRET_ID")
    return changed


def with_deliveries(stack, work) -> dict:
    """Does the work while deliveries come in. Returns how often each status was answered."""
    answers, done = {}, threading.Event()

    def deliver():
        while not done.is_set():
            try:
                status, _ = stack.deliver("gire", stack.kinds["gire"][0], "", "--fresh")
            except OSError as error:
                status = str(error)
            answers[status] = answers.get(status, 0) + 1
            done.wait(1)

    sender = threading.Thread(target=deliver, daemon=True)
    sender.start()
    try:
        work()
    finally:
        done.set()
        sender.join(timeout=60)
    return answers
