"""What a user of the running service sees. Usage: python3 Tests/Service/test_service.py SENTINEL"""

import gzip
import json
import os
import signal
import socket
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from service import Service

BINARY = ".build/release/sentinel"

# Judged every 100 ms: what a test waits for comes soon.
FAST = """
rules:
  - name: deep
    metric: queue_depth
    by: [service]
    every: 100ms
    condition: value > 5
    severity: warning
"""
CONFIG = "lateness: 0s\nlog: {level: info}\n"


def depth(value, service="a"):
    return {"service": service, "metrics": {"queue_depth": value}}


def running(rules=FAST, *arguments, config=CONFIG):
    return Service(BINARY, rules, *arguments, config=config)


class Ingest(unittest.TestCase):
    def test_events_are_taken_and_bad_ones_named(self):
        with running() as service:
            status, _, body = service.send([depth(1), {"duration_ms": -1}, depth(2)])
            self.assertEqual((status, body["accepted"]), (202, 2))
            self.assertEqual(body["refused"], [{"index": 1, "field": "duration_ms", "reason": "is negative"}])
            self.assertEqual(service.metric('sentinel_events_accepted_total{source="http"}'), 2)

    def test_objects_lists_and_gzip_are_taken(self):
        with running() as service:
            for body, headers in [
                (json.dumps(depth(1)), {}),
                (json.dumps([depth(1), depth(2)]), {"Content-Type": "application/json"}),
            ]:
                self.assertEqual(service.request("POST", "/api/v1/events", body.encode(), headers)[0], 202)
            packed = gzip.compress(json.dumps(depth(1)).encode())
            self.assertEqual(service.send([], None)[0], 202)
            status, _, body = service.request("POST", "/api/v1/events", packed, {"Content-Encoding": "gzip"})
            self.assertEqual((status, body["accepted"]), (202, 1))

    def test_what_cannot_be_read_is_refused_with_the_way_out(self):
        with running(config=CONFIG + "http: {max_body_bytes: 1MiB}\n") as service:
            post = lambda body, headers: service.request("POST", "/api/v1/events", body, headers)
            self.assertEqual(post(b"{}", {"Content-Type": "image/png"})[0], 415)
            self.assertEqual(post(b"{}", {"Content-Encoding": "br"})[0], 415)
            self.assertEqual(post(b"\x1f\x8bnonsense", {"Content-Encoding": "gzip"})[0], 400)
            self.assertEqual(post(b" " * (1 << 20) + b"{}", {})[0], 413)
            bomb = gzip.compress(b" " * (8 << 20))
            self.assertEqual(post(bomb, {"Content-Encoding": "gzip"})[0], 413)
            self.assertEqual(post(b"not JSON", {})[0], 400)
            self.assertEqual(service.get("/api/v1/nothing")[0], 404)
            self.assertEqual(service.send([depth(1)])[0], 202)

    def test_an_event_far_ahead_of_the_clock_is_refused(self):
        with running() as service:
            status, _, body = service.send([dict(depth(9), timestamp=time.time() + 3600)])
            self.assertEqual((status, body["accepted"], body["refused"][0]["field"]), (400, 0, "timestamp"))

    def test_a_full_queue_and_a_hasty_client_are_asked_to_come_again(self):
        with running(config=CONFIG + "limits: {rate_per_client: 10}\n") as service:
            self.assertEqual(service.send([depth(1)] * 50)[0], 202)
            status, headers, _ = service.send([depth(1)])
            self.assertEqual((status, int(headers["Retry-After"]) >= 1), (429, True))

    def test_hostile_connections_disturb_nobody(self):
        with running() as service:
            host, port = service.url.removeprefix("http://").split(":")
            sent = [
                b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{}",
                b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
                b"GET / HTTP/9.9\r\n\r\n", b"\x00\xff" * 500, b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
            ]
            open_ones = []
            for data in sent * 5:
                connection = socket.create_connection((host, int(port)))
                connection.sendall(data)
                open_ones.append(connection)
            self.assertEqual(service.send([depth(1)])[0], 202)
            for connection in open_ones:
                connection.close()
            self.assertEqual(service.send([depth(1)])[0], 202)


    def test_a_client_that_trickles_is_closed(self):
        limits = "http: {header_timeout: 1s, read_timeout: 1s}\n"
        with running(config=CONFIG + limits) as service:
            host, port = service.url.removeprefix("http://").split(":")
            with socket.create_connection((host, int(port)), timeout=10) as slow:
                slow.sendall(b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\n")
                self.assertEqual(slow.recv(1), b"")
            with socket.create_connection((host, int(port)), timeout=10) as slow:
                slow.sendall(b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
                self.assertIn(b" 408 ", slow.recv(1000))
            self.assertEqual(service.send([depth(1)])[0], 202)


    def test_slow_clients_and_large_announcements_hold_no_room(self):
        limits = "http: {max_body_bytes: 8MiB}\nlimits: {queue_bytes: 8MiB}\n"
        with running(config=CONFIG + limits) as service:
            host, port = service.url.removeprefix("http://").split(":")
            head = b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 8388608\r\n\r\n{"
            slow = [socket.create_connection((host, int(port))) for _ in range(8)]
            for connection in slow:
                connection.sendall(head)
            service.wait(lambda: service.metric("sentinel_queue_bytes") >= 8, what="the first bytes")
            self.assertEqual(service.send([depth(1)])[0], 202)
            for connection in slow:
                connection.close()

    def test_what_has_arrived_takes_room_and_gives_it_back(self):
        limits = "http: {max_body_bytes: 4MiB}\nlimits: {queue_bytes: 4MiB}\n"
        with running(config=CONFIG + limits) as service:
            host, port = service.url.removeprefix("http://").split(":")
            with socket.create_connection((host, int(port))) as hoarder:
                hoarder.sendall(b"POST /api/v1/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                hoarder.sendall(b"3F0000\r\n" + b" " * 0x3F0000 + b"\r\n")
                service.wait(lambda: service.metric("sentinel_queue_bytes") >= 0x3F0000, what="the chunk")
                status, headers, _ = service.send([depth(1)] * 2_000)
                self.assertEqual((status, headers["Retry-After"]), (503, "1"))
            service.wait(lambda: service.metric("sentinel_queue_bytes") < 1_000_000, what="the room")
            self.assertEqual(service.send([depth(1)])[0], 202)

    def test_more_events_than_a_body_may_have_are_refused(self):
        with running() as service:
            bomb = gzip.compress(b"{}\n" * 2_000_000)
            status, _, body = service.request("POST", "/api/v1/events", bomb, {"Content-Encoding": "gzip"})
            self.assertEqual((status, body["error"]["code"]), (413, "too_large"))


class Alerts(unittest.TestCase):
    def test_an_alert_fires_is_listed_and_resolves(self):
        with running() as service:
            service.send([depth(9)])
            alerts = service.wait(lambda: service.get("/api/v1/alerts")[2]["alerts"], what="an alert")
            self.assertEqual((alerts[0]["rule"], alerts[0]["state"]), ("deep", "firing"))
            self.assertEqual(alerts[0]["evidence"], {"value": 9})
            rule = service.get("/api/v1/rules/deep")[2]
            self.assertEqual((rule["state"], rule["group_statuses"][0]["labels"]), ("firing", {"service": "a"}))
            self.assertEqual(service.metric('sentinel_alerts{state="firing"}'), 1)
            service.send([depth(1)])
            service.wait(lambda: not service.get("/api/v1/alerts")[2]["alerts"], what="the end of the alert")
            states = [entry["state"] for entry in service.get("/api/v1/alerts?state=resolved&state=firing")[2]["alerts"]]
            self.assertIn("resolved", states)
            self.assertEqual(len(service.get("/api/v1/anomalies?rule=deep")[2]["anomalies"]), 1)

    def test_pages_and_filters(self):
        with running() as service:
            service.send([depth(9, f"s{index}") for index in range(7)])
            page = lambda query: service.get("/api/v1/anomalies?" + query)[2]
            service.wait(lambda: len(page("limit=10")["anomalies"]) == 7, what="seven alerts")
            first = page("limit=4")
            second = page("limit=4&cursor=" + first["next_cursor"])
            names = [entry["labels"]["service"] for entry in first["anomalies"] + second["anomalies"]]
            self.assertEqual((sorted(names), second["next_cursor"]), ([f"s{index}" for index in range(7)], None))
            self.assertEqual(len(page("label=service%3Ds3")["anomalies"]), 1)
            self.assertEqual(page("severity=critical")["anomalies"], [])
            for query in ["limit=0", "cursor=x", "state=odd", "from=yesterday", "severity=bad", "label=x", "lable=a=b"]:
                status, _, body = service.get("/api/v1/anomalies?" + query)
                self.assertEqual((query, status, body["error"]["code"]), (query, 400, "bad_parameter"))


class Reload(unittest.TestCase):
    def test_a_changed_threshold_keeps_the_windows_and_a_removed_rule_ends_its_alerts(self):
        with running() as service:
            service.send([depth(9)])
            service.wait(lambda: service.get("/api/v1/alerts")[2]["alerts"], what="an alert")
            service.write_rules(FAST.replace("> 5", "> 6"))
            status, _, receipt = service.request("POST", "/-/reload")
            self.assertEqual((status, receipt["outcome"], receipt["generation"]), (200, "success", 2))
            self.assertEqual(receipt["rules"], [{"rule": "deep", "disposition": "re-derived", "reasons": ["condition"]}])
            self.assertEqual(len(service.get("/api/v1/alerts")[2]["alerts"]), 1)
            service.write_rules("rules: []\n")
            service.signal(signal.SIGHUP)
            receipt = service.wait(
                lambda: [r for r in [service.get("/api/v1/reload")[2]] if r.get("generation") == 3], what="the reload")[0]
            self.assertEqual(receipt["closed_alerts"][0]["reason"], "rule removed")
            service.wait(lambda: not service.get("/api/v1/alerts")[2]["alerts"], what="the end of the alert")

    def test_a_broken_rule_changes_nothing_and_says_where(self):
        with running() as service:
            service.send([depth(9)])
            service.wait(lambda: service.get("/api/v1/alerts")[2]["alerts"], what="an alert")
            service.write_rules(FAST.replace("value > 5", "valu > 5 and"))
            self.assertEqual(service.metric("sentinel_rules_disk_differs"), 1)
            status, _, receipt = service.request("POST", "/-/reload")
            self.assertEqual((status, receipt["outcome"], receipt["generation"]), (422, "failure", 1))
            self.assertTrue(any(finding["line"] == 7 for finding in receipt["diagnostics"]))
            self.assertEqual(service.metric("sentinel_rules_reload_success"), 0)
            self.assertEqual(service.get("/api/v1/health")[2]["status"], "degraded")
            self.assertEqual(len(service.get("/api/v1/alerts")[2]["alerts"]), 1)

    def test_a_broken_file_is_isolated_where_that_is_wanted(self):
        with running(config=CONFIG + "on_bad_file: isolate\n") as service:
            service.write_rules(FAST.replace("deep", "other"), "other.yaml")
            self.assertEqual(service.request("POST", "/-/reload")[0], 200)
            service.write_rules("rules: [{name: deep, condition: ]\n")
            service.write_rules(FAST.replace("deep", "third"), "other.yaml")
            status, _, receipt = service.request("POST", "/-/reload")
            self.assertEqual((status, receipt["outcome"]), (200, "isolated"))
            self.assertEqual([os.path.basename(path) for path in receipt["isolated_files"]], ["rules.yaml"])
            names = [rule["name"] for rule in service.get("/api/v1/rules")[2]["rules"]]
            self.assertEqual(names, ["deep", "third"])
            self.assertEqual(service.metric("sentinel_rules_reload_success"), 0)

    def test_a_watched_file_is_reloaded_when_it_has_changed(self):
        with running(config=CONFIG + "watch: true\n") as service:
            service.write_rules(FAST.replace("deep", "deeper"))
            service.wait(lambda: service.get("/api/v1/reload")[0] == 200, what="the reload")
            self.assertEqual([r["name"] for r in service.get("/api/v1/rules")[2]["rules"]], ["deeper"])
            self.assertEqual(service.get("/api/v1/reload")[2]["trigger"], "watch")

    def test_reloads_under_load_lose_and_double_nothing(self):
        with running() as service:
            stop, sent, statuses = threading.Event(), [0], set()

            def load():
                while not stop.is_set():
                    statuses.add(service.send([depth(1)] * 20)[0])
                    sent[0] += 20

            senders = [threading.Thread(target=load) for _ in range(2)]
            for sender in senders:
                sender.start()
            for index in range(40):
                service.write_rules(FAST.replace("> 5", f"> {5 + index % 3}"))
                self.assertEqual(service.request("POST", "/-/reload")[0], 200)
            stop.set()
            for sender in senders:
                sender.join()
            self.assertEqual(statuses, {202})
            self.assertEqual(service.metric('sentinel_events_accepted_total{source="http"}'), sent[0])
            self.assertEqual(service.metric("sentinel_rules_generation"), 41)


class Life(unittest.TestCase):
    COUNT = """
rules:
  - name: many
    metric: llm_requests
    by: []
    every: 100ms
    window: 1h
    condition: value > 1000000
"""

    def counted(self, service):
        groups = service.get("/api/v1/rules/many")[2]["group_statuses"]
        return groups[0]["value"] if groups else 0

    def test_what_was_acknowledged_outlives_kill_9(self):
        service = running(self.COUNT)
        with service:
            acknowledged = 0
            for round in range(5):
                stop = threading.Event()
                done = [0]

                def load():
                    while not stop.is_set():
                        try:
                            status, _, body = service.send([{"service": "a", "duration_ms": 1}] * 50)
                        except OSError:
                            return
                        if status == 202:
                            done[0] += body["accepted"]

                sender = threading.Thread(target=load)
                sender.start()
                time.sleep(0.2 + 0.07 * round)
                service.kill()
                stop.set()
                sender.join()
                acknowledged += done[0]
                begin = time.monotonic()
                service.start()
                self.assertLess(time.monotonic() - begin, 5)
                value = service.wait(lambda: self.counted(service), what="a value")
                # At most one request a round was written and not acknowledged.
                self.assertGreaterEqual(value, acknowledged)
                self.assertLessEqual(value, acknowledged + 50 * (round + 1))
                acknowledged = value

    def test_a_firing_alert_is_still_firing_after_a_restart_and_is_told_once(self):
        service = running(FAST.replace("condition: value > 5", "condition: max(1h) > 5"))
        service.arguments += ["--config", os.path.join(service.directory, "config.yaml")]
        with open(os.path.join(service.directory, "config.yaml"), "w") as file:
            file.write(CONFIG + "alerts: {output: out.ndjson}\n")
        with service:
            service.send([depth(9)])
            service.wait(lambda: service.get("/api/v1/alerts")[2]["alerts"], what="an alert")
            first = service.get("/api/v1/alerts")[2]["alerts"][0]
            service.kill()
            service.start()
            again = service.wait(lambda: service.get("/api/v1/alerts")[2]["alerts"], what="the alert")[0]
            self.assertEqual((again["active_since"], again["fingerprint"]), (first["active_since"], first["fingerprint"]))
            with open(os.path.join(service.directory, "out.ndjson")) as file:
                self.assertEqual([json.loads(line)["state"] for line in file], ["firing"])

    def test_an_alert_that_nobody_had_told_yet_is_told_after_a_restart(self):
        rules = "rules: [{name: bad, on: event, condition: queue_depth > 5, keep_firing_for: 10m}]\n"
        config = "lateness: 2s\nalerts: {output: out.ndjson}\n"
        with running(rules, config=config) as service:
            self.assertEqual(service.send([depth(9)])[0], 202)
            service.kill()
            service.start()
            service.wait(lambda: service.get("/api/v1/alerts")[2]["alerts"], what="the alert")
            with open(os.path.join(service.directory, "out.ndjson")) as file:
                self.assertEqual([json.loads(line)["state"] for line in file], ["firing"])

    def test_a_full_journal_refuses_events_and_still_judges_and_reloads(self):
        config = CONFIG + "journal: {max_bytes: 16MiB, segment_bytes: 1MiB}\n"
        with running(config=config) as service:
            service.send([depth(9)])
            service.wait(lambda: service.get("/api/v1/alerts")[2]["alerts"], what="an alert")
            name = lambda index: f"{index:0200d}"
            for batch in range(400):
                status, headers, body = service.send([depth(1, name(batch * 500 + index)) for index in range(500)])
                if status != 202:
                    break
            self.assertEqual((status, body["error"]["code"], headers["Retry-After"]), (503, "not_durable", "1"))
            self.assertGreater(service.metric("sentinel_journal_refused_total"), 0)
            self.assertGreater(service.metric("sentinel_journal_bytes"), 14 << 20)
            service.write_rules("rules: []\n")
            self.assertEqual(service.request("POST", "/-/reload")[0], 200)
            service.wait(lambda: not service.get("/api/v1/alerts")[2]["alerts"], what="the end of the alert")

    def test_reloads_at_one_time_end_on_what_the_files_say(self):
        with running() as service:
            reloads = [threading.Thread(target=service.request, args=("POST", "/-/reload")) for _ in range(8)]
            for index, reload in enumerate(reloads):
                service.write_rules(FAST.replace("> 5", f"> {10 + index}"))
                reload.start()
            for reload in reloads:
                reload.join()
            self.assertEqual(service.get("/api/v1/rules/deep")[2]["conditions"], ["value > 17"])
            self.assertEqual(service.metric("sentinel_rules_disk_differs"), 0)

    def test_sigterm_ends_it_in_order_and_nothing_is_lost(self):
        with running(self.COUNT) as service:
            service.send([{"service": "a", "duration_ms": 1}] * 10)
            begin = time.monotonic()
            self.assertEqual(service.stop(), 0)
            self.assertLess(time.monotonic() - begin, 10)
            service.start()
            self.assertEqual(service.wait(lambda: self.counted(service), what="a value"), 10)

    def test_a_second_instance_on_the_directory_is_refused_by_name(self):
        with running() as service:
            second = running()
            second.directory, second.rules = service.directory, service.rules
            with self.assertRaises(AssertionError) as caught:
                second.start()
            self.assertIn(str(service.process.pid), str(caught.exception))

    def test_systemd_is_told_of_each_step(self):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            path = os.path.join(tempfile.mkdtemp(prefix="sentinel-notify-"), "socket")
            manager.bind(path)
            manager.settimeout(10)
            told = lambda: manager.recv(4096).decode().split("\n")[0]
            os.environ["NOTIFY_SOCKET"] = path
            self.addCleanup(os.environ.pop, "NOTIFY_SOCKET")
            with running() as service:
                self.assertEqual(told(), "READY=1")
                service.signal(signal.SIGHUP)
                self.assertEqual([told(), told()], ["RELOADING=1", "READY=1"])
                # A set that can't be read changes nothing; the service is as ready as before.
                service.write_rules("rules: 1\n")
                service.signal(signal.SIGHUP)
                self.assertEqual([told(), told()], ["RELOADING=1", "READY=1"])
                self.assertEqual(service.get("/api/v1/reload")[2]["outcome"], "failure")
                service.signal(signal.SIGTERM)
                self.assertEqual(told(), "STOPPING=1")
                self.assertEqual(service.process.wait(15), 0)

    def test_readiness_metrics_and_the_description(self):
        with running(config=CONFIG + "storage: {redis: {url: 'redis://localhost:6379'}}\n") as service:
            self.assertEqual(service.get("/-/ready")[0], 200)
            self.assertEqual(service.get("/-/healthy")[0], 200)
            self.assertEqual(service.get("/api/v1/openapi.json")[2]["openapi"], "3.1.0")
            self.assertEqual(service.get("/api/v1/health")[2]["not_yet_active"], ["storage.redis.url"])
            for line in service.get("/metrics")[2].splitlines():
                self.assertRegex(line, r"^(# (HELP|TYPE) sentinel_|sentinel_[a-z_]+(\{[^}]*\})? \S+$)")


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        BINARY = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)
