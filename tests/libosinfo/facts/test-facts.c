/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rows of facts/ agree with one another.
 */
#include "config.h"

#include <string.h>

#include "facts/fields.h"

static void
test_kinds(void)
{
    for (guint i = 0; i < FACT_N_KINDS; i++) {
        const FactKindSpec *kind = fact_kind_get((FactKind)i);
        gboolean is_entity = i < FACT_N_ENTITY_KINDS;

        g_assert_nonnull(kind->element);
        g_assert_true((kind->plural != NULL) == is_entity);
        g_assert_true((kind->missing != NULL) == is_entity);
        g_assert_true((kind->id_attribute != NULL) == (kind->identity == FACT_IDENTITY_OWN));
        if (is_entity)
            g_assert_cmpint(fact_kind_find_entity(kind->element), ==, i);
    }
    g_assert_cmpint(fact_kind_find_entity("media"), ==, FACT_N_KINDS);
    g_assert_cmpint(fact_kind_find_entity(""), ==, FACT_N_KINDS);
}

/* Every part has an owner, and its place ends with its element. */
static void
test_parts(void)
{
    gboolean has_owner[FACT_N_KINDS] = {FALSE};
    guint n_parts = 0;
    const FactPartSpec *parts = fact_parts_get(&n_parts);

    for (guint i = 0; i < n_parts; i++) {
        const char *element = fact_kind_get(parts[i].kind)->element;

        g_assert_cmpint(parts[i].kind, >=, FACT_N_ENTITY_KINDS);
        has_owner[parts[i].kind] = TRUE;
        if (!g_str_has_suffix(parts[i].path, "/*"))
            g_assert_true(g_str_has_suffix(parts[i].path, element));
    }
    for (guint i = FACT_N_ENTITY_KINDS; i < FACT_N_KINDS; i++)
        g_assert_true(has_owner[i]);
}

static void
test_relations(void)
{
    gboolean is_said[FACT_N_RELATIONS] = {FALSE};
    guint n_relations = 0;
    const FactRelationSpec *relations = fact_relations_get(&n_relations);

    for (guint i = 0; i < n_relations; i++) {
        is_said[relations[i].relation] = TRUE;
        g_assert_nonnull(strchr(relations[i].path, '@'));
        g_assert_cmpint(relations[i].target, <, FACT_N_ENTITY_KINDS);
    }
    for (guint i = 0; i < FACT_N_RELATIONS; i++)
        g_assert_true(is_said[i]);
}

static void
test_fields(void)
{
    for (guint i = 0; i < FACT_N_KINDS; i++) {
        g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);
        const FieldSpec *field = NULL;
        FieldIter iter;

        field_iter_init(&iter, (FactKind)i);
        while ((field = field_iter_next(&iter)) != NULL) {
            g_assert_true(g_hash_table_add(keys, (gpointer)field->key));
            g_assert_true(field_find((FactKind)i, field->key) == field);
            g_assert_true((field->column > 0) == (field->heading != NULL));
            g_assert_true((field->nick != NULL) == (field->property != NULL));
        }
        g_assert_nonnull(field_find((FactKind)i, "id"));
        g_assert_null(field_find((FactKind)i, "x-unknown"));
    }
    g_assert_nonnull(field_find(FACT_KIND_OS, "short-id"));
    g_assert_nonnull(field_find(FACT_KIND_PLATFORM, "vendor"));
}

static void
test_order(void)
{
    static const char *const expected[] = {"id",       "short-id", "name",   "version",
                                           "vendor",   "codename", "logo",   "release-date",
                                           "eol-date", "family",   "distro", "release-status"};
    FieldIter iter;

    field_iter_init(&iter, FACT_KIND_OS);
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
        g_assert_cmpstr(field_iter_next(&iter)->key, ==, expected[i]);
}

static void
test_columns(void)
{
    static const struct {
        FactKind kind;
        const char *columns;
    } rows[] = {
        {FACT_KIND_OS, "short-id,name,version,family,distro,vendor,release-date,eol-date,codename,"
                       "id,release-status,standard-end,security-end,extended-end"},
        {FACT_KIND_PLATFORM, "short-id,name,version,vendor,release-date,eol-date,codename,id"},
        {FACT_KIND_DEVICE, "vendor,vendor-id,product,product-id,name,class,bus-type,id"},
        {FACT_KIND_DEPLOYMENT, "id"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GPtrArray) columns = field_list_columns(rows[i].kind);
        g_autoptr(GString) keys = g_string_new(NULL);

        for (guint j = 0; j < columns->len; j++)
            g_string_append_printf(keys, "%s%s", j > 0 ? "," : "",
                                   ((const FieldSpec *)g_ptr_array_index(columns, j))->key);
        g_assert_cmpstr(keys->str, ==, rows[i].columns);
    }
}

static void
assert_evidence(FactKind kind, const char *expected)
{
    const FieldEvidence *evidence = field_get_evidence(kind);
    g_autoptr(GString) keys = g_string_new(NULL);

    for (guint i = 0; i < evidence->n_fields; i++) {
        if (i == evidence->n_expressions)
            g_string_append(keys, " |");
        if (i == evidence->n_matched)
            g_string_append(keys, " |");
        g_string_append_printf(keys, " %s", evidence->fields[i]->evidence);
    }
    g_assert_cmpstr(keys->str, ==, expected);
}

static void
test_evidence(void)
{
    assert_evidence(FACT_KIND_MEDIA, " iso9660.volume-id iso9660.system-id iso9660.publisher-id"
                                     " iso9660.application-id | iso9660.volume-size");
    assert_evidence(FACT_KIND_TREE, " treeinfo.family treeinfo.variant treeinfo.version"
                                    " treeinfo.arch | | treeinfo.kernel treeinfo.initrd"
                                    " treeinfo.boot-iso");
    assert_evidence(FACT_KIND_OS, "");
    g_assert_null(field_get_evidence(FACT_KIND_MEDIA)->condition);
    g_assert_cmpstr(field_get_evidence(FACT_KIND_TREE)->condition->key, ==, "has-treeinfo");
}

/* Each expression has a number of its own, without gaps. */
static void
test_evidence_numbers(void)
{
    guint number = 0;

    for (guint i = 0; i < FACT_N_KINDS; i++) {
        const FieldEvidence *evidence = field_get_evidence((FactKind)i);

        if (evidence->n_expressions == 0)
            continue;
        g_assert_cmpuint(evidence->first_number, ==, number);
        number += evidence->n_expressions;
    }
    g_assert_cmpuint(number, <, 256);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/facts/kinds", test_kinds);
    g_test_add_func("/facts/parts", test_parts);
    g_test_add_func("/facts/relations", test_relations);
    g_test_add_func("/facts/fields", test_fields);
    g_test_add_func("/facts/order", test_order);
    g_test_add_func("/facts/columns", test_columns);
    g_test_add_func("/facts/evidence", test_evidence);
    g_test_add_func("/facts/evidence-numbers", test_evidence_numbers);
    return g_test_run();
}
