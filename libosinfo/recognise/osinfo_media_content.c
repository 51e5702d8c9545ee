/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The part of OsinfoMedia that tells which state of a system is on a medium, by what its files say. Evidence is
 * kept with a medium that was read; others know nothing.
 */
#include "config.h"

#include "osinfo/osinfo_media.h"
#include "recognise/build.h"
#include "recognise/entity_evidence.h"

static const char *
get_text(OsinfoMedia *media, const char *key)
{
    const Evidence *evidence = entity_get_evidence(OSINFO_ENTITY(media));

    return evidence != NULL ? build_find_text(evidence, key) : NULL;
}

/**
 * osinfo_media_get_build:
 * @media: a medium that was read from a location
 *
 * Gets the build of the system that the medium installs, such as `26100` of Windows. It is what files of the
 * medium say, whether the database knows it or not.
 *
 * Returns: (transfer none) (nullable): a number as text; %NULL when nothing says so, or several builds are on the
 *     medium
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_media_get_build(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return get_text(media, BUILD_KEY);
}

/**
 * osinfo_media_get_update:
 * @media: a medium that was read from a location
 *
 * Gets which update of its build the medium installs, such as `1742` where the whole version is 10.0.26100.1742.
 *
 * Returns: (transfer none) (nullable): a number as text; %NULL when nothing says so, or several are on the medium
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_media_get_update(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return get_text(media, BUILD_UPDATE_KEY);
}

/**
 * osinfo_media_get_service_pack:
 * @media: a medium that was read from a location
 *
 * Gets the service pack that the medium installs with the system.
 *
 * Returns: (transfer none) (nullable): a number as text; %NULL when nothing says so, or several are on the medium
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_media_get_service_pack(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    return get_text(media, BUILD_SERVICE_PACK_KEY);
}

/**
 * osinfo_media_get_editions:
 * @media: a medium that was read from a location
 *
 * Lists which editions of a system the medium can install, as it calls them itself: `Core` and
 * `ProfessionalN`, for example. [method@Libosinfo.Media.get_os_variants] has names of them for readers, once the
 * medium is identified.
 *
 * Returns: (transfer container) (element-type utf8) (nullable): editions, in the order of the medium; free with
 *     [func@GLib.List.free]; %NULL when it tells none
 *
 * Since: 2.0.0
 */
GList *
osinfo_media_get_editions(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    const Evidence *evidence = entity_get_evidence(OSINFO_ENTITY(media));

    return evidence != NULL ? build_list_editions(evidence) : NULL;
}
