/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Feeds import/import_history.c with a record of earlier imports. What runs it is libFuzzer or
 * fuzz-main.c.
 */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "common/temporary_folder.h"
#include "fuzz.h"
#include "import/import_history.h"

#define TARGET "/nowhere/osinfo"

static char *base; /* the folder of the histories */

static void
remove_base(void)
{
    g_clear_pointer(&base, temporary_folder_remove);
}

/* The record, where the module looks for it. A new path. */
static char *
make_place(void)
{
    g_autoptr(GError) error = NULL;

    base = temporary_folder_new("osinfo-history-XXXXXX", &error);
    if (base == NULL)
        g_error("%s", error->message);
    atexit(remove_base);
    g_setenv("OSINFO_DB_STATE_DIR", base, TRUE);

    g_autoptr(ImportHistory) history = import_history_open(TARGET, NULL, &error);

    if (history == NULL || !import_history_lock(history, &error))
        g_error("%s", error->message);
    g_autoptr(GDir) folder = g_dir_open(base, 0, NULL);
    const char *name = folder != NULL ? g_dir_read_name(folder) : NULL;

    if (name == NULL)
        g_error("the history has no folder");
    return g_build_filename(base, name, "record", NULL);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static char *place;
    g_autoptr(GError) error = NULL;
    ImportOrigin origin = {NULL, NULL, NULL};
    gboolean is_ours = FALSE;

    if (place == NULL)
        place = make_place();
    if (!g_file_set_contents_full(place, (const char *)data, (gssize)size, G_FILE_SET_CONTENTS_NONE,
                                  0600, &error))
        g_error("%s", error->message);

    g_autoptr(ImportHistory) history = import_history_open(TARGET, NULL, &error);

    if ((history == NULL) != (error != NULL))
        g_error("history and error do not agree");
    if (history == NULL)
        return 0;
    int current = import_history_open_current(history, "https://e.org/a.tar.xz", &origin);
    int previous = import_history_open_previous(history, &error);

    /* no archive is kept there */
    if (current >= 0 || previous >= 0)
        g_error("an archive comes from nowhere");
    if (error == NULL)
        g_error("no error says that there is no archive");
    import_history_find_owner(history, AT_FDCWD, "os/a.xml", FALSE, &is_ours, NULL);
    import_origin_clear(&origin);
    return 0;
}
