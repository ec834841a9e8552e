"""The inspector as a person uses it, in headless Chromium. Screenshots are in target/inspector."""

import hashlib
import hmac
import json
import subprocess
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

import engines
from browser import chromium
from project import ROOT

EVIL = "<script>document.title='taken over'</script><img src=x onerror=\"document.title='taken over'\">"
OTHERS_SECRET = "local-cheqroom-secret"
EXAMPLES = [
    ("ombori", "positionCreated"), ("cheqroom", "item.create"), ("gingr", "check_in"), ("gire", "pud:create"),
    ("zaui", "booking.creation"),
]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Returns the addresses of a separate local run: endpoints and page, DynamoDB, SQS."""
    with engines.local_run(tmp_path_factory.mktemp("inspected")) as addresses:
        yield addresses


@pytest.fixture(scope="module")
def filled(run):
    """Returns the run with an event of each provider."""
    for provider, kind in EXAMPLES:
        send(run, provider, kind)
    return run


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture
def browser(window):
    """Fails if the browser complained about the page, or the page contacted another host."""
    window.look()
    window.leave()
    window.complaints(), window.hosts()
    yield window
    assert window.complaints() == []
    hosts = {host for host in window.hosts() if host}
    assert hosts and all(host.startswith("127.0.0.1:") for host in hosts), hosts


def send(run, provider: str, kind: str, *more: str) -> str:
    """Posts an example as its provider would. Returns the event's id."""
    command = [engines.frontdesk(), "send", provider, kind, "--url", f"{run[0]}/{provider}", *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()[3]


def post_gire(run, body: dict, secret: str = "local-gire-secret") -> int:
    """Posts a given body, signed."""
    data = json.dumps(body).encode()
    signature = hmac.new(secret.encode(), data, hashlib.sha256).hexdigest()
    headers = {"content-type": "application/json", "x-hub-signature-256": f"sha256={signature}"}
    request = urllib.request.Request(f"{run[0]}/gire", data, headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def messages(run) -> list:
    """Receives and deletes the messages of the queue."""
    sqs = boto3.client("sqs", endpoint_url=run[2])
    url = sqs.get_queue_url(QueueName="frontdesk-events")["QueueUrl"]
    taken = []
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages"):
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        taken.extend(json.loads(message["Body"]) for message in found)
    return taken


def kinds(browser) -> list:
    return browser.script("Array.from(document.querySelectorAll('#events td.kind a'), (link) => link.textContent)")


def states(browser) -> list:
    # In one call: the list may change between two.
    return browser.script("Array.from(document.querySelectorAll('#events .badge'), (badge) => badge.textContent)")


def timeline(browser) -> str:
    # In one call, as above.
    return browser.script("document.querySelector('.timeline').textContent")


def tab_to(browser, css: str):
    """Moves to an element with the keyboard."""
    for _ in range(60):
        browser.press(Keys.TAB)
        if browser.script(f"document.activeElement.matches({json.dumps(css)})"):
            return
    raise AssertionError(f"Tab never reaches {css}")


def test_a_new_event_appears_by_itself(tmp_path, browser):
    with engines.local_run(tmp_path) as run:
        browser.open(run[0])
        assert "No event matches" in browser.one("#events").text
        welcome = browser.one(".welcome").text
        assert all(f"{run[0]}/{provider}" in welcome for provider, _ in EXAMPLES)
        assert "Send a sample" in welcome and "frontdesk send" in browser.one("#send-command").text
        browser.script("(window.untouched = true)")
        for provider, kind in [*EXAMPLES, EXAMPLES[0]]:
            send(run, provider, kind)
        browser.wait("all five events are published", lambda: states(browser) == ["published"] * 5)
        assert kinds(browser) == [kind for _, kind in reversed(EXAMPLES)]
        browser.wait("the number of new events is announced", lambda: "5 new" in browser.one("#said").text)
        assert browser.script("window.untouched"), "the page was loaded again"
        assert browser.one("#p-gingr .count").text.startswith("1")
        assert not browser.all(".welcome")
        assert browser.one("#p-gingr .scale").text.split() == ["1", "0"]
        browser.link("checked_in").click()
        browser.wait("only check-ins are listed", lambda: kinds(browser) == ["check_in"])
        browser.driver.back()
        browser.wait("all five events are listed again", lambda: len(kinds(browser)) == 5)
        # The same as in docs/inspect.md.
        assert post_gire(run, {"id": "x", "eventType": "pud:create"}, OTHERS_SECRET) == 401
        for more in ["pud:status_update", "pud:price_update"]:
            send(run, "gire", more)
        browser.wait("all seven events are published", lambda: states(browser) == ["published"] * 7)
        browser.wait("the refused delivery is counted", lambda: browser.one("#refused-today").text == "1")
        browser.look(width=1100, height=700)
        browser.screenshot("events")
        browser.leave()


def test_the_keyboard_stays_where_it_is_when_the_list_changes(filled, browser):
    run = filled
    browser.open(run[0])
    tab_to(browser, "#events td.kind a")
    where = browser.script("document.activeElement.id")
    before = len(kinds(browser))
    send(run, "gire", "pud:price_update", "--fresh")
    browser.wait("the new event is in the list", lambda: len(kinds(browser)) == before + 1)
    assert where and browser.script("document.activeElement.id") == where


def test_filters(filled, browser):
    browser.open(filled[0])
    Select(browser.one("select[name=provider]")).select_by_value("gire")
    browser.one("input[name=kind]").send_keys("pud:c*", Keys.ENTER)
    browser.wait("only the matching event is listed", lambda: kinds(browser) == ["pud:create"])
    assert browser.one("select[name=provider]").get_attribute("value") == "gire"
    assert browser.one("input[name=kind]").get_attribute("value") == "pud:c*"
    browser.link("Clear").click()
    browser.wait("all events are listed again", lambda: len(kinds(browser)) > 1)


def test_an_event_is_found(filled, browser):
    browser.open(filled[0])
    key = browser.one("#events tr[data-id^='gingr:']").get_attribute("data-id")
    # By the beginning of its id, from every page.
    browser.open(f"{filled[0]}/_/refused")
    browser.one("form.find input").send_keys(key.removeprefix("gingr:")[:10], Keys.ENTER)
    browser.wait("the event's page is open", lambda: browser.all("p.id") and key in browser.one("p.id").text)
    # By the beginning of its subject, and by a text in its body.
    browser.open(filled[0])
    browser.one("input[name=subject]").send_keys("reservation", Keys.ENTER)
    browser.wait("only the check-in is listed", lambda: "check_in" in kinds(browser) and "pud:create" not in kinds(browser))
    browser.open(filled[0])
    browser.one("input[name=text]").send_keys("biscuit", Keys.ENTER)
    browser.wait("only the event with this text is listed", lambda: kinds(browser) == ["check_in"])
    said = browser.one("#looked").text
    assert "bodies" in said and "at most 500 bodies or 16 MiB" in said


def test_times_are_those_of_this_place(filled, browser):
    try:
        browser.at("Asia/Kathmandu")
        browser.open(filled[0])
        time = browser.one("#events td.when time")
        utc = datetime.fromisoformat(time.get_attribute("datetime"))
        assert time.get_attribute("title") == time.get_attribute("datetime")
        shown = (utc + timedelta(hours=5, minutes=45)).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        assert time.text == shown
        assert "Asia/Kathmandu" in browser.one("#events th").text or "Asia/Kat" in browser.one("#events th").text
        # A new event appears in the same way, and nothing else moves.
        send(filled, "gire", "pud:price_update", "--fresh")
        browser.wait("the new event is announced", lambda: "1 new" in browser.one("#said").text)
        assert shown in [time.text for time in browser.all("#events td.when time")]
        # The form converts the entered time, and shows it again.
        before = (utc + timedelta(hours=5, minutes=44)).strftime("%Y-%m-%dT%H:%M")
        browser.script(f"(document.querySelector('input[name=to]').value = '{before}')")
        browser.one("form.filters button").click()
        browser.wait("the address is in UTC", lambda: "to=2" in browser.driver.current_url)
        asked = parse_qs(urlsplit(browser.driver.current_url).query)["to"][0]
        assert asked == (utc - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:00.000Z")
        assert browser.one("input[name=to]").get_attribute("value").startswith(before)
        assert kinds(browser) == []
    finally:
        browser.at("")


def test_pages(filled, browser):
    browser.open(f"{filled[0]}/?show=2")
    first = kinds(browser)
    browser.link("Older").click()
    browser.wait("older events are shown", lambda: browser.all("#newer"))
    assert len(kinds(browser)) == 2
    browser.link("Newer").click()
    browser.wait("the newest events are shown again", lambda: not browser.all("#newer"))
    assert kinds(browser) == first


def test_without_scripts_a_reload_does(filled, browser):
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open(filled[0])
        assert "Reload" in browser.one("#said").text
        assert "(UTC)" in browser.one("#events th").text
        browser.link("booking.creation").click()
        assert "What happened" in browser.one("main").text
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_an_event_is_replayed_with_the_keyboard_alone(filled, browser):
    messages(filled)
    browser.open(filled[0])
    browser.press(Keys.TAB)
    assert browser.driver.switch_to.active_element.text == "Skip to content"
    browser.press(Keys.ENTER)
    tab_to(browser, "a[id^='to gingr:']")
    browser.press(Keys.ENTER)
    browser.wait("the event is shown", lambda: browser.all("form.action button"))
    shown = browser.one("main").text
    for text in ["received by request", "answered 200", "published as message", "hash", "good", "sha256"]:
        assert text in shown
    browser.screenshot("event")
    tab_to(browser, "form.action button")
    browser.press(Keys.ENTER)
    browser.wait("the confirmation is shown", lambda: "Replay one event" in browser.one("h1").text)
    assert "frontdesk-events" in browser.one(".facts").text and "local run" in browser.one(".facts").text
    assert messages(filled) == []
    tab_to(browser, "form.action button")
    browser.press(Keys.ENTER)
    browser.wait("the success is reported", lambda: browser.all(".notice.good"))
    assert "sent to the queue again as message" in timeline(browser)
    browser.driver.refresh()
    browser.wait("the page is loaded again", lambda: browser.all(".timeline"))
    assert not browser.all(".notice.good"), "the success is reported twice"
    (message,) = messages(filled)
    assert (message["replay"], message["type"]) == (True, "gingr.check_in")


def test_what_a_filter_matches_is_replayed(filled, browser):
    messages(filled)
    browser.open(f"{filled[0]}/?kind=booking.creation,item.create")
    browser.one("#replay-all").click()
    browser.wait("the confirmation is shown", lambda: "Replay 2 events" in browser.one("h1").text)
    assert "frontdesk-events" in browser.one(".facts").text
    browser.one("form.action button").click()
    browser.wait("the success is reported", lambda: "2 sent" in browser.one(".notice.good").text)
    assert {message["type"] for message in messages(filled)} == {"zaui.booking.creation", "cheqroom.item.create"}


def test_a_replay_shows_how_far_it_is_and_can_be_stopped(tmp_path, browser, axe):
    with engines.local_run(tmp_path) as run:
        send(run, "gire", "pud:create", "--fresh", "--count", "60")
        browser.open(f"{run[0]}/?provider=gire&show=100")
        browser.wait("all sixty events are published", lambda: states(browser) == ["published"] * 60)
        browser.one("#replay-all").click()
        browser.wait("the confirmation is shown", lambda: "Replay 60 events" in browser.one("h1").text)
        assert browser.violations(axe) == []
        browser.one("input[name=rate]").send_keys("10")
        browser.one("form.action button").click()
        browser.wait("the progress is shown", lambda: browser.all("#progress progress"))
        assert browser.violations(axe) == []
        browser.look(width=390, height=844)
        assert browser.script("document.documentElement.scrollWidth") <= 390
        assert browser.faint() == []
        tab_to(browser, "#stop")
        gone = browser.script("document.querySelector('#progress progress').value")
        browser.wait("the progress updates", lambda: browser.script("document.querySelector('#progress progress').value") > gone)
        assert browser.script("document.activeElement.id") == "stop", "the keyboard focus was lost"
        browser.press(Keys.ENTER)
        browser.wait("the replay has stopped", lambda: "Stopped after" in browser.one("#progress").text)
        assert browser.violations(axe) == []
        browser.one("#go-on").click()
        browser.wait("the confirmation is shown again", lambda: "before the interruption" in browser.one("main").text)
        # Slow enough to be seen, and up to the end.
        browser.one("input[name=rate]").send_keys("10/s")
        browser.one("form.action button").click()
        browser.wait("the success is reported", lambda: browser.all(".notice.good"))
        browser.leave()


def test_dead_letters_are_moved_back(run, browser):
    sqs = boto3.client("sqs", endpoint_url=run[2])
    messages(run)
    key = send(run, "gire", "pud:price_update", "--fresh")
    url = sqs.get_queue_url(QueueName="frontdesk-events")["QueueUrl"]
    policy = json.loads(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])["Attributes"]["RedrivePolicy"])
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": json.dumps(policy | {"maxReceiveCount": 1})})
    for expected in (1, 0):
        found = sqs.receive_message(QueueUrl=url, VisibilityTimeout=0, WaitTimeSeconds=1).get("Messages", [])
        assert len(found) == expected
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": json.dumps(policy)})
    browser.open(run[0])
    browser.wait("the dead letter is counted", lambda: browser.one("#dead-letters").text == "1")
    browser.one("#dead-letters").click()
    browser.wait("the dead letter is listed", lambda: browser.all("#dead td a"))
    assert browser.one("#dead td a").text == key
    browser.one("form.action button").click()
    browser.wait("the confirmation is shown", lambda: "Redrive 1 dead letter" in browser.one("h1").text)
    assert "frontdesk-events" in browser.one(".facts").text
    browser.one("form.action button").click()
    browser.wait("the success is reported", lambda: "1 moved back" in browser.one(".notice.good").text)
    assert [f"gire:{message['id']}" for message in messages(run)] == [key]


def test_a_page_that_is_replaced_while_it_is_read(filled, browser):
    """What `browser.wait` must bear: a click may replace the page between finding an element and reading it."""
    browser.open(filled[0])
    found = [browser.one("h1")]
    browser.driver.refresh()
    browser.wait("the new page is read", lambda: (found.pop() if found else browser.one("h1")).text)
    assert not found


def test_what_a_consumer_did(filled, browser):
    dynamodb = boto3.client("dynamodb", endpoint_url=filled[1])
    browser.open(f"{filled[0]}/?kind=item.create")
    browser.one("#events td.kind a").click()
    browser.wait("the event is shown", lambda: browser.all("p.id"))
    provider, own = browser.one("#event-id").text.split(":", 1)
    row = {"id": {"S": f"consumed:desk:/frontdesk/{provider}#{own}"}, "done_at": {"S": "2099-11-20T10:00:00.123Z"}}
    dynamodb.put_item(TableName="frontdesk-events", Item=row)
    browser.wait("the consumer's work appears by itself", lambda: "the consumer desk finished it" in timeline(browser))


def test_what_a_button_copies(filled, browser):
    browser.driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    browser.open(f"{filled[0]}/?kind=pud:create")
    browser.one("#events td.kind a").click()
    browser.wait("the event is shown", lambda: browser.all("details.curl"))
    browser.one("details.curl summary").click()
    copied = {}
    for what in ["id", "body", "curl command"]:
        button = next(button for button in browser.all("button.copy") if button.text == f"Copy {what}")
        button.click()
        browser.wait("the button confirms the copy", lambda button=button: button.text == "Copied")
        copied[what] = browser.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    assert copied["id"].startswith("gire:") and json.loads(copied["body"])["eventType"] == "pud:create"
    assert copied["curl command"].startswith("curl -i -X POST 'http://127.0.0.1:")
    answer = subprocess.run(["sh", "-c", copied["curl command"]], capture_output=True, text=True, check=False).stdout
    assert answer.startswith("HTTP/1.1 200"), answer


def test_a_sample_is_sent(run, browser):
    browser.open(run[0])
    Select(browser.one("select[name=sample]")).select_by_visible_text("cheqroom order.checkout")
    browser.one("form.sample button").click()
    browser.wait("the success is reported", lambda: browser.all(".notice.good"))
    assert "order.checkout" in browser.one("h1").text
    assert any(message["type"] == "cheqroom.order.checkout" for message in messages(run))


def test_what_comes_from_outside_does_nothing(run, browser):
    body = {"id": "evil", "eventType": EVIL, "timestamp": "2026-03-14T08:00:00.000Z", "data": {"pudId": EVIL, EVIL: EVIL}}
    assert post_gire(run, body) == 200
    assert post_gire(run, body, "an unknown secret") == 401
    browser.open(run[0])
    browser.wait("the event is listed", lambda: EVIL in kinds(browser))
    browser.one("a[id='to gire:evil']").click()
    browser.wait("the event is shown", lambda: browser.all("pre.body"))
    assert EVIL.replace('"', '\\"') in browser.one("pre.body").text
    assert "taken over" not in browser.driver.title.replace(EVIL, "")
    browser.open(f"{run[0]}/_/refused")
    browser.one("#refused td.kind a").click()
    browser.wait("the refused delivery is shown", lambda: browser.all("pre.body"))
    assert not browser.all("main img, main script"), "the sender's text became an element"


def test_why_a_delivery_was_refused_and_its_release(tmp_path, browser):
    body = {"id": "late", "eventType": "pud:create", "timestamp": "2026-03-14T08:00:00.000Z", "data": {"pudId": "b"}}
    with engines.local_run(tmp_path) as run:
        assert post_gire(run, body, OTHERS_SECRET) == 401
        browser.open(run[0])
        browser.link("Refused").click()
        browser.wait("the refused delivery is listed", lambda: browser.all("#refused td.kind a"))
        browser.one("#refused td.kind a").click()
        browser.wait("the cause is shown", lambda: "secret of cheqroom" in browser.one(".why").text)
        assert "provider's own secret" in browser.one(".todo").text
        browser.look(width=1100, height=700)
        browser.screenshot("refusal")
        assert '"late"' in browser.one("pre.body").text
        with engines.inspector(["--secret", f"gire={OTHERS_SECRET}"], beside=tmp_path) as page:
            browser.open(f"{page}/_/refused")
            browser.one("#refused td.kind a").click()
            browser.wait("the button is shown", lambda: browser.all("form.action button"))
            browser.one("form.action button").click()
            browser.wait("the success is reported", lambda: browser.all(".notice.good"))
            assert "gire:late" in browser.one(".id").text
            browser.open(f"{page}/_/refused")
            assert "No refused deliveries are kept" in browser.one("#refused").text
            browser.leave()
        assert [message["id"] for message in messages(run)] == ["late"]


@pytest.fixture(scope="module")
def axe() -> str:
    """Returns the source of axe-core (https://github.com/dequelabs/axe-core), from the lock in
    axe/."""
    folder = ROOT / "tests" / "rehearse" / "axe"
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True, capture_output=True)
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(filled, browser, axe, dark):
    assert post_gire(filled, {"id": "x", "eventType": "unheard_of"}, "an unknown secret") == 401
    assert post_gire(filled, {"id": f"odd-{dark}", "eventType": "unheard_of"}) == 200
    browser.look(dark=dark)
    browser.open(f"{filled[0]}/?kind=check_in")
    event = browser.one("#events td.kind a").get_attribute("href")
    browser.open(f"{filled[0]}/_/refused")
    refusal = browser.one("#refused td.kind a").get_attribute("href")
    replay = event.replace("/_/event", "/_/replay")
    paths = ["", "/?show=2", "/?text=biscuit", "/?kind=none", "/_/refused", "/_/dead", "/_/replay-all?kind=check_in"]
    for address in [*(f"{filled[0]}{path}" for path in paths), event, refusal, replay]:
        browser.open(address)
        assert browser.violations(axe) == [], address


def test_axe_finds_nothing_where_nothing_arrived(tmp_path, browser, axe):
    with engines.local_run(tmp_path) as run:
        browser.open(run[0])
        assert browser.all(".welcome")
        assert browser.violations(axe) == []
        browser.leave()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_and_can_be_read(filled, browser, width, dark):
    run = filled
    long = {"id": "x" * 400, "eventType": "k" * 250, "timestamp": "2026-03-14T08:00:00.000Z", "data": {"pudId": "s" * 250}}
    assert post_gire(run, long) == 200
    assert post_gire(run, long, "an unknown secret") == 401
    browser.look(width=width, height=844 if width == 390 else 900, dark=dark)
    shade = "dark" if dark else "light"
    browser.open(f"{run[0]}/?provider=gire")
    refusal = browser.one("#refused-today").get_attribute("href")
    event = browser.one("a[id^='to gire:xxx']").get_attribute("href")
    browser.open(refusal)
    refused = browser.one("#refused td.kind a").get_attribute("href")
    sample = f"{run[0]}/?kind=check_in"
    browser.open(sample)
    ordinary = browser.one("#events td.kind a").get_attribute("href")
    replay = event.replace("/_/event", "/_/replay")
    pages = [("list", run[0]), ("event", ordinary), ("refused", refusal), ("refusal", refused), ("long", event)]
    for name, address in [*pages, ("dead", f"{run[0]}/_/dead"), ("replay", replay)]:
        browser.open(address)
        wide = browser.script("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} px wide"
        assert browser.faint() == [], name
        ground = browser.script("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, ground[4:-1].split(","))) < 200) == dark
        browser.screenshot(f"{name}-{width}-{shade}")
