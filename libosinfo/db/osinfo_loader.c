/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoLoader:
 *
 * Fills a database from folders of XML files. What the files say is kept in a compiled form in a
 * cache folder, so that the next program starts within a millisecond; an answer is never older than
 * the files.
 *
 * Every call adds to the same database: entities that are there already get what the new files say
 * of them. A file that cannot be read is left out, a warning in the log names it, and
 * [method@Libosinfo.Loader.get_problems] lists all such files. A call fails only when there were
 * files and none of them could be read.
 *
 * `OSINFO_SYSTEM_DIR`, `OSINFO_REFRESHED_DIR`, `OSINFO_LOCAL_DIR` and `OSINFO_USER_DIR` in the
 * environment name other folders. `OSINFO_STORE=off` neither reads nor writes the compiled form, `OSINFO_STORE=strict`
 * answers from it alone and fails without it.
 *
 * ```c
 * g_autoptr(GError) error = NULL;
 * g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
 *
 * osinfo_loader_process_default_path(loader, &error);
 * if (error != NULL)
 *     g_printerr("%s\n", error->message);
 * ```
 *
 * Since: 0.0.1
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>

#include "common/descriptor.h"
#include "common/translate.h"
#include "compile/compile_module.h"
#include "db/locations.h"
#include "db/osinfo_db_private.h"
#include "db/store_cache.h"
#include "osinfo/osinfo_loader.h"
#include "store/freshness.h"
#include "store/ids_store.h"

struct _OsinfoLoader {
    GObject parent_instance;

    OsinfoDb *db;
    LoadPlan *plan;      /* all that was loaded so far */
    GPtrArray *problems; /* what could not be loaded, texts */
};

G_DEFINE_FINAL_TYPE(OsinfoLoader, osinfo_loader, G_TYPE_OBJECT)

/* Where the ids files of a database are. */
typedef struct {
    char *pci_path;
    char *usb_path;
} IdsPaths;

static void
osinfo_loader_finalize(GObject *object)
{
    OsinfoLoader *self = OSINFO_LOADER(object);

    g_clear_object(&self->db);
    load_plan_free(self->plan);
    g_ptr_array_unref(self->problems);
    G_OBJECT_CLASS(osinfo_loader_parent_class)->finalize(object);
}

static void
osinfo_loader_class_init(OsinfoLoaderClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_loader_finalize;
}

static void
osinfo_loader_init(OsinfoLoader *self)
{
    self->db = osinfo_db_new();
    self->plan = load_plan_new();
    self->problems = g_ptr_array_new_with_free_func(g_free);
}

static void
ids_paths_free(gpointer data)
{
    IdsPaths *paths = data;

    if (paths == NULL)
        return;
    g_free(paths->pci_path);
    g_free(paths->usb_path);
    g_free(paths);
}

/* The devices of the ids files that the XML files do not define or hide. */
static Store *
load_ids(Store *store, gpointer data)
{
    const IdsPaths *paths = data;
    g_autoptr(GPtrArray) skip = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    Store *ids = NULL;
    guint n_overridden = 0;
    const guint32 *overridden =
        store_get_section(store, STORE_SECTION_OVERRIDDEN_IDS, &n_overridden);
    guint32 first = 0;
    guint n_devices = store_get_range(store, FACT_KIND_DEVICE, &first);

    for (guint i = 0; i < n_overridden + n_devices; i++) {
        const char *id = i < n_overridden ? store_get_string(store, overridden[i])
                                          : store_get_id(store, first + i - n_overridden);

        if (id != NULL)
            g_ptr_array_add(skip, (gpointer)id);
    }
    ids = ids_store_load(paths->pci_path, paths->usb_path, skip, &error);
    if (ids == NULL)
        g_warning("%s", error->message);
    return ids;
}

/* An import exchanges a whole folder at once; who was reading it begins again, this often. */
#define COMPILE_TRIES 6
/* A pause before the second try, in µs; it is twice as long before each further one. */
#define COMPILE_PAUSE 10000

/* Are the sources of a store still as they were? What could not be found out is told anyway, but not
 * of a location that is another one now, and of what changed not before the last try. */
static gboolean
is_consistent(const Store *store, gboolean is_last)
{
    if (!is_last && freshness_is_changing(store))
        return FALSE;
    return freshness_check(store) ||
           (freshness_find_unknown(store) != NULL && !freshness_is_replaced(store));
}

/* For files that have just changed @wait, in ns, is long enough; one that changes in the future by
 * the clock of this machine is waited for no longer than that of a file system by seconds. */
static void
pause_before(guint try, gint64 wait)
{
    gulong longest = 2 * G_USEC_PER_SEC;

    g_usleep(MAX((gulong)COMPILE_PAUSE << (try - 2), MIN((gulong)(wait / 1000) + 1, longest)));
}

/* Compiles, and does so again while the files change: what was read from both sides of a change is
 * neither the old nor the new database. With @must_settle it begins again until a further change
 * could not go unnoticed. Fails when there is no end to changes. @out_start is when the reading
 * began that counts, in ns since 1970. */
static Store *
compile_fresh(const LoadPlan *plan, gboolean must_settle, GBytes **out_bytes, gint64 *out_start,
              GError **error)
{
    const CompileModule *module = modules_get(MODULE_COMPILE, error);

    if (module == NULL)
        return NULL;
    for (guint i = 1; i <= COMPILE_TRIES; i++) {
        gint64 start = g_get_real_time() * 1000;
        g_autoptr(GBytes) bytes = module->compile(plan, error);
        g_autoptr(Store) store =
            bytes != NULL ? store_open_bytes(bytes, OSINFO_STORE_BUILD, FALSE, error) : NULL;

        if (store == NULL)
            return NULL;
        if (!is_consistent(store, i == COMPILE_TRIES) ||
            (must_settle && freshness_get_wait(store, start) > 0)) {
            if (i < COMPILE_TRIES)
                pause_before(i + 1, must_settle ? freshness_get_wait(store, start) : 0);
            continue;
        }
        *out_start = start;
        *out_bytes = g_steal_pointer(&bytes);
        return g_steal_pointer(&store);
    }
    g_set_error_literal(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC,
                        _("the database keeps changing while it is compiled"));
    return NULL;
}

/* Compiles, and keeps the result for next time if that is wanted. */
static Store *
compile_store(const LoadPlan *plan, gboolean keep, GError **error)
{
    g_autoptr(GBytes) bytes = NULL;
    gint64 start = 0;
    Store *store = compile_fresh(plan, FALSE, &bytes, &start, error);

    if (store != NULL && keep)
        store_cache_write(plan, bytes, store, start);
    return store;
}

static Store *
get_store(const LoadPlan *plan, GError **error)
{
    StoreMode mode = store_cache_get_mode();
    Store *store = mode != STORE_MODE_OFF ? store_cache_open(plan) : NULL;

    if (store != NULL)
        return store;
    if (mode == STORE_MODE_STRICT) {
        g_set_error_literal(
            error, OSINFO_ERROR, OSINFO_ERROR_GENERIC,
            _("no compiled database is up to date, and OSINFO_STORE=strict forbids to "
              "read the files themselves"));
        return NULL;
    }
    return compile_store(plan, mode == STORE_MODE_CACHE, error);
}

/* What was wrong with the files of the newest step. The caller hears of it when nothing could be
 * loaded, else the log, which for notes says it only on demand. */
static void
report_problems(OsinfoLoader *self, const Store *store, GError **error)
{
    guint n_problems = 0;
    const StoreProblemF *problems = store_get_section(store, STORE_SECTION_PROBLEMS, &n_problems);
    gboolean reported = FALSE;

    for (guint i = 0; i < n_problems; i++) {
        const char *text = store_get_string(store, problems[i].text);

        if (problems[i].step + 1u != self->plan->steps->len || text == NULL)
            continue;
        if (problems[i].level == STORE_PROBLEM_NOTE) {
            g_debug("%s", text);
            continue;
        }
        if (problems[i].level == STORE_PROBLEM_ADVICE) {
            g_debug("%s", text);
            g_ptr_array_add(self->problems, g_strdup(text));
            continue;
        }
        if (problems[i].level == STORE_PROBLEM_WARNING) {
            g_warning("%s", text);
            continue;
        }
        g_ptr_array_add(self->problems, g_strdup(text));
        if (problems[i].level == STORE_PROBLEM_ERROR || reported) {
            g_warning("%s", text);
            continue;
        }
        g_set_error_literal(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC, text);
        reported = TRUE;
    }
}

/* The newest step is not loaded. */
static void
drop_step(OsinfoLoader *self)
{
    g_ptr_array_set_size(self->plan->steps, (gint)self->plan->steps->len - 1);
}

/* Loads the plan, of which the last step is new. */
static void
load(OsinfoLoader *self, GError **error)
{
    g_autoptr(Store) store = get_store(self->plan, error);
    IdsPaths *paths = NULL;

    if (store == NULL) {
        drop_step(self);
        return;
    }
    store_set_languages(store, g_get_language_names());
    if (self->plan->pci_ids != NULL || self->plan->usb_ids != NULL) {
        paths = g_new0(IdsPaths, 1);
        paths->pci_path = g_strdup(self->plan->pci_ids);
        paths->usb_path = g_strdup(self->plan->usb_ids);
    }
    catalog_set_store(db_get_catalog(self->db), store, paths != NULL ? load_ids : NULL, paths,
                      ids_paths_free);
    report_problems(self, store, error);
}

/* A folder that cannot be read to its end is not empty, nor is one that was exchanged and cleared
 * meanwhile: what it has is asked again later. */
static gboolean
is_empty_folder(const char *path)
{
    g_auto(AutoFd) folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    g_autoptr(GPtrArray) names = folder >= 0 ? descriptor_list_names(folder, 0) : NULL;

    return names != NULL && names->len == 0 && descriptor_is_at(folder, AT_FDCWD, path, 0);
}

/* Adds a location if there is something. A location without anything leaves no trace in the plan,
 * so that users without files of their own share the store of all others. */
static gboolean
add_location(PlanStep *step, const char *path, gboolean is_required, GError **error)
{
    struct stat status;

    if (stat(path, &status) != 0) {
        if (!is_required && descriptor_is_proof(errno)) {
            g_debug("Can't read path %s: %s", path, g_strerror(errno));
            return TRUE;
        }
        if (!is_required) {
            plan_step_add_failure(step, path, errno);
            return TRUE;
        }
        g_set_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC, _("Can't read path %s: %s"), path,
                    g_strerror(errno));
        return FALSE;
    }
    if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode)) {
        g_set_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC,
                    _("Unexpected file type: %s is neither a folder nor a file"), path);
        return FALSE;
    }
    if (is_required && S_ISDIR(status.st_mode) && access(path, R_OK) != 0) {
        g_set_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC, _("Can't read path %s: %s"), path,
                    g_strerror(errno));
        return FALSE;
    }
    if (!S_ISDIR(status.st_mode))
        plan_step_add_location(step, path, PLAN_FILE);
    else if (!is_empty_folder(path))
        plan_step_add_location(step, path, PLAN_DIRECTORY);
    return TRUE;
}

static void
add_ids_file(PlanStep *step, const char *path, char **plan_path)
{
    struct stat status;

    if (*plan_path != NULL)
        return;
    if (stat(path, &status) != 0) {
        if (!descriptor_is_proof(errno))
            plan_step_add_failure(step, path, errno);
    } else if (S_ISREG(status.st_mode)) {
        *plan_path = g_strdup(path);
    }
}

static void
add_ids(LoadPlan *plan, PlanStep *step)
{
    add_ids_file(step, locations_get_pci_ids(), &plan->pci_ids);
    add_ids_file(step, locations_get_usb_ids(), &plan->usb_ids);
}

/* Loads one location as a step of its own, which is new. */
static void
process_location(OsinfoLoader *self, PlanStep *step, const char *path, gboolean is_required,
                 GError **error)
{
    if (add_location(step, path, is_required, error))
        load(self, error);
    else
        drop_step(self);
}

/* Loads locations as one step, with the ids files. One that is no database is left out if there is
 * another; a path may be NULL. */
static void
process_locations(OsinfoLoader *self, const char *const *paths, guint n_paths, GError **error)
{
    PlanStep *step = load_plan_add_step(self->plan);
    g_autoptr(GError) first = NULL;

    add_ids(self->plan, step);
    for (guint i = 0; i < n_paths; i++) {
        g_autoptr(GError) local_error = NULL;

        if (paths[i] == NULL || add_location(step, paths[i], FALSE, &local_error))
            continue;
        g_ptr_array_add(self->problems, g_strdup(local_error->message));
        if (first == NULL)
            first = g_steal_pointer(&local_error);
        else
            g_warning("%s", local_error->message);
    }
    if (first != NULL && step->locations->len == 0) {
        drop_step(self);
        g_propagate_error(error, g_steal_pointer(&first));
        return;
    }
    if (first != NULL)
        g_warning("%s", first->message);
    load(self, error);
}

/* The system's folder and the newer release of it, with the ids files. */
static gboolean
add_system_locations(LoadPlan *plan, PlanStep *step, gboolean is_required, GError **error)
{
    g_autofree char *system = locations_get_system();
    g_autofree char *refreshed = locations_get_refreshed();

    add_ids(plan, step);
    return add_location(step, system, is_required, error) &&
           (refreshed == NULL || add_location(step, refreshed, FALSE, error));
}

/* The folders that everybody has in common, with the ids files. */
static gboolean
add_common_locations(LoadPlan *plan, PlanStep *step, GError **error)
{
    g_autofree char *local = locations_get_local();

    return add_system_locations(plan, step, FALSE, error) &&
           add_location(step, local, FALSE, error);
}

/**
 * osinfo_loader_new:
 *
 * Makes a loader with an empty database.
 *
 * Returns: (transfer full): a new loader
 *
 * Since: 0.0.1
 */
OsinfoLoader *
osinfo_loader_new(void)
{
    return g_object_new(OSINFO_TYPE_LOADER, NULL);
}

/**
 * osinfo_loader_get_db:
 * @loader: a loader
 *
 * Gets the database that the loader fills. It may be asked for before anything was loaded, and
 * stays the same.
 *
 * Returns: (transfer none): the database; it lives as long as the loader, unless the caller takes a
 *   reference
 *
 * Since: 0.0.1
 */
OsinfoDb *
osinfo_loader_get_db(OsinfoLoader *loader)
{
    g_return_val_if_fail(OSINFO_IS_LOADER(loader), NULL);

    return loader->db;
}

/**
 * osinfo_loader_process_path:
 * @loader: a loader
 * @path: a database folder; a single XML file is accepted too, with a warning
 * @err: return location
 *
 * Loads one location. Blocks. Fails when there is nothing at @path, or nothing that could be read.
 *
 * Since: 0.0.1
 */
void
osinfo_loader_process_path(OsinfoLoader *loader, const gchar *path, GError **err)
{
    g_return_if_fail(OSINFO_IS_LOADER(loader));
    g_return_if_fail(path != NULL);
    g_return_if_fail(err == NULL || *err == NULL);

    process_location(loader, load_plan_add_step(loader->plan), path, TRUE, err);
}

/**
 * osinfo_loader_process_uri:
 * @loader: a loader
 * @uri: a database folder as `file:` URI
 * @err: return location
 *
 * Loads one location, as [method@Libosinfo.Loader.process_path] does.
 *
 * Since: 0.0.1
 */
void
osinfo_loader_process_uri(OsinfoLoader *loader, const gchar *uri, GError **err)
{
    g_return_if_fail(OSINFO_IS_LOADER(loader));
    g_return_if_fail(uri != NULL);
    g_return_if_fail(err == NULL || *err == NULL);

    g_autofree char *path = g_filename_from_uri(uri, NULL, err);

    if (path != NULL)
        process_location(loader, load_plan_add_step(loader->plan), path, TRUE, err);
}

/**
 * osinfo_loader_process_default_path:
 * @loader: a loader
 * @err: return location
 *
 * Loads what most programs want: pci.ids, usb.ids and the system's folder, the newer release of it
 * that this computer may keep, the local and the user's folder. Those that are not there are passed
 * over. A file in a later folder takes the place of one with the same name in an earlier one, and an
 * empty file hides it. Blocks. Fails when there are files and none of them can be read.
 *
 * Since: 0.0.1
 */
void
osinfo_loader_process_default_path(OsinfoLoader *loader, GError **err)
{
    g_return_if_fail(OSINFO_IS_LOADER(loader));
    g_return_if_fail(err == NULL || *err == NULL);

    g_autofree char *system = locations_get_system();
    g_autofree char *refreshed = locations_get_refreshed();
    g_autofree char *local = locations_get_local();
    g_autofree char *user = locations_get_user();
    const char *paths[] = {system, refreshed, local, user};

    process_locations(loader, paths, G_N_ELEMENTS(paths), err);
}

/**
 * osinfo_loader_process_system_path:
 * @loader: a loader
 * @err: return location
 *
 * Loads pci.ids, usb.ids and the system's folder, which must be there, with the newer release of it
 * that this computer may keep. Blocks.
 *
 * Since: 0.2.8
 */
void
osinfo_loader_process_system_path(OsinfoLoader *loader, GError **err)
{
    g_return_if_fail(OSINFO_IS_LOADER(loader));
    g_return_if_fail(err == NULL || *err == NULL);

    PlanStep *step = load_plan_add_step(loader->plan);

    if (add_system_locations(loader->plan, step, TRUE, err))
        load(loader, err);
    else
        drop_step(loader);
}

/**
 * osinfo_loader_process_local_path:
 * @loader: a loader
 * @err: return location
 *
 * Loads the folder of this host's administrator, if there is one. Blocks.
 *
 * Since: 0.2.8
 */
void
osinfo_loader_process_local_path(OsinfoLoader *loader, GError **err)
{
    g_return_if_fail(OSINFO_IS_LOADER(loader));
    g_return_if_fail(err == NULL || *err == NULL);

    g_autofree char *path = locations_get_local();

    process_location(loader, load_plan_add_step(loader->plan), path, FALSE, err);
}

/**
 * osinfo_loader_process_user_path:
 * @loader: a loader
 * @err: return location
 *
 * Loads the user's own folder, if there is one. Blocks.
 *
 * Since: 0.2.8
 */
void
osinfo_loader_process_user_path(OsinfoLoader *loader, GError **err)
{
    g_return_if_fail(OSINFO_IS_LOADER(loader));
    g_return_if_fail(err == NULL || *err == NULL);

    g_autofree char *path = locations_get_user();

    process_location(loader, load_plan_add_step(loader->plan), path, FALSE, err);
}

/**
 * osinfo_loader_get_problems:
 * @loader: a loader
 *
 * Lists the files and folders that were left out so far since they could not be read, with the line
 * where that is known. What is only odd, such as a reference that leads nowhere, is a warning in
 * the log and not among them.
 *
 * Returns: (transfer full) (array zero-terminated=1): one text for each problem
 *
 * Since: 2.0.0
 */
char **
osinfo_loader_get_problems(OsinfoLoader *loader)
{
    g_return_val_if_fail(OSINFO_IS_LOADER(loader), NULL);

    char **texts = g_new0(char *, loader->problems->len + 1);

    for (guint i = 0; i < loader->problems->len; i++)
        texts[i] = g_strdup(g_ptr_array_index(loader->problems, i));
    return texts;
}

/**
 * osinfo_loader_compile:
 * @directory: (type filename) (nullable): where to keep the result; %NULL is the system's cache
 * folder
 * @error: return location
 *
 * Compiles the system's, the refreshed and the local folder once for all users, so that nobody needs to read the
 * files. Meant for packages and administrators: what is in the system's cache folder counts only if
 * it belongs to root. It is for nobody but its owner when there is a file that not everybody may
 * read. Blocks, for two seconds when files have just changed whose times are in whole seconds.
 *
 * Returns: (transfer full) (type filename): path of the file that was written; %NULL on error
 *
 * Since: 2.0.0
 */
char *
osinfo_loader_compile(const char *directory, GError **error)
{
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);

    g_autoptr(LoadPlan) plan = load_plan_new();
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(Store) store = NULL;
    gint64 start = 0;

    if (!add_common_locations(plan, load_plan_add_step(plan), error))
        return NULL;
    /* the files may just have been unpacked */
    store = compile_fresh(plan, TRUE, &bytes, &start, error);
    if (store == NULL)
        return NULL;
    if (freshness_find_unknown(store) != NULL) {
        g_set_error_literal(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC,
                            freshness_find_unknown(store));
        return NULL;
    }
    return store_cache_write_to(directory != NULL ? directory : store_cache_get_system_directory(),
                                plan, bytes, freshness_is_public(store), error);
}
