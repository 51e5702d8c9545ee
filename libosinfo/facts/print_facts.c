/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Hands the rows of facts to those who do not read C: to tests as lines, to a manual page as lists.
 * It runs while things are built and is not installed.
 *
 *   print-facts                 a line a row: element, parameter, path, use, evidence, tabs between
 *   print-facts TEMPLATE PAGE   copies a page, and in it
 *     @expressions ELEMENT@     becomes the parameters that must match,
 *     @evidence ELEMENT@        all that a medium or tree can say of itself,
 *     @parts ELEMENT@           the parts of what stands alone, as words of mdoc(7),
 *     @members ELEMENT@         what a part can say, as members of an object in a JSON Schema,
 *     @required ELEMENT@        their names,
 *     @columns ELEMENT@         columns of tables of what stands alone, as such members,
 *     @owner ELEMENT@           the same with "os." before them,
 *     @lists ELEMENT@           arrays of its parts, as such members,
 *     @said ELEMENT@            all that a medium or tree can say of itself, as such members,
 *     @saids ELEMENT@           their names
 */
#include "config.h"

#include <string.h>

#include "facts/fields.h"

static const char *
name_use(const FieldSpec *field)
{
    if ((field->flags & FIELD_EXPRESSION) != 0)
        return "expression";
    return (field->flags & FIELD_EQUAL) != 0 ? "equal" : "";
}

static void
print_kind(FactKind kind)
{
    const FieldSpec *field = NULL;
    FieldIter iter;

    field_iter_init(&iter, kind);
    while ((field = field_iter_next(&iter)) != NULL)
        g_print("%s\t%s\t%s\t%s\t%s\n", fact_kind_get(kind)->element, field->key,
                field->path != NULL ? field->path : "", name_use(field),
                field->evidence != NULL ? field->evidence : "");
}

/* What kinds called @element can say of real media and trees. */
static void
append_evidence(GString *page, const char *element, gboolean is_matched)
{
    for (guint i = 0; i < FACT_N_KINDS; i++) {
        const FieldEvidence *evidence = field_get_evidence((FactKind)i);
        guint count = is_matched ? evidence->n_expressions : evidence->n_fields;

        if (strcmp(element, fact_kind_get((FactKind)i)->element) != 0)
            continue;
        for (guint j = 0; j < count; j++)
            g_string_append_printf(page, "%s%s", j > 0 ? " , " : "", evidence->fields[j]->key);
    }
}

/* The elements of an entity's parts, each between @before and @after. */
static void
append_parts(GString *page, const char *element, const char *before, const char *after,
             const char *separator)
{
    guint n_parts = 0;
    const FactPartSpec *parts = fact_parts_get(&n_parts);
    FactKind owner = fact_kind_find_entity(element);
    gboolean is_first = TRUE;

    for (guint i = 0; i < n_parts; i++) {
        if (parts[i].owner != owner)
            continue;
        g_string_append_printf(page, "%s%s%s%s", is_first ? "" : separator, before,
                               fact_kind_get(parts[i].kind)->element, after);
        is_first = FALSE;
    }
}

/* The part that is written so, or else what stands alone. */
static FactKind
find_part(const char *element)
{
    for (guint i = FACT_N_ENTITY_KINDS; i < FACT_N_KINDS; i++) {
        if (strcmp(fact_kind_get((FactKind)i)->element, element) == 0)
            return (FactKind)i;
    }
    return fact_kind_find_entity(element);
}

/* A text may be missing, and so may a number; of what media alone say nothing is known in a database. */
static const char *
get_schema(const FieldSpec *field)
{
    if ((field->flags & FIELD_READ_ADD) != 0)
        return "{\"type\": \"array\", \"items\": {\"type\": \"string\"}}";
    if (field->type == FIELD_BOOLEAN)
        return field->path != NULL ? "{\"type\": \"boolean\"}"
                                   : "{\"type\": [\"boolean\", \"null\"]}";
    if (field->type == FIELD_INT || field->type == FIELD_INT64)
        return "{\"type\": [\"integer\", \"null\"], \"minimum\": 0}";
    return "{\"type\": [\"string\", \"null\"]}";
}

static void
append_members(GString *page, const char *element, gboolean has_schemas)
{
    FactKind kind = find_part(element);
    const char *separator = "";
    const FieldSpec *field = NULL;
    FieldIter iter;

    field_iter_init(&iter, kind);
    while ((field = field_iter_next(&iter)) != NULL) {
        g_string_append_printf(page, "%s\"%s\"", separator, field->key);
        if (has_schemas)
            g_string_append_printf(page, ": %s", get_schema(field));
        separator = has_schemas ? ",\n        " : ", ";
    }
}

static void
append_columns(GString *page, const char *element, const char *prefix)
{
    g_autoptr(GPtrArray) columns = field_list_columns(fact_kind_find_entity(element));

    for (guint i = 0; i < columns->len; i++) {
        const FieldSpec *field = g_ptr_array_index(columns, i);

        g_string_append_printf(page, "%s\"%s%s\": {\"type\": [\"string\", \"null\"]}",
                               i > 0 ? ",\n        " : "", prefix, field->key);
    }
}

static void
append_said(GString *page, const char *element, gboolean has_schemas)
{
    const FieldEvidence *evidence = field_get_evidence(find_part(element));

    for (guint i = 0; i < evidence->n_fields; i++) {
        const FieldSpec *field = evidence->fields[i];
        gboolean is_number = field->type == FIELD_INT || field->type == FIELD_INT64;

        g_string_append_printf(page, "%s\"%s\"",
                               i == 0        ? ""
                               : has_schemas ? ",\n        "
                                             : ", ",
                               field->key);
        if (has_schemas)
            g_string_append_printf(page, ": {\"type\": [\"%s\", \"null\"]}",
                                   is_number ? "integer" : "string");
    }
}

static gboolean
fill(const GMatchInfo *match, GString *page, gpointer data G_GNUC_UNUSED)
{
    g_autofree char *use = g_match_info_fetch(match, 1);
    g_autofree char *element = g_match_info_fetch(match, 2);

    if (strcmp(use, "parts") == 0)
        append_parts(page, element, "", "", " , ");
    else if (strcmp(use, "columns") == 0 || strcmp(use, "owner") == 0)
        append_columns(page, element, strcmp(use, "owner") == 0 ? "os." : "");
    else if (strcmp(use, "lists") == 0)
        append_parts(page, element, "\"",
                     "\": {\"type\": \"array\", \"items\": {\"type\": \"object\"}}", ",\n        ");
    else if (strcmp(use, "said") == 0 || strcmp(use, "saids") == 0)
        append_said(page, element, strcmp(use, "said") == 0);
    else if (strcmp(use, "members") == 0 || strcmp(use, "required") == 0)
        append_members(page, element, strcmp(use, "members") == 0);
    else
        append_evidence(page, element, strcmp(use, "expressions") == 0);
    return FALSE;
}

static gboolean
fill_page(const char *from, const char *to, GError **error)
{
    g_autoptr(GRegex) placeholder = g_regex_new(
        "@(columns|evidence|expressions|lists|members|owner|parts|required|said|saids) ([a-z-]+)@",
        0, 0, error);
    g_autofree char *template = NULL;
    g_autofree char *page = NULL;

    if (placeholder == NULL || !g_file_get_contents(from, &template, NULL, error))
        return FALSE;
    page = g_regex_replace_eval(placeholder, template, -1, 0, 0, fill, NULL, error);
    return page != NULL && g_file_set_contents(to, page, -1, error);
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;

    for (guint i = 0; argc != 3 && i < FACT_N_KINDS; i++)
        print_kind((FactKind)i);
    if (argc != 3 || fill_page(argv[1], argv[2], &error))
        return 0;
    g_printerr("print-facts: %s\n", error->message);
    return 1;
}
