/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "tools/profile_form.h"

const char *const profile_numbers[] = {OSINFO_GUEST_SETTING_MEMORY, OSINFO_GUEST_SETTING_PROCESSORS,
                                       OSINFO_GUEST_SETTING_STORAGE, NULL};

const char *
profile_find_word(const ProfileForm *self, const char *setting, const ProfileWord *words)
{
    const gchar *const *values = osinfo_guest_profile_get_values(self->profile, setting);

    for (; *values != NULL; values++) {
        for (const ProfileWord *word = words; word->value != NULL; word++) {
            if (strcmp(word->value, *values) == 0)
                return word->word;
        }
    }
    return NULL;
}

gboolean
profile_is(const ProfileForm *self, const char *setting, const char *value)
{
    return g_strcmp0(osinfo_guest_profile_get_value(self->profile, setting), value) == 0;
}

gboolean
profile_has(const ProfileForm *self, const char *setting, const char *value)
{
    return g_strv_contains(osinfo_guest_profile_get_values(self->profile, setting), value);
}

guint64
profile_get_size(const ProfileForm *self, const char *setting, guint64 unit)
{
    gint64 size = osinfo_guest_profile_get_number(self->profile, setting);

    return MAX(size > 0 ? (guint64)size / unit : 0, 1);
}

char *
profile_dup_disk(const ProfileForm *self)
{
    return self->disk != NULL ? g_strdup(self->disk) : g_strconcat(self->name, ".qcow2", NULL);
}

gboolean
profile_is_pc(const ProfileForm *self)
{
    return profile_is(self, OSINFO_GUEST_SETTING_MACHINE, "q35") ||
           profile_is(self, OSINFO_GUEST_SETTING_MACHINE, "pc");
}

void
profile_add_line(Output *output, guint depth, const char *format, ...)
{
    va_list arguments;
    g_autofree char *text = NULL;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    output_add_format(output, "%*s%s", (int)(2 * depth), "", text);
    output_add(output, "\n");
}
