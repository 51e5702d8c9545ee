/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Shows the labels of real media and trees, and variations of them, to the real database. README.md
 * says what the tables hold and what must come out.
 */
#include "config.h"

#include <string.h>

#include "sandbox.h"
#include "table.h"

/* First answers that are right, of a hundred rows. */
#define FIRST_ANSWER_PERCENT 99

typedef struct {
    OsinfoDb *db;
    const Table *table;
    guint row; /* from 0 */
    guint n_faults;
    guint n_first_faults;
} Check;

/* NULL when the field is empty. */
static const char *
get_field(const Check *check, const char *column)
{
    char **row = g_ptr_array_index(check->table->rows, check->row);

    for (guint i = 0; check->table->names[i] != NULL; i++) {
        if (strcmp(check->table->names[i], column) == 0)
            return *row[i] != '\0' ? row[i] : NULL;
    }
    g_assert_not_reached();
}

static gboolean
has_column(const Check *check, const char *column)
{
    return g_strv_contains((const char *const *)check->table->names, column);
}

static void fault(Check *check, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
fault(Check *check, const char *format, ...)
{
    g_autofree char *row = g_strjoinv(" | ", g_ptr_array_index(check->table->rows, check->row));
    g_autofree char *what = NULL;
    va_list args;

    va_start(args, format);
    what = g_strdup_vprintf(format, args);
    va_end(args);
    check->n_faults++;
    g_test_message("line %u: %s: %s", check->row + 2, row, what);
}

static void
set_field(const Check *check, gpointer entity, const char *column, const char *parameter)
{
    const char *value = get_field(check, column);

    if (value != NULL)
        osinfo_entity_set_param(entity, parameter, value);
}

static gboolean
is_in_list(const char *list, const char *word)
{
    g_auto(GStrv) words = list != NULL ? g_strsplit(list, ",", -1) : NULL;

    return words != NULL && g_strv_contains((const char *const *)words, word);
}

static OsinfoOs *
dup_os(OsinfoEntity *entry)
{
    return OSINFO_IS_MEDIA(entry) ? osinfo_media_get_os(OSINFO_MEDIA(entry))
                                  : osinfo_tree_get_os(OSINFO_TREE(entry));
}

static gboolean
has_short_id(OsinfoOs *os, const char *short_id)
{
    g_autoptr(GList) short_ids = osinfo_product_get_short_id_list(OSINFO_PRODUCT(os));

    return g_list_find_custom(short_ids, short_id, (GCompareFunc)strcmp) != NULL;
}

static gboolean
is_accepted(Check *check, OsinfoOs *os)
{
    g_autoptr(GList) short_ids = osinfo_product_get_short_id_list(OSINFO_PRODUCT(os));

    for (GList *iter = short_ids; iter != NULL; iter = iter->next) {
        if (is_in_list(get_field(check, "accept"), iter->data))
            return TRUE;
    }
    return FALSE;
}

/* Does the list hold an entry of the right system for one architecture? */
static gboolean
has_entry(OsinfoList *found, const char *os_name, const char *architecture)
{
    for (gint i = 0; i < osinfo_list_get_length(found); i++) {
        OsinfoEntity *entry = osinfo_list_get_nth(found, i);
        g_autoptr(OsinfoOs) os = dup_os(entry);
        const char *entry_architecture = osinfo_entity_get_param_value(entry, "architecture");

        if (has_short_id(os, os_name) &&
            (architecture == NULL || g_strcmp0(entry_architecture, architecture) == 0 ||
             g_strcmp0(entry_architecture, OSINFO_ARCHITECTURE_ALL) == 0))
            return TRUE;
    }
    return FALSE;
}

static void
check_found(Check *check, OsinfoList *found, const char *architectures)
{
    const char *expected = get_field(check, "os");
    g_auto(GStrv) words = g_strsplit(architectures != NULL ? architectures : "", ",", -1);

    if (expected != NULL && !has_entry(found, expected, NULL)) {
        fault(check, "not found");
        return;
    }
    for (guint i = 0; words[i] != NULL; i++) {
        if (!has_entry(found, expected, words[i]))
            fault(check, "not found for %s", words[i]);
    }
    for (gint i = 0; i < osinfo_list_get_length(found); i++) {
        OsinfoEntity *entry = osinfo_list_get_nth(found, i);
        g_autoptr(OsinfoOs) os = dup_os(entry);

        if ((expected == NULL || !has_short_id(os, expected)) && !is_accepted(check, os))
            fault(check, "%s found as well", osinfo_entity_get_id(entry));
    }
}

static void
check_first(Check *check, OsinfoOs *os, const char *architecture, const char *architectures)
{
    const char *expected = get_field(check, "os");

    if ((has_short_id(os, expected) || is_accepted(check, os)) &&
        (is_in_list(architectures, architecture) ||
         g_strcmp0(architecture, OSINFO_ARCHITECTURE_ALL) == 0))
        return;
    check->n_first_faults++;
    g_test_message("line %u: %s for %s comes first instead of %s for %s", check->row + 2,
                   osinfo_product_get_short_id(OSINFO_PRODUCT(os)), architecture, expected,
                   architectures);
}

static void
check_languages(Check *check, OsinfoMedia *media)
{
    const char *expected = get_field(check, "lang");
    g_autoptr(GList) languages = osinfo_media_get_languages(media);

    if (expected != NULL &&
        (languages == NULL || languages->next != NULL || strcmp(languages->data, expected) != 0))
        fault(check, "language is %s",
              languages != NULL ? (const char *)languages->data : "not known");
}

static OsinfoMedia *
make_media(const Check *check)
{
    OsinfoMedia *media = osinfo_media_new("label", NULL);

    set_field(check, media, "size", OSINFO_MEDIA_PROP_VOLUME_SIZE);
    set_field(check, media, "system", OSINFO_MEDIA_PROP_SYSTEM_ID);
    set_field(check, media, "volume", OSINFO_MEDIA_PROP_VOLUME_ID);
    set_field(check, media, "publisher", OSINFO_MEDIA_PROP_PUBLISHER_ID);
    set_field(check, media, "application", OSINFO_MEDIA_PROP_APPLICATION_ID);
    return media;
}

static void
check_label(Check *check)
{
    g_autoptr(OsinfoMedia) media = make_media(check);
    g_autoptr(OsinfoMediaList) found = osinfo_db_identify_medialist(check->db, media);
    const char *architectures = get_field(check, "arch");

    check_found(check, OSINFO_LIST(found), architectures);
    if (get_field(check, "os") == NULL || !osinfo_db_identify_media(check->db, media))
        return;

    g_autoptr(OsinfoOs) os = osinfo_media_get_os(media);

    check_first(check, os, osinfo_media_get_architecture(media), architectures);
    if (has_column(check, "lang"))
        check_languages(check, media);
}

static OsinfoTree *
make_tree(const Check *check)
{
    OsinfoTree *tree = osinfo_tree_new("tree", get_field(check, "architecture"));

    set_field(check, tree, "family", OSINFO_TREE_PROP_TREEINFO_FAMILY);
    set_field(check, tree, "variant", OSINFO_TREE_PROP_TREEINFO_VARIANT);
    set_field(check, tree, "version", OSINFO_TREE_PROP_TREEINFO_VERSION);
    set_field(check, tree, "arch", OSINFO_TREE_PROP_TREEINFO_ARCH);
    set_field(check, tree, "kernel", OSINFO_TREE_PROP_KERNEL);
    set_field(check, tree, "initrd", OSINFO_TREE_PROP_INITRD);
    set_field(check, tree, "boot-iso", OSINFO_TREE_PROP_BOOT_ISO);
    return tree;
}

/* What the entry says of files in the tree is what the tree itself said. */
static void
check_file(Check *check, OsinfoTree *tree, const char *column, const char *parameter)
{
    const char *expected = get_field(check, column);
    const char *value = osinfo_entity_get_param_value(OSINFO_ENTITY(tree), parameter);

    if (expected != NULL && g_strcmp0(value, expected) != 0)
        fault(check, "%s becomes %s", column, value);
}

static void
check_tree(Check *check)
{
    g_autoptr(OsinfoTree) tree = make_tree(check);
    g_autoptr(OsinfoTreeList) found = osinfo_db_identify_treelist(check->db, tree);
    const char *architecture = get_field(check, "architecture");

    check_found(check, OSINFO_LIST(found), architecture);
    if (!osinfo_db_identify_tree(check->db, tree))
        return;

    g_autoptr(OsinfoOs) os = osinfo_tree_get_os(tree);

    check_first(check, os, osinfo_tree_get_architecture(tree), architecture);
    check_file(check, tree, "kernel", OSINFO_TREE_PROP_KERNEL);
    check_file(check, tree, "initrd", OSINFO_TREE_PROP_INITRD);
    check_file(check, tree, "boot-iso", OSINFO_TREE_PROP_BOOT_ISO);
}

static void
check_table(const char *name, void (*check_row)(Check *))
{
    g_autofree char *data = sandbox_get_data();
    g_autoptr(OsinfoDb) db = sandbox_load(data, NULL);
    g_autoptr(Table) table = table_read(name);
    Check check = {.db = db, .table = table};

    for (; check.row < table->rows->len; check.row++)
        check_row(&check);
    g_test_message("%u rows, %u faults, %u wrong first answers", table->rows->len, check.n_faults,
                   check.n_first_faults);
    g_assert_cmpuint(table->rows->len, >, 100);
    g_assert_cmpuint(check.n_faults, ==, 0);
    g_assert_cmpuint(check.n_first_faults * 100, <=,
                     table->rows->len * (100 - FIRST_ANSWER_PERCENT));
}

/* A text with {words,in,braces} is as many texts as there are ways to choose a word. */
static void
expand(const char *text, GPtrArray *texts)
{
    const char *open = strchr(text, '{');
    const char *close = open != NULL ? strchr(open, '}') : NULL;
    g_autofree char *inner = NULL;
    g_auto(GStrv) words = NULL;

    if (close == NULL) {
        g_ptr_array_add(texts, g_strdup(text));
        return;
    }
    inner = g_strndup(open + 1, (gsize)(close - open - 1));
    words = g_strsplit(inner, ",", -1);
    for (guint i = 0; words[i] != NULL; i++) {
        g_autofree char *one =
            g_strdup_printf("%.*s%s%s", (int)(open - text), text, words[i], close + 1);

        expand(one, texts);
    }
}

static gint
compare_strings(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Systems and architectures, each once, in the order of their names. */
static char *
find_pairs(OsinfoDb *db, const char *label, const char *publisher, const char *application)
{
    g_autoptr(OsinfoMedia) media = osinfo_media_new("label", NULL);
    g_autoptr(OsinfoMediaList) found = NULL;
    g_autoptr(GPtrArray) pairs = g_ptr_array_new_with_free_func(g_free);

    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_ID, label);
    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_APPLICATION_ID, application);
    if (publisher != NULL)
        osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_PUBLISHER_ID, publisher);
    found = osinfo_db_identify_medialist(db, media);
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(found)); i++) {
        OsinfoMedia *entry = OSINFO_MEDIA(osinfo_list_get_nth(OSINFO_LIST(found), i));
        g_autoptr(OsinfoOs) os = osinfo_media_get_os(entry);
        g_autofree char *pair =
            g_strdup_printf("%s/%s", osinfo_product_get_short_id(OSINFO_PRODUCT(os)),
                            osinfo_media_get_architecture(entry));

        if (!g_ptr_array_find_with_equal_func(pairs, pair, g_str_equal, NULL))
            g_ptr_array_add(pairs, g_steal_pointer(&pair));
    }
    g_ptr_array_sort(pairs, compare_strings);
    g_ptr_array_add(pairs, NULL);
    return g_strjoinv(" ", (char **)pairs->pdata);
}

/* As Microsoft makes them, and as made anew from their files. */
static void
check_windows_label(Check *check, const char *label)
{
    const char *expected = get_field(check, "found");
    g_autofree char *original =
        find_pairs(check->db, label, "MICROSOFT CORPORATION", "CDIMAGE 2.56 (01/01/2005 TM)");
    g_autofree char *remade = find_pairs(check->db, label, NULL, "MKISOFS ISO9660 FILESYSTEM");

    if (strcmp(original, expected != NULL ? expected : "") != 0)
        fault(check, "%s is %s", label, original);
    if (strcmp(remade, original) != 0)
        fault(check, "%s without publisher is %s", label, remade);
}

static void
test_windows(void)
{
    g_autofree char *data = sandbox_get_data();
    g_autoptr(OsinfoDb) db = sandbox_load(data, NULL);
    g_autoptr(Table) table = table_read("windows.tsv");
    Check check = {.db = db, .table = table};
    guint n_labels = 0;

    for (; check.row < table->rows->len; check.row++) {
        g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func(g_free);

        expand(get_field(&check, "label"), labels);
        for (guint i = 0; i < labels->len; i++)
            check_windows_label(&check, g_ptr_array_index(labels, i));
        n_labels += labels->len;
    }
    g_test_message("%u labels, %u faults", n_labels, check.n_faults);
    g_assert_cmpuint(n_labels, >, 5000);
    g_assert_cmpuint(check.n_faults, ==, 0);
}

static void
test_labels(void)
{
    check_table("labels.tsv", check_label);
}

static void
test_variations(void)
{
    check_table("variations.tsv", check_label);
}

static void
test_trees(void)
{
    check_table("treeinfo.tsv", check_tree);
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/labels/media", test_labels);
    g_test_add_func("/labels/variations", test_variations);
    g_test_add_func("/labels/trees", test_trees);
    g_test_add_func("/labels/windows", test_windows);
    return sandbox_run();
}
