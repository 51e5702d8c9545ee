/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of some words was meant. */
#pragma once

#include <glib.h>

/* Of @words (texts) the one that takes fewest changes of a letter to be @word, upper and lower case
 * being alike; of several the first one. NULL: none is near. The text is that of the array. */
const char *near_find(const char *word, const GPtrArray *words);
