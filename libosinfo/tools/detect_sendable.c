/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of a medium or tree, fit to be sent to those who keep the database: no path of this
 * machine, no address, and no name of its user, of whoever built the medium, or of a machine.
 */
#include "config.h"

#include <string.h>

#include "tools/detect_report.h"

#define MASK "(removed)"

/* Words that short are in too many texts; who is called so is not told by them. */
#define MIN_NAME 3

/* What ends a user's or a machine's name. */
#define ENDS "\\s()<>@,;:\"'=/"

/* Addresses of mail, which are USER@HOST in texts of kernels, too, and folders of users. Words are begun once each, so
 * that long ones cost no more than their length. */
static const struct {
    const char *pattern;
    const char *replacement;
} shapes[] = {
    {"(?<![^" ENDS "])[^" ENDS "]++@[^" ENDS "]++", MASK},
    {"/(home|Users)/[^/\\s]+", "/\\1/" MASK},
};

/* As a whole word; both are casefolded. */
static gboolean
has_word(const char *text, const char *word)
{
    gsize length = strlen(word);

    for (const char *found = strstr(text, word); found != NULL; found = strstr(found + 1, word)) {
        if ((found == text || !g_ascii_isalnum(found[-1])) && !g_ascii_isalnum(found[length]))
            return TRUE;
    }
    return FALSE;
}

/* "debian" says what is on a medium, whatever this machine is called. */
static gboolean
is_of_systems(OsinfoDb *db, const char *word)
{
    g_autoptr(OsinfoOsList) systems = osinfo_db_get_os_list(db);
    g_autofree char *folded = g_utf8_casefold(word, -1);

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(systems)); i++) {
        OsinfoProduct *os = OSINFO_PRODUCT(osinfo_list_get_nth(OSINFO_LIST(systems), i));
        const char *const texts[] = {osinfo_product_get_name(os), osinfo_product_get_vendor(os),
                                     osinfo_os_get_distro(OSINFO_OS(os))};

        for (guint j = 0; j < G_N_ELEMENTS(texts); j++) {
            g_autofree char *text = texts[j] != NULL ? g_utf8_casefold(texts[j], -1) : NULL;

            if (text != NULL && has_word(text, folded))
                return TRUE;
        }
    }
    return FALSE;
}

static void
add_name(GPtrArray *names, OsinfoDb *db, const char *name)
{
    if (name != NULL && g_utf8_strlen(name, -1) >= MIN_NAME && strcmp(name, "localhost") != 0 &&
        g_utf8_validate(name, -1, NULL) && !is_of_systems(db, name))
        g_ptr_array_add(names, g_regex_escape_string(name, -1));
}

/* What this user and this machine are called, as expressions. */
static GPtrArray *
list_names(OsinfoDb *db)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const char *host = g_get_host_name();
    g_autofree char *short_host = g_strndup(host, strcspn(host, "."));
    g_auto(GStrv) words = g_strsplit_set(g_get_real_name(), " ,", -1);

    add_name(names, db, g_get_user_name());
    add_name(names, db, host);
    add_name(names, db, short_host);
    for (char **word = words; strcmp(g_get_real_name(), "Unknown") != 0 && *word != NULL; word++)
        add_name(names, db, *word);
    return names;
}

/* Takes over the text. */
static char *
replace(char *text, const char *pattern, const char *replacement)
{
    g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_CASELESS, 0, NULL);
    char *replaced =
        regex != NULL ? g_regex_replace(regex, text, -1, 0, replacement, 0, NULL) : NULL;

    if (replaced == NULL)
        return text;
    g_free(text);
    return replaced;
}

static char *
mask(const char *value, const GPtrArray *names)
{
    char *text = g_strdup(value);

    for (guint i = 0; i < G_N_ELEMENTS(shapes); i++)
        text = replace(text, shapes[i].pattern, shapes[i].replacement);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *pattern = g_strdup_printf("(?<![[:alnum:]])%s(?![[:alnum:]])",
                                                   (const char *)g_ptr_array_index(names, i));

        text = replace(text, pattern, MASK);
    }
    return text;
}

static void
write_line(Output *output, const char *key, const char *value)
{
    if (value != NULL)
        output_add_format(output, "%s: %s\n", key, value);
}

/* The same in all languages: it is read elsewhere. */
void
sendable_write(Report *self, const Identification *identification)
{
    OsinfoIdentification *verdict = identification->verdict;
    GListModel *items = osinfo_identification_get_evidence(verdict);
    OsinfoOs *nearest = identification_find_nearest(identification);

    if (self->names == NULL)
        self->names = list_names(self->db);
    write_line(self->output, "program", "osinfo-detect " VERSION);
    write_line(self->output, "database", osinfo_db_get_version(self->db));
    write_line(self->output, "type", subject_get_word(identification->type));
    if (identification->knows_bootable)
        write_line(self->output, "bootable", identification->is_bootable ? "true" : "false");
    write_line(self->output, "architecture", osinfo_identification_get_architecture(verdict));
    write_line(self->output, "claimed-family", osinfo_identification_get_claimed_family(verdict));
    write_line(self->output, "claimed-version", osinfo_identification_get_claimed_version(verdict));
    if (nearest != NULL)
        write_line(self->output, "nearest", osinfo_product_get_short_id(OSINFO_PRODUCT(nearest)));
    for (guint i = 0; i < g_list_model_get_n_items(items); i++) {
        g_autoptr(OsinfoEvidence) item = g_list_model_get_item(items, i);
        g_autofree char *value = mask(osinfo_evidence_get_value(item), self->names);

        write_line(self->output, osinfo_evidence_get_key(item), value);
    }
}

void
report_clear(Report *self)
{
    g_clear_pointer(&self->names, g_ptr_array_unref);
}
