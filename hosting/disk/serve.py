"""Shows the folder `site` beside this file in the browser of this computer, and to nobody else.

    python3 serve.py            (on Windows: py serve.py)

Nothing is installed, changed or sent; Ctrl-C stops it. Python 3.8 or newer has all that it takes.
"""

import argparse
import http.server
import os
import sys
import webbrowser
from pathlib import Path

SITE = Path(__file__).resolve().parent / "site"
USUAL_PORT = 8137


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files as they are, pages by the name of their folder, and the site's own page for what is missing."""

    # Systems differ in what they know, and a browser takes WebAssembly under its own type alone.
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".gz": "application/gzip",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".jsonld": "application/ld+json",
        ".md": "text/markdown; charset=utf-8",
        ".parquet": "application/vnd.apache.parquet",
        ".sql": "application/sql; charset=utf-8",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
        ".xml": "application/xml",
        "": "application/octet-stream",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, directory=str(SITE), **kwargs)

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def list_directory(self, path):
        self.send_error(404)

    def send_error(self, code, message=None, explain=None):
        if code != 404:
            super().send_error(code, message, explain)
            return
        page = (SITE / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", self.extensions_map[".html"])
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)

    def log_message(self, format, *args):
        """A line for each file would hide the address."""


def listen(port):
    """A server on the port, or on a free one where none was asked for and the usual one is taken."""
    for candidate in [USUAL_PORT, 0] if port is None else [port]:
        try:
            return http.server.ThreadingHTTPServer(("127.0.0.1", candidate), Handler)
        except OSError as error:
            failed = error
    sys.exit(f"Port {port} cannot be used: {failed}")


def main():
    parser = argparse.ArgumentParser(description="Shows Sightline in the browser of this computer.")
    parser.add_argument("--port", type=int, help="the port to listen on")
    parser.add_argument("--no-browser", action="store_true", help="open no browser")
    options = parser.parse_args()
    if not (SITE / "index.html").is_file():
        sys.exit(f"{SITE} is not there: unpack the whole ZIP, and start this file where it was.")
    server = listen(options.port)
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    print(f"Sightline is at {address} (Ctrl-C stops it)", flush=True)
    if not options.no_browser:
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    # Browsers hold connections open, for which the program would otherwise wait.
    os._exit(0)


if __name__ == "__main__":
    main()
