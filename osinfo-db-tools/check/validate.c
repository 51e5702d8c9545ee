/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two threads take one file after the other. Each has a schema of its own, since libxml2 promises
 * nothing about sharing one. Documents and schemas name no other files that would be read.
 */
#include "config.h"
#include "facts/limits.h"

#include <string.h>

#include <gio/gio.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "check/lint/rules.h"
#include "check/schema_faults.h"
#include "check/validate.h"
#include "common/translate.h"
#include "common/xml_error.h"
#include "common/xml_limits.h"

#define N_THREADS 2
#define MAX_FAULTS 1000 /* of a file and a kind: what is beyond helps nobody */

typedef struct {
    GPtrArray *results;       /* of ValidateResult */
    gint next;                /* index of the result that nobody works on yet; atomic */
    GBytes *schema;           /* NULL: none */
    const SchemaModel *model; /* NULL: faults are told as libxml2 does */
    gboolean keeps_documents;
    gsize n_kept; /* bytes of the files whose documents are kept; atomic */
} Job;

/* Where libxml2's errors go. */
typedef struct {
    GPtrArray *faults;
    ValidateKind kind;
    guint n_faults;
} Sink;

static void
fault_free(ValidateFault *fault)
{
    g_free(fault->text);
    g_free(fault);
}

static void
result_free(ValidateResult *result)
{
    g_ptr_array_unref(result->faults);
    xmlFreeDoc(result->document);
    g_free(result);
}

static void
add_fault(GPtrArray *faults, ValidateKind kind, const char *rule, long line, const char *text)
{
    ValidateFault *fault = g_new0(ValidateFault, 1);

    fault->kind = kind;
    fault->rule = rule;
    fault->line = line;
    fault->text = g_utf8_make_valid(text, -1);
    for (char *byte = g_strchomp(fault->text); *byte != '\0'; byte++) {
        if (g_ascii_iscntrl(*byte))
            *byte = ' ';
    }
    g_ptr_array_add(faults, fault);
}

/* The line of a node is right where the error's own number ends at 65535. */
static long
get_line(const xmlError *error)
{
    const xmlNode *node = error->domain == XML_FROM_RELAXNGV ? error->node : NULL;
    long line = node != NULL ? xmlGetLineNo(node) : 0;

    return line > 0 ? line : error->line;
}

static void
collect(void *data, XmlErrorArgument error)
{
    Sink *sink = data;

    if (sink->n_faults++ < MAX_FAULTS)
        add_fault(sink->faults, sink->kind, NULL, get_line(error),
                  error->message != NULL ? error->message : _("unknown error"));
}

static xmlParserInput *
refuse_entity(const char *url G_GNUC_UNUSED, const char *id G_GNUC_UNUSED,
              xmlParserCtxt *context G_GNUC_UNUSED)
{
    return NULL;
}

static xmlRelaxNG *
parse_schema(GBytes *schema, Sink *sink)
{
    gsize size;
    const char *text = g_bytes_get_data(schema, &size);
    xmlRelaxNGParserCtxt *context = xmlRelaxNGNewMemParserCtxt(text, (int)size);
    xmlRelaxNG *grammar;

    xmlSetStructuredErrorFunc(sink, collect);
    xmlRelaxNGSetParserStructuredErrors(context, collect, sink);
    grammar = xmlRelaxNGParse(context);
    xmlRelaxNGFreeParserCtxt(context);
    xmlSetStructuredErrorFunc(NULL, NULL);
    return grammar;
}

static xmlDoc *
parse_document(GBytes *content, const char *uri, GPtrArray *faults)
{
    Sink sink = {faults, VALIDATE_SYNTAX, 0};
    gsize size;
    const char *text = g_bytes_get_data(content, &size);
    int line = 0;
    const char *excess = xml_limits_find_excess(text, size, &line);

    if (excess != NULL) {
        add_fault(faults, VALIDATE_SYNTAX, NULL, line, _(excess));
        return NULL;
    }

    xmlParserCtxt *context = xmlNewParserCtxt();
    xmlDoc *document;

    xmlSetStructuredErrorFunc(&sink, collect);
    document = xmlCtxtReadMemory(context, text, (int)size, uri, NULL,
                                 XML_PARSE_NONET | XML_PARSE_BIG_LINES);
    xmlFreeParserCtxt(context);
    xmlSetStructuredErrorFunc(NULL, NULL);
    if (document == NULL && sink.n_faults == 0)
        add_fault(faults, VALIDATE_SYNTAX, NULL, 0, _("not XML"));
    return document;
}

static void
collect_plain(void *data, long line, const char *text)
{
    Sink *sink = data;

    if (sink->n_faults++ < MAX_FAULTS)
        add_fault(sink->faults, sink->kind, NULL, line, text);
}

/* What libxml2 said of an invalid document, in plain words if there are any. */
static void
explain(const ValidateResult *result, const SchemaModel *model, guint n_before)
{
    g_autoptr(GPtrArray) plain = g_ptr_array_new();
    Sink sink = {plain, VALIDATE_SCHEMA, 0};

    schema_faults_find(model, result->document, collect_plain, &sink);
    if (plain->len == 0)
        return;
    g_ptr_array_set_size(result->faults, (gint)n_before);
    g_ptr_array_extend_and_steal(result->faults, g_steal_pointer(&plain));
}

static void
check_schema(const ValidateResult *result, xmlRelaxNG *grammar, const SchemaModel *model)
{
    Sink sink = {result->faults, VALIDATE_SCHEMA, 0};
    xmlRelaxNGValidCtxt *context = xmlRelaxNGNewValidCtxt(grammar);
    guint n_before = result->faults->len;
    int status;

    xmlRelaxNGSetValidStructuredErrors(context, collect, &sink);
    status = xmlRelaxNGValidateDoc(context, result->document);
    if (status != 0 && sink.n_faults == 0)
        add_fault(result->faults, VALIDATE_SCHEMA, NULL, 0, _("invalid against the schema"));
    xmlRelaxNGFreeValidCtxt(context);
    if (status != 0 && model != NULL)
        explain(result, model, n_before);
}

static gboolean
may_keep(Job *job, gsize size)
{
    return size <= DATABASE_FILE_MAX_SIZE &&
           (gsize)g_atomic_pointer_add(&job->n_kept, (gssize)size) + size <= VALIDATE_MAX_KEPT;
}

static void
check_file(Job *job, ValidateResult *result, xmlRelaxNG *grammar)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) content = input_file_read(result->file, &error);

    if (content == NULL) {
        add_fault(result->faults, VALIDATE_FILE, NULL, 0, error->message);
        return;
    }
    if (job->keeps_documents && !may_keep(job, g_bytes_get_size(content))) {
        g_autofree char *text = g_strdup_printf(_("%s: more than %d MiB of XML"), result->file->uri,
                                                VALIDATE_MAX_KEPT >> 20);

        add_fault(result->faults, VALIDATE_FILE, NULL, 0, text);
        return;
    }
    /* an empty file hides an entity */
    if (g_bytes_get_size(content) == 0)
        return;
    result->document = parse_document(content, result->file->uri, result->faults);
    if (result->document != NULL && grammar != NULL)
        check_schema(result, grammar, job->model);
    if (!job->keeps_documents)
        g_clear_pointer(&result->document, xmlFreeDoc);
}

static gpointer
work(gpointer data)
{
    Job *job = data;
    Sink sink = {g_ptr_array_new_with_free_func((GDestroyNotify)fault_free), VALIDATE_SCHEMA, 0};
    xmlRelaxNG *grammar = job->schema != NULL ? parse_schema(job->schema, &sink) : NULL;

    for (;;) {
        guint i = (guint)g_atomic_int_add(&job->next, 1);

        if (i >= job->results->len)
            break;
        check_file(job, g_ptr_array_index(job->results, i), grammar);
    }
    xmlRelaxNGFree(grammar);
    g_ptr_array_unref(sink.faults);
    return NULL;
}

/* Also makes libxml2 set up its tables of types while there is one thread. */
static gboolean
check_grammar(GBytes *schema, const char *uri, GError **error)
{
    g_autoptr(GPtrArray) faults = g_ptr_array_new_with_free_func((GDestroyNotify)fault_free);
    Sink sink = {faults, VALIDATE_SCHEMA, 0};
    xmlRelaxNG *grammar = parse_schema(schema, &sink);
    const ValidateFault *fault = faults->len > 0 ? g_ptr_array_index(faults, 0) : NULL;

    if (grammar == NULL)
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("Unable to parse RNG %s:%ld: %s"),
                    uri, fault != NULL ? fault->line : 0,
                    fault != NULL ? fault->text : _("not a schema"));
    xmlRelaxNGFree(grammar);
    return grammar != NULL;
}

static void
run_threads(Job *job)
{
    GThread *threads[N_THREADS - 1] = {NULL};

    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_try_new("validate", work, job, NULL);
    work(job);
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++) {
        if (threads[i] != NULL)
            g_thread_join(threads[i]);
    }
}

GPtrArray *
validate_files(GPtrArray *files, GBytes *schema, const char *schema_uri, const SchemaModel *model,
               gboolean keeps_documents, GError **error)
{
    Job job = {g_ptr_array_new_with_free_func((GDestroyNotify)result_free),
               0,
               schema,
               model,
               keeps_documents,
               0};

    xmlInitParser();
    xmlSetExternalEntityLoader(refuse_entity);
    if (schema != NULL && !check_grammar(schema, schema_uri, error)) {
        g_ptr_array_unref(job.results);
        return NULL;
    }
    for (guint i = 0; i < files->len; i++) {
        ValidateResult *result = g_new0(ValidateResult, 1);

        result->file = g_ptr_array_index(files, i);
        result->faults = g_ptr_array_new_with_free_func((GDestroyNotify)fault_free);
        g_ptr_array_add(job.results, result);
    }
    run_threads(&job);
    return job.results;
}

static void
give_documents(LintDatabase *database, GPtrArray *results, GHashTable *except)
{
    for (guint i = 0; results != NULL && i < results->len; i++) {
        ValidateResult *result = g_ptr_array_index(results, i);
        const InputFile *file = result->file;

        if (result->document == NULL || g_hash_table_contains(except, file->name))
            continue;
        lint_database_add_document(database, file->uri, file->name,
                                   g_steal_pointer(&result->document));
    }
}

static void
sort_out_faults(const LintDatabase *database, GHashTable *by_uri)
{
    for (guint i = 0; i < database->faults->len; i++) {
        const LintFault *fault = g_ptr_array_index(database->faults, i);
        ValidateResult *result = g_hash_table_lookup(by_uri, fault->path);

        if (result != NULL && result->n_rule_faults++ < MAX_FAULTS)
            add_fault(result->faults, VALIDATE_RULE, fault->rule, fault->line, fault->text);
    }
}

static guint32
get_today(void)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    GDate date;

    g_date_clear(&date, 1);
    g_date_set_dmy(&date, (GDateDay)g_date_time_get_day_of_month(now),
                   (GDateMonth)g_date_time_get_month(now), (GDateYear)g_date_time_get_year(now));
    return g_date_get_julian(&date);
}

void
validate_rules(GPtrArray *results, GPtrArray *context, const SchemaModel *model, guint32 day)
{
    g_autoptr(LintDatabase) database = lint_database_new(model);
    g_autoptr(GHashTable) by_uri = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) none = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < results->len; i++) {
        ValidateResult *result = g_ptr_array_index(results, i);

        g_hash_table_insert(by_uri, result->file->uri, result);
        g_hash_table_add(names, result->file->name);
    }
    /* what others define comes first, so that a double is a fault of the files in question */
    give_documents(database, context, names);
    give_documents(database, results, none);
    database->today = day != 0 ? day : get_today();
    database->day = day;
    for (const LintRule *rule = lint_rules; rule->name != NULL; rule++)
        lint_database_run(database, rule);
    sort_out_faults(database, by_uri);
}
