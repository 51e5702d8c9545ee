/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Expressions against labels. The index of the store is right when it finds the same entries as a trial
 * of all of them, for any expressions and any labels; so both are made up here by the thousand.
 */
#include "config.h"

#include <string.h>

#include "recognise/entity_evidence.h"
#include "recognise/expression.h"
#include "recognise/match.h"
#include "sandbox.h"
#include "store-helpers.h"

static GRand *randomness; /* the same in every run */

static const char *const media_keys[] = {OSINFO_MEDIA_PROP_VOLUME_ID, OSINFO_MEDIA_PROP_SYSTEM_ID,
                                         OSINFO_MEDIA_PROP_PUBLISHER_ID,
                                         OSINFO_MEDIA_PROP_APPLICATION_ID};
static const char *const tree_keys[] = {
    OSINFO_TREE_PROP_TREEINFO_FAMILY, OSINFO_TREE_PROP_TREEINFO_VARIANT,
    OSINFO_TREE_PROP_TREEINFO_VERSION, OSINFO_TREE_PROP_TREEINFO_ARCH};

/* One medium and one entry of a database. NULL: not said. Sizes: 0: not said. */
typedef struct {
    const char *name;
    const char *architecture;
    const char *texts[4]; /* volume, system, publisher, application */
    gint64 size;
    const char *reference_architecture;
    const char *patterns[4];
    gint64 reference_size;
    gboolean matches;
} Row;

/* clang-format off */
static const Row rows[] = {
    {"same",                  NULL, {"A"}, 0, "x86_64", {"A"}, 0, TRUE},
    {"anywhere",              NULL, {"xAx"}, 0, "x86_64", {"A"}, 0, TRUE},
    {"anchored",              NULL, {"xAx"}, 0, "x86_64", {"^A$"}, 0, FALSE},
    {"case",                  NULL, {"a"}, 0, "x86_64", {"A"}, 0, FALSE},
    {"nothing-said",          NULL, {"A", "B", "C", "D"}, 5, "x86_64", {NULL}, 0, FALSE},
    {"size-alone",            NULL, {NULL}, 5, "x86_64", {NULL}, 5, TRUE},
    {"other-size",            NULL, {"A"}, 5, "x86_64", {"A"}, 6, FALSE},
    {"size-not-known",        NULL, {"A"}, 0, "x86_64", {"A"}, 6, FALSE},
    {"negative-size",         NULL, {"A"}, 5, "x86_64", {"A"}, -6, TRUE},
    {"negative-size-alone",   NULL, {"A"}, 5, "x86_64", {NULL}, -6, FALSE},
    {"size-makes-no-text",    NULL, {"B"}, 5, "x86_64", {"A"}, 5, FALSE},
    {"text-missing",          NULL, {NULL, "B"}, 0, "x86_64", {"A", "B"}, 0, FALSE},
    {"empty-needs-a-text",    NULL, {NULL, "B"}, 0, "x86_64", {".*", "B"}, 0, FALSE},
    {"empty-text",            NULL, {"", "B"}, 0, "x86_64", {".*", "B"}, 0, TRUE},
    {"empty-expression",      NULL, {"A"}, 0, "x86_64", {""}, 0, TRUE},
    {"all-four",              NULL, {"A", "B", "C", "D"}, 0, "x86_64", {"A", "B", "C", "D"}, 0, TRUE},
    {"three-of-four",         NULL, {"A", "B", "C", "x"}, 0, "x86_64", {"A", "B", "C", "D"}, 0, FALSE},
    {"only-application",      NULL, {"A", "B", "C", "D"}, 0, "x86_64", {NULL, NULL, NULL, "^D$"}, 0, TRUE},
    {"only-publisher",        NULL, {"A", "B", "C", "D"}, 0, "x86_64", {NULL, NULL, "^C$"}, 0, TRUE},
    {"invalid-expression",    NULL, {"("}, 0, "x86_64", {"("}, 0, FALSE},
    {"invalid-beside-valid",  NULL, {"A", "["}, 0, "x86_64", {"A", "["}, 0, FALSE},
    {"dot-and-newline",       NULL, {"A\nB"}, 0, "x86_64", {"^A.B$"}, 0, FALSE},
    {"not-multi-line",        NULL, {"A\nB"}, 0, "x86_64", {"^B$"}, 0, FALSE},
    {"utf8",                  NULL, {"Gr\303\274n"}, 0, "x86_64", {"^Gr.n$"}, 0, TRUE},
    {"not-utf8",              NULL, {"Gr\374n"}, 0, "x86_64", {"^Gr.n$"}, 0, TRUE},
    {"not-utf8-at-the-end",   NULL, {"Gr\360"}, 0, "x86_64", {"^Gr.$"}, 0, TRUE},
    {"expression-not-utf8",   NULL, {"Gr\303\274n"}, 0, "x86_64", {"Gr\374n"}, 0, FALSE},
    {"look-ahead",            NULL, {"FooBar"}, 0, "x86_64", {"Foo(?!Baz)"}, 0, TRUE},
    {"back-reference",        NULL, {"abab"}, 0, "x86_64", {"^(ab)\\1$"}, 0, TRUE},

    {"architecture-unset",    NULL, {"A"}, 0, "x86_64", {"A"}, 0, TRUE},
    {"architecture-same",     "x86_64", {"A"}, 0, "x86_64", {"A"}, 0, TRUE},
    {"architecture-other",    "aarch64", {"A"}, 0, "x86_64", {"A"}, 0, FALSE},
    {"architecture-all",      "aarch64", {"A"}, 0, "all", {"A"}, 0, TRUE},
    {"architecture-missing",  "aarch64", {"A"}, 0, NULL, {"A"}, 0, TRUE},
    {"architecture-any",      "all", {"A"}, 0, "x86_64", {"A"}, 0, TRUE}, /* as udev describes media */
    {"architecture-both-missing", NULL, {"A"}, 0, NULL, {"A"}, 0, TRUE},
    {"i386-is-i686",          "i386", {"A"}, 0, "i686", {"A"}, 0, TRUE},
    {"i686-is-i386",          "i686", {"A"}, 0, "i386", {"A"}, 0, TRUE},
    {"i586-is-i486",          "i586", {"A"}, 0, "i486", {"A"}, 0, TRUE},
    {"armhfp-is-armv7l",      "armhfp", {"A"}, 0, "armv7l", {"A"}, 0, TRUE},
    {"i386-is-not-x86_64",    "i386", {"A"}, 0, "x86_64", {"A"}, 0, FALSE},
};
/* clang-format on */

static void
set_texts(gpointer entity, const char *const *keys, const char *const *texts)
{
    for (guint i = 0; i < 4; i++) {
        if (texts[i] != NULL)
            osinfo_entity_set_param(entity, keys[i], texts[i]);
    }
}

static OsinfoMedia *
make_media(const char *architecture, const char *const *texts, gint64 size)
{
    OsinfoMedia *media = osinfo_media_new("m", architecture);

    set_texts(media, media_keys, texts);
    if (size != 0)
        osinfo_entity_set_param_int64(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_SIZE, size);
    return media;
}

/* A database with one entry for each of @n_rows, `0`, `1` and so on. */
static Store *
make_store(const Row *some, guint n_rows, FactKind kind)
{
    g_autoptr(GArray) ops = g_array_new(FALSE, FALSE, sizeof(StoreOp));
    g_autoptr(GStringChunk) texts = g_string_chunk_new(1024);
    const char *const *keys = kind == FACT_KIND_TREE ? tree_keys : media_keys;
    StoreOp entity = OP_ENTITY(FACT_KIND_OS, "os");

    g_array_append_val(ops, entity);
    for (guint i = 0; i < n_rows; i++) {
        g_autofree char *number = g_strdup_printf("%u", i);
        g_autofree char *size = g_strdup_printf("%" G_GINT64_FORMAT, some[i].reference_size);
        StoreOp part = OP_PART(kind, g_string_chunk_insert(texts, number));
        StoreOp end = OP_END;
        StoreOp treeinfo = OP_SET("has-treeinfo", "true");

        g_array_append_val(ops, part);
        if (kind == FACT_KIND_TREE)
            g_array_append_val(ops, treeinfo);
        for (guint j = 0; j < 4; j++) {
            StoreOp set = OP_SET(keys[j], some[i].patterns[j]);

            if (some[i].patterns[j] != NULL)
                g_array_append_val(ops, set);
        }
        if (some[i].reference_architecture != NULL) {
            StoreOp set = OP_SET("architecture", some[i].reference_architecture);

            g_array_append_val(ops, set);
        }
        if (some[i].reference_size != 0) {
            StoreOp set = OP_SET("volume-size", g_string_chunk_insert(texts, size));

            g_array_append_val(ops, set);
        }
        g_array_append_val(ops, end);
    }
    return store_from_ops((const StoreOp *)(gpointer)ops->data, ops->len);
}

/* What the index finds. */
static GArray *
find(Catalog *catalog, FactKind kind, gpointer subject)
{
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);
    evidence_add_entity(&evidence, subject);
    return match_find(catalog_get_store(catalog), kind, &evidence);
}

static gboolean
record_matches(Catalog *catalog, guint32 record, const Evidence *evidence)
{
    Entry entry = entry_of_record(catalog_get_store(catalog), record);

    return match_entry(&entry, evidence);
}

static gboolean
is_found(Catalog *catalog, FactKind kind, gpointer subject)
{
    g_autoptr(GArray) found = find(catalog, kind, subject);

    return found->len == 1;
}

/* Objects, one record, and the index say the same. */
static void
test_row(gconstpointer data)
{
    const Row *row = data;
    g_autoptr(OsinfoMedia) media = make_media(row->architecture, row->texts, row->size);
    g_autoptr(OsinfoMedia) reference =
        make_media(row->reference_architecture, row->patterns, row->reference_size);
    g_autoptr(Store) store = make_store(row, 1, FACT_KIND_MEDIA);
    g_autoptr(OsinfoDb) db = store_to_db(store);
    Catalog *catalog = db_get_catalog(db);
    guint32 record = 0;
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);
    evidence_add_entity(&evidence, OSINFO_ENTITY(media));
    g_assert_cmpuint(
        store_get_parts(store, store_find(store, FACT_KIND_OS, "os"), FACT_KIND_MEDIA, &record), ==,
        1);
    g_assert_cmpint(osinfo_media_matches(media, reference), ==, row->matches);
    g_assert_cmpint(record_matches(catalog, record, &evidence), ==, row->matches);
    g_assert_cmpint(is_found(catalog, FACT_KIND_MEDIA, media), ==, row->matches);
    g_assert_false(is_found(catalog, FACT_KIND_TREE, media));
}

/* clang-format off */
static const struct {
    const char *name;
    const char *architecture;
    const char *texts[4]; /* family, variant, version, arch */
    const char *reference_architecture;
    const char *patterns[4];
    gboolean has_treeinfo;
    gboolean matches;
} tree_rows[] = {
    {"same", "x86_64", {"Fedora", "Server", "38", "x86_64"}, "x86_64", {"^Fedora$", "Server", "38", "x86_64"}, TRUE, TRUE},
    {"no-treeinfo", "x86_64", {"Fedora"}, "x86_64", {"Fedora"}, FALSE, FALSE},
    {"says-nothing", "x86_64", {"Fedora"}, "x86_64", {NULL}, TRUE, TRUE},
    {"variant-missing", "x86_64", {"Fedora"}, "x86_64", {"Fedora", "Server"}, TRUE, FALSE},
    {"other-version", "x86_64", {"Fedora", NULL, "37"}, "x86_64", {"Fedora", NULL, "38"}, TRUE, FALSE},
    {"other-architecture", "aarch64", {"Fedora"}, "x86_64", {"Fedora"}, TRUE, FALSE},
    {"all", "aarch64", {"Fedora"}, "all", {"Fedora"}, TRUE, TRUE},
    {"i386", "i386", {"Fedora"}, "i686", {"Fedora"}, TRUE, TRUE},
    {"architecture-missing", "i386", {"Fedora"}, NULL, {"Fedora"}, TRUE, TRUE},
};
/* clang-format on */

static void
test_tree_row(gconstpointer data)
{
    guint row = GPOINTER_TO_UINT(data);
    g_autoptr(OsinfoTree) tree = osinfo_tree_new("t", tree_rows[row].architecture);
    g_autoptr(OsinfoTree) reference = osinfo_tree_new("r", tree_rows[row].reference_architecture);

    set_texts(tree, tree_keys, tree_rows[row].texts);
    set_texts(reference, tree_keys, tree_rows[row].patterns);
    osinfo_entity_set_param_boolean(OSINFO_ENTITY(reference), OSINFO_TREE_PROP_HAS_TREEINFO,
                                    tree_rows[row].has_treeinfo);
    g_assert_cmpint(osinfo_tree_matches(tree, reference), ==, tree_rows[row].matches);
}

static const struct {
    const char *pattern;
    const char *text;
    const char *captured;
} captures[] = {
    {"^A_([A-Z]+)$", "A_DE", "DE"},
    {"A_([A-Z]+)", "A_DE_X", "DE"}, /* the end is free */
    {"A_([A-Z]+)", "xA_DE", NULL},  /* the start is not */
    {"A_([A-Z]*)", "A_", ""},
    {"A_(DE)?", "A_", ""},
    {"A_([A-Z]+)_([a-z]+)", "A_DE_de", "DE"},
    {"A_(?:[A-Z]+)", "A_DE", NULL},
    {"A_DE", "A_DE", NULL},
    {"A_(", "A_DE", NULL},
    {"", "A", NULL},
    {"(.)", "", NULL},
    {"A_(.)", "A_\303\244", "\303\244"},
    {"A_(.)", "A_\344", "\357\277\275"},
};

static void
test_captures(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(captures); i++) {
        g_autofree char *captured = expression_capture(captures[i].pattern, captures[i].text);

        g_assert_cmpstr(captured, ==, captures[i].captured);
    }
}

/* What find() should say. */
static GArray *
find_by_trial(Catalog *catalog, FactKind kind, gpointer subject)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(guint32));
    guint n_records = 0;
    const StoreRecordF *records =
        store_get_section(catalog_get_store(catalog), STORE_SECTION_RECORDS, &n_records);
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);
    evidence_add_entity(&evidence, subject);
    for (guint32 i = 0; i < n_records; i++) {
        if (records[i].kind == kind && record_matches(catalog, i, &evidence))
            g_array_append_val(found, i);
    }
    return found;
}

static void
describe_subject(OsinfoEntity *subject)
{
    g_autoptr(GList) keys = osinfo_entity_get_param_keys(subject);

    for (GList *key = keys; key != NULL; key = key->next) {
        g_autofree char *value =
            g_strescape(osinfo_entity_get_param_value(subject, key->data), NULL);

        g_test_message("%s: %s", (const char *)key->data, value);
    }
}

static guint
assert_same_answer(Catalog *catalog, FactKind kind, gpointer subject)
{
    g_autoptr(GArray) found = find(catalog, kind, subject);
    g_autoptr(GArray) expected = find_by_trial(catalog, kind, subject);

    if (found->len != expected->len ||
        (found->len > 0 &&
         memcmp(found->data, expected->data, found->len * sizeof(guint32)) != 0)) {
        describe_subject(subject);
        g_test_message("index: %u, trial: %u", found->len, expected->len);
        g_test_fail();
    }
    return found->len;
}

/* Labels of real media and trees, as rows of four texts and a size. */
static GPtrArray *
read_labels(const char *name, const char *const *columns)
{
    GPtrArray *labels = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "osinfo-db", name, NULL);
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    g_auto(GStrv) names = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    names = g_strsplit(lines[0], "\t", -1);
    for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
        g_auto(GStrv) fields = g_strsplit(lines[i], "\t", -1);
        char **label = g_new0(char *, 6);

        for (guint j = 0; j < 5; j++) {
            for (guint k = 0; names[k] != NULL; k++) {
                if (strcmp(names[k], columns[j]) == 0)
                    label[j] = g_strdup(fields[k]);
            }
            g_assert_nonnull(label[j]);
        }
        g_ptr_array_add(labels, label);
    }
    return labels;
}

static gpointer
make_subject(FactKind kind, char *const *label, const char *architecture)
{
    const char *texts[4] = {NULL};

    for (guint i = 0; i < 4; i++)
        texts[i] = *label[i] != '\0' ? label[i] : NULL;
    if (kind == FACT_KIND_MEDIA)
        return make_media(architecture, texts, g_ascii_strtoll(label[4], NULL, 10));

    OsinfoTree *tree = osinfo_tree_new("t", architecture != NULL ? architecture : label[4]);

    set_texts(tree, tree_keys, texts);
    return tree;
}

/* Changes one text of a label a little. */
static char *
mutate(const char *text, const char *other)
{
    GString *result = g_string_new(text);
    gsize at = result->len > 0 ? (gsize)g_rand_int_range(randomness, 0, (gint32)result->len) : 0;

    switch (g_rand_int_range(randomness, 0, 10)) {
    case 0: /* another character */
        if (result->len > 0)
            result->str[at] = (char)g_rand_int_range(randomness, 32, 127);
        break;
    case 1:
        g_string_insert_c(result, (gssize)at, (char)g_rand_int_range(randomness, 32, 127));
        break;
    case 2:
        if (result->len > 0)
            g_string_erase(result, (gssize)at, 1);
        break;
    case 3: /* only the beginning */
        g_string_truncate(result, at);
        break;
    case 4: /* only the end */
        g_string_erase(result, 0, (gssize)at);
        break;
    case 5: /* something of another label */
        g_string_insert(result, (gssize)at, other);
        break;
    case 6:
        g_string_assign(result, other);
        break;
    case 7: /* UTF-8, or not */
        g_string_insert(result, (gssize)at, g_rand_boolean(randomness) ? "\303\274" : "\374");
        break;
    case 8:
        g_string_insert_c(result, (gssize)at, '\n');
        break;
    default:
        g_string_ascii_down(result);
        break;
    }
    return g_string_free(result, FALSE);
}

static void
test_real(FactKind kind, const char *table, const char *const *columns, guint n_mutations)
{
    static const char *const architectures[] = {NULL, "x86_64", "i386", "aarch64", "all"};
    g_autofree char *folder = sandbox_get_data();
    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
    Catalog *catalog = db_get_catalog(db);
    g_autoptr(GPtrArray) labels = read_labels(table, columns);
    guint n_found = 0;

    for (guint i = 0; i < labels->len; i += labels->len / sandbox_share(labels->len)) {
        g_autoptr(GObject) subject = make_subject(kind, g_ptr_array_index(labels, i), NULL);

        g_assert_cmpuint(assert_same_answer(catalog, kind, subject), >, 0);
    }
    for (guint i = 0; i < n_mutations; i++) {
        char *const *label =
            g_ptr_array_index(labels, (guint)g_rand_int_range(randomness, 0, (gint32)labels->len));
        char *const *other =
            g_ptr_array_index(labels, (guint)g_rand_int_range(randomness, 0, (gint32)labels->len));
        g_auto(GStrv) changed = g_strdupv((char **)label);
        g_autoptr(GObject) subject = NULL;

        for (gint j = g_rand_int_range(randomness, 1, 3); j > 0; j--) {
            guint field = (guint)g_rand_int_range(randomness, 0, 4);
            char *text = mutate(changed[field], other[g_rand_int_range(randomness, 0, 4)]);

            g_free(changed[field]);
            changed[field] = text;
        }
        subject = make_subject(
            kind, changed,
            architectures[g_rand_int_range(randomness, 0, G_N_ELEMENTS(architectures))]);
        n_found += assert_same_answer(catalog, kind, subject) > 0;
    }
    g_test_message("%u labels, %u of %u changed ones are known", labels->len, n_found, n_mutations);
    g_assert_cmpuint(n_found, >, n_mutations / 20);
}

static void
test_real_media(void)
{
    test_real(FACT_KIND_MEDIA, "labels.tsv",
              (const char *const[]){"volume", "system", "publisher", "application", "size"},
              sandbox_share(5000));
}

static void
test_real_trees(void)
{
    test_real(FACT_KIND_TREE, "treeinfo.tsv",
              (const char *const[]){"family", "variant", "version", "arch", "architecture"},
              sandbox_share(3000));
}

/* Texts of few different characters, so that many expressions match. */
static void
append_text(GString *out, gint least, gint most)
{
    static const char alphabet[] = "abAB1_- .";

    for (gint i = g_rand_int_range(randomness, least, most + 1); i > 0; i--)
        g_string_append_c(out, alphabet[g_rand_int_range(randomness, 0, sizeof(alphabet) - 1)]);
}

static void append_pattern(GString *out, guint depth);

static void
append_atom(GString *out, guint depth)
{
    static const char *const atoms[] = {
        ".",     "\\d",   "\\w",  "\\.",     "[ab]",     "[^1]",    "[]a]",
        "[a-]",  "\\S",   "^",    "$",       "\\b",      "\\-",     "[[:alpha:]]",
        "\\x61", "\\141", "(?i)", "\\Qa\\E", "\303\244", "[\\]a]",  "\\Aa?",
        "{",     "a{,2}", "]",    "\\101",   "(*UTF)",   "(?#x)",   "\\cA",
        "\\Bb?", "\\E",   "\\G",  "\\K",     "\\R?",     "(?x)",    "[a[:digit:]b]",
        "\\Z?",  "\\1?",  "\\h?", "\\N",     "\\pL",     "\\o{141}"};

    switch (g_rand_int_range(randomness, 0, 8)) {
    case 0:
        if (depth < 3) {
            static const char *const openings[] = {"(",     "(?:", "(?=",   "(?!",
                                                   "(?<n>", "(?>", "(?<=a", "(?|"};

            g_string_append(out, openings[g_rand_int_range(randomness, 0, 20) % 8 %
                                          (g_rand_boolean(randomness) ? 2 : 8)]);
            append_pattern(out, depth + 1);
            g_string_append_c(out, ')');
            return;
        }
        /* fall through */
    case 1:
    case 2:
        g_string_append(out, atoms[g_rand_int_range(randomness, 0, G_N_ELEMENTS(atoms))]);
        return;
    default:
        append_text(out, 1, 4);
        return;
    }
}

static void
append_pattern(GString *out, guint depth)
{
    static const char *const quantifiers[] = {"?",  "*",  "+",  "{2}", "{0}", "{0,2}", "{1,}", "??",
                                              "*?", "+?", "?+", "{x}", "{2",  "{,3}",  "*+"};

    for (gint i = g_rand_int_range(randomness, 1, 5); i > 0; i--) {
        append_atom(out, depth);
        if (g_rand_int_range(randomness, 0, 4) == 0)
            g_string_append(
                out, quantifiers[g_rand_int_range(randomness, 0, G_N_ELEMENTS(quantifiers))]);
        if (g_rand_int_range(randomness, 0, 8) == 0)
            g_string_append_c(out, '|');
    }
}

static char *
make_text(gint least, gint most)
{
    GString *text = g_string_new(NULL);

    append_text(text, least, most);
    return g_string_free(text, FALSE);
}

static char *
make_pattern(void)
{
    GString *pattern = g_string_new(NULL);

    append_pattern(pattern, 0);
    return g_string_free(pattern, FALSE);
}

/* Expressions made up of all that the syntax has, right and wrong ones. */
static void
test_made_up(void)
{
    enum { N_RULES = 60, N_LABELS = 60 };
    guint n_stores = sandbox_share(60), n_found = 0;

    for (guint i = 0; i < n_stores; i++) {
        Row some[N_RULES] = {{.name = NULL}};
        FactKind kind = i % 4 == 0 ? FACT_KIND_TREE : FACT_KIND_MEDIA;
        g_autoptr(Store) store = NULL;
        g_autoptr(OsinfoDb) db = NULL;

        for (guint j = 0; j < N_RULES; j++) {
            some[j].patterns[g_rand_int_range(randomness, 0, 4)] = make_pattern();
            if (g_rand_boolean(randomness)) {
                guint field = (guint)g_rand_int_range(randomness, 0, 4);

                g_free((char *)some[j].patterns[field]);
                some[j].patterns[field] = make_text(1, 3);
            }
        }
        store = make_store(some, N_RULES, kind);
        db = store_to_db(store);
        for (guint j = 0; j < N_LABELS; j++) {
            g_auto(GStrv) label = g_new0(char *, 6);
            g_autoptr(GObject) subject = NULL;

            for (guint k = 0; k < 4; k++)
                label[k] = make_text(0, 12);
            label[4] = g_strdup(kind == FACT_KIND_MEDIA ? "" : "x86_64");
            subject = make_subject(kind, label, NULL);
            n_found += assert_same_answer(db_get_catalog(db), kind, subject);
        }
        for (guint j = 0; j < N_RULES; j++) {
            for (guint k = 0; k < 4; k++)
                g_free((char *)some[j].patterns[k]);
        }
    }
    g_test_message("%u matches", n_found);
    g_assert_cmpuint(n_found, >, sandbox_share(1000));
}

int
main(int argc, char **argv)
{
    int result = 0;

    sandbox_init(&argc, &argv);
    randomness = g_rand_new_with_seed(20250401);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strconcat("/match/media/", rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], test_row);
    }
    for (guint i = 0; i < G_N_ELEMENTS(tree_rows); i++) {
        g_autofree char *path = g_strconcat("/match/tree/", tree_rows[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_tree_row);
    }
    g_test_add_func("/match/captures", test_captures);
    g_test_add_func("/match/index/real-media", test_real_media);
    g_test_add_func("/match/index/real-trees", test_real_trees);
    g_test_add_func("/match/index/made-up", test_made_up);
    result = sandbox_run();
    g_rand_free(randomness);
    return result;
}
