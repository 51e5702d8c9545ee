/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the tests of downloads, signatures and latest.json drive: one call of a module, its answer
 * as lines "name: value" on standard output, its error as one line on standard error and status 1.
 *
 * usage: remote-helper fetch URI [ETAG [MODIFIED]]         the file's sha256 and size, its
 * validators remote-helper latest release|nightly              from the server of the configuration
 *        remote-helper parse FILE URI release|nightly
 *        remote-helper verify FILE SIGNATURE|- FOLDER…
 *        remote-helper chain FILE SIGNATURE KEYS FOLDER…   verify, with keys that came with it
 *        remote-helper check FILE SIGNATURE                by the configuration's keys
 *        remote-helper sign FILE KEY SIGNATURE
 *        remote-helper trust FILE LOCATION|- [release|nightly]
 *        remote-helper config [URL]
 *        remote-helper bar LABEL DONE TOTAL WIDTH
 */
#include <fcntl.h>
#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>

#include "base/settings.h"
#include "common/progress.h"
#include "fetch/download.h"
#include "fetch/latest.h"
#include "fetch/signature.h"
#include "fetch/trust.h"

static void
print_text(const char *name, const char *value)
{
    if (value != NULL)
        printf("%s: %s\n", name, value);
}

static int
open_file(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0) {
        perror(path);
        exit(2);
    }
    return file;
}

/* Of what is from the descriptor's own place on. */
static void
print_content(int file)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    struct stat status;
    guint8 buffer[4096];
    gssize count;

    while ((count = read(file, buffer, sizeof(buffer))) > 0)
        g_checksum_update(checksum, buffer, count);
    print_text("sha256", g_checksum_get_string(checksum));
    if (fstat(file, &status) == 0)
        printf("links: %u\n", (unsigned)status.st_nlink);
}

static gboolean
fetch(char **arguments, GError **error)
{
    DownloadOptions options = {0};
    g_auto(Download) download = DOWNLOAD_INIT;

    if (arguments[1] != NULL && *arguments[1] != '\0')
        options.etag = arguments[1];
    if (arguments[1] != NULL)
        options.modified = arguments[2];
    if (!download_run(arguments[0], &options, &download, error))
        return FALSE;
    if (download.file < 0) {
        printf("unchanged: yes\n");
        return TRUE;
    }
    printf("size: %" PRIu64 "\n", download.size);
    print_content(download.file);
    print_text("uri", download.uri);
    print_text("etag", download.etag);
    print_text("modified", download.modified);
    return TRUE;
}

static LatestKind
get_kind(const char *word)
{
    return strcmp(word, "nightly") == 0 ? LATEST_NIGHTLY : LATEST_RELEASE;
}

static gboolean
print_latest(const Latest *latest)
{
    if (latest == NULL)
        return FALSE;
    print_text("version", latest->version);
    print_text("archive", latest->archive);
    print_text("signature", latest->signature);
    print_text("sha256", latest->sha256);
    print_text("keys", latest->keys_sha256);
    printf("size: %" PRId64 "\n", latest->size);
    return TRUE;
}

static gboolean
ask_latest(char **arguments, GError **error)
{
    g_autoptr(Latest) latest = latest_fetch(get_kind(arguments[0]), error);

    return print_latest(latest);
}

static gboolean
parse_latest(char **arguments, GError **error)
{
    g_autofree char *text = NULL;
    gsize length = 0;

    if (!g_file_get_contents(arguments[0], &text, &length, error))
        return FALSE;

    g_autoptr(Latest) latest =
        latest_parse(text, length, arguments[1], get_kind(arguments[2]), error);

    return print_latest(latest);
}

/* Of fingerprints. */
static GHashTable *
new_set(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static gboolean
verify_by(char **arguments, char **folders, int keys, GHashTable *revoked, GError **error)
{
    static const char *const words[] = {"missing",     "unknown-key", "expired", "key-expired",
                                        "key-revoked", "good",        "bad"};
    int signature = strcmp(arguments[1], "-") != 0 ? open_file(arguments[1]) : -1;
    g_autoptr(Signature) result = signature_read(
        open_file(arguments[0]), signature, (const char *const *)folders, keys, revoked, error);

    if (result == NULL)
        return FALSE;

    g_autofree char *line = signature_describe(result, "NAME");

    print_text("outcome", words[result->outcome]);
    print_text("key", result->key);
    print_text("user", result->user);
    printf("date: %" PRId64 "\n", result->date);
    print_text("line", line);
    return TRUE;
}

static gboolean
verify(char **arguments, GError **error)
{
    g_autoptr(GHashTable) revoked = new_set();

    return verify_by(arguments, arguments + 2, -1, revoked, error);
}

/* With fingerprints that are known as revoked, and says which ones are then. */
static gboolean
chain(char **arguments, GError **error)
{
    g_autoptr(GHashTable) revoked = new_set();
    g_auto(GStrv) known = g_strsplit(arguments[3], " ", -1);
    int keys = strcmp(arguments[2], "-") != 0 ? open_file(arguments[2]) : -1;

    for (char **each = known; *each != NULL; each++) {
        if (**each != '\0')
            g_hash_table_add(revoked, g_strdup(*each));
    }
    if (!verify_by(arguments, arguments + 4, keys, revoked, error))
        return FALSE;

    g_autoptr(GList) list = g_list_sort(g_hash_table_get_keys(revoked), (GCompareFunc)strcmp);
    g_autoptr(GString) text = g_string_new(NULL);

    for (GList *each = list; each != NULL; each = each->next)
        g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", (const char *)each->data);
    print_text("revoked", text->str);
    return TRUE;
}

/* By the keys of the configuration. */
static gboolean
check(char **arguments, GError **error)
{
    const Settings *settings = settings_get(error);
    g_autoptr(GHashTable) revoked = new_set();
    g_autoptr(Signature) result =
        settings != NULL
            ? signature_read(open_file(arguments[0]), open_file(arguments[1]),
                             (const char *const *)settings->key_folders, -1, revoked, error)
            : NULL;

    if (result == NULL || result->outcome == SIGNATURE_GOOD)
        return result != NULL;

    g_autofree char *line = signature_describe(result, "NAME");

    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, line);
    return FALSE;
}

static gboolean
sign(char **arguments, GError **error)
{
    return signature_make(arguments[0], arguments[1], arguments[2], error);
}

static gboolean
trust(char **arguments, GError **error)
{
    const char *location = strcmp(arguments[1], "-") != 0 ? arguments[1] : NULL;
    g_autoptr(Latest) latest = NULL;
    g_autoptr(GHashTable) revoked = new_set();
    g_autofree char *note = NULL;
    gboolean is_signed = FALSE;

    if (arguments[2] != NULL) {
        latest = latest_fetch(get_kind(arguments[2]), error);
        if (latest == NULL)
            return FALSE;
    }
    if (!trust_check(open_file(arguments[0]), location, latest, revoked, &is_signed, &note, error))
        return FALSE;
    print_text("signed", is_signed ? "yes" : "no");
    print_text("note", note);
    return TRUE;
}

static gboolean
print_config(char **arguments, GError **error)
{
    Settings *settings = settings_get(error);

    if (settings == NULL ||
        (arguments[0] != NULL && !settings_set_url(settings, arguments[0], error)))
        return FALSE;

    g_autofree char *folders = g_strjoinv(":", settings->key_folders);

    print_text("url", settings->url);
    print_text("ca-file", settings->ca_file);
    print_text("keys", folders);
    printf("idle-timeout: %u\ntotal-timeout: %u\nretries: %u\nretry-delay: %u\n",
           settings->idle_timeout, settings->total_timeout, settings->retries,
           settings->retry_delay);
    printf("max-size: %" PRIu64 "\nrequired: %d\n", settings->max_size, (int)settings->signature);
    return TRUE;
}

static gboolean
print_bar(char **arguments, GError **error G_GNUC_UNUSED)
{
    g_autofree char *line =
        progress_format(arguments[0], g_ascii_strtoull(arguments[1], NULL, 10),
                        g_ascii_strtoll(arguments[2], NULL, 10), (guint)atoi(arguments[3]));

    printf("%s\n", line);
    return TRUE;
}

static const struct {
    const char *name;
    int arguments; /* at least */
    gboolean (*run)(char **arguments, GError **error);
} commands[] = {
    {"bar", 4, print_bar},       {"chain", 3, chain}, {"check", 2, check},
    {"config", 0, print_config}, {"fetch", 1, fetch}, {"latest", 1, ask_latest},
    {"parse", 3, parse_latest},  {"sign", 3, sign},   {"trust", 2, trust},
    {"verify", 2, verify},
};

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;

    setlocale(LC_ALL, "");
    for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS(commands); i++) {
        if (strcmp(commands[i].name, argv[1]) != 0 || argc - 2 < commands[i].arguments)
            continue;
        if (commands[i].run(argv + 2, &error) && error == NULL)
            return EXIT_SUCCESS;
        fprintf(stderr, "%s\n", error != NULL ? error->message : "FALSE without an error");
        return EXIT_FAILURE;
    }
    fprintf(stderr, "usage: remote-helper COMMAND ARGUMENT…\n");
    return 2;
}
