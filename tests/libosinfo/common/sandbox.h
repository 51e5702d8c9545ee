/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A world of their own for tests of whole databases: nothing that is on this host is found by chance,
 * each test case has cache and configuration folders of its own, and all is removed in the end.
 */
#pragma once

#include <osinfo/osinfo.h>

/* g_test_init() and g_test_run() with the environment in order. Test cases are added in between. */
void sandbox_init(int *argc, char ***argv);
int sandbox_run(void);

/* How many of @n random or tabled trials there are: all with OSINFO_TESTS=whole, else a quarter, or a
 * sixteenth with sanitizers, where each takes ten times as long. */
guint sandbox_share(guint n);

/* Paths; new texts. */
char *sandbox_new_folder(void);
char *sandbox_get_data(void);   /* the real database, which an archive alone has not */
char *sandbox_get_sample(void); /* tests/files/db */

/* Skips the test case, where most others of its program need no real database. FALSE: there is one. */
gboolean sandbox_skips_without_data(void);

/* Files below a folder; folders in between are made. @elements is put into <libosinfo>. */
void sandbox_write(const char *folder, const char *name, const char *text);
void sandbox_write_xml(const char *folder, const char *name, const char *elements);
void sandbox_link(const char *folder, const char *name, const char *target);
void sandbox_remove(const char *folder, const char *name);

/* Sources that are older than 2 s may be cached. */
void sandbox_wait_until_settled(void);
/* Names of the files in the cache folder of this test case. */
GPtrArray *sandbox_list_cache(void);
/* The one store in it. */
char *sandbox_get_cached_store(void);

/* Loads folders one after the other and expects no error. */
OsinfoDb *sandbox_load(const char *folder, ...) G_GNUC_NULL_TERMINATED;
/* A parameter of an OS, NULL when there is no such OS; valid while @db lives. */
const char *sandbox_get_os_value(OsinfoDb *db, const char *id, const char *key);
/* Runs the program load-helper with NAME=VALUE settings and arguments; what it printed. */
char *sandbox_run_helper(const char *const *settings, const char *const *arguments);
