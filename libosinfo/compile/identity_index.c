/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The index of what systems are called: all names in the order of their families, and of the
 * versions within these, so that a name is found, and the release nearest to one that is not.
 */
#include "config.h"

#include <string.h>

#include "base/expression_syntax.h"
#include "compile/identities.h"
#include "facts/identity.h"
#include "facts/version.h"

/* Parameters of a name that there is once. */
static const struct {
    const char *key;
    gsize offset; /* in IdentityName */
} members[] = {
    {IDENTITY_SCHEME, G_STRUCT_OFFSET(IdentityName, scheme)},
    {IDENTITY_PRODUCT, G_STRUCT_OFFSET(IdentityName, product)},
    {IDENTITY_VARIANT, G_STRUCT_OFFSET(IdentityName, variant)},
    {IDENTITY_EVIDENCE, G_STRUCT_OFFSET(IdentityName, evidence)},
    {IDENTITY_EXPRESSION, G_STRUCT_OFFSET(IdentityName, expression)},
};

typedef struct {
    const StoreWriter *writer;
    IdentityInternFunc intern;
    gpointer data;
    guint32 keys[G_N_ELEMENTS(members)]; /* of the store; STORE_NONE: no record has it */
    guint32 version_key;
    guint32 preview_key;
    guint32 status_key;
    GArray *entries; /* of StoreIdentityF */
} IdentityIndex;

static gconstpointer
get_section(const StoreWriter *writer, StoreSection section)
{
    return writer->sections[section]->data;
}

static const char *
get_string(const StoreWriter *writer, guint32 offset)
{
    return (const char *)get_section(writer, STORE_SECTION_STRINGS) + offset;
}

static guint32
find_key(const StoreWriter *writer, const char *name)
{
    const guint32 *keys = get_section(writer, STORE_SECTION_KEYS);

    for (guint32 i = 0; i < store_writer_count(writer, STORE_SECTION_KEYS); i++) {
        if (strcmp(get_string(writer, keys[i]), name) == 0)
            return i;
    }
    return STORE_NONE;
}

/* The first value of a record; NULL: there is none. */
static const StoreParamF *
find_param(const IdentityIndex *self, const StoreRecordF *record, guint32 key)
{
    const StoreParamF *params = get_section(self->writer, STORE_SECTION_PARAMS);

    for (guint i = 0; key != STORE_NONE && i < record->n_params; i++) {
        if (params[record->first_param + i].key == key)
            return &params[record->first_param + i];
    }
    return NULL;
}

static IdentityName
read_name(const IdentityIndex *self, const StoreRecordF *record)
{
    IdentityName name = {.scheme = NULL};

    for (guint i = 0; i < G_N_ELEMENTS(members); i++) {
        const StoreParamF *param = find_param(self, record, self->keys[i]);

        if (param != NULL)
            G_STRUCT_MEMBER(const char *, &name, members[i].offset) =
                get_string(self->writer, param->value);
    }
    return name;
}

/* Is the system one that answers only where no released one does? */
static guint
get_status_flags(const IdentityIndex *self, guint32 os)
{
    const StoreRecordF *records = get_section(self->writer, STORE_SECTION_RECORDS);
    const StoreParamF *param = find_param(self, &records[os], self->status_key);
    const char *status = param != NULL ? get_string(self->writer, param->value) : "released";

    if (version_is_aside(status))
        return STORE_IDENTITY_ASIDE;
    return strcmp(status, "rolling") == 0 ? STORE_IDENTITY_ROLLING : 0;
}

/* @version: an offset in the texts, which move when one is added. */
static void
add_entry(IdentityIndex *self, StoreIdentityF entry, guint32 version)
{
    gsize length = 0;
    g_autofree char *start = NULL;

    entry.version = version;
    switch (identity_version_reach(get_string(self->writer, version), &length)) {
    case IDENTITY_ANY:
        entry.flags |= STORE_IDENTITY_ANY;
        entry.version = STORE_STRING_NONE;
        break;
    case IDENTITY_THIS_AND_BELOW:
        entry.flags |= STORE_IDENTITY_BELOW;
        start = g_strndup(get_string(self->writer, version), length);
        entry.version = self->intern(start, self->data);
        break;
    case IDENTITY_JUST_THIS:
        break;
    }
    g_array_append_val(self->entries, entry);
}

/* All versions of a record, or none, and those that led to it. */
static void
add_versions(IdentityIndex *self, const StoreIdentityF *entry, const StoreRecordF *record)
{
    StoreIdentityF preview = *entry;
    gboolean has_any = FALSE;

    preview.flags |= STORE_IDENTITY_PREVIEW;

    for (guint i = 0; i < record->n_params; i++) {
        const StoreParamF *params = get_section(self->writer, STORE_SECTION_PARAMS);
        const StoreParamF *param = &params[record->first_param + i];

        if (param->key == self->preview_key)
            add_entry(self, preview, param->value);
        else if (param->key == self->version_key)
            add_entry(self, *entry, param->value);
        else
            continue;
        has_any = TRUE;
    }
    if (!has_any)
        g_array_append_vals(self->entries, entry, 1);
}

/* The version of such a name is one of its fields. */
static void
add_cpe(IdentityIndex *self, StoreIdentityF entry, const CpeName *name)
{
    g_autofree char *family = identity_new_cpe_family(name);

    entry.family = self->intern(family, self->data);
    if (*name->fields[CPE_VERSION] != '\0')
        entry.version = self->intern(name->fields[CPE_VERSION], self->data);
    g_array_append_val(self->entries, entry);
}

static void
add_record(IdentityIndex *self, guint32 number)
{
    const StoreRecordF *records = get_section(self->writer, STORE_SECTION_RECORDS);
    const StoreRecordF *record = &records[number];
    IdentityName name = read_name(self, record);
    StoreIdentityF entry = {.record = number,
                            .version = STORE_STRING_NONE,
                            .flags = get_status_flags(self, record->owner)};
    gboolean is_cpe = g_strcmp0(name.scheme, IDENTITY_SCHEME_CPE) == 0;
    g_autofree char *family = is_cpe ? NULL : identity_new_family(&name);
    CpeName cpe;

    if (is_cpe && name.product != NULL && cpe_parse(name.product, &cpe)) {
        add_cpe(self, entry, &cpe);
    } else if (family != NULL) {
        if (name.expression != NULL)
            entry.flags |= syntax_list_starts(name.expression) << STORE_IDENTITY_STARTS_SHIFT |
                           (syntax_is_simple(name.expression) ? STORE_IDENTITY_SIMPLE : 0);
        entry.family = self->intern(family, self->data);
        add_versions(self, &entry, record);
    }
}

static gint
compare_entries(gconstpointer a, gconstpointer b, gpointer data)
{
    const StoreWriter *writer = data;
    const StoreIdentityF *first = a;
    const StoreIdentityF *second = b;
    int order = first->family == second->family
                    ? 0
                    : strcmp(get_string(writer, first->family), get_string(writer, second->family));

    if (order == 0 && first->version != second->version)
        order =
            version_order(get_string(writer, first->version), get_string(writer, second->version));
    if (order != 0)
        return order;
    return first->record < second->record ? -1 : first->record > second->record;
}

static void
count_families(GArray *entries)
{
    StoreIdentityF *entry = (StoreIdentityF *)(gpointer)entries->data;

    for (guint i = entries->len; i > 0; i--)
        entry[i - 1].n_left =
            1 + (i < entries->len && entry[i].family == entry[i - 1].family ? entry[i].n_left : 0);
}

void
identities_write_index(StoreWriter *writer, IdentityInternFunc intern, gpointer data)
{
    const StoreRecordF *records = get_section(writer, STORE_SECTION_RECORDS);
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(StoreIdentityF));
    IdentityIndex self = {.writer = writer, .intern = intern, .data = data, .entries = entries};

    for (guint i = 0; i < G_N_ELEMENTS(members); i++)
        self.keys[i] = find_key(writer, members[i].key);
    self.version_key = find_key(writer, IDENTITY_VERSION);
    self.preview_key = find_key(writer, IDENTITY_PREVIEW);
    self.status_key = find_key(writer, "release-status");
    for (guint32 i = 0; i < store_writer_count(writer, STORE_SECTION_RECORDS); i++) {
        if (records[i].kind == FACT_KIND_IDENTITY)
            add_record(&self, i);
    }
    g_array_sort_with_data(entries, compare_entries, writer);
    count_families(entries);
    for (guint i = 0; i < entries->len; i++)
        store_writer_append(writer, STORE_SECTION_IDENTITIES,
                            &g_array_index(entries, StoreIdentityF, i));
}
