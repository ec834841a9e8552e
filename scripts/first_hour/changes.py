"""Changed parameters, an edited template, a rotated secret."""

import hashlib
import re

from first_hour.steps import hold, step
from first_hour.watching import pause


@step(
    "a changed parameter",
    "Does a changed parameter reach the functions behind the URLs: a new version at the alias `live`, the same URLs?",
)
def parameter(stack) -> str:
    before, urls = stack.versions(), [stack.url(provider) for provider in stack.providers()]
    stack.deploy(RetentionDays="2")
    after = stack.versions()
    stayed = [name for name in before if after[name] == before[name]]
    hold(not stayed, f"the alias did not move: {', '.join(stayed)}")
    hold(urls == [stack.url(provider) for provider in stack.providers()], "a URL has changed")
    live = stack.client("lambda").get_function_configuration(FunctionName=f"{stack.name}-gire", Qualifier="live")
    kept = live["Environment"]["Variables"]["RETENTION_DAYS"]
    hold(kept == "2", f"the function behind the URL still has RETENTION_DAYS={kept}")
    return ", ".join(f"{name} {before[name]} → {after[name]}" for name in sorted(before))


@step("nothing changed", "Does a deployment without a change keep the versions?")
def unchanged(stack) -> str:
    before = stack.versions()
    stack.deploy()
    hold(stack.versions() == before, f"before {before}, after {stack.versions()}")
    return "unchanged"


@step(
    "an edited template",
    "Does an edit of the template, not of a parameter (here, the timeout), reach the functions behind the URLs?",
)
def edited(stack) -> str:
    before = stack.versions()
    stack.deploy(edit=longer_timeout)
    functions = stack.client("lambda")
    live = functions.get_function_configuration(FunctionName=f"{stack.name}-gire", Qualifier="live")["Timeout"]
    newest = functions.get_function_configuration(FunctionName=f"{stack.name}-gire")["Timeout"]
    hold(live == newest, f"the function has {newest} s, the version behind the URL {live} s; versions {before}")
    stack.deploy()
    return f"{live} s behind the URL"


@step("a secret is rotated", "Are deliveries with the old and with the new secret accepted, side by side?")
def rotated(stack) -> str:
    old = stack.secret("zaui")
    stack.frontdesk("secret", "rotate", "zaui")
    new = stack.secret("zaui")
    hold(new != old, "the newest secret is still the old one")
    for number, secret in enumerate((old, new)):
        status, _ = stack.deliver("zaui", stack.kinds["zaui"][number], secret, "--fresh")
        hold(status == 200, f"a delivery with the {'new' if number else 'old'} one was answered {status}")
    return "both answered 200"


@step(
    "a retired secret after an idle time",
    "Does a sandbox that was frozen for more than five minutes refuse a secret that was retired meanwhile? Its clock may have "
    "stood still.",
    only_on_aws="the engine freezes no functions",
)
def retired(stack) -> str:
    old = stack.secret("gire")
    hold(stack.deliver("gire", stack.kinds["gire"][0], old, "--fresh")[0] == 200, "the secret was already refused")
    stack.frontdesk("secret", "rotate", "gire")
    listed = [line for line in stack.frontdesk("secret", "list", "gire", "--json").splitlines() if fingerprint(old) in line]
    hold(len(listed) == 1, f"the old secret is not in the list: {listed}")
    stack.frontdesk("secret", "retire", "gire", fingerprint(old), "--force")
    pause(330, "an idle function is frozen")
    status, _ = stack.deliver("gire", stack.kinds["gire"][0], old, "--fresh")
    hold(status == 401, f"the first delivery with the retired secret was answered {status}")
    return "401 at the first delivery"


def fingerprint(secret: str) -> str:
    """Returns the name of a secret in `frontdesk secret list`."""
    return hashlib.sha256(secret.encode()).hexdigest()[:8]


def longer_timeout(template: str) -> str:
    """Returns the template with a second more for all functions."""
    changed, count = re.subn(r"(?m)^    Timeout: (\d+)$", lambda found: f"    Timeout: {int(found[1]) + 1}", template, count=1)
    hold(count == 1, "the template has no timeout for all functions")
    return changed
