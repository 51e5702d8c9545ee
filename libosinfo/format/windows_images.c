/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Turns the images of a WIM file into evidence: which systems they are, and what all of them have. Finding
 * the file is left to windows_media.c.
 *
 * Client and server share builds, so a build says nothing without the product. Texts that people see are
 * in the language of the medium and are edited: nothing is decided by them.
 */

#include "config.h"

#include <string.h>

#include "format/windows_private.h"

static gboolean
has_text(const Evidence *evidence, const char *key, const char *text)
{
    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        if (item->text != NULL && strcmp(item->key, key) == 0 && strcmp(item->text, text) == 0)
            return TRUE;
    }
    return FALSE;
}

void
windows_add_once(Evidence *evidence, const char *key, const char *text, const char *where)
{
    if (text != NULL && !has_text(evidence, key, text))
        evidence_add_found(evidence, key, text, where);
}

static void
add_number(Evidence *evidence, const char *key, gint64 number, const char *where)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);

    windows_add_once(evidence, key, text, where);
}

const char *
windows_get_architecture(const char *name)
{
    static const char *const names[][2] = {
        {"x86", "i686"},      {"i386", "i686"}, {"amd64", "x86_64"}, {"x64", "x86_64"},
        {"arm64", "aarch64"}, {"ia64", "ia64"}, {"arm", "armv7l"},
    };

    for (gsize i = 0; name != NULL && i < G_N_ELEMENTS(names); i++) {
        if (g_ascii_strcasecmp(names[i][0], name) == 0)
            return names[i][1];
    }
    return NULL;
}

static gboolean
starts_with(const char *text, const char *prefix)
{
    return text != NULL && g_ascii_strncasecmp(text, prefix, strlen(prefix)) == 0;
}

/* NULL: it does not say. */
static const char *
get_product(const WimImage *image)
{
    static const struct {
        gsize member;
        const char *start;
        const char *product;
    } rows[] = {
        /* clang-format off */
        {G_STRUCT_OFFSET(WimImage, installation_type), "WindowsPE", "pe"},
        {G_STRUCT_OFFSET(WimImage, installation_type), "Server",    "server"},
        {G_STRUCT_OFFSET(WimImage, installation_type), "Nano",      "server"},
        {G_STRUCT_OFFSET(WimImage, installation_type), "Client",    "client"},
        {G_STRUCT_OFFSET(WimImage, edition_id),        "WindowsPE", "pe"},
        {G_STRUCT_OFFSET(WimImage, product_type),      "Server",    "server"},
        {G_STRUCT_OFFSET(WimImage, product_type),      "Lanman",    "server"},
        {G_STRUCT_OFFSET(WimImage, product_type),      "WinNT",     "client"},
        {G_STRUCT_OFFSET(WimImage, edition_id),        "Server",    "server"},
        {G_STRUCT_OFFSET(WimImage, flags),             "Server",    "server"},
        /* clang-format on */
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (starts_with(*(char *const *)G_STRUCT_MEMBER_P(image, rows[i].member), rows[i].start))
            return rows[i].product;
    }
    return image->edition_id != NULL ? "client" : NULL;
}

static gboolean
is_for_evaluation(const WimImage *image)
{
    return (image->edition_id != NULL && g_str_has_suffix(image->edition_id, "Eval")) ||
           (image->flags != NULL && strstr(image->flags, "Eval") != NULL);
}

/* Numbers of a build that somebody has wiped out say nothing. */
static gboolean
has_build(const WimImage *image)
{
    return image->build > 0 && image->major > 0;
}

static WindowsSystem
get_system(const WimImage *image, gboolean is_boot)
{
    WindowsSystem system = {.major = -1, .minor = -1, .build = -1};

    system.product = is_boot ? "pe" : get_product(image);
    if (has_build(image)) {
        system.major = image->major;
        system.minor = MAX(image->minor, 0);
        system.build = image->build;
    }
    return system;
}

/* In the order that tells which of them belong together. */
static void
add_system(Evidence *evidence, GArray *systems, const WindowsSystem *system, const char *where)
{
    char text[64];

    for (guint i = 0; i < systems->len; i++) {
        const WindowsSystem *other = &g_array_index(systems, WindowsSystem, i);

        if (other->major == system->major && other->minor == system->minor &&
            other->build == system->build && g_strcmp0(other->product, system->product) == 0)
            return;
    }
    g_array_append_val(systems, *system);
    if (system->build > 0) {
        g_snprintf(text, sizeof(text), "%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT, system->major,
                   system->minor);
        evidence_add_found(evidence, WINDOWS_VERSION, text, where);
        g_snprintf(text, sizeof(text), "%" G_GINT64_FORMAT, system->build);
        evidence_add_found(evidence, WINDOWS_BUILD, text, where);
    }
    evidence_add_found(evidence, WINDOWS_PRODUCT, system->product, where);
}

static void
add_languages(Evidence *evidence, const WimImage *image, const char *where)
{
    windows_add_once(evidence, WINDOWS_LANGUAGE, image->default_language, where);
    for (guint i = 0; i < image->languages->len; i++)
        windows_add_once(evidence, WINDOWS_LANGUAGE, g_ptr_array_index(image->languages, i), where);
}

/* What is told of any image. */
static void
add_image(Evidence *evidence, const WimImage *image, const char *where)
{
    if (has_build(image) && image->service_pack_build > 0)
        add_number(evidence, WINDOWS_UPDATE, image->service_pack_build, where);
    if (image->service_pack_level > 0)
        add_number(evidence, WINDOWS_SERVICE_PACK, image->service_pack_level, where);
    windows_add_once(evidence, WINDOWS_BRANCH, image->branch, where);
    windows_add_once(evidence, WINDOWS_ARCHITECTURE, wim_get_architecture(image->architecture),
                     where);
    add_languages(evidence, image, where);
    windows_add_once(evidence, WINDOWS_NAME, image->name, where);
}

/* What is told of an image that is installed. Vista has no edition but in its flags. */
static void
add_edition(Evidence *evidence, const WimImage *image, const char *where)
{
    windows_add_once(evidence, WINDOWS_EDITION,
                     image->edition_id != NULL ? image->edition_id : image->flags, where);
    windows_add_once(evidence, WINDOWS_INSTALLATION_TYPE, image->installation_type, where);
}

gboolean
windows_add_images(Evidence *evidence, const Wim *wim, gboolean is_boot, GArray *systems,
                   const char *where)
{
    guint n_evaluation = 0, n_installed = 0;
    gboolean is_all_pe = TRUE;

    for (guint i = 0; i < wim->images->len; i++) {
        WindowsSystem system = get_system(&g_array_index(wim->images, WimImage, i), is_boot);

        is_all_pe &= g_strcmp0(system.product, "pe") == 0;
    }
    for (guint i = 0; i < wim->images->len; i++) {
        const WimImage *image = &g_array_index(wim->images, WimImage, i);
        WindowsSystem system = get_system(image, is_boot);

        /* what starts Windows stands beside what is installed */
        if (g_strcmp0(system.product, "pe") == 0 && !is_all_pe)
            continue;
        add_system(evidence, systems, &system, where);
        add_image(evidence, image, where);
        if (!is_all_pe)
            add_edition(evidence, image, where);
        n_installed++;
        n_evaluation += is_for_evaluation(image);
    }
    if (n_installed > 0 && n_evaluation == n_installed)
        windows_add_once(evidence, WINDOWS_IS_EVALUATION, "true", where);
    return n_installed > 0;
}
