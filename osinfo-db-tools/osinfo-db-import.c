/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * osinfo-db-import: puts the archive of a release into a database folder. Where it comes from,
 * whether it may be used, and what follows from it are decided here; folder_swap.c changes the folder.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>

#include "archive/archive_content.h"
#include "archive/archive_reader.h"
#include "base/failure.h"
#include "base/location.h"
#include "base/settings.h"
#include "base/version.h"
#include "check/validate.h"
#include "check/validate_report.h"
#include "common/address.h"
#include "common/descriptor.h"
#include "common/text.h"
#include "common/tool.h"
#include "fetch/download.h"
#include "fetch/latest.h"
#include "fetch/trust.h"
#include "import/folder_swap.h"
#include "import/import_history.h"
#include "import/import_plan.h"
#include "input/input_files.h"

#define COMPILER "osinfo-db-compile"

/* Exit status with --exit-code. */
#define EXIT_NOTHING_NEW 2

static gboolean is_latest;
static gboolean is_nightly;
static gboolean is_rollback;
static gboolean is_dry_run;
static gboolean is_exit_code;
static gboolean is_downgrade_allowed;
static gboolean is_signature_required;
static gboolean is_signature_optional;
static gboolean is_validated;
static char *url;
static LocationOptions location;
static gboolean is_verbose;
static gboolean is_quiet;

static const GOptionEntry options[] = {
    TOOL_OPTION_VERBOSE(is_verbose),
    {"quiet", 'q', 0, G_OPTION_ARG_NONE, &is_quiet,
     N_("Print nothing but a line that says why it failed"), NULL},
    LOCATION_OPTIONS(location, N_("Import into user directory"), N_("Import into local directory"),
                     N_("Import into system directory"), N_("Import into custom directory"),
                     N_("Installation root directory")),
    {"latest", 0, 0, G_OPTION_ARG_NONE, &is_latest,
     N_("Import the latest osinfo-db from osinfo-db's website"), NULL},
    {"nightly", 0, 0, G_OPTION_ARG_NONE, &is_nightly,
     N_("Import the latest nightly build of unreleased osinfo-db from osinfo-db's website"), NULL},
    {"rollback", 0, 0, G_OPTION_ARG_NONE, &is_rollback,
     N_("Import again the archive of the import before the last one"), NULL},
    {"dry-run", 0, 0, G_OPTION_ARG_NONE, &is_dry_run,
     N_("Only list the files that would be added, changed or removed"), NULL},
    {"allow-downgrade", 0, 0, G_OPTION_ARG_NONE, &is_downgrade_allowed,
     N_("Also import an archive that is older than the installed files"), NULL},
    {"require-signature", 0, 0, G_OPTION_ARG_NONE, &is_signature_required,
     N_("Refuse archives without a good signature"), NULL},
    {"no-require-signature", 0, 0, G_OPTION_ARG_NONE, &is_signature_optional,
     N_("Also import archives without a good signature"), NULL},
    {"exit-code", 0, 0, G_OPTION_ARG_NONE, &is_exit_code,
     N_("With --latest, exit with 2 when there is nothing new"), NULL},
    {"validate", 0, 0, G_OPTION_ARG_NONE, &is_validated,
     N_("Refuse archives with files that the schema does not allow"), NULL},
    {"url", 0, 0, G_OPTION_ARG_STRING, &url, N_("Where latest.json and nightly.json are"),
     N_("URL")},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

/* Where an archive comes from. */
typedef struct {
    AutoFd archive;          /* descriptor of a temporary file; -1: nothing to do */
    char *name;              /* for errors */
    char *location;          /* path or URI; NULL: a pipe */
    ImportOrigin server;     /* what it said of the archive */
    Latest *latest;          /* what announced it; NULL: nothing did */
    gboolean is_own;         /* is it from the history? */
    ArchiveContent *content; /* NULL: nothing to import */
} Source;

static void
source_clear(Source *self)
{
    auto_fd_clear(&self->archive);
    g_free(self->name);
    g_free(self->location);
    import_origin_clear(&self->server);
    latest_free(self->latest);
    archive_content_free(self->content);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Source, source_clear)

static gboolean
check_options(char **arguments, GError **error)
{
    const char *reason = NULL;

    if (arguments[0] != NULL && arguments[1] != NULL)
        reason = _("expected path to one archive file to import");
    else if (is_latest && is_nightly)
        reason = _("--latest and --nightly are mutually exclusive");
    else if (is_rollback && (is_latest || is_nightly || arguments[0] != NULL))
        reason = _("--rollback cannot be combined with an archive, --latest or --nightly");
    else if (is_exit_code && !is_latest)
        reason = _("--exit-code needs --latest");
    else if (is_quiet && is_verbose)
        reason = _("--quiet and --verbose are mutually exclusive");
    else if (is_signature_required && is_signature_optional)
        reason = _("--require-signature and --no-require-signature are mutually exclusive");
    if (reason == NULL)
        return TRUE;
    g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, reason);
    return FALSE;
}

static gboolean
open_input(Source *source, int input, GError **error)
{
    source->archive = archive_reader_spool(input, source->name, error);
    return source->archive >= 0;
}

/* A path, or what can be made one. */
static gboolean
open_file(Source *source, const char *argument, GError **error)
{
    g_autoptr(GFile) file = g_file_new_for_commandline_arg(argument);
    g_auto(AutoFd) input = -1;

    source->name = text_escape(argument);
    source->location = g_file_get_path(file);
    if (source->location == NULL) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                    _("cannot open archive %s: files can be fetched from http: and https: only"),
                    source->name);
        return FALSE;
    }
    input = open(source->location, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (input >= 0)
        return open_input(source, input, error);
    return failure_set_errno(error, errno, _("cannot open archive %s: %s"), source->name,
                             g_strerror(errno));
}

/* What the server has not changed since the last import is here still. */
static gboolean
open_uri(Source *source, const char *uri, const ImportHistory *history, GError **error)
{
    g_auto(AutoFd) known = import_history_open_current(history, uri, &source->server);
    g_auto(Download) download = DOWNLOAD_INIT;
    const DownloadOptions wishes = {.etag = known >= 0 ? source->server.etag : NULL,
                                    .modified = known >= 0 ? source->server.modified : NULL,
                                    .is_quiet = is_quiet};

    source->name = text_escape(uri);
    source->location = g_strdup(uri);
    if (!download_run(uri, &wishes, &download, error))
        return FALSE;
    source->server.uri = g_strdup(uri);
    if (download.file < 0) {
        if (is_verbose)
            tool_print_progress(_("'%s' is the archive that was imported last"), uri);
        source->archive = g_steal_fd(&known);
        return TRUE;
    }
    g_free(source->server.etag);
    g_free(source->server.modified);
    source->server.etag = g_steal_pointer(&download.etag);
    source->server.modified = g_steal_pointer(&download.modified);
    source->archive = g_steal_fd(&download.file);
    return TRUE;
}

/* A document that says that there is nothing new is believed if it is signed: whoever is between us
 * and the server could keep us at an old version with any other. */
static gboolean
believe_nothing_new(TrustVerdict verdict, const char *note, GError **error)
{
    if (verdict == TRUST_REFUSED) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                    _("%s, so that there may be a newer version; keys that count belong in '%s'"),
                    note, settings_get_key_folder(settings_get(NULL)));
        return FALSE;
    }
    if (verdict == TRUST_DOUBTFUL)
        tool_print_warning(_("warning: %s, so that there may be a newer version"), note);
    return TRUE;
}

/* What was announced once does not become less. */
static gboolean
check_seen(const Latest *latest, TrustVerdict verdict, ImportHistory *history, GError **error)
{
    const char *seen = import_history_get_seen(history);

    if (verdict != TRUST_SIGNED)
        return TRUE;
    if (!is_downgrade_allowed && version_compare(latest->version, seen) < 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                    _("'%s' announces version %s, and announced %s before: it is an old copy"),
                    latest->uri, latest->version, seen);
        return FALSE;
    }
    if (!is_dry_run)
        import_history_see(history, latest->version);
    return TRUE;
}

/* Asks what there is. A site that changes between the document and its signature has two that do
 * not fit: then there is another document by now. */
static Latest *
ask_latest(ImportHistory *history, TrustVerdict *out_verdict, char **out_note, GError **error)
{
    GHashTable *revoked = import_history_get_revoked(history);
    const char *keys = import_history_get_keys(history);
    LatestKind kind = is_nightly ? LATEST_NIGHTLY : LATEST_RELEASE;
    g_autoptr(GError) cause = NULL;
    g_autoptr(Latest) first = latest_fetch(kind, error);
    g_autoptr(Latest) second = NULL;

    if (first == NULL)
        return NULL;
    if (trust_check_document(first, revoked, keys, out_verdict, out_note, &cause))
        return g_steal_pointer(&first);
    second = latest_fetch(kind, NULL);
    if (second == NULL || latest_is_same(first, second)) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return NULL;
    }
    return trust_check_document(second, revoked, keys, out_verdict, out_note, error)
               ? g_steal_pointer(&second)
               : NULL;
}

/* Nothing is fetched when what is there is as new. */
static gboolean
open_latest(Source *source, const char *target, ImportHistory *history, GError **error)
{
    TrustVerdict verdict = TRUST_REFUSED;
    g_autofree char *note = NULL;
    g_autoptr(GError) version_error = NULL;
    g_autofree char *installed = version_read(target, &version_error);

    if (version_error != NULL) {
        g_propagate_error(error, g_steal_pointer(&version_error));
        return FALSE;
    }
    source->latest = ask_latest(history, &verdict, &note, error);
    if (source->latest == NULL ||
        (is_latest && !check_seen(source->latest, verdict, history, error)))
        return FALSE;
    if (is_latest && version_compare(source->latest->version, installed) <= 0) {
        if (is_verbose)
            tool_print_progress(_("nothing new: '%s' has version %s, the latest is %s"), target,
                                installed, source->latest->version);
        return believe_nothing_new(verdict, note, error);
    }
    return open_uri(source, source->latest->archive, history, error);
}

static gboolean
open_previous(Source *source, const ImportHistory *history, GError **error)
{
    source->name = g_strdup(_("of the import before"));
    source->is_own = TRUE;
    source->archive = import_history_open_previous(history, error);
    return source->archive >= 0;
}

static gboolean
open_source(Source *source, const char *argument, const char *target, ImportHistory *history,
            GError **error)
{
    if (is_rollback)
        return open_previous(source, history, error);
    if (is_latest || is_nightly)
        return open_latest(source, target, history, error);
    if (argument != NULL && address_is_remote(argument))
        return open_uri(source, argument, history, error);
    if (argument != NULL && strcmp(argument, "-") != 0)
        return open_file(source, argument, error);
    source->name = g_strdup(_("from standard input"));
    return open_input(source, STDIN_FILENO, error);
}

/* The options come before the configuration. */
static gboolean
configure(GError **error)
{
    Settings *settings = settings_get(error);

    if (settings == NULL)
        return FALSE;
    if (is_signature_required)
        settings->signature = SETTINGS_SIGNATURE_ALL;
    else if (is_signature_optional)
        settings->signature = SETTINGS_SIGNATURE_NONE;
    return url == NULL || settings_set_url(settings, url, error);
}

/* Archives that were imported once were looked at then. */
static gboolean
check_trust(const Source *source, ImportHistory *history, GError **error)
{
    g_autofree char *note = NULL;
    gboolean is_signed = FALSE;

    if (source->is_own)
        return TRUE;
    if (!trust_check(source->archive, source->location, source->latest,
                     import_history_get_revoked(history), &is_signed, &note, error))
        return FALSE;
    if (!is_signed && source->location != NULL && address_is_remote(source->location))
        tool_print_warning(_("warning: %s"), note);
    else if (is_verbose)
        tool_print_progress("%s", note);
    return TRUE;
}

static gboolean
check_version(const Source *source, const char *target, GError **error)
{
    const ArchiveContent *content = source->content;
    g_autoptr(GError) version_error = NULL;
    g_autofree char *installed = version_read(target, &version_error);

    if (source->latest != NULL && source->latest->version != NULL &&
        g_strcmp0(source->latest->version, content->version) != 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    _("archive %s has version %s, and '%s' announces %s"), source->name,
                    content->version != NULL ? content->version : _("none"), source->latest->uri,
                    source->latest->version);
        return FALSE;
    }
    if (is_rollback || is_downgrade_allowed || content->version == NULL)
        return TRUE;
    if (version_error != NULL) {
        g_propagate_error(error, g_steal_pointer(&version_error));
        return FALSE;
    }
    if (version_compare(content->version, installed) >= 0)
        return TRUE;
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED,
                _("archive %s has version %s, and '%s' the newer version %s; "
                  "--allow-downgrade imports it anyway"),
                source->name, content->version, target, installed);
    return FALSE;
}

/* The schema is that of the archive, else one of the default path. */
static gboolean
check_content(const Source *source, GError **error)
{
    g_autoptr(InputFiles) files = input_files_new();
    g_autoptr(GPtrArray) results = NULL;
    g_autoptr(GBytes) schema = NULL;
    g_autofree char *uri = NULL;
    guint n_faults = 0;

    if (!input_files_add_archive(files, source->archive, source->name, error))
        return FALSE;
    schema = input_files_find_schema(files, &location, OSINFO_DB_LOCATION_USER, &uri, error);
    if (schema == NULL)
        return FALSE;
    results = validate_files(files->files, schema, uri, NULL, FALSE, error);
    if (results == NULL)
        return FALSE;
    n_faults =
        is_quiet ? validate_report_count(results) : validate_report_text(results, is_verbose);
    if (n_faults == 0)
        return TRUE;
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                ngettext("archive %s is not valid: %u fault", "archive %s is not valid: %u faults",
                         n_faults),
                source->name, n_faults);
    return FALSE;
}

/* Beside this program, else where all programs are; NULL: it is not installed. */
static char *
find_compiler(void)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = self != NULL ? g_path_get_dirname(self) : NULL;
    g_autofree char *beside = folder != NULL ? g_build_filename(folder, COMPILER, NULL) : NULL;

    if (beside != NULL && g_file_test(beside, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer(&beside);
    return g_find_program_in_path(COMPILER);
}

static gboolean
is_common_location(const char *target)
{
    static const OsinfoDbLocation places[] = {
        OSINFO_DB_LOCATION_SYSTEM, OSINFO_DB_LOCATION_REFRESHED, OSINFO_DB_LOCATION_LOCAL};

    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = location_new_default(&location, places[i]);
        g_autofree char *resolved = location_resolve(path, NULL, NULL);

        if (g_strcmp0(resolved, target) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The compiled database is about what all users share, is root's, and belongs to this system. */
static void
compile(const char *target)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *root = location_new_root(&location);
    g_autofree char *words = NULL;
    g_autofree char *program = NULL;
    char *arguments[] = {NULL, NULL};
    int status = 0;

    if (geteuid() != 0 || root != NULL || !is_common_location(target))
        return;
    program = find_compiler();
    if (program == NULL)
        return;
    arguments[0] = program;
    if (!g_spawn_sync(NULL, arguments, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &words,
                      &status, &error))
        tool_print_warning(_("warning: cannot run '%s': %s"), program, error->message);
    else if (!g_spawn_check_wait_status(status, NULL))
        tool_print_warning(_("warning: '%s' failed: %s"), program, words);
}

static int
print_plan(const ArchiveContent *content, ImportHistory *history, const char *target,
           GError **error)
{
    g_auto(AutoFd) folder = open(target, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    g_autoptr(ImportPlan) plan = NULL;

    if (folder < 0 && errno != ENOENT) {
        failure_set_errno(error, errno, _("'%s': %s"), target, g_strerror(errno));
        return EXIT_FAILURE;
    }
    plan = import_plan_make(content, history, folder, error);
    if (plan == NULL)
        return EXIT_FAILURE;
    return import_plan_print(plan, content, folder, error) ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Into memory, when it may be used. */
static gboolean
read_source(Source *source, ImportHistory *history, GError **error)
{
    g_autoptr(ArchiveContent) content = NULL;

    if (source->archive < 0)
        return TRUE;
    if (!check_trust(source, history, error))
        return FALSE;
    content = archive_content_read(source->archive, source->name, error);
    if (content == NULL)
        return FALSE;
    if (content->n_files > 0)
        source->content = g_steal_pointer(&content);
    else
        tool_print_warning(_("warning: archive %s holds no files; nothing was imported"),
                           source->name);
    return TRUE;
}

/* A run that changes nothing waits for nobody. */
static gboolean
lock(ImportHistory *history, GError **error)
{
    return is_dry_run || import_history_lock(history, error);
}

/* Which of the site's keys were read now; NULL: none. */
static const char *
get_known_keys(const Source *source)
{
    return source->latest != NULL && latest_has_right_keys(source->latest)
               ? source->latest->keys_sha256
               : NULL;
}

/* Gets the archive, and the history for us alone. Nobody has to wait while something is fetched;
 * but which archive a rollback takes is what others may change. */
static gboolean
prepare(Source *source, const char *argument, const char *target, ImportHistory *history,
        GError **error)
{
    if (is_rollback && !lock(history, error))
        return FALSE;

    gboolean is_read = open_source(source, argument, target, history, error) &&
                       read_source(source, history, error);

    if (!is_rollback && !is_dry_run)
        import_history_keep_trust(history, get_known_keys(source));
    if (!is_read)
        return FALSE;
    return is_rollback || source->content == NULL || lock(history, error);
}

static void
tell_update(const char *target, const char *before, const char *after)
{
    if (!is_verbose || !is_latest)
        return;
    if (before != NULL)
        tool_print_progress(_("updated: '%s' has version %s, before it was %s"), target, after,
                            before);
    else
        tool_print_progress(_("updated: '%s' has version %s"), target, after);
}

static int
import(const Source *source, ImportHistory *history, const char *target, GError **error)
{
    g_autofree char *before = version_read(target, NULL);
    char *old = NULL;

    if (!check_version(source, target, error) || (is_validated && !check_content(source, error)))
        return EXIT_FAILURE;
    if (is_dry_run)
        return print_plan(source->content, history, target, error);

    ImportJob job = {target,          source->archive, source->content,
                     &source->server, history,         is_verbose};

    if (!folder_swap_run(&job, &old, error))
        return EXIT_FAILURE;
    compile(target);
    folder_swap_remove_old(old);
    tell_update(target, before, source->content->version);
    return EXIT_SUCCESS;
}

static int
run(char **arguments, GError **error)
{
    g_auto(Source) source = {.archive = -1};
    g_autoptr(ImportHistory) history = NULL;
    g_autofree char *named = NULL;
    g_autofree char *named_root = NULL;
    g_autofree char *root = NULL;
    g_autofree char *target = NULL;

    if (!check_options(arguments, error) || !configure(error))
        return EXIT_FAILURE;
    if (is_quiet)
        tool_silence_warnings();
    named = location_parse(&location, error);
    if (named == NULL)
        return EXIT_FAILURE;
    named_root = location_new_root(&location);
    if (named_root != NULL) {
        root = location_resolve(named_root, NULL, error);
        if (root == NULL)
            return EXIT_FAILURE;
    }
    target = location_resolve(named, root, error);
    if (target == NULL)
        return EXIT_FAILURE;
    history = import_history_open(target, root, error);
    if (history == NULL || !prepare(&source, arguments[0], target, history, error))
        return EXIT_FAILURE;
    if (source.content != NULL)
        return import(&source, history, target, error);
    return is_exit_code && source.archive < 0 ? EXIT_NOTHING_NEW : EXIT_SUCCESS;
}

static const Tool tool = {
    .summary = N_("- Import database archive"),
    .options = options,
    .option_status = EXIT_FAILURE,
    .run = run,
};

TOOL_MAIN(tool)
