"""A service under test: the built binary, real sockets, a data directory of its own."""

import json
import os
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request


class Service:
    """`sentinel run` on a free port. Use it in a `with`; `kill` and `start` again keep the data directory."""

    def __init__(self, binary, rules, *arguments, config=None):
        self.binary = binary
        self.directory = tempfile.mkdtemp(prefix="sentinel-service-")
        self.rules = os.path.join(self.directory, "rules")
        os.mkdir(self.rules)
        self.write_rules(rules)
        self.arguments = list(arguments)
        if config is not None:
            path = os.path.join(self.directory, "config.yaml")
            with open(path, "w") as file:
                file.write(config)
            self.arguments += ["--config", path]
        self.process = None
        self.log = []

    def write_rules(self, text, name="rules.yaml"):
        path = os.path.join(self.rules, name)
        with open(path + ".new", "w") as file:
            file.write(text)
        os.rename(path + ".new", path)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def start(self):
        arguments = [self.binary, "run", "--rules", self.rules, "--http-port", "0"]
        arguments += ["--data-dir", os.path.join(self.directory, "data")] + self.arguments
        self.log = []
        self.url = None
        ready = threading.Event()
        self.process = subprocess.Popen(arguments, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        threading.Thread(target=self._read, args=(self.process, ready), daemon=True).start()
        # A process that ended is not always known to have, when its last line has been read.
        if not ready.wait(20) or self.url is None:
            raise AssertionError("the service did not start:\n" + "".join(self.log))

    def _read(self, process, ready):
        with process.stderr as lines:
            self._follow(lines, ready)

    def _follow(self, lines, ready):
        for line in lines:
            self.log.append(line)
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if entry.get("message") == "ready":
                self.url = entry["address"]
                ready.set()
        ready.set()

    def messages(self):
        return [json.loads(line) for line in self.log if line.startswith("{")]

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(15)

    def request(self, method, path, body=None, headers=None):
        """Status, headers and body; JSON is decoded."""
        request = urllib.request.Request(self.url + path, data=body, headers=headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                status, fields, data = response.status, response.headers, response.read()
        except urllib.error.HTTPError as error:
            status, fields, data = error.code, error.headers, error.read()
        is_json = fields.get("Content-Type", "").startswith("application/json")
        return status, fields, json.loads(data) if is_json else data.decode()

    def get(self, path):
        return self.request("GET", path)

    def send(self, events, headers=None):
        lines = "".join(json.dumps(event) + "\n" for event in events).encode()
        return self.request("POST", "/api/v1/events", lines, {"Content-Type": "application/x-ndjson", **(headers or {})})

    def metric(self, name):
        """The value of a metric, labels included in the name as the exposition writes them; 0 where it is not there."""
        for line in self.get("/metrics")[2].splitlines():
            if line.startswith(name + " "):
                return float(line.rsplit(" ", 1)[1])
        return 0.0

    def wait(self, condition, seconds=20, what="condition"):
        """Polls until `condition` gives something true."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            value = condition()
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"{what} did not come true in {seconds} s:\n" + "".join(self.log[-20:]))
