/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads files, finds the entities in them, and keeps what rules report. What is wrong is theirs. */
#include <string.h>

#include <libxml/parser.h>

#include "check/lint/lint.h"
#include "check/xml_node.h"
#include "common/translate.h"
#include "common/xml_limits.h"
#include "facts/limits.h"

static void
file_free(LintFile *file)
{
    g_free(file->path);
    g_free(file->name);
    xmlFreeDoc(file->document);
    g_free(file);
}

static void
entity_free(LintEntity *entity)
{
    g_free(entity->id);
    g_free(entity);
}

static void
fault_free(LintFault *fault)
{
    g_free(fault->path);
    g_free(fault->text);
    g_free(fault);
}

LintDatabase *
lint_database_new(const SchemaModel *schema)
{
    LintDatabase *database = g_new0(LintDatabase, 1);

    database->schema = schema;
    database->files = g_ptr_array_new_with_free_func((GDestroyNotify)file_free);
    database->entities = g_ptr_array_new_with_free_func((GDestroyNotify)entity_free);
    database->faults = g_ptr_array_new_with_free_func((GDestroyNotify)fault_free);
    database->by_id =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    return database;
}

void
lint_database_free(LintDatabase *database)
{
    if (database == NULL)
        return;
    g_clear_pointer(&database->listed, g_hash_table_unref);
    g_hash_table_unref(database->by_id);
    g_ptr_array_unref(database->faults);
    g_ptr_array_unref(database->entities);
    g_ptr_array_unref(database->files);
    g_free(database);
}

static void
add_entity(LintDatabase *database, const LintFile *file, xmlNode *node)
{
    LintEntity *entity = g_new0(LintEntity, 1);
    GPtrArray *same;

    entity->file = file;
    entity->node = node;
    entity->id = xml_node_attribute(node, "id");
    if (entity->id == NULL)
        entity->id = g_strdup("");
    g_ptr_array_add(database->entities, entity);

    same = g_hash_table_lookup(database->by_id, entity->id);
    if (same == NULL) {
        same = g_ptr_array_new();
        g_hash_table_insert(database->by_id, g_strdup(entity->id), same);
    }
    g_ptr_array_add(same, entity);
}

static xmlDoc *
parse(const char *text, gsize size, const char *path, GError **error)
{
    int line = 0;
    const char *excess = xml_limits_find_excess(text, size, &line);

    if (excess != NULL) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%d: %s", path, line, _(excess));
        return NULL;
    }

    xmlParserCtxt *context = xmlNewParserCtxt();
    xmlDoc *document = xmlCtxtReadMemory(context, text, (int)size, path, NULL,
                                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                             XML_PARSE_BIG_LINES);

    if (document == NULL) {
        const xmlError *fault = xmlCtxtGetLastError(context);
        g_autofree char *reason = g_strdup(fault != NULL ? fault->message : _("not XML"));

        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%d: %s", path,
                    fault != NULL ? fault->line : 1, g_strstrip(reason));
    }
    xmlFreeParserCtxt(context);
    return document;
}

void
lint_database_add_document(LintDatabase *database, const char *path, const char *name,
                           xmlDoc *document)
{
    LintFile *file = g_new0(LintFile, 1);

    file->path = g_strdup(path);
    file->name = g_strdup(name);
    file->document = document;
    g_ptr_array_add(database->files, file);
    XML_NODE_FOREACH (node, xmlDocGetRootElement(document), NULL) {
        add_entity(database, file, node);
    }
}

gboolean
lint_database_add(LintDatabase *database, const char *path, const char *name, GError **error)
{
    g_autofree char *text = NULL;
    gsize size;

    if (!g_file_get_contents(path, &text, &size, error))
        return FALSE;
    if (size > DATABASE_FILE_MAX_SIZE) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("%s: larger than %d MiB"), path,
                    DATABASE_FILE_MAX_SIZE >> 20);
        return FALSE;
    }
    if (size == 0) /* hides an entity of another location */
        return TRUE;

    xmlDoc *document = parse(text, size, path, error);

    if (document == NULL)
        return FALSE;
    lint_database_add_document(database, path, name, document);
    return TRUE;
}

static int
compare_faults(gconstpointer a, gconstpointer b)
{
    const LintFault *first = *(const LintFault *const *)a, *second = *(const LintFault *const *)b;
    int order = g_strcmp0(first->path, second->path);

    if (order == 0)
        order = (first->line > second->line) - (first->line < second->line);
    return order != 0 ? order : g_strcmp0(first->text, second->text);
}

void
lint_database_run(LintDatabase *database, const LintRule *rule)
{
    database->rule = rule->name;
    rule->check(database);
    database->rule = NULL;
    g_ptr_array_sort(database->faults, compare_faults);
}

gboolean
lint_database_has(LintDatabase *database, const char *kind, const char *id)
{
    GPtrArray *same = g_hash_table_lookup(database->by_id, id);

    for (guint i = 0; same != NULL && i < same->len; i++) {
        const LintEntity *entity = g_ptr_array_index(same, i);

        if (xml_node_is(entity->node, kind))
            return TRUE;
    }
    return FALSE;
}

char
lint_find_stray(const char *address)
{
    for (; *address != '\0'; address++) {
        if (!g_ascii_isgraph(*address) || strchr("<>\"{}|\\^`", *address) != NULL)
            return *address;
    }
    return '\0';
}

void
lint_fault(LintDatabase *database, const LintFile *file, const xmlNode *node, const char *format,
           ...)
{
    LintFault *fault = g_new0(LintFault, 1);
    va_list arguments;

    va_start(arguments, format);
    fault->text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    fault->rule = database->rule;
    fault->path = g_strdup(file->path);
    fault->line = xmlGetLineNo(node);
    g_ptr_array_add(database->faults, fault);
}
