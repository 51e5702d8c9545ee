/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of the lists only vendors (at the start of a line) and their devices (behind one tab) are read. */
#include <string.h>

#include "check/lint/device_lists.h"

#define MAX_LIST (32 << 20) /* bytes of a list */

#define PCI "http://pcisig.com/pci/"
#define USB "http://usb.org/usb/"

static const char *const folders[] = {"/usr/share", "/usr/share/misc", "/usr/share/hwdata",
                                      "/usr/local/share/pciids", "/usr/local/share/usbids"};

gboolean
device_lists_is_id(const char *id)
{
    return g_regex_match_simple("^(" PCI "|" USB ")[0-9a-f]{4}/[0-9a-f]{4}$", id,
                                G_REGEX_DOLLAR_ENDONLY, 0);
}

static gboolean
is_number(const char *text)
{
    for (guint i = 0; i < 4; i++) {
        if (!g_ascii_isxdigit(text[i]))
            return FALSE;
    }
    return text[4] == ' ';
}

static void
read_lines(GHashTable *ids, const char *prefix, char *text)
{
    char *rest = NULL;
    const char *vendor = NULL;

    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        /* classes and what else stands behind the vendors begins with a word */
        if (is_number(line))
            vendor = line;
        else if (*line != '\t' && *line != '#')
            vendor = NULL;
        else if (vendor != NULL && *line == '\t' && is_number(line + 1))
            g_hash_table_add(ids, g_strdup_printf("%s%.4s/%.4s", prefix, vendor, line + 1));
    }
}

static char *
find_list(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = g_build_filename(folders[i], name, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
            return g_steal_pointer(&path);
    }
    return NULL;
}

static gboolean
read_list(GHashTable *ids, const char *prefix, const char *given, const char *name)
{
    g_autofree char *path = given != NULL ? g_strdup(given) : find_list(name);
    g_autofree char *text = NULL;
    gsize size = 0;

    if (path == NULL || !g_file_get_contents(path, &text, &size, NULL) || size > MAX_LIST)
        return FALSE;
    read_lines(ids, prefix, text);
    return TRUE;
}

GHashTable *
device_lists_read(const char *pci_path, const char *usb_path, gboolean *out_has_pci,
                  gboolean *out_has_usb)
{
    GHashTable *ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    *out_has_pci = read_list(ids, PCI, pci_path, "pci.ids");
    *out_has_usb = read_list(ids, USB, usb_path, "usb.ids");
    return ids;
}
