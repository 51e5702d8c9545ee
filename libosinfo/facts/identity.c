/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rows of the schemes, and what can be told of names without a database.
 */
#include "config.h"

#include <string.h>

#include "facts/fields.h"
#include "facts/identity.h"
#include "facts/placeholder.h"

/* clang-format off */
static const IdentityScheme schemes[] = {
    /* name             separator, whole, shared, evidence of product, version, variant */
    {"content",         "=",  FALSE, FALSE, NULL,                  NULL,                    NULL},
    {"cpe",             NULL, TRUE,  FALSE, "os-release.cpe-name", NULL,                    NULL},
    {"disk-info",       ":",  FALSE, FALSE, "disk-info.name",      "disk-info.version",     NULL},
    {"endoflife.date",  "/",  FALSE, FALSE, NULL,                  NULL,                    NULL},
    {"libguestfs",      NULL, FALSE, TRUE,  NULL,                  NULL,                    NULL},
    {"os-release",      ":",  FALSE, FALSE, "os-release.id",       "os-release.version-id", "os-release.variant-id"},
    {"treeinfo",        ":",  FALSE, FALSE, "treeinfo.family",     "treeinfo.version",      "treeinfo.variant"},
    {"windows",         ":",  FALSE, FALSE, "windows.product",     "windows.build",         "windows.edition"},
    {NULL,              NULL, FALSE, FALSE, NULL,                  NULL,                    NULL},
};
/* clang-format on */

const IdentityScheme *
identity_schemes(void)
{
    return schemes;
}

const IdentityScheme *
identity_scheme_find(const char *name)
{
    for (const IdentityScheme *scheme = schemes; scheme->name != NULL; scheme++) {
        if (strcmp(scheme->name, name) == 0)
            return scheme;
    }
    return NULL;
}

IdentityWeight
identity_weigh_evidence(FactKind kind, const char *key)
{
    static const struct {
        const char *start; /* of keys */
        IdentityWeight weight;
    } starts[] = {
        /* clang-format off */
        {"iso9660.",             IDENTITY_WEIGHT_LABEL},
        {"joliet.",              IDENTITY_WEIGHT_LABEL},
        {"udf.",                 IDENTITY_WEIGHT_LABEL},
        {"apple-volume.",        IDENTITY_WEIGHT_HINT},
        {"bfs.",                 IDENTITY_WEIGHT_HINT},
        {"boot.",                IDENTITY_WEIGHT_HINT},
        {"efi.",                 IDENTITY_WEIGHT_HINT},
        {"fstab.",               IDENTITY_WEIGHT_LABEL},
        {"kernel.",              IDENTITY_WEIGHT_HINT},
        {"loader-entry.",        IDENTITY_WEIGHT_LABEL},
        {"modules.",             IDENTITY_WEIGHT_HINT},
        {IDENTITY_EVIDENCE_LIKE, IDENTITY_WEIGHT_HINT},
        {"release-folder.",      IDENTITY_WEIGHT_HINT},
        {"sbat.",                IDENTITY_WEIGHT_HINT},
        {"mark.",                IDENTITY_WEIGHT_MARK},
        {"root.",                IDENTITY_WEIGHT_MARK},
        /* clang-format on */
    };
    const FieldEvidence *rows = field_get_evidence(kind);

    for (guint i = 0; i < rows->n_matched; i++) {
        if (strcmp(rows->fields[i]->evidence, key) == 0)
            return IDENTITY_WEIGHT_LABEL;
    }
    for (guint i = 0; i < G_N_ELEMENTS(starts); i++) {
        if (g_str_has_prefix(key, starts[i].start))
            return starts[i].weight;
    }
    return IDENTITY_WEIGHT_CONTENT;
}

char *
identity_new_cpe_family(const CpeName *name)
{
    return g_strconcat(IDENTITY_SCHEME_CPE, ":", name->fields[CPE_PART], ":",
                       name->fields[CPE_VENDOR], ":", name->fields[CPE_PRODUCT], NULL);
}

static char *
new_cpe_family(const char *text)
{
    CpeName name;

    return cpe_parse(text, &name) ? identity_new_cpe_family(&name) : NULL;
}

char *
identity_new_content_start(const char *evidence)
{
    return g_strconcat(IDENTITY_SCHEME_CONTENT, ":", evidence, ":", NULL);
}

char *
identity_new_family(const IdentityName *name)
{
    if (name->scheme == NULL || identity_scheme_find(name->scheme) == NULL)
        return NULL;
    if (strcmp(name->scheme, IDENTITY_SCHEME_CONTENT) == 0) {
        if (name->evidence == NULL || name->expression == NULL)
            return NULL;
        return g_strconcat(name->scheme, ":", name->evidence, ":", name->expression, NULL);
    }
    if (name->product == NULL || *name->product == '\0')
        return NULL;
    if (strcmp(name->scheme, IDENTITY_SCHEME_CPE) == 0)
        return new_cpe_family(name->product);
    return g_strconcat(name->scheme, ":", name->product, name->variant != NULL ? ":" : NULL,
                       name->variant, NULL);
}

/* Where the number at the end of a name begins. */
static gsize
find_number(const char *text)
{
    gsize end = strlen(text);

    while (end > 0 && (g_ascii_isdigit(text[end - 1]) || text[end - 1] == '.'))
        end--;
    return end;
}

static char *
nonempty(char *text)
{
    return text != NULL && *text != '\0' ? text : NULL;
}

gboolean
identity_name_parse(const char *scheme_name, const char *text, char **out_parts,
                    IdentityName *out_name)
{
    const IdentityScheme *scheme = identity_scheme_find(scheme_name);
    char *separator = NULL;
    char *parts = NULL;

    if (scheme == NULL || *text == '\0')
        return FALSE;
    *out_name = (IdentityName){.scheme = scheme->name};
    /* one byte more, so that a text can be cut in two where nothing stands between */
    *out_parts = parts = g_malloc0(strlen(text) + 2);
    strcpy(parts, text);
    out_name->product = parts;
    if (scheme->is_whole)
        return TRUE;
    if (scheme->separator == NULL) {
        gsize number = find_number(text);

        if (number > 0 && text[number] != '\0') {
            strcpy(parts + number + 1, text + number);
            parts[number] = '\0';
            out_name->version = parts + number + 1;
        }
        return TRUE;
    }
    separator = strchr(parts, *scheme->separator);
    if (separator == NULL)
        return TRUE;
    *separator++ = '\0';
    out_name->version = nonempty(separator);
    if (scheme->variant_evidence == NULL)
        return TRUE;
    separator = strchr(separator, *scheme->separator);
    if (separator == NULL)
        return TRUE;
    *separator++ = '\0';
    out_name->version = nonempty((char *)out_name->version);
    out_name->variant = nonempty(separator);
    return TRUE;
}

gsize
identity_series_length(const char *id)
{
    const char *slash = strrchr(id, '/');
    const char *scheme = strstr(id, "://");
    const char *vendor = scheme != NULL ? scheme + strlen("://") : id;

    /* what stands right behind the vendor is in no series */
    if (slash == NULL || slash < vendor || strchr(vendor, '/') == slash)
        return 0;
    return (gsize)(slash - id);
}

gboolean
identity_is_unknown(const char *id)
{
    gsize length = identity_series_length(id);
    const char *step = length > 0 ? id + length + 1 : "";

    return strcmp(step, IDENTITY_UNKNOWN) == 0 || g_str_has_suffix(step, "-" IDENTITY_UNKNOWN);
}

gboolean
identity_is_release(const char *version)
{
    if (version == NULL || !g_ascii_isdigit(*version))
        return FALSE;
    while (g_ascii_isalnum(*version) || *version == '.')
        version++;
    return *version == '\0';
}

/* The bytes of a number in a version; none: there is no number. */
static Placeholder
make_number(const char *name, const char *start)
{
    gsize length = start != NULL ? strcspn(start, ".") : 0;

    return (Placeholder){name, length > 0 ? start : NULL, length};
}

static Placeholder
make_text(const char *name, const char *text)
{
    gsize length = text != NULL ? strlen(text) : 0;

    return (Placeholder){name, length > 0 ? text : NULL, length};
}

char *
identity_expand(const char *text, const char *version, const char *codename)
{
    const char *point = version != NULL ? strchr(version, '.') : NULL;
    const Placeholder known[] = {
        make_text("version", version),
        make_number("version.major", version),
        make_number("version.minor", point != NULL ? point + 1 : NULL),
        make_text("codename", codename),
    };

    return placeholder_fill(text, known, G_N_ELEMENTS(known));
}

IdentityReach
identity_version_reach(const char *version, gsize *out_length)
{
    *out_length = strlen(version);
    if (strcmp(version, "*") == 0) {
        *out_length = 0;
        return IDENTITY_ANY;
    }
    if (g_str_has_suffix(version, ".*")) {
        *out_length -= strlen(".*");
        return IDENTITY_THIS_AND_BELOW;
    }
    return IDENTITY_JUST_THIS;
}

gboolean
identity_version_is_below(const char *version, const char *start)
{
    gsize length = strlen(start);

    return strncmp(version, start, length) == 0 &&
           (version[length] == '\0' || version[length] == '.');
}
