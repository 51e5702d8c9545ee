#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The catalogues of a domain: complete, correct, and made from every file that has messages; and its programs
in other languages. Prints TAP.

usage: test-translations.py SOURCE-FOLDER DOMAIN FOLDER-OF-CATALOGUES FOLDER-OF-PROGRAMS"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
from tools_case import Tap, World, find_program, write_entity, write_image

SOURCE = Path(sys.argv[1])
DOMAIN = sys.argv[2]
CATALOGUES = Path(sys.argv[3])
PO = SOURCE / DOMAIN / "po"
os.environ["PATH"] = sys.argv[4] + os.pathsep + os.environ["PATH"]

MARK = re.compile(r"\b(?:N?_|ngettext)\(\s*\"")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)

OS = "http://e.org/os/1"
UNDATED = "undated/os/e.org/os-1.xml"

# allows everything
SCHEMA = """<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><ref name="any"/></start>
<define name="any"><element><anyName/><zeroOrMore><choice><attribute><anyName/></attribute><text/><ref name="any"/>
</choice></zeroOrMore></element></define></grammar>"""

# Programs in the C locale and in each language: arguments, then what the answer begins with, by language. Of
# errors, the name of the program in front and the folder of the samples are left out.
SAYINGS = {
    "libosinfo": [
        ("osinfo-detect", ["boot.iso"], "out", {
            "C": "Media is bootable.\nMedia is an installer for OS 'System (x86_64)'\n",
            "de": "Das Medium ist startfähig.\n"
                  "Das Medium enthält ein Installationsprogramm für das Betriebssystem »System auf Deutsch (x86_64)«\n",
            "es": "El medio es arrancable.\nEl medio es un instalador del sistema operativo «System (x86_64)»\n",
            "fr": "Le média est amorçable.\n"
                  "Le média est un programme d’installation du système d’exploitation «\u00a0System (x86_64)\u00a0»\n",
            "fr:de": "Le média est amorçable.\n"
                     "Le média est un programme d’installation du système d’exploitation "
                     "«\u00a0System auf Deutsch (x86_64)\u00a0»\n",
            "it:de": "Das Medium ist startfähig.\n"
                     "Das Medium enthält ein Installationsprogramm für das Betriebssystem »System auf Deutsch (x86_64)«\n",
            "it": "Media is bootable.\nMedia is an installer for OS 'System (x86_64)'\n",
        }),
        ("osinfo-detect", ["plain.iso"], "out", {
            "C": "Media is not bootable.\n",
            "de": "Das Medium ist nicht startfähig.\n",
            "es": "El medio no es arrancable.\n",
            "fr": "Le média n’est pas amorçable.\n",
        }),
        ("osinfo-query", ["oses"], "err", {
            "C": "Unknown type 'oses' requested\n",
            "de": "Unbekannter Typ »oses« angefordert\n",
            "es": "Se ha solicitado el tipo desconocido «oses»\n",
            "fr": "Type inconnu «\u00a0oses\u00a0» demandé\n",
        }),
        ("osinfo-query", ["os", "x"], "err", {
            "C": "Unable to construct filter: Syntax error in condition, expecting KEY=VALUE\n",
            "de": "Filter kann nicht erstellt werden: Syntaxfehler in der Bedingung, SCHLÜSSEL=WERT wird erwartet\n",
        }),
        ("osinfo-query", ["os", "--fields=name,short-id"], "out", {
            "C": " Short ID             | Name                                              \n",
            "de": " Kurzkennung          | Name                                              \n",
            "es": " ID corto             | Nombre                                            \n",
            "fr": " ID court             | Nom                                               \n",
        }),
        # what programs read stays, but for the names
        ("osinfo-query", ["os", "--format=csv", "--fields=name,short-id"], "out", {
            "C": "name,short-id\nSystem,system1\n",
            "de": "name,short-id\nSystem auf Deutsch,system1\n",
            "fr": "name,short-id\nSystem,system1\n",
        }),
        ("osinfo-query", ["os", "--format=json", "--fields=name,short-id"], "out", {
            "C": '[\n  {"name":"System","short-id":"system1"}\n]\n',
            "de": '[\n  {"name":"System auf Deutsch","short-id":"system1"}\n]\n',
        }),
        # of the library
        ("osinfo-query", ["os"], "strict", {
            "C": "Error loading OS data: no compiled database is up to date, and OSINFO_STORE=strict forbids",
            "de": "Fehler beim Laden der Betriebssystemdaten: Keine kompilierte Datenbank ist aktuell, und",
            "es": "Error al cargar los datos de sistemas operativos: ninguna base de datos compilada está actualizada",
            "fr": "Erreur lors du chargement des données sur les systèmes d’exploitation\u00a0: aucune base de données",
        }),
    ],
    "osinfo-db-tools": [
        ("osinfo-db-import", ["--latest", "--nightly"], "err", {
            "C": "--latest and --nightly are mutually exclusive\n",
            "de": "--latest und --nightly schließen einander aus\n",
            "es": "--latest y --nightly se excluyen mutuamente\n",
            "fr": "--latest et --nightly s’excluent mutuellement\n",
            "fr:de": "--latest et --nightly s’excluent mutuellement\n",
            "it": "--latest and --nightly are mutually exclusive\n",
        }),
        ("osinfo-db-import", ["boot.iso"], "err", {
            "C": "warning: archive boot.iso holds no files; nothing was imported\n",
            "de": "Warnung: Das Archiv boot.iso enthält keine Dateien; nichts wurde importiert\n",
            "es": "advertencia: el archivador boot.iso no contiene archivos; no se ha importado nada\n",
            "fr": "avertissement\u00a0: l’archive boot.iso ne contient aucun fichier\u00a0; rien n’a été importé\n",
        }),
        # the reasons of the system are in the language that its catalogues know
        ("osinfo-db-export", ["absent/a.tar.xz"], "err", {
            "C": "cannot open archive absent/a.tar.xz: ",
            "de": "Fehler beim Öffnen des Archivs absent/a.tar.xz: ",
            "es": "error al abrir el archivador absent/a.tar.xz: ",
            "fr": "erreur à l’ouverture de l’archive absent/a.tar.xz\u00a0: ",
        }),
        # plural forms
        ("osinfo-db-diff", ["empty", "system"], "out", {
            "C": "systems: 1 added\n",
            "de": "Systeme: 1 hinzugefügt\n",
            "es": "sistemas: 1 adición\n",
            "fr": "systèmes\u00a0: 1 ajout\n",
        }),
        ("osinfo-db-diff", ["pair", "empty", "--format=markdown"], "out", {
            "C": "## osinfo-db: changes\n\nsystems: 2 removed.\n\n### Removed systems\n",
            "de": "## osinfo-db: Änderungen\n\nSysteme: 2 entfernt.\n\n### Entfernte Systeme\n",
            "es": "## osinfo-db: cambios\n\nsistemas: 2 eliminaciones.\n\n### Eliminaciones: sistemas\n",
            "fr": "## osinfo-db\u00a0: modifications\n\nsystèmes\u00a0: 2 suppressions.\n\n"
                  "### Suppressions\u00a0: systèmes\n",
        }),
        # what programs read stays
        ("osinfo-db-diff", ["empty", "empty", "--format=json"], "out", {
            "C": '{\n  "old-version" : null,\n',
            "de": '{\n  "old-version" : null,\n',
        }),
        # of the rules, in lint/
        ("osinfo-db-validate", ["--schema=any.rng", "--lint", "undated"], "err", {
            "C": f"{UNDATED}:1 'never' is not a date between 1960 and 2099 (dates)\n",
            "de": f"{UNDATED}:1 »never« ist kein Tag zwischen 1960 und 2099 (dates)\n",
            "es": f"{UNDATED}:1 «never» no es un día entre 1960 y 2099 (dates)\n",
            "fr": f"{UNDATED}:1 «\u00a0never\u00a0» n’est pas un jour entre 1960 et 2099 (dates)\n",
        }),
    ],
}

# In the help of a program; GLib's own part of it is in the language that GLib's catalogues know.
HELP = {
    "libosinfo": ("osinfo-detect", {
        "de": "Alle Treffer melden, nicht nur den ersten\n",
        "es": "Informar de todas las coincidencias, no solo de la primera\n",
        "fr": "Signaler toutes les correspondances, pas seulement la première\n",
    }),
    "osinfo-db-tools": ("osinfo-db-import", {
        "de": "Archive ohne gültige Signatur ablehnen\n",
        "es": "Rechazar archivadores sin una firma válida\n",
        "fr": "Refuser les archives sans signature valide\n",
    }),
}


def read_list(name):
    return [line for line in (PO / name).read_text().splitlines() if line and not line.startswith("#")]


def find_marked():
    """Sources that have messages: the domain's and those that all pieces share."""
    folders = {SOURCE / "common", SOURCE / "libosinfo" / "facts", SOURCE / DOMAIN}
    for path in sorted({path for folder in folders for path in folder.rglob("*.[ch]")}):
        if MARK.search(COMMENT.sub("", path.read_text(encoding="utf-8"))):
            yield str(path.relative_to(SOURCE))


def run(*command):
    return subprocess.run(command, cwd=SOURCE, capture_output=True, text=True)


def check_files(tap):
    listed = read_list("POTFILES")
    marked = list(find_marked())

    tap.ok(len(marked) > 5, "sources with messages are found", marked)
    tap.equal([path for path in marked if path not in listed], [], "every source with messages is in POTFILES")
    tap.equal([path for path in listed if path not in marked], [], "every file in POTFILES is there and has messages")
    tap.equal(listed, sorted(listed), "POTFILES is sorted")
    languages = read_list("LINGUAS")
    tap.equal(languages, sorted(path.stem for path in PO.glob("*.po")), "LINGUAS lists the catalogues")


def check_catalogues(tap, folder):
    template = folder / f"{DOMAIN}.pot"
    made = run("xgettext", f"--files-from={DOMAIN}/po/POTFILES", "--directory=.", "--from-code=UTF-8", "--keyword=_",
               "--keyword=N_", f"--output={template}")
    if not tap.ok(made.returncode == 0, "the template is made", made.stderr):
        return
    for language in read_list("LINGUAS"):
        catalogue = PO / f"{language}.po"
        checked = run("msgfmt", "--check", "--statistics", "--output-file=/dev/null", catalogue)
        tap.ok(checked.returncode == 0 and re.fullmatch(r"\d+ translated messages?\.\n", checked.stderr),
               f"{language}: nothing is wrong, fuzzy or left out", checked.stderr)
        compared = run("msgcmp", catalogue, template)
        tap.ok(compared.returncode == 0, f"{language}: every message is there", compared.stderr)
        header = catalogue.read_text(encoding="utf-8")
        tap.ok(f'"Language: {language}\\n"' in header, f"{language}: the catalogue says its language")


def make_locale(world):
    """gettext translates for a locale other than C only, and not every host has one. Returns settings, or why
    there are none."""
    if shutil.which("localedef") is None:
        return None, "there is no localedef"
    made = subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", world.path("de_DE.UTF-8")], capture_output=True,
                          text=True)
    # without its charmaps it leaves an empty folder
    if not (world.path("de_DE.UTF-8") / "LC_MESSAGES").is_dir():
        return None, f"localedef makes no locale: {made.stderr.strip()}"
    return {"LC_ALL": "de_DE.UTF-8", "LOCPATH": str(world.root), "OSINFO_LOCALE_DIR": str(CATALOGUES)}, None


def make_samples(world):
    """What the programs are asked about: images and databases."""
    write_entity(world.path("system"), "os", OS,
                 "<short-id>system1</short-id><name>System</name><name xml:lang='de'>System auf Deutsch</name>"
                 "<version>1</version><media arch='x86_64'><iso><volume-id>^BOOT$</volume-id></iso></media>")
    write_image(world.path("boot.iso"), "BOOT")
    write_image(world.path("plain.iso"), "PLAIN", bootable=False)
    world.path("empty").mkdir()
    for os_id in (OS, OS + "0"):
        write_entity(world.path("pair"), "os", os_id, "<name>System</name>")
    write_entity(world.path("undated"), "os", OS, "<release-date>never</release-date>")
    world.path("any.rng").write_text(SCHEMA, encoding="utf-8")


def check_programs(tap, world):
    settings, reason = make_locale(world)

    make_samples(world)
    for program, arguments, where, texts in SAYINGS[DOMAIN]:
        call = " ".join([program, *arguments])
        for language, expected in texts.items():
            name = f"{language}: {call}" + (" (strict)" if where == "strict" else "")
            if language != "C" and settings is None:
                tap.skip(name, reason)
                continue
            # in the C locale the list of languages counts for the database, not for messages
            environment = {} if language == "C" else {**settings, "LANGUAGE": language}
            environment["OSINFO_LOCALE_DIR"] = CATALOGUES
            environment["OSINFO_STORE"] = "strict" if where == "strict" else "off"
            path = find_program(program)
            _, output, errors = world.run(path, *arguments, **environment)
            found = output if where == "out" else errors.removeprefix(f"{path}: ").replace(world.root.as_uri() + "/", "")
            tap.ok(found.startswith(expected) and found != "", name, f"found:    {found!r}", f"expected: {expected!r}")
    program, helps = HELP[DOMAIN]
    for language in read_list("LINGUAS"):
        if settings is None:
            tap.skip(f"{language}: help, headings", reason)
            continue
        _, output, _ = world.run(find_program(program), "--help", **settings, LANGUAGE=language)
        tap.ok(helps[language] in output, f"{language}: help", output)
        if DOMAIN == "libosinfo":
            check_headings(tap, world, language, {**settings, "LANGUAGE": language, "OSINFO_STORE": "off"})


def check_headings(tap, world, language, settings):
    """A heading has as much room as its column."""
    for kind in ("os", "platform", "device", "deployment"):
        keys = "short-id,name,version,family,distro,vendor,release-date,eol-date,codename,id,release-status,"
        keys += "standard-end,security-end,extended-end"
        if kind == "platform":
            keys = "short-id,name,version,vendor,release-date,eol-date,codename,id"
        elif kind == "device":
            keys = "vendor,vendor-id,product,product-id,name,class,bus-type,id"
        elif kind == "deployment":
            keys = "id"
        _, output, errors = world.run(find_program("osinfo-query"), kind, f"--fields={keys}", **settings)
        lines = output.splitlines() + ["", ""]
        bars = [place for place, letter in enumerate(lines[0]) if letter == "|"]
        crosses = [place for place, letter in enumerate(lines[1]) if letter == "+"]
        tap.ok(bars == crosses and lines[1].startswith("--"), f"{language}: headings of {kind} fit", lines[0], lines[1],
               errors)


def main():
    tap = Tap()
    world = World()

    check_files(tap)
    if shutil.which("msgcmp") is None:
        tap.skip("catalogues", "gettext is not installed")
    else:
        check_catalogues(tap, world.root)
    check_programs(tap, world)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
