/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Goes the whole way from the bytes of a medium to what is told of it, with the real database: formats,
 * matching, the verdict, the name that a medium has for itself, reasons and checks as osinfo-detect has
 * them. The input is an image with ISO 9660 from its descriptors on, or a list of files as those of
 * content.tsv, of which an image with UDF is made. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <errno.h>
#include <string.h>

#include "content-helpers.h"
#include "format/iso9660.h"
#include "fuzz.h"
#include "recognise/location_request.h"
#include "store-helpers.h"
#include "tools/detect_report.h"
#include "udf-builder.h"

#define SEPARATOR " | "
#define LABEL "@label="

/* More than that no reader has a use for. */
#define MAX_FILES 64
#define MAX_PATH 200  /* bytes */
#define MAX_LABEL 120 /* bytes; more do not fit in */

static void
assert_text(const char *text)
{
    if (text != NULL && (*text == '\0' || !g_utf8_validate(text, -1, NULL)))
        g_error("a text is none");
}

/* What is told: lines that may be shown. */
static void
assert_output(const Output *output)
{
    if (!g_utf8_validate(output->data, (gssize)output->size, NULL))
        g_error("the report is not UTF-8");
    for (gsize i = 0; i < output->size; i++) {
        if (g_ascii_iscntrl(output->data[i]) && output->data[i] != '\n')
            g_error("the report has a control character");
    }
}

/* What one process asks and keeps, whatever it is given. */
static Report *
get_report(void)
{
    static Report report = {.all = TRUE};

    if (report.db == NULL) {
        g_autoptr(GBytes) bytes = store_compile_folder(FUZZ_DATABASE);
        g_autoptr(GError) error = NULL;
        g_autoptr(Store) store = store_open_bytes(bytes, OSINFO_STORE_BUILD, TRUE, &error);

        if (store == NULL)
            g_error("no database: %s", error->message);
        report.db = store_to_db(store);
    }
    return &report;
}

/* Calls that name a system only name those of the candidates that have one, in their order. */
static void
assert_matches(OsinfoDb *db, OsinfoMedia *media, OsinfoIdentification *verdict)
{
    g_autoptr(OsinfoMediaList) listed = osinfo_db_identify_medialist(db, media);
    GListModel *candidates = osinfo_identification_get_candidates(verdict);
    gint n_known = 0;

    assert_text(osinfo_identification_get_claimed_family(verdict));
    assert_text(osinfo_identification_get_claimed_version(verdict));
    for (guint i = 0; i < g_list_model_get_n_items(candidates); i++) {
        g_autoptr(OsinfoCandidate) candidate = g_list_model_get_item(candidates, i);
        OsinfoEntity *entry = osinfo_candidate_get_known_entry(candidate);

        if (entry != NULL && osinfo_list_get_nth(OSINFO_LIST(listed), n_known++) != entry)
            g_error("candidates and entries do not agree");
    }
    if (n_known != osinfo_list_get_length(OSINFO_LIST(listed)))
        g_error("there are more entries than candidates");
    /* a system can be known by what is on a medium without any entry */
    if (!osinfo_db_identify_media(db, media) && n_known > 0)
        g_error("the medium and its candidates do not agree");
}

/* Most damaged media say what others said before, and telling takes longer than reading. */
static gboolean
is_told(OsinfoIdentification *verdict)
{
    static GHashTable *told; /* of hashes */
    GListModel *items = osinfo_identification_get_evidence(verdict);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < g_list_model_get_n_items(items); i++) {
        g_autoptr(OsinfoEvidence) item = g_list_model_get_item(items, i);

        assert_text(osinfo_evidence_get_where(item));
        g_string_append_printf(text, "%s=%s\n", osinfo_evidence_get_key(item),
                               osinfo_evidence_get_value(item));
    }
    if (!g_utf8_validate(text->str, (gssize)text->len, NULL))
        g_error("evidence is not UTF-8");
    if (told == NULL)
        told = g_hash_table_new(NULL, NULL);
    return !g_hash_table_add(told, GUINT_TO_POINTER(g_str_hash(text->str)));
}

static void
write_checks(const Report *report, const Identification *identification)
{
    g_autoptr(Checks) checks = checks_new(report, identification);

    checks_write(checks, report->output);
    if (checks_are_passed(checks, TRUE) && !checks_are_passed(checks, FALSE))
        g_error("nothing is missing, and yet it is not recognised");
}

static void
tell(const guint8 *image, gsize size)
{
    /* what is longer than the output keeps goes nowhere */
    g_auto(Output) output = {.failure = EPIPE};
    Report *report = get_report();
    g_auto(Identification) identification = {.type = SUBJECT_MEDIA, .path = "medium.iso"};
    g_autoptr(Source) source = source_new_memory(image, size);
    LocationRequest request = {.location = (char *)identification.path,
                               .flags = OSINFO_MEDIA_DETECT_ACCEPT_INCOMPLETE};
    OsinfoMedia *media = media_read_source(source, &request, &identification.error);

    if ((media == NULL) != (identification.error != NULL))
        g_error("medium and error do not agree");
    if (media == NULL)
        return;
    report->output = &output;
    identification.subject = OSINFO_ENTITY(media);
    identification.is_bootable = osinfo_media_is_bootable(media);
    identification.knows_bootable = TRUE;
    identification_judge(&identification, report->db, FALSE);
    if (!is_told(identification.verdict)) {
        report_write_explanation(report, &identification);
        write_checks(report, &identification);
        assert_output(&output);
    }
    assert_matches(report->db, media, identification.verdict);
}

/* FALSE: it is none. */
static gboolean
make_file(char *text, UdfFileSpec *out_file, GPtrArray *contents)
{
    char *content = strchr(text, '=');
    GByteArray *bytes = NULL;

    if (content != NULL)
        *content++ = '\0';
    /* an escape that is none yet */
    while (content != NULL && g_str_has_suffix(content, "\\"))
        content[strlen(content) - 1] = '\0';
    if (*text == '\0' || strlen(text) > MAX_PATH)
        return FALSE;
    bytes = content_make_file(content != NULL ? content : "");
    /* the builder wants a NUL behind it where it is empty */
    g_byte_array_append(bytes, (const guint8 *)"", 1);
    g_ptr_array_add(contents, bytes);
    *out_file = (UdfFileSpec){.path = text, .data = bytes->data, .size = bytes->len - 1};
    return TRUE;
}

static GByteArray *
make_image(const guint8 *data, gsize size)
{
    g_autofree char *list = g_utf8_make_valid((const char *)data, (gssize)size);
    g_auto(GStrv) texts = g_strsplit(list, SEPARATOR, MAX_FILES);
    g_autoptr(GPtrArray) contents =
        g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    UdfFileSpec files[MAX_FILES + 1] = {{.path = NULL}};
    UdfSpec spec = {.volume_id = "CDROM", .files = files};
    guint n_files = 0;

    for (char **text = texts; *text != NULL; text++) {
        if (g_str_has_prefix(*text, LABEL) && strlen(*text) - strlen(LABEL) <= MAX_LABEL)
            spec.volume_id = *text + strlen(LABEL);
        else if (**text != '@' && make_file(*text, &files[n_files], contents))
            n_files++;
    }
    return udf_build(&spec);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static const char mark[] = "CD001";
    g_autoptr(GByteArray) image = NULL;

    if (size > strlen(mark) && memcmp(data + 1, mark, strlen(mark)) == 0) {
        image = g_byte_array_new();
        g_byte_array_set_size(image, ISO9660_DESCRIPTORS_OFFSET);
        memset(image->data, 0, image->len);
        g_byte_array_append(image, data, (guint)size);
    } else {
        image = make_image(data, size);
    }
    tell(image->data, image->len);
    return 0;
}
