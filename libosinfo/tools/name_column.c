/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "tools/name_column.h"

static void
append(GString *text, OsinfoIdentity *identity)
{
    const char *name = osinfo_identity_get_name(identity);
    const char *architecture = osinfo_identity_get_architecture(identity);

    if (text->len > 0)
        g_string_append(text, ", ");
    if (osinfo_identity_get_match(identity) == OSINFO_IDENTITY_MATCH_NEAREST)
        g_string_append_c(text, '~');
    g_string_append(text, name != NULL ? name : "-");
    if (osinfo_identity_is_prefix(identity))
        g_string_append_c(text, '*');
    if (architecture != NULL)
        g_string_append_printf(text, " (%s)", architecture);
}

/* The names in the scheme of the column; a new list. */
static GListModel *
list_names(const char *key, OsinfoOs *os)
{
    return osinfo_os_get_identities_in_scheme(os, key + strlen(IDENTITY_KEY));
}

char *
name_column_dup_text(const char *key, OsinfoOs *os)
{
    g_autoptr(GListModel) names = list_names(key, os);
    guint n_names = g_list_model_get_n_items(names);
    g_autoptr(GString) text = n_names > 0 ? g_string_new(NULL) : NULL;

    for (guint i = 0; i < n_names; i++) {
        g_autoptr(OsinfoIdentity) identity = g_list_model_get_item(names, i);

        append(text, identity);
    }
    return text != NULL ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

static void
write_name(JsonWriter *writer, OsinfoIdentity *identity)
{
    g_autoptr(GEnumClass) matches = g_type_class_ref(OSINFO_TYPE_IDENTITY_MATCH);
    const GEnumValue *match = g_enum_get_value(matches, (gint)osinfo_identity_get_match(identity));

    json_writer_begin_object(writer, NULL);
    json_writer_text(writer, "name", osinfo_identity_get_name(identity));
    json_writer_text(writer, "match", match->value_nick);
    json_writer_text(writer, "architecture", osinfo_identity_get_architecture(identity));
    json_writer_boolean(writer, "prefix", osinfo_identity_is_prefix(identity));
    json_writer_end_object(writer);
}

void
name_column_write(JsonWriter *writer, const char *key, OsinfoOs *os)
{
    g_autoptr(GListModel) names = list_names(key, os);

    json_writer_begin_array(writer, key);
    for (guint i = 0; i < g_list_model_get_n_items(names); i++) {
        g_autoptr(OsinfoIdentity) identity = g_list_model_get_item(names, i);

        write_name(writer, identity);
    }
    json_writer_end_array(writer);
}
