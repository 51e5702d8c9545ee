/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Media of each family of content.tsv: images made by xorriso, with the label "CDROM" where no other is said, once with names of
 * Rock Ridge and once with those of Joliet alone, are gathered as a whole, and must say what the table
 * has; the real database must tell them apart.
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "content-helpers.h"
#include "recognise/gather.h"
#include "sandbox.h"

#define SEPARATOR " | "

/* What stands in place of a file, and what is said there of the image. */
#define SYSTEM "@system="
#define LABEL "@label="
#define CUT "@cut=" /* KiB that are left */
#define BFS "@bfs=" /* a partition behind the files: name of its volume */
#define RAW "@raw=" /* no files, but zeros: OFFSET:BYTES */

#define RAW_SIZE 65536

typedef struct {
    const char *system;
    const char *label;
    guint64 cut;     /* 0: it is whole */
    const char *bfs; /* path of a partition; NULL: there is none */
    guint8 *raw;     /* NULL: it is made of files */
} Image;

typedef struct {
    char *name;
    char *files; /* of a real medium its path */
    char *evidence;
    char *answer; /* candidates, " / ", what the medium claims to be */
} Row;

static OsinfoDb *db;

/* PATH=CONTENT, or PATH/ for a folder. */
static void
write_file(const char *folder, const char *file)
{
    gsize length = strcspn(file, "=");
    g_autofree char *name = g_strndup(file, length);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *above = NULL;
    g_autoptr(GByteArray) content = NULL;
    g_autoptr(GError) error = NULL;

    if (file[length] == '\0') {
        g_assert_cmpint(g_mkdir_with_parents(path, 0700), ==, 0);
        return;
    }
    above = g_path_get_dirname(path);
    g_assert_cmpint(g_mkdir_with_parents(above, 0700), ==, 0);
    content = content_make_file(file + length + 1);
    g_file_set_contents(path, (const char *)content->data, content->len, &error);
    g_assert_no_error(error);
}

/* The name of a volume and what is the same in all of them. */
static void
write_bfs(const char *path, const char *name)
{
    guint8 volume[8 * 512] = {0};
    guint8 *sector = volume + 512;
    g_autoptr(GError) error = NULL;

    memcpy(sector, name, MIN(strlen(name), 32));
    memcpy(sector + 32, "1SFBEGIB", 8);
    memcpy(sector + 68, "\x31\x10\x12\xDD", 4);
    memcpy(sector + 112, "\x0E\x83\xB6\x15", 4);
    g_file_set_contents(path, (const char *)volume, sizeof(volume), &error);
    g_assert_no_error(error);
}

static void
put_raw(guint8 *raw, const char *text)
{
    char *bytes;
    guint64 offset = g_ascii_strtoull(text, &bytes, 10);
    g_autofree char *plain = g_strcompress(bytes + 1);

    g_assert_cmpuint(offset + strlen(plain), <=, RAW_SIZE);
    memcpy(raw + offset, plain, strlen(plain));
}

/* How the names of a medium are written down. */
static const char *const name_options[] = {"-R", "--norock"};

#define XORRISO_TRIES 5
/* All descriptors close themselves. GLib need not do so, and can do without fork(), which takes 30 ms where a
 * sanitizer has a map of all memory. */
#define SPAWN_FLAGS (G_SPAWN_SEARCH_PATH | G_SPAWN_LEAVE_DESCRIPTORS_OPEN)

/* FALSE: there is no xorriso. */
static gboolean
run_xorriso(const char *option, const Image *image, const char *folder, const char *path)
{
    const char *arguments[20] = {"xorriso", "-as", "mkisofs",    "-quiet", "-J",
                                 option,    "-V",  image->label, "-sysid", image->system,
                                 "-o",      path,  folder,       NULL};
    g_autoptr(GError) error = NULL;
    gboolean is_made = FALSE;
    gint status = 0;

    if (image->bfs != NULL) {
        arguments[13] = "-append_partition";
        arguments[14] = "1";
        arguments[15] = "0xeb";
        arguments[16] = image->bfs;
    }
    /* 1.5.4 ends by SIGSEGV now and then, and does its work when it is asked again */
    for (guint i = 0; i < XORRISO_TRIES && !is_made; i++) {
        g_unlink(path);
        if (!g_spawn_sync(NULL, (char **)arguments, NULL,
                          SPAWN_FLAGS | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                          NULL, NULL, NULL, NULL, &status, &error)) {
            g_assert_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
            return FALSE;
        }
        is_made = g_spawn_check_wait_status(status, NULL);
    }
    g_assert_true(is_made);
    if (image->cut > 0)
        g_assert_cmpint(truncate(path, (off_t)image->cut * 1024), ==, 0);
    return TRUE;
}

static void
remove_tree(const char *path)
{
    const char *const arguments[] = {"rm", "-rf", path, NULL};

    g_spawn_sync(NULL, (char **)arguments, NULL, SPAWN_FLAGS, NULL, NULL, NULL, NULL, NULL, NULL);
}

static gboolean
has_fact(const Evidence *evidence, const char *fact)
{
    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);
        g_autofree char *text = g_strconcat(item->key, "=", item->text, NULL);

        if (item->text != NULL && strcmp(text, fact) == 0)
            return TRUE;
    }
    return FALSE;
}

static void
assert_evidence(const char *image, const Image *what, const Row *row)
{
    g_autofree char *label = g_strconcat("iso9660.volume-id=", what->label, NULL);
    g_autoptr(Source) source = source_open_local(image, NULL, NULL);
    g_autoptr(Source) budget = gather_new_budget(source);
    g_auto(GStrv) facts = g_strsplit(row->evidence, SEPARATOR, -1);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);
    g_assert_cmpint(gather_media(budget, GATHER_CONTENTS, &evidence, &error), ==, FORMAT_FOUND);
    g_assert_no_error(error);
    g_assert_true(what->raw != NULL || has_fact(&evidence, label));
    for (guint i = 0; facts[i] != NULL; i++) {
        if (!has_fact(&evidence, facts[i])) {
            for (guint j = 0; j < evidence.items->len; j++) {
                const EvidenceItem *item = &g_array_index(evidence.items, EvidenceItem, j);

                g_test_message("found: %s=%s (%s)", item->key, item->text, item->where);
            }
            g_test_message("%s: not found: %s", row->name, facts[i]);
            g_test_fail();
        }
    }
    if (what->cut == 0)
        g_assert_null(evidence_get_text(&evidence, "content.damage"));
}

static void
append_candidate(GString *text, OsinfoCandidate *candidate)
{
    static const char *const words[] = {
        [OSINFO_CONFIDENCE_FAMILY] = "family",       [OSINFO_CONFIDENCE_RELATIVE] = "relative",
        [OSINFO_CONFIDENCE_AMBIGUOUS] = "ambiguous", [OSINFO_CONFIDENCE_LABEL] = "label",
        [OSINFO_CONFIDENCE_CERTAIN] = "certain",
    };
    OsinfoOs *os = osinfo_candidate_get_os(candidate);
    OsinfoConfidence confidence = osinfo_candidate_get_confidence(candidate);

    /* of a family it is the newest release, which becomes another one */
    g_string_append_printf(text, "%s%s %s", text->len > 0 ? ", " : "", words[confidence],
                           confidence == OSINFO_CONFIDENCE_FAMILY
                               ? osinfo_os_get_distro(os)
                               : osinfo_product_get_short_id(OSINFO_PRODUCT(os)));
}

static char *
dup_answer(OsinfoIdentification *identification)
{
    GListModel *candidates = osinfo_identification_get_candidates(identification);
    const char *family = osinfo_identification_get_claimed_family(identification);
    const char *version = osinfo_identification_get_claimed_version(identification);
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < g_list_model_get_n_items(candidates); i++) {
        g_autoptr(OsinfoCandidate) candidate = g_list_model_get_item(candidates, i);

        append_candidate(text, candidate);
    }
    if (text->len == 0)
        g_string_append_c(text, '-');
    if (family != NULL)
        g_string_append_printf(text, " / %s%s%s", family, version != NULL ? " " : "",
                               version != NULL ? version : "");
    return g_string_free(text, FALSE);
}

static void
assert_answer(const char *image, const Row *row)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(OsinfoIdentification) identification =
        osinfo_db_identify_location(db, image, NULL, &error);
    g_autofree char *answer = NULL;

    g_assert_no_error(error);
    answer = dup_answer(identification);
    if (strcmp(answer, row->answer) == 0)
        return;
    g_test_message("%s: '%s', expected '%s'", row->name, answer, row->answer);
    g_test_fail();
}

/* FALSE: what makes it is not installed. */
static gboolean
make_image(const char *option, const Image *what, const char *folder, const char *path)
{
    if (what->raw == NULL)
        return run_xorriso(option, what, folder, path);
    g_assert_true(g_file_set_contents(path, (const char *)what->raw, RAW_SIZE, NULL));
    return TRUE;
}

static void
test_row(gconstpointer data)
{
    const Row *row = data;
    g_autofree char *folder = g_dir_make_tmp("osinfo-content-XXXXXX", NULL);
    g_autofree char *tree = g_build_filename(folder, "tree", NULL);
    g_autofree char *image = g_build_filename(folder, "medium.iso", NULL);
    g_autofree char *bfs = g_build_filename(folder, "partition", NULL);
    g_autofree guint8 *raw = g_malloc0(RAW_SIZE);
    g_auto(GStrv) files = g_strsplit(row->files, SEPARATOR, -1);

    Image what = {.system = "LINUX", .label = "CDROM"};

    for (guint i = 0; files[i] != NULL; i++) {
        if (g_str_has_prefix(files[i], SYSTEM))
            what.system = files[i] + strlen(SYSTEM);
        else if (g_str_has_prefix(files[i], LABEL))
            what.label = files[i] + strlen(LABEL);
        else if (g_str_has_prefix(files[i], CUT))
            what.cut = g_ascii_strtoull(files[i] + strlen(CUT), NULL, 10);
        else if (g_str_has_prefix(files[i], BFS))
            write_bfs(what.bfs = bfs, files[i] + strlen(BFS));
        else if (g_str_has_prefix(files[i], RAW))
            put_raw(what.raw = raw, files[i] + strlen(RAW));
        else
            write_file(tree, files[i]);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(name_options); i++) {
        if (make_image(name_options[i], &what, tree, image)) {
            assert_evidence(image, &what, row);
            assert_answer(image, row);
        } else {
            g_test_skip("there is no xorriso");
        }
        g_unlink(image);
    }
    remove_tree(folder);
}

/* Media that packages of Debian have: none is of a system of the database. */
static const Row real_media[] = {
    /* clang-format off */
    {"grub-rescue", "/usr/lib/grub-rescue/grub-rescue-cdrom.iso", NULL, "-"},
    {"ipxe", "/usr/lib/ipxe/ipxe.iso", NULL, "-"},
    {"memtest86+-32", "/usr/lib/memtest86+/memtest86+ia32.iso", NULL, "-"},
    {"memtest86+-64", "/usr/lib/memtest86+/memtest86+x64.iso", NULL, "-"},
    /* clang-format on */
};

static void
test_real_medium(gconstpointer data)
{
    const Row *row = data;

    if (g_file_test(row->files, G_FILE_TEST_EXISTS))
        assert_answer(row->files, row);
    else
        g_test_skip("the package that has it is not installed");
}

static void
row_free(gpointer data)
{
    Row *row = data;

    g_free(row->name);
    g_free(row->files);
    g_free(row->evidence);
    g_free(row->answer);
    g_free(row);
}

static void
add_row(const char *line)
{
    g_auto(GStrv) fields = g_strsplit(line, "\t", -1);
    g_autofree char *path = NULL;
    Row *row;

    if (*line == '\0' || *line == '#')
        return;
    g_assert_cmpuint(g_strv_length(fields), ==, 4);
    row = g_new0(Row, 1);
    row->name = g_strdup(fields[0]);
    row->files = g_strdup(fields[1]);
    row->evidence = g_strdup(fields[2]);
    row->answer = g_strdup(fields[3]);
    path = g_strconcat("/content/", row->name, NULL);
    g_test_add_data_func_full(path, row, test_row, row_free);
}

int
main(int argc, char **argv)
{
    g_autofree char *path = NULL, *text = NULL, *data = NULL;
    g_auto(GStrv) lines = NULL;
    int result;

    sandbox_init(&argc, &argv);
    data = sandbox_get_data();
    db = sandbox_load(data, NULL);
    path = g_test_build_filename(G_TEST_DIST, "libosinfo", "recognise", "content.tsv", NULL);
    if (!g_file_get_contents(path, &text, NULL, NULL))
        g_error("no table '%s'", path);
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
        add_row(lines[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(real_media); i++) {
        g_autofree char *name = g_strconcat("/content/real/", real_media[i].name, NULL);

        g_test_add_data_func(name, &real_media[i], test_real_medium);
    }
    result = sandbox_run();
    g_object_unref(db);
    return result;
}
