/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/utsname.h>

#include "tools/download_choice.h"

#define ALL_ARCHITECTURES "all"
#define IMAGE "image"

/* Parts */

const char *
download_choice_get_kind(OsinfoEntity *part)
{
    if (OSINFO_IS_IMAGE(part))
        return IMAGE;
    if (osinfo_media_get_live(OSINFO_MEDIA(part)))
        return "live";
    return "installer";
}

const char *
download_choice_get_architecture(OsinfoEntity *part)
{
    return osinfo_entity_get_param_value(part, OSINFO_MEDIA_PROP_ARCHITECTURE);
}

OsinfoDownload *
download_choice_get_download(OsinfoEntity *part)
{
    return OSINFO_IS_IMAGE(part) ? osinfo_image_get_download(OSINFO_IMAGE(part))
                                 : osinfo_media_get_download(OSINFO_MEDIA(part));
}

char *
download_choice_describe(OsinfoEntity *part)
{
    g_autoptr(GString) line = g_string_new(download_choice_get_kind(part));
    g_autoptr(GList) variants = osinfo_entity_get_param_value_list(part, OSINFO_MEDIA_PROP_VARIANT);
    g_autoptr(GList) languages = osinfo_entity_get_param_value_list(part, OSINFO_MEDIA_PROP_LANG);
    const char *format = osinfo_entity_get_param_value(part, OSINFO_IMAGE_PROP_FORMAT);

    g_string_append_printf(line, " %s", download_choice_get_architecture(part));
    if (format != NULL)
        g_string_append_printf(line, " %s", format);
    for (GList *variant = variants; variant != NULL; variant = variant->next)
        g_string_append_printf(line, " %s", (const char *)variant->data);
    for (GList *language = languages; language != NULL; language = language->next)
        g_string_append_printf(line, " %s", (const char *)language->data);
    return g_string_free(g_steal_pointer(&line), FALSE);
}

/* What the database calls the architecture of this computer. */
static const char *
get_own_architecture(void)
{
    static struct utsname system;
    static const char *const names[][2] = {
        {"amd64", "x86_64"}, {"arm64", "aarch64"}, {"i386", "i686"},
        {"i486", "i686"},    {"i586", "i686"},     {"armv8l", "armv7l"},
    };

    if (uname(&system) != 0)
        return "x86_64";
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(system.machine, names[i][0]) == 0)
            return names[i][1];
    }
    return system.machine;
}

/* Wishes */

static gboolean
is_kind(OsinfoEntity *part, DownloadKind kind)
{
    switch (kind) {
    case DOWNLOAD_KIND_IMAGE:
        return OSINFO_IS_IMAGE(part);
    case DOWNLOAD_KIND_LIVE:
        return OSINFO_IS_MEDIA(part) && osinfo_media_get_live(OSINFO_MEDIA(part));
    case DOWNLOAD_KIND_INSTALLER:
        return OSINFO_IS_MEDIA(part) && osinfo_media_get_installer(OSINFO_MEDIA(part));
    default:
        return TRUE;
    }
}

static OsinfoOsVariantList *
get_variants(OsinfoEntity *part)
{
    return OSINFO_IS_IMAGE(part) ? osinfo_image_get_os_variants(OSINFO_IMAGE(part))
                                 : osinfo_media_get_os_variants(OSINFO_MEDIA(part));
}

static gboolean
has_edition(OsinfoEntity *part, const char *edition)
{
    g_autoptr(OsinfoOsVariantList) variants = get_variants(part);
    g_autoptr(GList) ids = osinfo_entity_get_param_value_list(part, OSINFO_MEDIA_PROP_VARIANT);

    for (GList *id = ids; id != NULL; id = id->next) {
        if (g_ascii_strcasecmp(id->data, edition) == 0)
            return TRUE;
    }
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(variants)); i++) {
        OsinfoEntity *variant = osinfo_list_get_nth(OSINFO_LIST(variants), i);
        g_autoptr(GList) names = osinfo_entity_get_param_value_list(variant, "edition");

        for (GList *name = names; name != NULL; name = name->next) {
            if (g_ascii_strcasecmp(name->data, edition) == 0)
                return TRUE;
        }
    }
    return FALSE;
}

/* "de" is "de_DE", too; what names no language has all. */
static gboolean
has_language(OsinfoEntity *part, const char *language)
{
    g_autoptr(GList) languages = osinfo_entity_get_param_value_list(part, OSINFO_MEDIA_PROP_LANG);
    gsize length = strlen(language);

    for (GList *each = languages; each != NULL; each = each->next) {
        const char *name = each->data;

        if (g_ascii_strncasecmp(name, language, length) == 0 &&
            (name[length] == '\0' || strchr("_-.@", name[length]) != NULL))
            return TRUE;
    }
    return languages == NULL;
}

static gboolean
fits(OsinfoEntity *part, const DownloadWish *wish)
{
    const char *architecture = download_choice_get_architecture(part);
    const char *wanted = wish->architecture != NULL ? wish->architecture : get_own_architecture();
    const char *format = osinfo_entity_get_param_value(part, OSINFO_IMAGE_PROP_FORMAT);

    return is_kind(part, wish->kind) &&
           (g_strcmp0(architecture, wanted) == 0 ||
            g_strcmp0(architecture, ALL_ARCHITECTURES) == 0) &&
           (wish->edition == NULL || has_edition(part, wish->edition)) &&
           (wish->language == NULL || has_language(part, wish->language)) &&
           (wish->image_format == NULL || g_strcmp0(format, wish->image_format) == 0);
}

/* Lists */

static gboolean
is_downloadable(OsinfoEntity *part)
{
    const char *url = osinfo_entity_get_param_value(part, OSINFO_MEDIA_PROP_URL);

    return url != NULL && (g_str_has_prefix(url, "https://") || g_str_has_prefix(url, "http://"));
}

static void
add_downloadable(GPtrArray *array, OsinfoList *parts)
{
    for (gint i = 0; i < osinfo_list_get_length(parts); i++) {
        OsinfoEntity *part = osinfo_list_get_nth(parts, i);

        if (is_downloadable(part))
            g_ptr_array_add(array, g_object_ref(part));
    }
}

GPtrArray *
download_choice_list_all(OsinfoOs *os)
{
    g_autoptr(OsinfoMediaList) media = osinfo_os_get_media_list(os);
    g_autoptr(OsinfoImageList) images = osinfo_os_get_image_list(os);
    GPtrArray *array = g_ptr_array_new_with_free_func(g_object_unref);

    add_downloadable(array, OSINFO_LIST(media));
    add_downloadable(array, OSINFO_LIST(images));
    return array;
}

/* What installs and nothing else goes before what runs from the medium, and that before images;
 * otherwise the order of the database counts. */
GPtrArray *
download_choice_list(OsinfoOs *os, const DownloadWish *wish)
{
    static const char *const kinds[] = {"installer", "live", IMAGE};
    g_autoptr(GPtrArray) all = download_choice_list_all(os);
    GPtrArray *array = g_ptr_array_new_with_free_func(g_object_unref);

    for (guint kind = 0; kind < G_N_ELEMENTS(kinds); kind++) {
        for (guint i = 0; i < all->len; i++) {
            OsinfoEntity *part = g_ptr_array_index(all, i);

            if (strcmp(download_choice_get_kind(part), kinds[kind]) == 0 && fits(part, wish))
                g_ptr_array_add(array, g_object_ref(part));
        }
    }
    return array;
}
