"""The optional add-on in front of the function URLs: a stack of its own, in CloudFront's region."""

import time
import urllib.error
import urllib.request

from first_hour.stack import ROOT, post
from first_hour.steps import hold, step, wait

# CloudFront's certificates, web ACLs and functions are created there (docs/edge.md).
REGION = "us-east-1"


@step(
    "the edge and strays",
    "Does a delivery through the add-on arrive with its signature valid, and is a path of no provider answered 404, "
    "quickly? The default origin is a host name that does not exist.",
    only_on_aws="the engine has no CloudFront",
)
def strays(stack) -> str:
    name, client = f"{stack.name}-edge", stack.session.client("cloudformation", region_name=REGION)
    urls = {f"{provider.title()}Url": f"{stack.url(provider)}/" for provider in stack.providers()}
    parameters = [{"ParameterKey": key, "ParameterValue": value} for key, value in urls.items()]
    body = (ROOT / "addons/edge.yaml").read_text(encoding="utf-8")
    client.create_stack(StackName=name, TemplateBody=body, Parameters=parameters)
    try:
        client.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 15, "MaxAttempts": 120})
        (made,) = client.describe_stacks(StackName=name)["Stacks"]
        outputs = {output["OutputKey"]: output["OutputValue"] for output in made["Outputs"]}
        return ask(stack, outputs["GireEdgeUrl"])
    finally:
        client.delete_stack(StackName=name)
        client.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig={"Delay": 15, "MaxAttempts": 120})


def ask(stack, edge: str) -> str:
    request = stack.signed("gire", stack.kinds["gire"][0], stack.secret("gire"), "--fresh")
    request.full_url = edge
    wait("a delivery through the edge answered 200", stack.patience, lambda: post(request) == 200, every=10)
    started = time.monotonic()
    try:
        status = urllib.request.urlopen(edge.replace("/gire/", "/nobody/"), timeout=60).status
    except urllib.error.HTTPError as error:
        status = error.code
    took = time.monotonic() - started
    hold(status == 404 and took < 2, f"a stray was answered {status} after {took:.1f} s")
    return f"the delivery 200, a stray {status} after {took:.1f} s"
