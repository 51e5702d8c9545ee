#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Network block devices of qemu-nbd, nbdkit and of servers that break the rules, on loopback: what is read, and what is said
when nothing is. Prints TAP.

usage: test-nbd.py HELPER"""

import hashlib
import random
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "common"))
from tools_case import IS_SANITIZED, IS_WHOLE, WITHOUT_LEAKS, Server, Tap, World

HELPER = Path(sys.argv[1]).resolve()
SIZE = 3 * (1 << 20) + 1536  # a multiple of 512, as QEMU wants it
DATA = random.Random(5).randbytes(SIZE - 700000) + bytes(700000)
GOOD = f"{SIZE} {hashlib.sha256(DATA).hexdigest()}\n"


def find_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(world, *arguments):
    is_encrypted = any("nbds" in str(argument) for argument in arguments)
    status, out, errors = world.run(HELPER, *arguments, **(WITHOUT_LEAKS if is_encrypted else {}))
    return status, out + errors


# Servers that others have written


def make_certificates(world):
    """Folders for servers, with an authority, a certificate and its key: right, for another host, expired."""

    def tool(*arguments):
        subprocess.run(["certtool", *map(str, arguments)], check=True, capture_output=True)

    def template(name, text):
        path = world.path(name)
        path.write_text(text)
        return path

    authority_key, authority = world.path("ca-key.pem"), world.path("ca-cert.pem")
    tool("--generate-privkey", "--ecc", "--outfile", authority_key)
    tool("--generate-self-signed", "--load-privkey", authority_key, "--outfile", authority,
         "--template", template("ca.cfg", "cn = test\nca\ncert_signing_key\nexpiration_days = 3650\n"))  # fmt: skip
    # valid from and to: days before and after are no matter
    always = 'activation_date = "2020-01-01 00:00:00 UTC"\nexpiration_date = "2090-01-01 00:00:00 UTC"\n'
    past = 'activation_date = "2020-01-01 00:00:00 UTC"\nexpiration_date = "2020-02-01 00:00:00 UTC"\n'
    local = "dns_name = localhost\nip_address = 127.0.0.1\n"
    kinds = {
        "right": ("server", "tls_www_server\n" + local + always),
        "other": ("server", "tls_www_server\ndns_name = elsewhere.example\n" + always),
        "expired": ("server", "tls_www_server\n" + local + past),
        "client": ("client", "tls_www_client\n" + always),
    }
    folders = {}
    for name, (kind, text) in kinds.items():
        folder = world.path(name)
        folder.mkdir()
        key, certificate = folder / f"{kind}-key.pem", folder / f"{kind}-cert.pem"
        tool("--generate-privkey", "--ecc", "--outfile", key)
        tool("--generate-certificate", "--load-privkey", key, "--outfile", certificate,
             "--load-ca-certificate", authority, "--load-ca-privkey", authority_key,
             "--template", template(f"{name}.cfg", f"cn = {name}\nsigning_key\nencryption_key\n{text}"))  # fmt: skip
        (folder / "ca-cert.pem").write_bytes(authority.read_bytes())
        folders[name] = folder
    both = world.path("client.pem")
    both.write_bytes((folders["client"] / "client-cert.pem").read_bytes() + (folders["client"] / "client-key.pem").read_bytes())
    return folders, authority, both


def serve_qemu(raw, port, *options):
    return Server(["qemu-nbd", "-r", "-t", "-f", "raw", "-b", "127.0.0.1", "-p", port, "-e", "20", *options, raw], port=port)


def serve_nbdkit(raw, port, *options):
    filters = [option for option in options if option.startswith("--")]
    rest = [option for option in options if not option.startswith("--")]
    return Server(["nbdkit", "-f", "-r", "-i", "127.0.0.1", "-p", port, *filters, "file", raw, *rest], port=port)


def check_plain(tap, world, raw):
    port = find_port()
    with serve_qemu(raw, port, "-x", "a disk"):
        tap.equal(ask(world, f"nbd://127.0.0.1:{port}/a%20disk"), (0, GOOD), "qemu/plain")
        tap.equal(ask(world, "--step", "777", f"nbd://localhost:{port}/a%20disk"), (0, GOOD), "qemu/plain in small pieces")
        address = f"nbd://127.0.0.1:{port}/b"
        tap.equal(ask(world, address), (1, f"cannot read '{address}': the server has no export 'b'\n"), "qemu/no such export")
        address = f"nbds://127.0.0.1:{port}/a%20disk"
        why = "the server offers no TLS encryption, which nbds:// asks for; nothing was read"
        tap.equal(ask(world, address), (1, f"cannot read '{address}': {why}\n"), "qemu/TLS asked for, not there")
    path = world.path("socket")
    with Server(["qemu-nbd", "-r", "-t", "-f", "raw", "-k", path, "-e", "20", raw], path=path):
        tap.equal(ask(world, f"nbd+unix:///?socket={path}"), (0, GOOD), "qemu/socket")
        often = 10000 if IS_WHOLE and not IS_SANITIZED else 500
        status, out = ask(world, "--cancel", often, f"nbd+unix:///?socket={path}")
        tap.ok(status == 0, "qemu/cancelled at any moment", out)
        early, late, counts = (list(map(int, line.split())) for line in out.splitlines()[-3:])
        tap.equal(early[0], late[0], "qemu/cancelled: no descriptor is left")
        tap.ok(IS_SANITIZED or late[1] - early[1] < 4096, "qemu/cancelled: no memory is left", out)
        tap.ok(counts[1] > 0, "qemu/cancelled: some were", out)
    for name, options in {"structured": [], "simple": ["--filter=noextents", "--no-sr"]}.items():
        port = find_port()
        with serve_nbdkit(raw, port, *options):
            tap.equal(ask(world, f"nbd://127.0.0.1:{port}"), (0, GOOD), f"nbdkit/{name}")
    whole = world.path("whole.raw")
    whole.write_bytes(DATA[: 1 << 20])
    port = find_port()
    with serve_nbdkit(whole, port, "--filter=blocksize-policy", "blocksize-minimum=4096", "blocksize-error-policy=error"):
        good = f"{1 << 20} {hashlib.sha256(DATA[:1 << 20]).hexdigest()}\n"
        tap.equal(ask(world, "--step", "777", f"nbd://127.0.0.1:{port}"), (0, good), "nbdkit/large blocks")
    port = find_port()
    with serve_nbdkit(raw, port, "--oldstyle"):
        tap.equal(ask(world, f"nbd://127.0.0.1:{port}"), (0, GOOD), "nbdkit/old style")
        address = f"nbds://127.0.0.1:{port}"
        why = "the server offers no TLS encryption, which nbds:// asks for; nothing was read"
        tap.equal(ask(world, address), (1, f"cannot read '{address}': {why}\n"), "nbdkit/old style, TLS asked for")


def check_tls(tap, world, raw):
    folders, authority, client = make_certificates(world)
    trust = ["--authority", authority]

    def qemu(folder, verify="no"):
        return ["--object", f"tls-creds-x509,id=t,endpoint=server,dir={folder},verify-peer={verify}", "--tls-creds", "t"]

    def why(answer):
        return answer[0], answer[1].split("': ", 1)[-1]

    port = find_port()
    with serve_qemu(raw, port, *qemu(folders["right"])):
        tap.equal(ask(world, *trust, f"nbds://localhost:{port}"), (0, GOOD), "tls/right")
        tap.equal(ask(world, *trust, f"nbds://127.0.0.1:{port}"), (0, GOOD), "tls/right, by address")
        tap.equal(ask(world, f"nbds://localhost:{port}?tls-certificates={folders['right']}"), (0, GOOD), "tls/right, by the address's folder")
        untrusted = "the certificate of 'localhost' is not trusted: "
        tap.equal(why(ask(world, f"nbds://localhost:{port}")), (1, untrusted + "signed by an unknown authority\n"), "tls/unknown authority")
        tap.equal(why(ask(world, f"nbd://localhost:{port}")), (1, "the server requires TLS encryption: use nbds://\n"), "tls/not asked for, wanted")
        tap.equal(why(ask(world, *trust, f"nbds://localhost:{port}?tls-hostname=elsewhere.example")),
                  (1, untrusted + "made for another host\n"), "tls/another name asked for")  # fmt: skip
    port = find_port()
    with serve_qemu(raw, port, *qemu(folders["other"])):
        tap.equal(why(ask(world, *trust, f"nbds://localhost:{port}")), (1, untrusted + "made for another host\n"), "tls/another host")
        tap.equal(ask(world, *trust, f"nbds://localhost:{port}?tls-hostname=elsewhere.example"), (0, GOOD), "tls/the name that was asked for")
        both = why(ask(world, f"nbds://localhost:{port}"))
        tap.ok(both[0] == 1 and "unknown authority" in both[1] and "another host" in both[1], "tls/another host, unknown authority", both)
    port = find_port()
    with serve_qemu(raw, port, "--object", f"tls-creds-x509,id=t,endpoint=server,dir={folders['right']},verify-peer=yes", "--tls-creds", "t"):
        tap.equal(ask(world, *trust, "--certificate", client, f"nbds://localhost:{port}"), (0, GOOD), "tls/client's certificate")
        tap.equal(ask(world, f"nbds://localhost:{port}?tls-certificates={folders['client']}"), (0, GOOD), "tls/client's certificate, by the address's folder")
        wanted = why(ask(world, *trust, f"nbds://localhost:{port}"))
        tap.ok(wanted[0] == 1 and "certificate" in wanted[1], "tls/client's certificate wanted, none given", wanted)
    # QEMU refuses to serve what has expired
    port = find_port()
    with serve_nbdkit(raw, port, "--tls=require", f"--tls-certificates={folders['expired']}"):
        tap.equal(why(ask(world, *trust, f"nbds://localhost:{port}")), (1, untrusted + "expired\n"), "tls/expired")
    port = find_port()
    with serve_nbdkit(raw, port, "--tls=require", f"--tls-certificates={folders['right']}"):
        tap.equal(ask(world, *trust, f"nbds://localhost:{port}"), (0, GOOD), "tls/nbdkit")
        tap.equal(why(ask(world, f"nbd://localhost:{port}")), (1, "the server requires TLS encryption: use nbds://\n"), "tls/nbdkit, not asked for")
    path = world.path("tls-socket")
    with Server(["qemu-nbd", "-r", "-t", "-f", "raw", "-k", path, "-e", "20", *qemu(folders["right"]), raw], path=path):
        tap.equal(ask(world, *trust, f"nbds+unix:///?socket={path}"), (0, GOOD), "tls/socket")
        tap.equal(why(ask(world, f"nbd+unix:///?socket={path}")), (1, "the server requires TLS encryption: use nbds+unix://\n"), "tls/socket, not asked for")


# Servers that break the rules

HELLO = b"NBDMAGICIHAVEOPT" + struct.pack(">H", 3)
OLD = b"NBDMAGIC" + bytes.fromhex("0000420281861253") + struct.pack(">QI", 4096, 1) + bytes(124)
STARTTLS, GO, STRUCTURED = 5, 7, 8
ACK, INFO = 1, 3


def reply(option, kind, data=b"", size=None):
    return struct.pack(">QIII", 0x3E889045565A9, option, kind, len(data) if size is None else size) + data


def agree(size=4096, structured=True):
    return (reply(STRUCTURED, ACK if structured else 0x80000001),
            reply(GO, INFO, struct.pack(">HQH", 0, size, 3)) + reply(GO, ACK))  # fmt: skip


def chunk(kind, data, handle=1, last=True, size=None):
    return struct.pack(">IHHQI", 0x668E33EF, last, kind, handle, len(data) if size is None else size) + data


def simple(error, data, handle=1):
    return struct.pack(">IIQ", 0x67446698, error, handle) + data


def at(offset, data):
    return struct.pack(">Q", offset) + data


# name, what the server says at first, whenever it is asked something; what comes of it, in how many milliseconds of silence
GOOD_PAGE = b"x" * 4096
FAKE = [
    ("old-style", [OLD, simple(0, GOOD_PAGE)], "nbd", "4096 "),
    ("old-style, TLS", [OLD], "nbds", "offers no TLS encryption, which nbds:// asks for"),
    ("old-style, named", [OLD], "nbd/name", "the server is too old to have named exports"),
    ("something else", [b"SSH-2.0-OpenSSH_9.2p1\r\n"], "nbd", "this is not an NBD server"),
    ("HTTP", [b"HTTP/1.1 400 Bad Request\r\n\r\n"], "nbd", "this is not an NBD server"),
    ("another mark", [b"NBDMAGIC" + bytes(8)], "nbd", "this is not an NBD server"),
    ("not fixed", [b"NBDMAGICIHAVEOPT\0\0"], "nbd", "the server is too old"),
    ("closed at once", [b"", None], "nbd", "has closed the connection"),
    ("closed after hello", [HELLO, None], "nbd", "has closed the connection"),
    ("silence", [b""], "nbd", "no data from '127.0.0.1' for 0.2 seconds"),
    ("silence after hello", [HELLO], "nbds", "no data from '127.0.0.1' for 0.2 seconds"),
    ("silence after half a greeting", [b"NBDMA"], "nbd", "no data from '127.0.0.1' for 0.2 seconds"),
    ("text before the handshake", [HELLO, reply(STARTTLS, ACK) + reply(STRUCTURED, ACK) + agree()[1]], "nbds", "cannot set up TLS: "),
    ("no TLS after all", [HELLO, reply(STARTTLS, ACK), b"hello, plain text\n"], "nbds", "cannot set up TLS: "),
    ("TLS refused by policy", [HELLO, reply(STARTTLS, 0x80000002, b"no")], "nbds", "offers no TLS encryption"),
    ("answer of 4 GiB", [HELLO, reply(STRUCTURED, ACK, size=0xFFFFFFFF)], "nbd", "the server's answer is too long"),
    ("answer to another option", [HELLO, reply(GO, ACK)], "nbd", "the server's answer makes no sense"),
    ("answer without a mark", [HELLO, bytes(20)], "nbd", "the server's answer makes no sense"),
    ("no size", [HELLO, agree()[0], reply(GO, ACK)], "nbd", "does not say how large the export is"),
    ("endless information", [HELLO, agree()[0], reply(GO, INFO, bytes([9, 9])) * 70], "nbd", "the server's answer is too long"),
    ("an error with text", [HELLO, agree()[0], reply(GO, 0x80000007, b"go\033[1m away")], "nbd", "the server answers error 7: go [1m away"),
    ("policy", [HELLO, agree()[0], reply(GO, 0x80000002, b"not you")], "nbd", "the server refuses that: not you"),
    ("size beyond all", [HELLO, *agree(1 << 63)], "nbd", "the size of the export makes no sense"),
    ("blocks beyond all", [HELLO, agree()[0], reply(GO, INFO, struct.pack(">HIII", 3, 1 << 30, 1 << 30, 1 << 31)) + agree()[1]], "nbd",
     "the server's smallest block is too large"),
    ("no GO", [HELLO, agree()[0], reply(GO, 0x80000001), struct.pack(">QH", 4096, 3), chunk(1, at(0, GOOD_PAGE))], "nbd", "4096 "),
    ("chunk", [HELLO, *agree(), chunk(1, at(0, GOOD_PAGE))], "nbd", "4096 "),
    ("chunks in any order", [HELLO, *agree(), chunk(1, at(96, b"y" * 4000), last=False) + chunk(2, at(0, struct.pack(">I", 96)))], "nbd", "4096 "),
    ("chunks, the last one empty", [HELLO, *agree(), chunk(1, at(0, GOOD_PAGE), last=False) + chunk(0, b"")], "nbd", "4096 "),
    ("too little", [HELLO, *agree(), chunk(1, at(0, b"y" * 4000))], "nbd", "sends less than it was asked for"),
    ("too much", [HELLO, *agree(), chunk(1, at(0, b"y" * 5000))], "nbd", "sends bytes that it was not asked for"),
    ("twice", [HELLO, *agree(), chunk(1, at(0, GOOD_PAGE), last=False) + chunk(1, at(0, GOOD_PAGE))], "nbd", "sends bytes that it was not asked for"),
    ("elsewhere", [HELLO, *agree(), chunk(1, at(4096, b"y"))], "nbd", "sends bytes that it was not asked for"),
    ("at the end of all numbers", [HELLO, *agree(), chunk(1, at((1 << 64) - 1, b"y"))], "nbd", "sends bytes that it was not asked for"),
    ("a hole of 4 GiB", [HELLO, *agree(), chunk(2, at(0, struct.pack(">I", 0xFFFFFFFF)))], "nbd", "sends bytes that it was not asked for"),
    ("a chunk of 4 GiB", [HELLO, *agree(), chunk(1, at(0, b""), size=0xFFFFFFFF)], "nbd", "sends bytes that it was not asked for"),
    ("an empty chunk of data", [HELLO, *agree(), chunk(1, at(0, b""))], "nbd", "the server's answer makes no sense"),
    ("an unknown chunk", [HELLO, *agree(), chunk(77, b"")], "nbd", "the server's answer makes no sense"),
    ("endless chunks", [HELLO, *agree(), chunk(0, b"", last=False) * 5000], "nbd", "the server's answer is too long"),
    ("another handle", [HELLO, *agree(), chunk(1, at(0, GOOD_PAGE), handle=2)], "nbd", "answers what it was not asked"),
    ("an error", [HELLO, *agree(), chunk(0x8001, struct.pack(">IH", 5, 4) + b"disk")], "nbd", "the server could not read that: disk"),
    ("an error, too long", [HELLO, *agree(), chunk(0x8001, struct.pack(">IH", 5, 60000), size=60006)], "nbd", "the server's answer makes no sense"),
    ("an error at a place", [HELLO, *agree(), chunk(0x8002, struct.pack(">IH", 28, 0) + bytes(8))], "nbd", "the server could not read that: No space"),
    ("simple", [HELLO, *agree(structured=False), simple(0, GOOD_PAGE)], "nbd", "4096 "),
    ("simple error", [HELLO, *agree(structured=False), simple(1, b"")], "nbd", "the server could not read that: Operation not permitted"),
    ("simple where chunks were agreed on", [HELLO, *agree(), simple(0, GOOD_PAGE)], "nbd", "the server's answer makes no sense"),
    ("chunk where none were agreed on", [HELLO, *agree(structured=False), chunk(1, at(0, GOOD_PAGE))], "nbd", "the server's answer makes no sense"),
    ("dies in an answer", [HELLO, *agree(), chunk(1, at(0, b"y" * 100), size=4104), None], "nbd", "has closed the connection"),
    ("stalls in an answer", [HELLO, *agree(), chunk(1, at(0, b"y" * 100), size=4104)], "nbd", "no data from '127.0.0.1' for 0.2 seconds"),
]  # fmt: skip


def serve_fake(listener, script):
    """Says each text when something has come after the one before it; at None it is gone, at the end it is silent."""
    peer, _ = listener.accept()
    with peer:
        for number, text in enumerate(script):
            if text is None:
                return
            # our flags and what is asked first come in one go or in two
            if number > 0 and not peer.recv(65536):
                return
            if number == 1 and script[0] == HELLO:
                peer.settimeout(0.05)
                try:
                    peer.recv(65536)
                except OSError:
                    pass
                peer.settimeout(None)
            try:
                peer.sendall(text)
            except OSError:
                return
        # what it is asked from here on it does not answer
        try:
            while peer.recv(65536):
                pass
        except OSError:
            pass


def check_fake(tap, world):
    for name, script, scheme, expected in FAKE:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            thread = threading.Thread(target=serve_fake, args=(listener, script))
            thread.start()
            kind, _, path = scheme.partition("/")
            silent = "0.2 seconds" in expected
            answer = ask(world, "--idle", "200" if silent else "60000", f"{kind}://127.0.0.1:{listener.getsockname()[1]}/{path}")
            thread.join()
            good = expected == "4096 "
            tap.ok(answer[0] == (0 if good else 1) and expected in answer[1], f"fake/{name}", answer, expected)


ADDRESSES = [
    ("nbd+unix:///x", "it lacks ?socket=PATH"),
    ("nbd://", "it lacks a host"),
    ("nbd:///x", "it lacks a host"),
    ("nbd+unix://host/x?socket=/a", "it has a host, and a socket of Unix"),
    ("nbd://host/x?socket=/a", "a socket of Unix goes with nbd+unix:// or nbds+unix://"),
    ("nbd://me@host/x", "an NBD address with a user name is not supported"),
    ("nbds://host/x?tls-psk-file=/a", "parameter 'tls-psk-file' of an NBD address is not supported"),
    ("nbds://host/x?tls-verify-peer=false", "parameter 'tls-verify-peer' of an NBD address is not supported"),
    ("nbd://host/x?tls-hostname=a", "parameters about TLS go with nbds:// or nbds+unix://"),
    ("nbd://host/" + "x" * 257, "the name of the export is too long"),
    ("nbd://host:99999/", ""),
    ("nbd://ho%00st/", ""),
]


def check_addresses(tap, world):
    for address, why in ADDRESSES:
        status, text = ask(world, address)
        tap.ok(status == 1 and why in text and "is not a valid address: " in text, f"address/{address[:40]}", text)
    address = f"nbd://127.0.0.1:{find_port()}/"
    status, text = ask(world, address)
    tap.ok(status == 1 and "Connection refused" in text, "address/nobody there", text)
    status, text = ask(world, f"nbd+unix:///?socket={world.path('gone')}")
    tap.ok(status == 1 and "No such file" in text, "address/no such socket", text)


def main():
    tap = Tap()
    world = World()
    raw = world.path("disk.raw")
    raw.write_bytes(DATA)
    check_addresses(tap, world)
    check_fake(tap, world)
    if not tap.lacks("servers of others", "nbdkit", "qemu-nbd"):
        check_plain(tap, world, raw)
        if not tap.lacks("tls", "certtool"):
            check_tls(tap, world, raw)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
