# SPDX-License-Identifier: GPL-2.0-or-later
"""Where our programs differ from the established ones, and why. KB-… are the numbers of tests/README.md."""

import re
from typing import NamedTuple

VERSION_OPTION = {"version": (None, "Print the version and exit")}
# Beside those of the established programs: from name to short name and text in the help.
NEW_OPTIONS = {
    "path": VERSION_OPTION,
    "export": {"sign": (None, "Sign the archive, beside it with .asc")},
    "import": {
        **VERSION_OPTION,
        "quiet": ("-q, ", "Print nothing but a line that says why it failed"),
        "nightly": (None, "Import the latest nightly build of unreleased osinfo-db from osinfo-db's website"),
        "rollback": (None, "Import again the archive of the import before the last one"),
        "dry-run": (None, "Only list the files that would be added, changed or removed"),
        "allow-downgrade": (None, "Also import an archive that is older than the installed files"),
        "require-signature": (None, "Refuse archives without a good signature"),
        "exit-code": (None, "With --latest, exit with 2 when there is nothing new"),
        "no-require-signature": (None, "Also import archives without a good signature"),
        "validate": (None, "Refuse archives with files that the schema does not allow"),
        "url": (None, "Where latest.json and nightly.json are"),
    },
    "validate": {
        **VERSION_OPTION,
        "schema": (None, "Validate with this schema"),
        "lint": (None, "Also check ids, references, dates and more"),
        "today": (None, "Releases before this day are out (with --lint)"),
        "format": (None, "Report as text or json"),
    },
}


def to_numbers(version):
    return [int(number) for number in version.split(".")]


class Difference(NamedTuple):
    """One reason to differ. It is about the cases whose names the expression finds, "uid=0" or "uid=other" at their ends, and of
    these, if there is @theirs, those where the established program says such a thing on standard error."""

    cases: str
    kinds: str  # what differs in each of these cases: of status, output, errors, tree, archives
    why: str
    theirs: str = None
    ours: str = None  # what is said instead of @theirs
    before: str = None  # the version of the established programs that no longer differs

    def is_of(self, version):
        return self.before is None or to_numbers(version) < to_numbers(self.before)

    def applies(self, name, answer):
        return bool(re.search(self.cases, name)) and (self.theirs is None or bool(re.search(self.theirs, answer.errors)))


NAMED = "a message begins with the program's name"
REASON = "a message says why, and names the culprit once"
DIFFERENCES = [Difference(*row) for row in (
    # all programs
    ("^(path|export|import) ", "errors", NAMED, r"^Only one of", "{program}: Only one of"),
    ("^validate --[^ ]+ --", "errors", NAMED, "^Only one of .*", "{program}: Only one of --user, --local, --system & --dir can be used"),
    ("^validate (db|--user db|--dir=db db) ", "errors", NAMED, "^Only one of", "{program}: Only one of"),
    ("^validate ", "errors", NAMED, "^Unable to locate", "{program}: Unable to locate"),
    ("^validate (?!--version)", "errors", NAMED, r"^Error (while .*\n)\(help\)", r"{program}: error \1\n(help)"),
    ("^(path|import|validate) .*--version", "status output errors", "all programs tell their version"),
    ("^path (--root '' )?(--dir ''|--dir=) ", "status output errors", "'(null)' is no path"),
    ("^(export|import|validate) ", "errors", "an empty --dir is refused with the reason", r"(cannot get file info \(null\): )?Operation not supported",
     None),
    (r"^path .*DIR=''", "output", "an empty variable is like none"),
    (r"^export .*DIR=''", "status errors archives", "an empty variable is like none"),
    (r"^import .*DIR=''", "status errors tree", "an empty variable is like none"),
    (r"^validate .*DIR=''", "status errors", "an empty variable is like none"),
    # path
    (r"^path --root (?!'' |/ )\S+ --dir (\.\.|\.\./\.\./x|/\.\./x) ", "output", "what leads upwards ends at the root"),
    ("^path --root / --dir / ", "output", "// is / (and may be another thing on other systems)"),
    ("^path --dir '\udcff' ", "status output errors", "paths need not be UTF-8"),
    # export
    (r"^export --root (image|'\{W\}\S+) --dir \.\./db", "archives", "what leads upwards ends at the root"),
    (r"^export --root absent --dir \.\./db", "status errors tree archives", "what leads upwards ends at the root"),
    (r"^export (?!.*(DIR=''|\[null-mask\]|\[fifo-other\]))", "tree archives", "KB-59: a part of an archive is left behind",
     "cannot (get file info|read file|read directory|archive special|write archive header)"),
    ("^export (?!.*--license)", "errors", REASON, "cannot get file info ([^(]*): Error when getting .*”: (.*)", r"cannot read directory \1: \2"),
    ("^export .*--license absent", "errors", REASON, "cannot get file info (.*): Error when getting .*”: (.*)", r"cannot read file \1: \2"),
    ("^export .*--license image", "errors", REASON, "cannot read file (.*): Error opening file .*", r"\1 is not a regular file"),
    ("^export .*--license= ", "errors", REASON, "cannot get file info : Operation not supported", "cannot read file : No such file or directory"),
    (r"^export .*\[unreadable", "errors", REASON, r"(cannot read \w+ .*): Error opening .*: (.*)", r"\1: \2"),
    (r"^export .*\[dangling\]", "errors", REASON, "cannot read file (.*): Error opening .*: (.*)", r"cannot get file info \1: \2"),
    (r"^export .*\[no-utf8\]", "errors", REASON, "cannot write archive header out.tar.xz: .*",
     r"cannot archive a name that is not UTF-8: os/\\377.xml"),
    ("^export .*(absent/out.tar.xz|file:///)", "errors", REASON, "Failed to open '.*'", "No such file or directory"),
    (r"^export .* image/? \[many\]", "errors", REASON, "Failed to open '.*'", "Is a directory"),
    (r"^export .*\[read-only-", "errors", REASON, "Failed to open '.*'", "Permission denied"),
    (r"^export .*\[circle\]", "errors", REASON, "Failed to open '.*'", "Too many levels of symbolic links"),
    (r"^export .*\[old-archive\] \[read-only-cwd\] uid=other", "status errors archives tree",
     "KB-59: an archive is made beside the old one, so that it is whole at any time"),
    (r"^export .* '' \[many\]", "status output errors archives", "a file without a name is an error, not standard output"),
    (r"^export (?!.* -- ).*(-v|--verbose)( (out.tar.xz|--license=terms))?( -)? \[many\]", "output", "KB-46: entries are sorted"),
    (r"^export .*-v (--license=terms )?- \[many\]", "errors archives", "standard output is the archive's alone"),
    ("^export .* -- -v ", "status errors tree archives", "what follows -- is no option"),
    (r"^export .* db/os/x.xml", "archives", "an archive never holds itself"),
    (r"^export .*--version=( |a/b|\.\./x)", "status errors tree archives", "a version must name a folder"),
    ("^export .*EPOCH='bad'", "status errors tree archives", "KB-46: SOURCE_DATE_EPOCH counts"),
    ("^export .*EPOCH='1700000000'", "archives", "KB-46: SOURCE_DATE_EPOCH counts"),
    (r"^export .*\[hidden-folder\]", "errors archives", "KB-59: hidden folders are left out"),
    (r"^export .*\[hidden-file\]", "errors archives", "KB-59: hidden files are left out", None, None, "1.12"),
    (r"^export .*\[(hidden-other|backup)\]", "errors", "KB-59: what is left out and looks like a file of the database is named",
     None, None, "1.12"),
    (r"^export .*\[(folder-link|loop)\]", "errors archives", "KB-59: links to folders are not followed"),
    (r"^export .*\[null-mask\]", "status errors archives", "KB-41: a link to /dev/null hides an entity"),
    (r"^export .*\[fifo-other\]", "status errors archives", "other names than those of databases do not count"),
    (r"^export .*\[(is-a-file|is-a-dangling-link)\]", "status errors tree archives", "what is no folder cannot be exported"),
    # import
    (r"^import --root \S+ --dir \.\./db", "tree", "what leads upwards ends at the root"),
    (r"^import --dir=db (-v|.* -v)\b", "output", "-v says whether the archive is signed (KB-39)"),
    ("^import --verbose=1", "output", "-v says whether the archive is signed (KB-39)"),
    ("^import ", "errors", REASON, r"cannot open archive \(null\): ", "cannot read archive from standard input: "),
    (r"^import (?!.*gzip\.tar)", "errors", REASON, r"cannot open archive (?:\{W\}/work/)?([^(]*): (Unrecognized|Lzma library)", r"cannot read archive \1: \2"),
    (r"^import .*gzip\.tar", "errors", REASON, r"cannot open archive .*: Unrecognized .*",
     "cannot read archive gzip.tar: it is gzip; expected tar, plain or compressed with xz"),
    ("^import .*cut.tar ", "errors", REASON, r"cannot read next archive entry in \{W\}/work/cut.tar: ", "cannot read archive cut.tar: "),
    ("^import .*absent.tar", "errors", REASON, r"cannot open archive (\{W\}/work/)?(/?absent.tar): Failed to open .*", None),
    ("^import .*(image/?|'') ", "errors", REASON, "Error reading '.*'", None),
    ("^import .* file:///absent.tar", "errors", REASON, r"archive /absent.tar: .*", "archive file:///absent.tar: No such file or directory"),
    ("^import .* (ftp|sftp|bad-scheme)://", "errors", "KB-58: an address that cannot be read is an error with words"),
    ("^import .*--latest --nightly", "errors", "the option is new"),
    ("^import .*--dry-run", "status output errors", "the option is new"),
    (r"^import .*(up|absolute|no-top)\.tar", "status errors tree", "KB-47: names lead nowhere but below the folder"),
    (r"^import .*\[link-for-folder\]", "status errors tree", "KB-47: links in the folder are not followed"),
    (r"^import .*(symlink|hardlink|device|fifo)\.tar", "errors tree", "KB-48: all or nothing"),
    (r"^import .* cut\.tar ", "tree", "KB-48: all or nothing"),
    (r"^import .*cut-at-an-entry\.tar", "status errors tree", "KB-48: an archive that was cut between entries is not whole"),
    (r"^import .*\[folder-for-file\]", "errors tree", "KB-48: all or nothing"),
    (r"^import .*file-for-folder\.tar before:", "errors", REASON),
    (r"^import .*\[(is-a-file|is-a-dangling-link)\]", "errors", REASON),
    (r"^import .*twice\.tar", "status errors tree", "two files of one name are a mistake"),
    (r"^import .*no-parents\.tar", "status errors tree", "an archive need not name its folders"),
    (r"^import .*no-files\.tar", "errors", "an archive without files is a mistake worth a warning"),
    (r"^import .*only-folders\.tar", "errors tree", "an archive without files is a mistake worth a warning"),
    (r"^import .*x\.tar\.xz before:.*older", "tree", "KB-48: files that the new archive has no more go"),
    (r"^import .*( older\.tar before:.*|\[newer-version\])", "status errors tree", "a newer database is not replaced without being asked for"),
    (r"^import .*\[read-only-cwd\] uid=other", "errors", REASON, "Error creating directory (.*): (.*)", r"cannot write to '\1': \2"),
    (r"^import .*\[is-read-only\] uid=other", "status errors tree", "KB-48: the folder is replaced, so that the rights of the one above count"),
    # validate
    ("^validate ", "errors", REASON, "^Error when getting information for file “(.*)”: (.*)", r"{program}: file://\1: \2"),
    (r"^validate .*\[unreadable-good\]", "errors", REASON, "^Error opening file (.*): (.*)", r"cannot read file \1: \2"),
    (r"^validate .*\[os-dangling\]", "errors", REASON, "^Unable to handle file type for (.*)", r"\1: No such file or directory"),
    (r"^validate .*\[is-a-dangling-link\]", "errors", REASON, "^Unable to handle file type for (.*)", r"{program}: \1: No such file or directory"),
    (r"^validate .*\[(no-schema|malformed-schema)\]", "errors", "what is wrong with a schema is told in one line"),
    (r"^validate .*\[(mask|os-null)\]", "status errors", "KB-41: empty files and links to /dev/null hide entities"),
    (r"^validate .*\[(os-null-other|os-fifo-other|dangling-other)\]", "status errors", "other names than those of databases do not count"),
    (r"^validate .*\[loop\]", "status errors", "links in a circle end"),
    (r"^validate .*\[bad\] \[malformed\]", "errors", "KB-41: all faults of all files are told"),
    (r"^validate .*\[is-a-file\]", "status errors", "a file that is named must be XML or an archive"),
    (r"^validate .*(-v|--verbose) ", "output", "folders are no documents"),
    (r"^validate (?!-).*\[(bad|malformed)\]", "status errors", "KB-40: what is named is validated"),
    (r"^validate (-- )?(absent.xml|ftp:)", "status errors", "KB-40: what is named is validated"),
    (r"^validate db/os .*\[is-empty\]", "status errors", "KB-40: what is named is validated"),
)]
