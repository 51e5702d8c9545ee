/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A profile as text: a setting a line, with the reasons below where they are asked for.
 */
#include "config.h"

#include "common/translate.h"
#include "tools/identification.h"
#include "tools/profile_form.h"

static void
write_reasons(const ProfileForm *self, const char *setting, Output *output)
{
    const gchar *const *values = osinfo_guest_profile_get_values(self->profile, setting);

    for (; *values != NULL; values++) {
        const char *fact = osinfo_guest_profile_get_fact(self->profile, setting, *values);
        const char *origin = osinfo_guest_profile_get_origin(self->profile, setting, *values);

        output_add_format(output, "    %s: %s", *values,
                          osinfo_guest_profile_get_reason(self->profile, setting, *values));
        if (fact != NULL)
            output_add_format(output, " [%s%s%s]", fact, origin != NULL ? ", " : "",
                              origin != NULL ? origin : "");
        output_add(output, "\n");
    }
}

static void
write_setting(const ProfileForm *self, const char *setting, Output *output)
{
    const gchar *const *values = osinfo_guest_profile_get_values(self->profile, setting);
    g_autofree char *text = g_strjoinv(", ", (char **)values);

    if (*values == NULL)
        return;
    if (g_strv_contains(profile_numbers, setting) &&
        !g_str_equal(setting, OSINFO_GUEST_SETTING_PROCESSORS))
        output_add_format(output, "%s: %" G_GUINT64_FORMAT " MiB\n", setting,
                          profile_get_size(self, setting, OSINFO_MEBIBYTES));
    else
        output_add_format(output, "%s: %s\n", setting, text);
    if (self->explains)
        write_reasons(self, setting, output);
}

void
profile_write_text(const ProfileForm *self, Output *output)
{
    const gchar *const *settings = osinfo_guest_profile_get_settings(self->profile);

    output_add_format(output, "os: %s\n", os_get_shown_name(self->os));
    output_add_format(output, "architecture: %s\n",
                      osinfo_guest_profile_get_architecture(self->profile));
    for (; *settings != NULL; settings++)
        write_setting(self, *settings, output);
}
