"""The shop's API: counts visits in redis, keeps orders in PostgreSQL."""

import json
import os
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg2
import redis

PASSWORD = Path("/run/secrets/database-password").read_text().strip()
CACHE = redis.Redis(host=os.environ["CACHE_HOST"])


def database():
    return psycopg2.connect(host=os.environ["DATABASE_HOST"], user="shop", dbname="shop", password=PASSWORD)


class Shop(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body):
        data = (json.dumps(body) + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path == "/health":
            CACHE.ping()
            self.answer(200, {"status": "ok"})
            return
        with database() as connection, connection.cursor() as cursor:
            cursor.execute("SELECT id, article FROM orders ORDER BY id")
            orders = [{"id": number, "article": article} for number, article in cursor.fetchall()]
        address = socket.gethostbyname(socket.gethostname())
        self.answer(200, {"served_by": address, "visits": CACHE.incr("visits"), "orders": orders})

    def do_POST(self):
        article = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        with database() as connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO orders (article) VALUES (%s) RETURNING id", (article,))
            number = cursor.fetchone()[0]
        self.answer(201, {"id": number, "article": article})

    def log_message(self, format, *arguments):
        print(format % arguments)


print("listening on port 8000")
ThreadingHTTPServer(("0.0.0.0", 8000), Shop).serve_forever()
