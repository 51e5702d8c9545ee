/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names that users type, and what they may have meant.
 */
#pragma once

#include <osinfo/osinfo.h>

/* "; did you mean 'debian12' or 'debian13'?", to be put behind what is wrong with the name of a system: a new text, empty
 * where nothing is like it. */
char *system_describe_likely(OsinfoDb *db, const char *name);

/* The same of a word that is one of @words. The array ends with NULL. */
char *word_describe_likely(const char *const *words, const char *word);
