/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From a plan to the bytes of a store: finds the files, reads them in two threads, merges what they
 * say in their order and notes what is wrong. The heart of the compile module.
 */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <libxml/parser.h>

#include "common/translate.h"
#include "compile/compile_module.h"
#include "compile/db_files.h"
#include "compile/xml_reader.h"
#include "store/ids_store.h"
#include "store/store_reader.h"

/* What one file gave. */
typedef struct {
    GArray *ops; /* of StoreOp */
    GPtrArray *warnings;
    GError *error;
} Result;

typedef struct {
    const GPtrArray *files; /* of DbFile */
    Result *results;        /* one for each file */
    gint next;              /* first file that nobody has taken */
} Work;

/* Where references that lead nowhere are reported. */
typedef struct {
    Builder *builder;
    guint step;
} ShellWork;

typedef struct {
    Store *ids;              /* NULL: none */
    GHashTable *without_ids; /* ids of devices whose entry does not count */
} IdsWork;

/* Files differ in size, so each thread takes the next one when it is done. */
static gpointer
read_files(gpointer data)
{
    Work *work = data;
    XmlReader *reader = xml_reader_new();

    for (;;) {
        gint i = g_atomic_int_add(&work->next, 1);
        Result *result = NULL;

        if ((guint)i >= work->files->len)
            break;
        result = &work->results[i];
        result->ops = g_array_sized_new(FALSE, FALSE, sizeof(StoreOp), 64);
        result->warnings = g_ptr_array_new_with_free_func(g_free);
        xml_reader_read(reader, g_ptr_array_index(work->files, (guint)i), result->ops,
                        result->warnings, &result->error);
    }
    return reader;
}

/* For each step of the plan, does any of its files say something? */
static GByteArray *
find_good_steps(const LoadPlan *plan, const Work *work)
{
    GByteArray *good = g_byte_array_new();

    g_byte_array_set_size(good, plan->steps->len);
    memset(good->data, FALSE, good->len);
    for (guint i = 0; i < work->files->len; i++) {
        const DbFile *file = g_ptr_array_index(work->files, i);

        if (work->results[i].error == NULL)
            good->data[file->step] = TRUE;
    }
    return good;
}

/* A file that is left out matters more when nothing is left. */
static StoreProblemLevel
get_level(const GByteArray *good, guint step, StoreProblemLevel level)
{
    return level == STORE_PROBLEM_ERROR && !good->data[step] ? STORE_PROBLEM_FAILURE : level;
}

/* Is the file to blame, or may it be readable next time? */
static StoreProblemLevel
get_error_level(const GError *error)
{
    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_BUSY))
        return STORE_PROBLEM_CHANGED;
    return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA) ? STORE_PROBLEM_ERROR
                                                                       : STORE_PROBLEM_UNKNOWN;
}

static void
replay(Builder *builder, const DbFile *file, const GArray *ops, const GByteArray *good)
{
    const StoreOp *first = (const StoreOp *)(gpointer)ops->data;
    g_autofree char *text = NULL;

    if (builder_has_room(builder, first, ops->len)) {
        builder_replay(builder, first, ops->len);
        return;
    }
    text = g_strdup_printf("%s: too many different names of elements or languages", file->path);
    builder_add_problem(builder, file->step, get_level(good, file->step, STORE_PROBLEM_ERROR),
                        text);
}

static void
merge_files(Builder *builder, const Work *work, const GByteArray *good)
{
    for (guint i = 0; i < work->files->len; i++) {
        const DbFile *file = g_ptr_array_index(work->files, i);
        Result *result = &work->results[i];

        if (result->error != NULL)
            builder_add_problem(builder, file->step,
                                get_level(good, file->step, get_error_level(result->error)),
                                result->error->message);
        for (guint j = 0; j < result->warnings->len; j++)
            builder_add_problem(builder, file->step, STORE_PROBLEM_WARNING,
                                g_ptr_array_index(result->warnings, j));
        replay(builder, file, result->ops, good);
        g_array_unref(result->ops);
        g_ptr_array_unref(result->warnings);
        g_clear_error(&result->error);
    }
}

static void
merge_scan(Builder *builder, const DbFiles *files, const GByteArray *good)
{
    for (guint i = 0; i < files->sources->len; i++) {
        const StoreSourceF *source = &g_array_index(files->sources, StoreSourceF, i);

        builder_add_source(builder, source, g_ptr_array_index(files->texts, source->path));
    }
    for (guint i = 0; i < files->versions->len; i++) {
        const StoreVersionF *version = &g_array_index(files->versions, StoreVersionF, i);

        builder_add_version(builder, g_ptr_array_index(files->texts, version->path),
                            g_ptr_array_index(files->texts, version->text));
    }
    for (guint i = 0; i < files->problems->len; i++) {
        const StoreProblemF *problem = &g_array_index(files->problems, StoreProblemF, i);

        builder_add_problem(builder, problem->step,
                            get_level(good, problem->step, (StoreProblemLevel)problem->level),
                            g_ptr_array_index(files->texts, problem->text));
    }
}

/* Notes the device, and leaves it as it is. */
static gboolean
collect_device(const char *id, GArray *out_ops G_GNUC_UNUSED, gpointer data)
{
    g_ptr_array_add(data, (gpointer)id);
    return FALSE;
}

static gboolean
complete_device(const char *id, GArray *out_ops, gpointer data)
{
    const IdsWork *work = data;
    guint32 record = STORE_NONE;
    guint n_params = 0;
    const StoreParamF *params = NULL;

    if (work->ids == NULL || g_hash_table_contains(work->without_ids, id))
        return FALSE;
    record = store_find(work->ids, FACT_KIND_DEVICE, id);
    if (record == STORE_NONE)
        return FALSE;
    params = store_get_params(work->ids, record, &n_params);
    for (guint i = 0; i < n_params; i++) {
        StoreOp op = {.code = STORE_OP_SET,
                      .key = store_get_key(work->ids, params[i].key),
                      .value = store_get_string(work->ids, params[i].value)};

        g_array_append_val(out_ops, op);
    }
    return TRUE;
}

/* Devices that the files speak of get what pci.ids and usb.ids know of them. The store of those is
 * returned, since texts of it are in use until the end. */
static Store *
complete_devices(Builder *builder, const DbFiles *files, const LoadPlan *plan)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GHashTable) without_ids =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    IdsWork work = {NULL, without_ids};

    for (guint i = 0; i < files->masters->len; i++) {
        char *id = ids_store_get_id(g_ptr_array_index(files->masters, i));

        if (id == NULL)
            continue;
        if (!g_hash_table_contains(without_ids, id))
            builder_add_overridden_id(builder, id);
        g_hash_table_add(without_ids, id);
    }
    if (plan->pci_ids != NULL || plan->usb_ids != NULL) {
        g_autoptr(GPtrArray) devices = g_ptr_array_new();

        builder_complete(builder, FACT_KIND_DEVICE, collect_device, devices);
        work.ids = ids_store_load_some(plan->pci_ids, plan->usb_ids, devices, &error);
        if (work.ids == NULL)
            builder_add_problem(builder, MAX(plan->steps->len, 1) - 1, STORE_PROBLEM_UNKNOWN,
                                error->message);
    }
    builder_complete(builder, FACT_KIND_DEVICE, complete_device, &work);
    return work.ids;
}

static void
report_shell(const char *id, gpointer data)
{
    const ShellWork *work = data;
    g_autofree char *text = g_strdup_printf("Entity %s referenced but not defined", id);

    builder_add_problem(work->builder, work->step, STORE_PROBLEM_WARNING, text);
}

/* A deployment is never referred to. A database without any install script comes without that part,
 * and nobody misses a single one. */
static void
report_shells(Builder *builder, guint step)
{
    static const FactKind kinds[] = {FACT_KIND_OS, FACT_KIND_PLATFORM, FACT_KIND_DEVICE,
                                     FACT_KIND_DATAMAP, FACT_KIND_INSTALL_SCRIPT};
    ShellWork work = {builder, step};

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (kinds[i] != FACT_KIND_INSTALL_SCRIPT || builder_has_kind(builder, kinds[i]))
            builder_foreach_shell(builder, kinds[i], report_shell, &work);
    }
}

static DbFiles *
scan(const LoadPlan *plan)
{
    DbFiles *files = db_files_new();

    if (plan->pci_ids != NULL)
        db_files_add_source_file(files, plan->pci_ids);
    if (plan->usb_ids != NULL)
        db_files_add_source_file(files, plan->usb_ids);
    for (guint i = 0; i < plan->steps->len; i++)
        db_files_scan(files, g_ptr_array_index(plan->steps, i));
    return files;
}

static GBytes *
compile(const LoadPlan *plan, GError **error)
{
    g_autoptr(DbFiles) files = scan(plan);
    g_autoptr(Builder) builder = builder_new();
    g_autofree Result *results = g_new0(Result, files->files->len + 1);
    g_autofree char *text = load_plan_to_string(plan);
    Work work = {files->files, results, 0};
    g_autoptr(GByteArray) good = NULL;
    GThread *helper = NULL;
    XmlReader *readers[2] = {NULL, NULL};
    Store *ids = NULL;
    GBytes *bytes = NULL;

    xmlInitParser();
    /* where no thread can be had this one does all the work */
    if (files->files->len > 1)
        helper = g_thread_try_new("osinfo-compile", read_files, &work, NULL);
    readers[0] = read_files(&work);
    if (helper != NULL)
        readers[1] = g_thread_join(helper);

    good = find_good_steps(plan, &work);
    merge_scan(builder, files, good);
    merge_files(builder, &work, good);
    ids = complete_devices(builder, files, plan);
    if (plan->steps->len > 0)
        report_shells(builder, plan->steps->len - 1);
    bytes = builder_finish(builder, text, OSINFO_STORE_BUILD);
    if (bytes == NULL)
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("database is too large"));
    store_unref(ids);
    xml_reader_free(readers[0]);
    xml_reader_free(readers[1]);
    return bytes;
}

const CompileModule osinfo_compile_module = {
    .parent = {.build = OSINFO_MODULE_BUILD},
    .compile = compile,
};
