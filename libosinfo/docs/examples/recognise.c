/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Says what an image, a disc or an installation tree holds, how sure that is, and why; without blocking.
 *
 * usage: recognise LOCATION
 */
#include <osinfo/osinfo.h>

typedef struct {
    GMainLoop *loop;
    int status;
} Program;

static OsinfoDb *
load_database(GError **error)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) problem = NULL;

    osinfo_loader_process_default_path(loader, &problem);
    if (problem != NULL) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return NULL;
    }
    return g_object_ref(osinfo_loader_get_db(loader));
}

static const char *
get_words(OsinfoConfidence confidence)
{
    switch (confidence) {
    case OSINFO_CONFIDENCE_CERTAIN:
        return "certainly";
    case OSINFO_CONFIDENCE_LABEL:
        return "by its label";
    case OSINFO_CONFIDENCE_AMBIGUOUS:
        return "perhaps";
    case OSINFO_CONFIDENCE_RELATIVE:
        return "a relative of";
    case OSINFO_CONFIDENCE_FAMILY:
    default:
        return "one of the family of";
    }
}

/* All that was found under a key, and where. */
static void
print_evidence(OsinfoIdentification *identification, const char *key)
{
    GListModel *evidence = osinfo_identification_get_evidence(identification);

    for (guint i = 0; i < g_list_model_get_n_items(evidence); i++) {
        g_autoptr(OsinfoEvidence) item = g_list_model_get_item(evidence, i);

        if (g_str_equal(osinfo_evidence_get_key(item), key))
            g_print("  %s is '%s' (%s)\n", key, osinfo_evidence_get_value(item),
                    osinfo_evidence_get_where(item));
    }
}

static void
print_candidate(OsinfoIdentification *identification, OsinfoCandidate *candidate)
{
    OsinfoOs *os = osinfo_candidate_get_os(candidate);
    const gchar *const *reasons = osinfo_candidate_get_supported_by(candidate);

    g_print("%s %s\n", get_words(osinfo_candidate_get_confidence(candidate)),
            osinfo_product_get_name(OSINFO_PRODUCT(os)));
    for (; *reasons != NULL; reasons++)
        print_evidence(identification, *reasons);
}

static void
print_identification(OsinfoIdentification *identification)
{
    GListModel *candidates = osinfo_identification_get_candidates(identification);

    for (guint i = 0; i < g_list_model_get_n_items(candidates); i++) {
        g_autoptr(OsinfoCandidate) candidate = g_list_model_get_item(candidates, i);

        print_candidate(identification, candidate);
    }
    if (g_list_model_get_n_items(candidates) == 0) {
        g_print("unknown\n");
        print_evidence(identification, "iso9660.volume-id");
    }
}

static void
on_identified(GObject *source, GAsyncResult *result, gpointer data)
{
    Program *program = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(OsinfoIdentification) identification =
        osinfo_db_identify_location_finish(OSINFO_DB(source), result, &error);

    if (identification != NULL) {
        print_identification(identification);
    } else {
        g_printerr("recognise: %s\n", error->message);
        program->status = 1;
    }
    g_main_loop_quit(program->loop);
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(OsinfoDb) db = NULL;
    const char *location = NULL;
    Program program = {.loop = loop};

    if (argc != 2) {
        g_printerr("usage: recognise LOCATION\n");
        return 2;
    }
    location = argv[1];
    db = load_database(&error);
    if (db == NULL) {
        g_printerr("recognise: %s\n", error->message);
        return 1;
    }
    osinfo_db_identify_location_async(db, location, G_PRIORITY_DEFAULT, NULL, on_identified,
                                      &program);
    g_main_loop_run(loop);
    return program.status;
}
