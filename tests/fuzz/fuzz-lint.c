/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Feeds check/ with a schema and a document, a NUL between them: what is wrong with the document in plain words,
 * then all semantic rules. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include <libxml/parser.h>

#include "check/lint/rules.h"
#include "check/schema_faults.h"
#include "common/xml_limits.h"
#include "fuzz.h"

static void
look_at(void *data G_GNUC_UNUSED, long line, const char *text)
{
    if (line < 0 || *text == '\0')
        g_error("a fault without words in line %ld", line);
}

static xmlDoc *
parse(const guint8 *data, gsize size)
{
    int line = 0;

    if (size == 0 || xml_limits_find_excess((const char *)data, size, &line) != NULL)
        return NULL;
    return xmlReadMemory((const char *)data, (int)size, NULL, NULL,
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    const guint8 *end = size > 0 ? memchr(data, '\0', size) : NULL;
    gsize length = end != NULL ? (gsize)(end - data) : 0;
    g_autoptr(GBytes) schema = g_bytes_new(data, length);
    g_autoptr(SchemaModel) model = schema_model_new(schema);
    g_autoptr(LintDatabase) database = lint_database_new(model);
    xmlDoc *document = end != NULL ? parse(end + 1, size - length - 1) : parse(data, size);

    if (document == NULL)
        return 0;
    if (model != NULL)
        schema_faults_find(model, document, look_at, NULL);
    database->today = 739617;
    database->pci_ids = database->usb_ids = "/dev/null";
    lint_database_add_document(database, "a", "os/e.org/a-1.xml", document);
    for (const LintRule *rule = lint_rules; rule->name != NULL; rule++)
        lint_database_run(database, rule);
    return 0;
}
