/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Takes down entities as templates see them: all parameters of each, sorted by name, so that the
 * same question has the same answer. Which entities belong to a question is the caller's business.
 */
#include "config.h"

#include <string.h>

#include "common/text.h"
#include "script/osinfo_install_config_param_private.h"
#include "script/script_document.h"

static void
clear_element(gpointer data)
{
    ScriptElement *element = data;

    g_free(element->name);
    g_free(element->text);
}

static void
add_element(ScriptDocument *self, const char *part, const char *name, const char *text)
{
    ScriptElement element = {part, g_strdup(name), g_strdup(text != NULL ? text : "")};

    g_array_append_val(self->elements, element);
}

/* The value that the script wants to see instead of @value. */
static const char *
map_value(OsinfoInstallScript *script, const char *key, const char *value)
{
    g_autoptr(OsinfoInstallConfigParam) param = osinfo_install_script_get_config_param(script, key);
    const char *mapped = param != NULL ? install_config_param_map(param, value) : NULL;

    return mapped != NULL ? mapped : value;
}

/* @script: whose value maps apply, NULL for values that stay as they are. */
static void
add_entity(ScriptDocument *self, const char *part, OsinfoEntity *entity,
           OsinfoInstallScript *script)
{
    g_autoptr(GList) keys = NULL;

    if (entity == NULL)
        return;
    add_element(self, part, "id", osinfo_entity_get_id(entity));
    keys = g_list_sort(osinfo_entity_get_param_keys(entity), text_compare);
    for (GList *key = keys; key != NULL; key = key->next) {
        g_autoptr(GList) values = NULL;

        if (strcmp(key->data, "id") == 0 ||
            (key->prev != NULL && strcmp(key->prev->data, key->data) == 0))
            continue;
        values = osinfo_entity_get_param_value_list(entity, key->data);
        for (GList *value = values; value != NULL; value = value->next)
            add_element(self, part, key->data,
                        script != NULL ? map_value(script, key->data, value->data) : value->data);
    }
}

ScriptDocument *
script_document_new(const char *root, OsinfoInstallScript *script, OsinfoOs *os, OsinfoMedia *media,
                    OsinfoTree *tree, OsinfoInstallConfig *config)
{
    ScriptDocument *self = g_new0(ScriptDocument, 1);

    self->root = root;
    self->elements = g_array_new(FALSE, FALSE, sizeof(ScriptElement));
    g_array_set_clear_func(self->elements, clear_element);
    add_entity(self, "script", OSINFO_ENTITY(script), NULL);
    add_entity(self, "os", OSINFO_ENTITY(os), NULL);
    add_entity(self, "media", (OsinfoEntity *)media, NULL);
    add_entity(self, "tree", (OsinfoEntity *)tree, NULL);
    add_entity(self, "config", OSINFO_ENTITY(config), script);
    return self;
}

void
script_document_free(ScriptDocument *self)
{
    if (self == NULL)
        return;
    g_array_unref(self->elements);
    g_free(self);
}
