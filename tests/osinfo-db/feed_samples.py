# SPDX-License-Identifier: GPL-2.0-or-later
"""What test-apply-feed.py knows of vendors: systems as a database older than the samples of tests/files/feeds has them, what
the rows of osinfo-db/feeds make of each sample, and feeds that are not what they should be."""

# Day of all cases.
TODAY = "2026-06-15"
ARCHIVE = "https://cdimage.debian.org/cdimage/archive"


def source(text):
    return f"    <lifecycle>\n      <source>{text}</source>\n    </lifecycle>\n"


def dates(date=None, end=None, status=None):
    texts = (("release-date", date), ("eol-date", end), ("release-status", status))
    return "".join(f"    <{tag}>{text}</{tag}>\n" for tag, text in texts if text)


def media(*addresses, label=None):
    iso = f"      <iso>\n        <volume-id>{label}</volume-id>\n      </iso>\n" if label else ""
    return "".join(f'    <media arch="x86_64">\n      <url>{address}</url>\n{iso}    </media>\n' for address in addresses)


# Family, version, codename and the rest of its file.
DEBIAN_12 = ("debian.org/debian", "12", "bookworm", dates("2023-06-10", "2028-06-30") + """\
    <lifecycle>
      <source>an older list</source>
      <phase kind="standard" end="2026-07-11"/>
      <phase kind="extended" end="2033-06-30" paid="true" name="Freexian ELTS"/>
    </lifecycle>
    <!-- of the time of 12.15.0 -->
""" + media(f"{ARCHIVE}/12.15.0/amd64/iso-cd/debian-12.15.0-amd64-netinst.iso", f"{ARCHIVE}/12.15.0/amd64/iso-dvd/debian-12.15.0-amd64-DVD-1.iso",
            label=r"^Debian 12\.[0-9.]+ (amd64|arm64) [n1]$")
  + media(f"{ARCHIVE}/12.15.0-live/amd64/iso-hybrid/debian-live-12.15.0-amd64-gnome.iso", label=r"^d-live 12\.[0-9.]+ [a-z]+ amd64$")
  + media("https://example.org/12.15.0/debian-112.15.0.iso"))  # fmt: skip
DEBIAN_13 = ("debian.org/debian", "13", "trixie", dates("2025-08-09", "2030-06-30")
             + media(f"{ARCHIVE}/13.4.0/amd64/iso-cd/debian-13.4.0-amd64-netinst.iso", label=r"^Debian 13\.[0-9.]+ amd64 n$"))  # fmt: skip
DEBIAN_14 = ("debian.org/debian", "14", "forky", dates(status="prerelease"))
NOBLE = ("ubuntu.com/ubuntu", "24.04", "Noble Numbat", dates("2024-04-25", "2029-05-31")
         + media("https://releases.ubuntu.com/noble/ubuntu-24.04.4-live-server-amd64.iso", "https://releases.ubuntu.com/24.04/ubuntu-24.04-latest-desktop-amd64.iso",
                 label=r"^Ubuntu(-Server)? 24\.04\.[0-9]+ LTS amd64$"))  # fmt: skip
QUESTING = ("ubuntu.com/ubuntu", "25.10", "Questing Quokka", dates("2025-10-09", "2026-07-09") + source("older")
            + media("https://cdimage.ubuntu.com/releases/questing/release/ubuntu-25.10-live-server-arm64.iso"))  # fmt: skip
FEDORA = "https://download.fedoraproject.org/pub/fedora/linux/releases/44"
FEDORA_44 = ("fedoraproject.org/fedora", "44", "", dates("2026-04-28", "2027-06-02") + media(
    f"{FEDORA}/Server/x86_64/iso/Fedora-Server-dvd-x86_64-44-1.7.iso", f"{FEDORA}/Workstation/x86_64/iso/Fedora-Workstation-Live-44-1.7.x86_64.iso",
    f"{FEDORA}/Server/x86_64/iso/Fedora-Server-netinst-x86_64-44-1.7.iso",
    "https://download.fedoraproject.org/pub/fedora-secondary/releases/44/Server/s390x/iso/Fedora-Server-dvd-s390x-44-1.7.iso"))  # fmt: skip
ALPINE = "https://dl-cdn.alpinelinux.org/alpine/v3.23/releases"
ALPINE_3_23 = ("alpinelinux.org/alpinelinux", "3.23", "", dates("2025-12-04", "2027-11-01") + media(
    f"{ALPINE}/x86_64/alpine-standard-3.23.5-x86_64.iso", f"{ALPINE}/aarch64/alpine-virt-3.23.5-aarch64.iso",
    f"{ALPINE}/cloud/nocloud_alpine-3.23.4-x86_64-uefi-cloudinit-r0.qcow2", label=r"^alpine-[a-z]+ 3\.23\.[0-9]+ [a-z0-9_]+$"))  # fmt: skip
KALI = ("kali.org/kali", "", "", dates(status="rolling") + media("https://cdimage.kali.org/kali-2026.1/kali-linux-2026.1-installer-amd64.iso"))
PROXMOX_8 = ("proxmox.com/proxmox-ve", "8", "", dates("2023-06-22") + media("https://enterprise.proxmox.com/iso/proxmox-ve_8.4-1.iso"))
PROXMOX_9 = ("proxmox.com/proxmox-ve", "9", "", dates("2025-08-05") + media("https://enterprise.proxmox.com/iso/proxmox-ve_9.2-1.iso"))
LEAP_16_0 = ("opensuse.org/opensuse", "16.0", "", dates("2025-10-01", "2027-10-31"))
LEAP_16_1 = ("opensuse.org/opensuse", "16.1", "", dates("2026-06-10", None, "prerelease"))
RHEL_9_7 = ("redhat.com/rhel", "9.7", "", dates("2025-11-12", "2032-05-31"))
RHEL_10_1 = ("redhat.com/rhel", "10.1", "", dates("2025-11-12", "2035-05-31"))
ROCKY_9_0 = ("rockylinux.org/rocky", "9.0", "", dates("2022-07-14", "2032-05-31"))
ROCKY_10_0 = ("rockylinux.org/rocky", "10.0", "", dates("2025-06-11", "2035-05-31"))
ROCKY_9 = ("rockylinux.org/rocky", "9", "", dates("2022-07-14", "2032-05-31") + source("older"))
ROCKY_10 = ("rockylinux.org/rocky", "10", "", dates("2025-06-11", "2035-05-31") + """\
    <lifecycle>
      <source>https://endoflife.date/rocky-linux</source>
      <phase kind="standard" end="2030-05-31"/>
    </lifecycle>
""")  # fmt: skip
FREEBSD_15_0 = ("freebsd.org/freebsd", "15.0", "", dates("2025-12-02", "2026-09-30"))
SLES_16 = ("suse.com/sles", "16.0", "", dates("2025-11-04", "2027-11-30") + """\
    <lifecycle>
      <source>https://endoflife.date/sles</source>
      <phase kind="extended" end="2030-11-30" paid="true" name="Long Term Service Pack Support"/>
    </lifecycle>
""")  # fmt: skip
SLACKWARE = ("slackware.com/slackware", "15.0", "", dates("2022-02-02") + """\
    <lifecycle>
      <source>https://endoflife.date/slackware</source>
      <phase kind="security" end="none"/>
    </lifecycle>
""")  # fmt: skip



def windows(name, version, release, end, cycle):
    """A server: its id says what its version does not."""
    identity = f"""    <identity scheme="endoflife.date">
      <product>windows-server</product>
      <version>{cycle}</version>
    </identity>
"""
    return f"microsoft.com/win/{name}", version, "", dates(release, end) + source("https://endoflife.date/windows-server") + identity


WINDOWS = (
    windows("2k25", "10.0", "2024-11-01", "2034-11-14", "2025"),
    windows("2k16", "10.0", "2016-10-15", "2027-01-12", "2016"),
    windows("2k3", "5.2", "2003-04-24", "2015-07-14", "2003-sp2"),
    ("microsoft.com/win/11", "11.0", "", dates("2021-10-05", "2031-01-01")),
)

CSV = "https://debian.pages.debian.net/distro-info-data"

# What Windows has as its lifecycle, and what stands between the source and the cycle.
LAST = "      <source>https://endoflife.date/windows-server</source>\n"
WINDOWS_SOURCE = f"""{LAST}    </lifecycle>
    <identity scheme="endoflife.date">
      <product>windows-server</product>
      <version>"""
ESU = '      <phase kind="extended" end="2030-01-12" paid="true" name="Extended Security Updates"/>\n'

# Sample, systems, what is told (fact, system, value), what changes: text -> text, in any file.
SAMPLES = (
    ("debian.org-debian-distro-info.csv", (DEBIAN_12, DEBIAN_13, DEBIAN_14),
     [("end-differs", "debian12", "2028-07-31"), ("phase-differs", "debian12", "2026-07-18")],
     {"<eol-date>2028-06-30": "<eol-date>2028-07-31", 'kind="standard" end="2026-07-11"': 'kind="standard" end="2026-07-18"',
      "      <source>an older list</source>\n": f"      <source>an older list</source>\n      <source>{CSV}/debian.csv</source>\n"}),
    ("debian.org-debian-archive.txt", (DEBIAN_12, DEBIAN_13),
     [("new-point-release", "debian12", "12.16.0"), ("left", "debian12", "12.15.0"), ("left", "debian12", "12.15.0")],
     {f"{ARCHIVE}/12.15.0": f"{ARCHIVE}/12.16.0", "/debian-12.15.0": "/debian-12.16.0", "/debian-live-12.15.0": "/debian-live-12.16.0"}),
    ("debian.org-debian-images.html", (DEBIAN_12, DEBIAN_13),
     [("new-point-release", "debian12", "12.16.0"), ("left", "debian12", "12.15.0"), ("left", "debian12", "12.15.0")],
     {f"{ARCHIVE}/12.15.0": f"{ARCHIVE}/12.16.0", "/debian-12.15.0": "/debian-12.16.0", "/debian-live-12.15.0": "/debian-live-12.16.0"}),
    ("ubuntu.com-ubuntu-distro-info.csv", (NOBLE, QUESTING),
     [("end-differs", "ubuntu25.10", "2026-07-16"), ("new-release", None, "26.04")],
     {"<eol-date>2026-07-09": "<eol-date>2026-07-16", "      <source>older</source>\n": f"      <source>older</source>\n      <source>{CSV}/ubuntu.csv</source>\n"}),
    ("ubuntu.com-ubuntu-meta-release.txt", (NOBLE, QUESTING),
     [("new-point-release", "ubuntu24.04", "24.04.5")], {"ubuntu-24.04.4-live": "ubuntu-24.04.5-live"}),
    ("ubuntu.com-ubuntu-simplestreams.json", (NOBLE, QUESTING),
     [("end-differs", "ubuntu24.04", "2029-06-30")], {"<eol-date>2029-05-31": "<eol-date>2029-06-30"}),
    ("fedoraproject.org-fedora-releases.json", (FEDORA_44,),
     [("not-listed", "fedora44", f"{FEDORA}/Server/x86_64/iso/Fedora-Server-netinst-x86_64-44-1.9.iso"), ("new-point-release", "fedora44", "1.9")],
     {"dvd-x86_64-44-1.7": "dvd-x86_64-44-1.9", "Live-44-1.7": "Live-44-1.9", "s390x-44-1.7": "s390x-44-1.9"}),
    ("fedoraproject.org-fedora-endoflife.json", (FEDORA_44,), [("new-release", None, "45")], {}),
    ("alpinelinux.org-alpinelinux-releases.yaml", (ALPINE_3_23,),
     [("new-point-release", "alpinelinux3.23", "3.23.6")] * 2,
     {"standard-3.23.5": "standard-3.23.6", "virt-3.23.5": "virt-3.23.6", "alpine-3.23.4": "alpine-3.23.6"}),
    ("kali.org-kali-images.html", (KALI,), [("new-point-release", "kali", "2026.2")], {"2026.1": "2026.2"}),
    ("proxmox.com-proxmox-ve-images.html", (PROXMOX_8, PROXMOX_9), [("new-point-release", "proxmox-ve9", "9.2-2")], {"9.2-1": "9.2-2"}),
    ("opensuse.org-opensuse-distributions.json", (LEAP_16_0, LEAP_16_1),
     [("released", "opensuse16.1", "2026-06-10")], {"    <release-status>prerelease</release-status>\n": ""}),
    ("redhat.com-rhel-endoflife.json", (RHEL_9_7, RHEL_10_1), [("new-release", None, "10.2"), ("new-release", None, "9.8")], {}),
    ("rockylinux.org-rocky-endoflife.json", (ROCKY_9, ROCKY_9_0, ROCKY_10, ROCKY_10_0),
     [("end-differs", "rocky10", "2035-06-30"), ("end-differs", "rocky10.0", "2035-06-30"), ("phase-differs", "rocky9", "2027-06-30")],
     {"<eol-date>2035-05-31": "<eol-date>2035-06-30", "      <source>older</source>\n":
      '      <source>older</source>\n      <source>https://endoflife.date/rocky-linux</source>\n      <phase kind="standard" end="2027-06-30"/>\n'}),
    ("freebsd.org-freebsd-endoflife.json", (FREEBSD_15_0,), [("end-differs", "freebsd15.0", "2026-10-31")], {"2026-09-30": "2026-10-31"}),
    ("suse.com-sles-endoflife.json", (SLES_16,), [("phase-differs", "sles16.0", "2031-11-30")], {'end="2030-11-30"': 'end="2031-11-30"'}),
    ("microsoft.com-win-endoflife.json", WINDOWS,
     [("new-release", None, "2028"), ("end-differs", "win2k25", "2034-12-12"), ("phase-differs", "win2k25", "2029-11-13"),
      ("phase-differs", "win2k16", "2022-01-11"), ("phase-differs", "win2k16", "2030-01-12"), ("phase-differs", "win2k3", "2010-07-13")],
     {"<eol-date>2034-11-14": "<eol-date>2034-12-12", WINDOWS_SOURCE + "2025": WINDOWS_SOURCE.replace(LAST, f'{LAST}      <phase kind="standard" end="2029-11-13"/>\n') + "2025",
      WINDOWS_SOURCE + "2016": WINDOWS_SOURCE.replace(LAST, f'{LAST}      <phase kind="standard" end="2022-01-11"/>\n{ESU}') + "2016",
      WINDOWS_SOURCE + "2003": WINDOWS_SOURCE.replace(LAST, f'{LAST}      <phase kind="standard" end="2010-07-13"/>\n') + "2003"}),
    ("slackware.com-slackware-endoflife.json", (SLACKWARE,), [("end-differs", "slackware15.0", "2027-01-01")],
     {"<release-date>2022-02-02</release-date>\n": "<release-date>2022-02-02</release-date>\n    <eol-date>2027-01-01</eol-date>\n",
      '      <phase kind="security" end="none"/>\n': ""}),
)  # fmt: skip


def csv(*rows):
    return "\n".join(["version,codename,release,eol,eol-lts", *rows]).encode()


def fields(*lines):
    return "\n".join(lines).encode()


D12, D13 = "12,Bookworm,2023-06-10,2026-07-11,2028-06-30", "13,Trixie,2025-08-09,2028-08-09,2030-06-30"
LIST, RELEASE, IMAGES = (f"debian.org/debian/{name}" for name in ("distro-info", "archive", "images"))
YAML = "alpinelinux.org/alpinelinux/releases"
JSON = "rockylinux.org/rocky/endoflife"

# Name, feed, what it has, what is said: of a refused one nothing is taken. All of them would be taken without that fault.
REFUSED = (
    # goes backwards
    ("an older point release", RELEASE, fields("Version: 12.14"), "12.14.0 is the newest, 3 addresses have 12.15.0"),
    ("an older listing", IMAGES, b'<a href="12.2.0/">\n<a href="13.4.0/">', "12.2.0 is the newest, 3 addresses have 12.15.0"),
    ("an earlier end", LIST, csv("12,Bookworm,2023-06-10,2026-07-11,2028-06-29", D13), "ends on 2028-06-29, the database has 2028-06-30"),
    ("an earlier end of a phase", LIST, csv("12,Bookworm,2023-06-10,2026-07-10,2028-06-30", D13), "'standard' ends on 2026-07-10, the database has 2026-07-11"),
    ("an end before the release", LIST, csv("12,Bookworm,2023-06-10,2026-07-11,2028-06-30", "13,Trixie,2025-08-09,2025-08-08,2030-06-30"),
     "ends on 2025-08-08, before its release on 2025-08-09"),
    ("the point release of another release", "proxmox.com/proxmox-ve/by-hand", b"--point 9=19.3-1", "19.3-1 is not of Proxmox-ve 9"),
    # loses a release
    ("a release is missing", LIST, csv(D12), "does not tell of Debian 13, which is supported until 2030-06-30"),
    ("all are missing", LIST, csv(), "no release in it"),
    ("empty", LIST, b"", "line 1: expected the names of columns"),
    ("cut between two", JSON, b'[{"cycle": "10", "eol": "2035-05-31"}]', "does not tell of Rocky 9, which is supported until 2032-05-31"),
    # is not what it promises
    ("no date", LIST, csv("12,Bookworm,2023-02-30,2026-07-11,2028-06-30", D13), "record 1: '2023-02-30' is no date"),
    ("words for a date", LIST, csv("12,Bookworm,2023-06-10,soon<&>,2028-06-30", D13), "record 1: 'soon<&>' is no date"),
    ("a date of another time", LIST, csv("12,Bookworm,1023-06-10,2026-07-11,2028-06-30", D13), "record 1: '1023-06-10' is no date of a release"),
    ("a date in the far future", LIST, csv("12,Bookworm,2023-06-10,2026-07-11,9999-12-31", D13), "record 1: '9999-12-31' is no date of a release"),
    ("other digits", LIST, csv("12,Bookworm,２０２３-06-10,2026-07-11,2028-06-30", D13), "record 1: '２０２３-06-10' is no date"),
    ("a line break", JSON, b'[{"cycle": "10", "eol": "2035-05-31\\nx"}]', "record 1: '2035-05-31?x' is no date"),
    ("a codename that is none", LIST, csv("12,$(reboot),2023-06-10,2026-07-11,2028-06-30", D13), "record 1: '$(reboot)' is no codename"),
    ("a version that is none", JSON, b'[{"cycle": "10; reboot"}]', "record 1: '10; reboot' is no version"),
    ("a path for a version", JSON, b'[{"cycle": "../10"}]', "record 1: '../10' is no version"),
    ("a long version", JSON, b'[{"cycle": "' + b"1" * 40 + b'"}]', "record 1: '" + "1" * 40 + "' is no version"),
    ("a number for a version", JSON, b'[{"cycle": 9.10}]', "record 1: 'cycle' is not a text"),
    ("an array for a date", JSON, b'[{"cycle": "10", "eol": ["2035-05-31"]}]', "record 1: 'eol' is not a text"),
    ("a long text", JSON, b'[{"cycle": "10", "codename": "' + b"x" * 5000 + b'"}]', "record 1: 'codename' has more than 1024 characters"),
    ("two dates of one release", LIST, csv(D12, D13, "12,Bookworm,2023-06-11,2026-07-11,2028-06-30"), "record 3: says of 12 that 'date' is 2023-06-10 and 2023-06-11"),
    ("an address by http", "fedoraproject.org/fedora/releases",
     b'[{"version": "44", "variant": "Server", "link": "http://example.org/a-44-1.9.iso"}]',
     None),
    ("another scheme", "fedoraproject.org/fedora/releases",
     b'[{"version": "44", "variant": "Server", "link": "https:///a-44-1.9.iso"}]', "record 1: 'https:///a-44-1.9.iso' is neither an address by https nor the name of a file"),
    ("a file above", YAML, b"-\n  branch: v3.23\n  version: 3.23.6\n  file: ../../x.iso\n", "record 1: '../../x.iso' is neither an address by https nor the name of a file"),
    ("a point release that is none", YAML, b"-\n  branch: v3.23\n  version: 3.23_git\n", r"record 1: '3.23_git' is not written as '^([0-9]+\.[0-9]+\.[0-9]+)$'"),
    # is not of its format
    ("html for json", JSON, b"<!DOCTYPE html>", "is not JSON"),
    ("latin", JSON, b'["\xe9"]', "is not UTF-8: byte 2"),
    ("zeros", JSON, b"\0" * 100, "is not a text"),
    ("deep", JSON, b"[" * 100_000, "is not JSON"),
    ("a number of many digits", JSON, b'[{"cycle": ' + b"1" * 10_000 + b"}]", "is not JSON"),
    ("an object for an array", JSON, b'{"message": "rate limit"}', "expected objects, found something else"),
    ("numbers for objects", JSON, b"[1, 2]", "expected objects, found something else"),
    ("a text", JSON, b'"x"', "expected an array or an object, found something else"),
    ("a member that is there twice", JSON, b'[{"cycle": "10", "cycle": "11"}]', "says 'cycle' twice in an object"),
    ("members that are missing", "opensuse.org/opensuse/distributions", b'{"leap": []}', "has no member 'Leap'"),
    ("a page for fields", RELEASE, b"<!DOCTYPE html>\n<html>", "line 1: expected 'Field: value'"),
    ("a field that is there twice", RELEASE, b"Version: 12.16\nVersion: 12.17", "line 2: says 'Version' twice"),
    ("a row that is too long", LIST, csv(D12, D13 + ",x"), "line 3: 6 columns instead of 5"),
    ("a quote without an end", LIST, csv(D12, '"' + D13), "is not a table: unexpected end of data"),
    ("columns of one name", LIST, b"version,version\n12,12", "line 1: expected the names of columns"),
    ("an anchor in YAML", YAML, b"-\n  branch: &a v3.23\n", "line 2: '&a v3.23' is more than a plain value"),
    ("a page for YAML", YAML, b"<!DOCTYPE html>", "line 1: expected an item of a list"),
    ("a tab in YAML", YAML, b"-\n\tbranch: v3.23\n", "line 2: a tab in front of YAML"),
    ("a key that is there twice", YAML, b"-\n  branch: v3.23\n  branch: v3.22\n", "line 3: says 'branch' twice"),
    ("words in YAML", YAML, b"-\n  branch v3.23\n", "line 2: expected 'key: value'"),
    # is too large
    ("large", JSON, b" " * ((8 << 20) + 1), None),
    ("a long line", RELEASE, b"Version: 12." + b"1" * (64 << 10), "line 1: more than 65536 characters"),
    ("many releases", JSON, b"[" + b",".join(b'{"cycle": "%d"}' % number for number in range(2100)) + b"]", "more than 2000 releases"),
    ("many records", IMAGES, b'href="12.15.0/" ' * 2000 + (b"\n" + b'href="12.15.0/" ' * 2000) * 30, "more than 50000 records"),
)  # fmt: skip
