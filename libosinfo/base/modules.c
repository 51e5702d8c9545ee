/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Looks for modules beside the library, so that it can be moved as a whole, then where it was
 * configured to be installed.
 */
#include "config.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>
#include <gmodule.h>

#include "base/modules.h"
#include "common/translate.h"

/* The folder of this very code's file. */
static char *
get_own_directory(void)
{
    Dl_info info;

    static const char anchor;

    if (dladdr(&anchor, &info) == 0 || info.dli_fname == NULL)
        return NULL;
    return g_path_get_dirname(info.dli_fname);
}

static GModule *
open_in(const char *directory, const char *name)
{
    g_autofree char *file = g_strdup_printf("libosinfo-%s.so", name);
    g_autofree char *path = g_build_filename(directory, file, NULL);

    return g_file_test(path, G_FILE_TEST_EXISTS) ? g_module_open(path, G_MODULE_BIND_LOCAL) : NULL;
}

static GModule *
open_module(const char *name)
{
    const char *chosen = secure_getenv("OSINFO_MODULE_DIR");
    g_autofree char *own = get_own_directory();
    g_autofree char *beside = own != NULL ? g_build_filename(own, "libosinfo-1.0", NULL) : NULL;
    GModule *module = NULL;

    if (chosen != NULL && *chosen != '\0')
        return open_in(chosen, name);
    if (beside != NULL)
        module = open_in(beside, name);
    return module != NULL ? module : open_in(OSINFO_MODULEDIR, name);
}

/*
 * libsoup 3 ends a process that uses libsoup 2 as soon as it is loaded, so that must be known
 * before. The name finds a library that was loaded for nobody else's use, the symbol one by another
 * name.
 */
static gboolean
check_no_libsoup2(GError **error)
{
    void *library = dlopen("libsoup-2.4.so.1", RTLD_LAZY | RTLD_NOLOAD);
    gboolean is_loaded = library != NULL || dlsym(RTLD_DEFAULT, "soup_uri_new") != NULL;

    if (library != NULL)
        dlclose(library);
    if (is_loaded)
        g_set_error_literal(
            error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
            _("the remote module of libosinfo cannot be loaded: it needs libsoup 3, "
              "and this program uses libsoup 2"));
    return !is_loaded;
}

static const ModuleTable *
open_table(const char *name, GError **error)
{
    GModule *module = open_module(name);
    g_autofree char *symbol = g_strdup_printf("osinfo_%s_module", name);
    gpointer table = NULL;

    if (module == NULL || !g_module_symbol(module, symbol, &table)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                    /* Translators: the name of a module, a folder, and what went wrong */
                    _("the %s module of libosinfo cannot be loaded (expected in %s): %s"), name,
                    OSINFO_MODULEDIR, module != NULL ? g_module_error() : _("not found"));
        return NULL;
    }
    g_module_make_resident(module);
    if (strcmp(((const ModuleTable *)table)->build, OSINFO_MODULE_BUILD) != 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                    /* Translators: the name of a module, and the build it belongs to */
                    _("the %s module of libosinfo is from a different build: %s"), name,
                    ((const ModuleTable *)table)->build);
        return NULL;
    }
    return table;
}

gconstpointer
modules_get(ModuleKind kind, GError **error)
{
    static const char *const names[] = {
        [MODULE_COMPILE] = "compile",     [MODULE_SCRIPT] = "script", [MODULE_REMOTE] = "remote",
        [MODULE_SIGNATURE] = "signature", [MODULE_UNPACK] = "unpack",
    };
    static const ModuleTable *tables[G_N_ELEMENTS(names)];
    static GMutex mutex;

    g_mutex_lock(&mutex);
    if (tables[kind] == NULL && (kind != MODULE_REMOTE || check_no_libsoup2(error)))
        tables[kind] = open_table(names[kind], error);

    const ModuleTable *table = tables[kind];

    g_mutex_unlock(&mutex);
    return table;
}
