# SPDX-License-Identifier: GPL-2.0-or-later
"""Chromium, by the WebDriver protocol (W3C) that chromedriver speaks, and a web server on this machine: no more of either than tests
of pages need."""

import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import threading
import urllib.error
import urllib.request

# What neither asks anybody outside nor needs a display, also as root in a container.
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
)  # fmt: skip
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
SECONDS = 120  # that something may take on a slow machine


def find_missing():
    """A program that is not installed; None: all are."""
    return next((name for name in ("chromium", "chromedriver") if not shutil.which(name)), None)


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    # what tables of the machine say makes no difference
    extensions_map = {
        ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json",
        ".xml": "application/xml", ".svg": "image/svg+xml", "": "application/octet-stream",
    }  # fmt: skip

    def log_message(self, *arguments):
        pass


class Server:
    def __init__(self, folder):
        handler = functools.partial(QuietHandler, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()


class Browser:
    def __init__(self, folder):
        """@folder: a new one, for all that the browser keeps."""
        environment = {name: value for name, value in os.environ.items() if name not in ("LD_LIBRARY_PATH", "http_proxy", "HTTP_PROXY")}
        environment |= {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"), "XDG_CACHE_HOME": str(folder / "cache")}
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=0"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
        )
        self.session = None
        self.address = f"http://127.0.0.1:{self.read_port()}"
        capabilities = {
            "browserName": "chrome",
            "goog:chromeOptions": {"binary": shutil.which("chromium"), "args": [*FLAGS, f"--user-data-dir={folder}/profile"]},
            "goog:loggingPrefs": {"browser": "ALL"},
            "timeouts": {"script": SECONDS * 1000, "pageLoad": SECONDS * 1000},
        }
        self.session = self.ask("POST", "", {"capabilities": {"alwaysMatch": capabilities}})["sessionId"]

    def read_port(self):
        for line in self.driver.stdout:
            found = re.search(r"successfully on port (\d+)", line)
            if found:
                # it goes on writing
                threading.Thread(target=self.driver.stdout.read, daemon=True).start()
                return found[1]
        raise AssertionError("chromedriver does not start")

    def ask(self, method, path, body=None):
        prefix = f"/session/{self.session}" if self.session else "/session"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}{prefix}{path}", data, {"Content-Type": "application/json"}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=2 * SECONDS) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {json.load(error)['value']['message']}") from None

    def close(self):
        if self.session:
            self.ask("DELETE", "")
        self.driver.terminate()
        self.driver.wait()

    def go(self, address):
        self.ask("POST", "/url", {"url": address})

    def run(self, script, *arguments):
        """The value of a function's body in the page."""
        return self.ask("POST", "/execute/sync", {"script": script, "args": arguments})

    def wait(self, script, *arguments):
        """Until it is true."""
        body = "const done = arguments[arguments.length - 1]; const given = [...arguments].slice(0, -1);"
        body += f"const ask = function () {{ {script} }};"
        body += "const again = () => { const value = ask(...given); value ? done(value) : setTimeout(again, 30); }; again();"
        return self.ask("POST", "/execute/async", {"script": body, "args": arguments})

    def tell(self, command, **parameters):
        """The protocol of Chromium's own tools."""
        return self.ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def type(self, selector, text):
        element = self.ask("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]
        self.ask("POST", f"/element/{element}/value", {"text": text})

    def press(self, *keys):
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def drop(self, paths):
        """Files from the desktop, onto the middle of the page."""
        data = {"items": [], "files": list(map(str, paths)), "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.tell("Input.dispatchDragEvent", type=kind, x=200, y=200, data=data)

    def show_as(self, width, height=900, theme="light"):
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])

    def read_log(self):
        """What pages wrote since the last time: warnings and errors."""
        return [entry["message"] for entry in self.ask("POST", "/se/log", {"type": "browser"}) if entry["level"] in ("SEVERE", "WARNING")]

    def shoot(self):
        """The page as a PNG, in base64."""
        return self.tell("Page.captureScreenshot", format="png")["data"]
