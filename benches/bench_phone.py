"""Measures the map on a slow phone at 100,000 actions.

    python benches/bench_phone.py

Chromium with a processor four times slower, 10 Mbit/s and 60 ms: how long until numbers
stand on the map, how much was loaded for it, how many frames a second it moves with.
OBJECTWAR_BENCH_PEERS names a folder of npm packages, to put leaflet.markercluster and
supercluster with the same places beside it:
`npm install leaflet@1.9 leaflet.markercluster supercluster`. `benches/crowd.py` says
which database.
"""

import functools
import gzip
import http.server
import json
import os
import shutil
import statistics
import threading
from pathlib import Path

import crowd
from playwright.sync_api import TimeoutError, sync_playwright
from serving import PROXIED, serve

from events.tally import tally

REPEATS = 3
PATIENCE = 90  # seconds for each of the others
SIZE = {"width": 390, "height": 844}
SLOWER = 4
MEGABIT = 1_000_000 / 8
# Of what the page itself consists.
PAGE = {"document", "script", "stylesheet"}
SECONDS_TO_NUMBERS, MOST_OCTETS, LEAST_FRAMES = 1.2, 150 * 1024, 50
PAGES = {
    "map of a frame": ("/en/embed/actions/?view=map", None),
    "list, then a tap": ("/en/actions/", ".event-map__toggle"),
}
# Counts frames while the map is dragged by some pixels before each of them: to and fro,
# and let go for a moment after each 45.
FRAMES = """() => new Promise(done => {
  const { map, L } = document.querySelector("event-map");
  const started = performance.now();
  let frames = 0;
  const next = now => {
    if (now - started > 3000) return done(frames / (now - started) * 1000);
    frames++;
    map._rawPanBy(L.point(frames % 180 < 90 ? 5 : -5, 1));
    map.fire("move").fire("drag");
    if (frames % 45 === 0) map.fire("moveend");
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})"""
PEER = """<!doctype html><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="leaflet/dist/leaflet.css">
<link rel="stylesheet" href="leaflet.markercluster/dist/MarkerCluster.Default.css">
<style>#map { height: 600px }</style><div id="map"></div>
<script src="leaflet/dist/leaflet.js"></script>
<script src="%s"></script>
<script>
const map = L.map("map").setView([50, 15], 4);
const shown = () => requestAnimationFrame(() => setTimeout(() => {
  window.shownAt = performance.now();
}));
fetch("points.json").then(answer => answer.json()).then(points => {
  %s
  shown();
});
</script>"""
PEERS = {
    "leaflet.markercluster": (
        "leaflet.markercluster/dist/leaflet.markercluster.js",
        """const group = L.markerClusterGroup();
        group.addLayers(points.map(point => L.marker(point)));
        map.addLayer(group);""",
    ),
    "supercluster": (
        "supercluster/dist/supercluster.min.js",
        """const index = new Supercluster({ radius: 60, maxZoom: 16 });
        index.load(points.map(([latitude, longitude]) => ({
          type: "Feature", properties: {},
          geometry: { type: "Point", coordinates: [longitude, latitude] },
        })));
        const layer = L.layerGroup().addTo(map);
        const world = [-180, -85, 180, 85];
        for (const { geometry, properties } of index.getClusters(world, 4)) {
          const [longitude, latitude] = geometry.coordinates;
          L.marker([latitude, longitude], { icon: L.divIcon({
            html: String(properties.point_count ?? 1) }) }).addTo(layer);
        }""",
    ),
}


class _Zipped(http.server.SimpleHTTPRequestHandler):
    """Packages of npm, a page for each peer, and the places, all compressed."""

    points = b""

    def do_GET(self):
        name = self.path.strip("/")
        if name == "points.json":
            body, kind = self.points, "application/json"
        elif name in PEERS:
            body, kind = (PEER % PEERS[name]).encode(), "text/html"
        else:
            file = Path(self.directory, name)
            if not file.is_file():
                self.send_error(404)
                return
            body, kind = file.read_bytes(), self.guess_type(name)
        body = gzip.compress(body)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def serve_peers(folder: str) -> tuple[http.server.ThreadingHTTPServer, int]:
    known = tally()
    places = [
        [round(latitude, 5), round(longitude, 5)]
        for latitude, longitude in zip(known.latitudes, known.longitudes, strict=True)
    ][: known.placed.bit_count()]
    _Zipped.points = json.dumps(places, separators=(",", ":")).encode()
    handler = functools.partial(_Zipped, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, len(places)


class Phone:
    """A slow phone that has seen nothing yet."""

    def __init__(self, browser, headers=None):
        self.context = browser.new_context(
            viewport=SIZE,
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            extra_http_headers=headers or {},
        )
        self.page = self.context.new_page()
        self.answered = []
        self.page.on("requestfinished", lambda one: self.answered.append(one))
        wire = self.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": 60,
                "downloadThroughput": 10 * MEGABIT,
                "uploadThroughput": 10 * MEGABIT,
            },
        )
        wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def octets(self) -> tuple[int, int]:
        """Return what was received: of the page itself, and of all else."""
        octets = [0, 0]
        for request in self.answered:
            sizes = request.sizes()
            octets[request.resource_type not in PAGE] += (
                sizes["responseHeadersSize"] + sizes["responseBodySize"]
            )
        return octets[0], octets[1]


# The browser itself says when a number stood on the screen (Element Timing).
WATCH = """(() => {
  window.timed = {};
  const note = (name, time) => window.timed[name] ??= time;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) note(entry.identifier, entry.renderTime);
  }).observe({ type: "element", buffered: true });
  addEventListener("click", () => { window.tappedAt = performance.now() }, true);
  const name = element => element.matches?.(".event-map__point")
    && element.setAttribute("elementtiming", "numbers");
  new MutationObserver(changes => {
    for (const { addedNodes } of changes) for (const node of addedNodes) {
      name(node);
      node.querySelectorAll?.(".event-map__point").forEach(name);
    }
  }).observe(document, { subtree: true, childList: true });
})()"""
NUMBERS_AT = """() => new Promise(done => {
  const look = () => window.timed.numbers
    ? done(window.timed.numbers - (window.tappedAt ?? 0))
    : setTimeout(look, 20);
  look();
})"""


def measure_ours(browser, address: str) -> None:
    for label, (path, tap) in PAGES.items():
        seconds, octets, frames, painted = [], [], [], []
        for _repeat in range(REPEATS):
            phone = Phone(browser, PROXIED)
            page = phone.page
            page.add_init_script(WATCH)
            page.goto(address + path, wait_until="commit")
            if tap:
                page.wait_for_load_state()
                page.locator(tap).evaluate("button => button.click()")
            seconds.append(page.evaluate(NUMBERS_AT) / 1000)
            painted.append(
                page.evaluate(
                    "performance.getEntriesByName('first-contentful-paint')[0]"
                    "?.startTime ?? 0"
                )
                / 1000
            )
            page.wait_for_timeout(1500)
            octets.append(phone.octets())
            frames.append(page.evaluate(FRAMES))
            phone.context.close()
        page_octets, beside = map(max, zip(*octets, strict=True))
        middle = statistics.median
        print(
            f"  {label}: first paint {middle(painted):.2f} s, numbers after "
            f"{middle(seconds):.2f} s (at most {SECONDS_TO_NUMBERS})\n"
            f"    page, scripts and styles {page_octets:,.0f} octets compressed "
            f"(at most {MOST_OCTETS:,}), all else {beside:,.0f}\n"
            f"    {middle(frames):.0f} frames a second (at least {LEAST_FRAMES})"
        )


def measure_peers(browser, server, number: int) -> None:
    address = f"http://127.0.0.1:{server.server_address[1]}"
    for name in PEERS:
        phone = Phone(browser)
        phone.page.goto(f"{address}/{name}", wait_until="commit")
        try:
            phone.page.wait_for_function("window.shownAt", timeout=PATIENCE * 1000)
            seconds = f"after {phone.page.evaluate('window.shownAt') / 1000:.1f} s"
        except TimeoutError:
            seconds = f"not yet after {PATIENCE} s"
        print(
            f"  {name} with {number:,} places: numbers {seconds}, "
            f"{sum(phone.octets()):,.0f} octets"
        )
        phone.context.close()


def main() -> None:
    crowd.fill()
    folder = os.environ.get("OBJECTWAR_BENCH_PEERS")
    peers = serve_peers(folder) if folder else None
    server, address = serve([path for path, _tap in PAGES.values()])
    chromium = os.environ.get("OBJECTWAR_CHROMIUM") or shutil.which("chromium")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium)
            measure_ours(browser, address)
            if peers:
                measure_peers(browser, *peers)
            browser.close()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
