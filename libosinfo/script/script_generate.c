/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Scripts for three kinds of targets (nothing but the system, a medium, a tree), as a text or a file,
 * now or later, and the kernel's command line. All of them are a job: what the template is to see is
 * taken down when somebody asks, and run_job() does the rest, in whichever thread. The template is
 * carried out by the script module.
 */
#include "config.h"

#include <string.h>

#include "base/modules.h"
#include "common/descriptor.h"
#include "common/translate.h"
#include "osinfo/osinfo_loader.h"
#include "script/script_document.h"
#include "script/script_generate.h"
#include "script/script_module.h"
#include "script/script_policy.h"

#define ROOT_SCRIPT "install-script-config"
#define ROOT_COMMAND_LINE "command-line"

typedef struct {
    char *template_data; /* NULL: it is to be read from template_uri */
    char *template_uri;
    ScriptDocument *document;
    char *complaint; /* what is wrong with the configuration; NULL: nothing */
    char *user_name; /* that an account would have; NULL: none */
    gboolean is_windows;
    gboolean is_command_line; /* the template need not say anything */
    GFile *file;              /* where the text is to be written; NULL: it is not */
} Job;

static void
job_free(Job *job)
{
    g_free(job->template_data);
    g_free(job->template_uri);
    script_document_free(job->document);
    g_free(job->complaint);
    g_free(job->user_name);
    g_clear_object(&job->file);
    g_free(job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Job, job_free)

static OsinfoOs *
dup_os(const ScriptTarget *target)
{
    if (target->media != NULL)
        return osinfo_media_get_os(target->media);
    if (target->tree != NULL)
        return osinfo_tree_get_os(target->tree);
    return target->os != NULL ? g_object_ref(target->os) : NULL;
}

/* A name without folder, so that a database cannot choose where files are written. */
static gboolean
set_file(Job *job, OsinfoInstallScript *script, GFile *directory, GError **error)
{
    const char *name = osinfo_install_script_get_output_filename(script);

    if (name == NULL || *name == '\0' || strchr(name, '/') != NULL || strcmp(name, ".") == 0 ||
        strcmp(name, "..") == 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
                    /* Translators: an id, and a name */
                    _("install script %s has an invalid output file name: %s"),
                    osinfo_entity_get_id(OSINFO_ENTITY(script)),
                    name != NULL ? name : _("not known"));
        return FALSE;
    }
    job->file = g_file_get_child(directory, name);
    return TRUE;
}

/* Takes down all that the work needs. @directory: NULL for a text. */
static Job *
new_job(OsinfoInstallScript *script, const ScriptTarget *target, OsinfoInstallConfig *config,
        const char *root, GFile *directory, GError **error)
{
    g_autoptr(Job) job = g_new0(Job, 1);
    g_autoptr(OsinfoOs) os = dup_os(target);

    if (os == NULL) {
        g_set_error_literal(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC,
                            target->media != NULL || target->tree != NULL
                                ? _("the operating system is not known: the medium or tree must "
                                    "be identified first")
                                : _("no operating system was given"));
        return NULL;
    }
    if (directory != NULL && !set_file(job, script, directory, error))
        return NULL;
    job->template_data = g_strdup(osinfo_install_script_get_template_data(script));
    job->template_uri = g_strdup(osinfo_install_script_get_template_uri(script));
    job->is_command_line = strcmp(root, ROOT_COMMAND_LINE) == 0;
    /* a command line is asked for on its own, also by those who have no script made */
    if (!job->is_command_line) {
        job->complaint = script_policy_check(script, config);
        job->user_name = g_strdup(script_policy_get_user_name(script, config));
    }
    job->is_windows = osinfo_install_script_get_path_format(script) == OSINFO_PATH_FORMAT_DOS;
    job->document = script_document_new(root, script, os, target->media, target->tree, config);
    return g_steal_pointer(&job);
}

/* Reads the template's file: one of this machine, so that the time is bounded. */
static GBytes *
read_template(const char *uri, GCancellable *cancellable, GError **error)
{
    g_autoptr(GFile) file = g_file_new_for_uri(uri);
    g_autoptr(GFileInfo) info = NULL;

    if (!g_file_is_native(file) && !g_file_has_uri_scheme(file, "resource")) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                    _("templates are read from files of this machine only: %s"), uri);
        return NULL;
    }
    info =
        g_file_query_info(file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                          G_FILE_QUERY_INFO_NONE, cancellable, error);
    if (info == NULL)
        return NULL;
    if (g_file_info_get_file_type(info) != G_FILE_TYPE_REGULAR ||
        g_file_info_get_size(info) > SCRIPT_MAX_TEMPLATE_SIZE) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    _("not a regular file, or larger than %d MiB: %s"),
                    SCRIPT_MAX_TEMPLATE_SIZE / 1024 / 1024, uri);
        return NULL;
    }
    return g_file_load_bytes(file, cancellable, NULL, error);
}

static GBytes *
get_template(const Job *job, GCancellable *cancellable, GError **error)
{
    GBytes *text = NULL;

    if (job->template_data != NULL)
        return g_bytes_new_static(job->template_data, strlen(job->template_data));
    if (job->template_uri == NULL) {
        g_set_error_literal(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC,
                            _("Failed to apply script template: the script has none"));
        return NULL;
    }
    text = read_template(job->template_uri, cancellable, error);
    if (text == NULL)
        g_prefix_error(error, "%s", _("Failed to load script template URI: "));
    return text;
}

static gboolean
write_stream(GFile *file, const char *text, GCancellable *cancellable, GError **error)
{
    g_autoptr(GFileOutputStream) stream =
        g_file_create(file, G_FILE_CREATE_PRIVATE, cancellable, error);
    gboolean is_written = FALSE;
    sigset_t before;

    if (stream == NULL)
        return FALSE;
    descriptor_hold_signals(&before);
    is_written = g_output_stream_write_all(G_OUTPUT_STREAM(stream), text, strlen(text), NULL,
                                           cancellable, error) &&
                 g_output_stream_close(G_OUTPUT_STREAM(stream), cancellable, error);
    descriptor_release_signals(&before);
    return is_written;
}

/* Whole or not at all, and for nobody else's eyes: there are passwords in it. */
static gboolean
write_file(GFile *file, const char *text, GCancellable *cancellable, GError **error)
{
    g_autofree char *name = g_file_get_basename(file);
    g_autofree char *temporary_name = g_strdup_printf(".%.200s.%08x", name, g_random_int());
    g_autoptr(GFile) directory = g_file_get_parent(file);
    g_autoptr(GFile) temporary = g_file_get_child(directory, temporary_name);

    if (write_stream(temporary, text, cancellable, error) &&
        g_file_move(temporary, file, G_FILE_COPY_OVERWRITE | G_FILE_COPY_NO_FALLBACK_FOR_MOVE,
                    cancellable, NULL, NULL, error))
        return TRUE;
    /* there is an error already, and it is the first one that counts */
    g_file_delete(temporary, NULL, NULL);
    return FALSE;
}

/* The whole work; a new text. NULL without an error: a template without a command line. */
static char *
run_job(const Job *job, GCancellable *cancellable, GError **error)
{
    ScriptInput input = {
        .document = job->document,
        .complaint = job->complaint,
        .user_name = job->user_name,
        .is_windows = job->is_windows,
        .is_optional = job->is_command_line,
        .limits = SCRIPT_DEFAULT_LIMITS,
        .domain = OSINFO_ERROR,
    };
    const ScriptModule *module = NULL;
    g_autoptr(GBytes) template = NULL;
    g_autofree char *text = NULL;

    if (g_cancellable_set_error_if_cancelled(cancellable, error))
        return NULL;
    template = get_template(job, cancellable, error);
    if (template == NULL)
        return NULL;
    module = modules_get(MODULE_SCRIPT, error);
    if (module == NULL)
        return NULL;
    input.template_text = g_bytes_get_data(template, &input.template_size);
    text = module->transform(&input, cancellable, error);
    if (text == NULL || (job->file != NULL && !write_file(job->file, text, cancellable, error)))
        return NULL;
    return g_steal_pointer(&text);
}

static void
run_in_thread(GTask *task, gpointer source G_GNUC_UNUSED, gpointer data, GCancellable *cancellable)
{
    const Job *job = data;
    GError *error = NULL;
    char *text = run_job(job, cancellable, &error);

    if (text == NULL) {
        g_task_return_error(task, error);
    } else if (job->file != NULL) {
        g_free(text);
        g_task_return_pointer(task, g_object_ref(job->file), g_object_unref);
    } else {
        g_task_return_pointer(task, text, g_free);
    }
}

/* What an asynchronous call is to answer. */
static const char text_tag[] = "text";
static const char file_tag[] = "file";

char *
script_generate_text(OsinfoInstallScript *script, const ScriptTarget *target,
                     OsinfoInstallConfig *config, GCancellable *cancellable, GError **error)
{
    g_autoptr(Job) job = new_job(script, target, config, ROOT_SCRIPT, NULL, error);

    return job != NULL ? run_job(job, cancellable, error) : NULL;
}

GFile *
script_generate_file(OsinfoInstallScript *script, const ScriptTarget *target,
                     OsinfoInstallConfig *config, GFile *directory, GCancellable *cancellable,
                     GError **error)
{
    g_autoptr(Job) job = new_job(script, target, config, ROOT_SCRIPT, directory, error);
    g_autofree char *text = job != NULL ? run_job(job, cancellable, error) : NULL;

    return text != NULL ? g_object_ref(job->file) : NULL;
}

void
script_generate_async(OsinfoInstallScript *script, const ScriptTarget *target,
                      OsinfoInstallConfig *config, GFile *directory, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(script, cancellable, callback, user_data);
    GError *error = NULL;
    Job *job = new_job(script, target, config, ROOT_SCRIPT, directory, &error);

    g_task_set_source_tag(task, directory != NULL ? (gpointer)file_tag : (gpointer)text_tag);
    if (job == NULL) {
        g_task_return_error(task, error);
        return;
    }
    g_task_set_task_data(task, job, (GDestroyNotify)job_free);
    g_task_run_in_thread(task, run_in_thread);
}

/* @tag: what the answer must be. */
static gpointer
finish(OsinfoInstallScript *script, GAsyncResult *res, gpointer tag, GError **error)
{
    g_return_val_if_fail(OSINFO_IS_INSTALL_SCRIPT(script), NULL);
    g_return_val_if_fail(g_task_is_valid(res, script), NULL);
    g_return_val_if_fail(g_async_result_is_tagged(res, tag), NULL);

    return g_task_propagate_pointer(G_TASK(res), error);
}

char *
script_generate_finish_text(OsinfoInstallScript *script, GAsyncResult *res, GError **error)
{
    return finish(script, res, (gpointer)text_tag, error);
}

GFile *
script_generate_finish_file(OsinfoInstallScript *script, GAsyncResult *res, GError **error)
{
    return finish(script, res, (gpointer)file_tag, error);
}

char *
script_generate_command_line(OsinfoInstallScript *script, const ScriptTarget *target,
                             OsinfoInstallConfig *config)
{
    g_autoptr(Job) job = new_job(script, target, config, ROOT_COMMAND_LINE, NULL, NULL);

    return job != NULL ? run_job(job, NULL, NULL) : NULL;
}
