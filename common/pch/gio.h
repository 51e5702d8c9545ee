/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What nearly all files include, read once for a library with sanitizers and -Db_pch=true. Files include what they use
 * all the same, since most builds do without.
 */
#include <gio/gio.h>
#include <string.h>
