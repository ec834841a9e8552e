"""Headless Chromium (Debian's `chromium` and `chromium-driver`) for the inspector, with its
requests and console messages."""

import base64
import json
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from project import target

# It must not ask for updates, and as root it has no sandbox.
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]
PATIENCE = 60

# Texts whose contrast with their background is below 4.5
# (https://www.w3.org/TR/WCAG22/#contrast-minimum).
FAINT = """(() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const linear = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const colour = numbers(getComputedStyle(element).backgroundColor);
      if (colour.length === 3) return colour;
    }
    return [255, 255, 255];
  };
  const says = (element) => Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
  const contrast = (element) => {
    const [a, b] = [numbers(getComputedStyle(element).color), ground(element)].map(light);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const texts = Array.from(document.querySelectorAll("body *")).filter((e) => says(e) && !e.closest("svg, :disabled"));
  return texts.filter((e) => contrast(e) < 4.5).map((e) => `${e.tagName} ${e.textContent} ${contrast(e)}`);
})()"""


class Browser:
    """One window, and a person's actions in it."""

    def __init__(self, driver: Chrome):
        self.driver = driver

    def open(self, address: str):
        self.driver.get(address)

    def leave(self):
        """Leaves the page before its server ends: the page would keep asking, and the browser
        complain."""
        self.driver.get("about:blank")

    def one(self, css: str):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def link(self, text: str):
        return self.driver.find_element(By.PARTIAL_LINK_TEXT, text)

    def wait(self, what: str, holds):
        """Waits until `holds` is true. The error says what was expected. An element may be of the page before, and gone when
        it is read: then the next poll finds its successor."""
        wait = WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05, ignored_exceptions=[StaleElementReferenceException])
        return wait.until(lambda _: holds(), what)

    def press(self, key: str):
        """Presses a key, in the focused element."""
        ActionChains(self.driver).send_keys(key).perform()

    def script(self, text: str):
        return self.driver.execute_script(f"return {text}")

    def look(self, width: int = 1280, height: int = 900, dark: bool = False):
        """Sets the size of the window, and the preferred colour scheme."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
        prefers = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [prefers]})

    def at(self, zone: str):
        """Sets the browser's time zone; "" is the machine's."""
        self.driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": zone})

    def faint(self) -> list:
        """Returns the texts with too little contrast."""
        return self.script(FAINT)

    def violations(self, axe: str) -> list:
        """Returns axe-core's violations on the page: the rule, and the places. `axe` is its
        source."""
        self.driver.execute_script(axe)
        found = self.driver.execute_async_script("axe.run().then(arguments[0], (error) => arguments[0]({error: String(error)}))")
        assert "violations" in found, found
        return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]

    def screenshot(self, name: str):
        """Saves the whole page in target/inspector."""
        folder = target() / "inspector"
        folder.mkdir(parents=True, exist_ok=True)
        taken = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
        (folder / f"{name}.png").write_bytes(base64.b64decode(taken["data"]))

    def complaints(self) -> list:
        """Returns the console messages since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def hosts(self) -> set:
        """Returns the hosts that the browser contacted since the last call."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [message for message in messages if message["method"] == "Network.requestWillBeSent"]
        return {urlsplit(message["params"]["request"]["url"]).netloc for message in asked}


@contextmanager
def chromium(folder: Path):
    """Starts a browser with an empty profile."""
    options = ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in [*FLAGS, f"--user-data-dir={folder}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=ChromeService("/usr/bin/chromedriver"))
    try:
        yield Browser(driver)
    finally:
        driver.quit()
