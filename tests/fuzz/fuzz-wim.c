/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/wim.c with a WIM file, and its XML with the input as UTF-8 and as UTF-16. What runs it is
 * libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "format/wim_xml.h"
#include "fuzz.h"

static void
check_text(const char *text)
{
    if (text != NULL && (!g_utf8_validate(text, -1, NULL) || *text == '\0'))
        g_error("a text is empty or not UTF-8");
}

static void
check_images(const GArray *images)
{
    if (images->len > WIM_MAX_IMAGES)
        g_error("%u images", images->len);
    for (guint i = 0; i < images->len; i++) {
        const WimImage *image = &g_array_index(images, WimImage, i);

        check_text(image->name);
        check_text(image->edition_id);
        for (guint language = 0; language < image->languages->len; language++)
            check_text(g_ptr_array_index(image->languages, language));
        if (image->build < -1 || image->build > G_MAXUINT32 || wim_image_get_time(image) < 0)
            g_error("build %" G_GINT64_FORMAT, image->build);
    }
}

static void
feed_xml(char *xml)
{
    g_autofree char *valid = g_utf8_make_valid(xml, -1);
    g_autoptr(GArray) images = wim_xml_parse(valid);

    check_images(images);
    g_free(xml);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(Source) source = source_new_memory(data, size);
    g_autoptr(GError) error = NULL;
    g_auto(Wim) wim = {.images = NULL};
    FormatAnswer answer = wim_read(source, &wim, &error);

    if ((answer == FORMAT_DAMAGED) != (error != NULL) ||
        (answer == FORMAT_FOUND) != (wim.images != NULL))
        g_error("answer and error do not agree");
    if (wim.images != NULL)
        check_images(wim.images);
    feed_xml(g_strndup((const char *)data, size));
    feed_xml(wim_xml_to_utf8(data, size / 2 * 2));
    return 0;
}
