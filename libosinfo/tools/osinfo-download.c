/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * osinfo-download: the medium or image of a system, from its vendor and as its vendor published it.
 */
#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <glib-unix.h>

#include "common/progress.h"
#include "common/tool.h"
#include "common/translate.h"
#include "tools/database.h"
#include "tools/download_choice.h"
#include "tools/download_report.h"
#include "tools/system_name.h"

/* Exit statuses besides success. */
#define STATUS_FAILED 1      /* it cannot be had */
#define STATUS_BAD_OPTION 2  /* also: no database */
#define STATUS_NOTHING 3     /* the database knows no such system, or no such file of it */
#define STATUS_NOT_GENUINE 4 /* what was published, or came, must not be believed */
#define STATUS_NOT_STATED 5  /* nothing tells a genuine file */

static char *edition;
static char *architecture;
static char *language;
static char *kind_name;
static int kind = DOWNLOAD_KIND_ANY;
static char *image_format;
static char *output_path;
static char *digest;
static char **key_folders;
static char *ca_file;
static gint64 max_size;
static char *format_name;
static int format = FORMAT_TEXT;
static gboolean is_plan;
static gboolean is_list;
static gboolean is_replace;
static gboolean is_anew;
static gboolean is_quiet;

static const GOptionEntry options[] = {
    {"edition", 'e', 0, G_OPTION_ARG_STRING, &edition, N_("Edition, such as server"),
     N_("EDITION")},
    {"arch", 'a', 0, G_OPTION_ARG_STRING, &architecture, N_("Architecture (that of this computer)"),
     N_("ARCH")},
    {"language", 'l', 0, G_OPTION_ARG_STRING, &language, N_("Language, such as de or de_DE"),
     N_("LANGUAGE")},
    {"kind", 'k', 0, G_OPTION_ARG_STRING, &kind_name, N_("installer, live or image"), N_("KIND")},
    {"image-format", 0, 0, G_OPTION_ARG_STRING, &image_format,
     N_("Format of an image, such as qcow2"), N_("FORMAT")},
    {"output", 'o', 0, G_OPTION_ARG_FILENAME, &output_path,
     N_("Where the file goes: a folder or a name (the current folder)"), N_("PATH")},
    {"print-plan", 0, 0, G_OPTION_ARG_NONE, &is_plan,
     N_("Say what would be asked for, and ask nobody"), NULL},
    {"list", 0, 0, G_OPTION_ARG_NONE, &is_list, N_("List what there is to choose from"), NULL},
    {"digest", 0, 0, G_OPTION_ARG_STRING, &digest,
     N_("What the file must be, as sha256:DIGITS; the vendor is not asked"), N_("DIGEST")},
    {"keys", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &key_folders,
     N_("A folder with OpenPGP keys of vendors"), N_("FOLDER")},
    {"ca-file", 0, 0, G_OPTION_ARG_FILENAME, &ca_file,
     N_("Whom to trust for https, instead of the authorities of the system"), N_("FILE")},
    {"max-size", 0, 0, G_OPTION_ARG_INT64, &max_size,
     N_("Bytes of a file of which nobody says how large it is"), N_("BYTES")},
    {"replace", 0, 0, G_OPTION_ARG_NONE, &is_replace, N_("Replace another file of that name"),
     NULL},
    {"anew", 0, 0, G_OPTION_ARG_NONE, &is_anew, N_("Do not use what an earlier attempt left"),
     NULL},
    {"format", 0, 0, G_OPTION_ARG_STRING, &format_name,
     N_("Output format: plain (the default) or json"), N_("FORMAT")},
    {"quiet", 'q', 0, G_OPTION_ARG_NONE, &is_quiet, N_("Say errors only"), NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

static gboolean
check_options(GError **error)
{
    static const char *const formats[] = {[FORMAT_TEXT] = "plain", [FORMAT_JSON] = "json", NULL};
    static const char *const kinds[] = {
        [DOWNLOAD_KIND_ANY] = "any",
        [DOWNLOAD_KIND_INSTALLER] = "installer",
        [DOWNLOAD_KIND_LIVE] = "live",
        [DOWNLOAD_KIND_IMAGE] = "image",
        NULL,
    };

    return tool_find_choice(formats, format_name, &format, error) &&
           tool_find_choice(kinds, kind_name, &kind, error);
}

/* Choosing */

static int
list_choices(OsinfoOs *os, int status)
{
    g_autoptr(GPtrArray) all = download_choice_list_all(os);
    g_auto(Output) output = {0};

    for (guint i = 0; i < all->len; i++) {
        g_autofree char *line = download_choice_describe(g_ptr_array_index(all, i));

        if (status == EXIT_SUCCESS)
            output_add_format(&output, "%s\n", line);
        else
            tool_print_message("  %s", line);
    }
    return output_finish(&output) ? status : STATUS_FAILED;
}

/* A new reference; NULL, and says so: there is none. */
static OsinfoEntity *
choose(OsinfoOs *os)
{
    const DownloadWish wish = {
        .kind = (DownloadKind)kind,
        .edition = edition,
        .architecture = architecture,
        .language = language,
        .image_format = image_format,
    };
    g_autoptr(GPtrArray) fitting = download_choice_list(os, &wish);
    g_autoptr(GPtrArray) all = NULL;

    if (fitting->len > 0)
        return g_object_ref(g_ptr_array_index(fitting, 0));
    all = download_choice_list_all(os);
    if (all->len == 0) {
        tool_print_error(_("the database has no address for %s"),
                         osinfo_product_get_name(OSINFO_PRODUCT(os)));
        return NULL;
    }
    tool_print_error(_("%s has no such file; there are:"),
                     osinfo_product_get_name(OSINFO_PRODUCT(os)));
    list_choices(os, STATUS_NOTHING);
    return NULL;
}

/* Options of the download */

static gboolean
set_digest(OsinfoDownload *download, GError **error)
{
    const char *colon = digest != NULL ? strchr(digest, ':') : NULL;
    g_autofree char *type = NULL;

    if (digest == NULL)
        return TRUE;
    type = colon != NULL ? g_strndup(digest, (gsize)(colon - digest)) : g_strdup("");
    return osinfo_download_set_digest(download, type, colon != NULL ? colon + 1 : digest, error);
}

static gboolean
prepare(OsinfoDownload *download, GError **error)
{
    g_autoptr(GTlsDatabase) certificates = NULL;

    if (ca_file != NULL) {
        g_autoptr(GFile) file = g_file_new_for_path(ca_file);
        g_autofree char *path = g_file_get_path(file);

        certificates = g_tls_file_database_new(path, error);
        if (certificates == NULL) {
            g_prefix_error(error, _("cannot use the certificates in '%s': "), ca_file);
            return FALSE;
        }
        osinfo_download_set_tls_database(download, certificates);
    }
    for (guint i = 0; key_folders != NULL && key_folders[i] != NULL; i++)
        osinfo_download_add_key_folder(download, key_folders[i]);
    if (max_size > 0)
        osinfo_download_set_max_size(download, max_size);
    return set_digest(download, error);
}

/* Fetching */

typedef struct {
    GMainLoop *loop;
    GCancellable *cancellable;
    Progress *progress;
    GAsyncResult *result;
} Wait;

static void
on_progress(OsinfoDownload *download G_GNUC_UNUSED, gint64 done, gint64 total, Wait *wait)
{
    progress_update(wait->progress, (guint64)done, total);
}

static void
on_done(GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->result = g_object_ref(result);
    g_main_loop_quit(wait->loop);
}

static gboolean
on_signal(gpointer cancellable)
{
    g_cancellable_cancel(cancellable);
    return G_SOURCE_CONTINUE;
}

/* The output as a folder and a name; *@out_name NULL: as in the address. */
static void
split_output(char **out_folder, char **out_name)
{
    const char *path = output_path != NULL ? output_path : ".";

    *out_name = NULL;
    if (g_file_test(path, G_FILE_TEST_IS_DIR) || g_str_has_suffix(path, "/")) {
        *out_folder = g_strdup(path);
        return;
    }
    *out_folder = g_path_get_dirname(path);
    *out_name = g_path_get_basename(path);
}

/* In another thread, so that a signal can end it and nothing is lost. */
static char *
fetch(OsinfoDownload *download, GError **error)
{
    g_autofree char *folder = NULL;
    g_autofree char *name = NULL;
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(Progress) progress = progress_new(osinfo_download_get_file_name(download), is_quiet);
    Wait wait = {loop, cancellable, progress, NULL};
    guint flags = OSINFO_DOWNLOAD_NONE;
    char *path = NULL;

    if (is_replace)
        flags |= OSINFO_DOWNLOAD_REPLACE;
    if (is_anew)
        flags |= OSINFO_DOWNLOAD_ANEW;
    split_output(&folder, &name);
    g_unix_signal_add(SIGINT, on_signal, cancellable);
    g_unix_signal_add(SIGTERM, on_signal, cancellable);
    g_signal_connect(download, "progress", G_CALLBACK(on_progress), &wait);
    osinfo_download_fetch_async(download, folder, name, (OsinfoDownloadFlags)flags,
                                G_PRIORITY_DEFAULT, cancellable, on_done, &wait);
    g_main_loop_run(loop);
    path = osinfo_download_fetch_finish(download, wait.result, error);
    g_object_unref(wait.result);
    g_signal_handlers_disconnect_by_data(download, &wait);
    return path;
}

/* Answers */

static int
get_status(const GError *error)
{
    if (error->domain != OSINFO_DOWNLOAD_ERROR)
        return STATUS_FAILED;
    switch (error->code) {
    case OSINFO_DOWNLOAD_ERROR_NOT_STATED:
        return STATUS_NOT_STATED;
    case OSINFO_DOWNLOAD_ERROR_EXISTS:
    case OSINFO_DOWNLOAD_ERROR_BUSY:
        return STATUS_FAILED;
    default:
        return STATUS_NOT_GENUINE;
    }
}

static gboolean
write_report(const DownloadReport *report)
{
    g_auto(Output) output = {0};

    if (format == FORMAT_JSON)
        download_report_write_json(report, &output);
    else if (is_plan)
        download_report_write_plan(report, &output);
    else
        output_add_format(&output, "%s\n", report->path);
    return output_finish(&output);
}

static int
run_download(OsinfoOs *os, OsinfoEntity *part, GError **error)
{
    g_autoptr(OsinfoDownload) download = download_choice_get_download(part);
    DownloadReport report = {os, part, download, NULL};
    g_autofree char *path = NULL;
    g_autofree char *trust = NULL;

    if (!prepare(download, error))
        return STATUS_BAD_OPTION;
    if (!is_plan) {
        path = fetch(download, error);
        if (path == NULL)
            return get_status(*error);
        report.path = path;
    }
    if (!write_report(&report))
        return STATUS_FAILED;
    if (!is_plan && !is_quiet && format == FORMAT_TEXT) {
        trust = download_report_describe_trust(&report);
        tool_print_message("%s", trust);
    }
    return EXIT_SUCCESS;
}

static int
run(char **arguments, GError **error)
{
    OsinfoDb *db = database_load();
    g_autoptr(OsinfoEntity) part = NULL;
    g_autofree char *likely = NULL;
    OsinfoOs *os;

    if (arguments[1] != NULL) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                            _("only one system can be named"));
        return STATUS_BAD_OPTION;
    }
    if (db == NULL)
        return STATUS_BAD_OPTION;
    os = osinfo_db_find_os(db, arguments[0]);
    if (os == NULL) {
        likely = system_describe_likely(db, arguments[0]);
        g_set_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC,
                    _("the database does not know '%s'%s"), arguments[0], likely);
        return STATUS_NOTHING;
    }
    if (is_list)
        return list_choices(os, EXIT_SUCCESS);
    part = choose(os);
    return part != NULL ? run_download(os, part, error) : STATUS_NOTHING;
}

static const Tool tool = {
    .summary = N_("OS - Download a medium or image, and verify it"),
    .options = options,
    .option_status = STATUS_BAD_OPTION,
    .no_argument_status = STATUS_BAD_OPTION,
    .check = check_options,
    .print_version = database_print_version,
    .run = run,
};

TOOL_MAIN(tool)
