/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds disk/lvm2_text.c. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "disk/lvm2_text.h"
#include "fuzz.h"

/* Each node is reached once. */
static guint
count_nodes(const GArray *nodes, const Lvm2Node *section, guint depth)
{
    guint count = 0;

    if (depth > LVM2_MAX_DEPTH + 2)
        g_error("too deep");
    for (const Lvm2Node *node = lvm2_text_get_first(nodes, section); node != NULL;
         node = lvm2_text_get_next(nodes, node)) {
        guint64 number;

        if (node->name == NULL || (node->text != NULL && node->first != 0))
            g_error("a node makes no sense");
        if (strlen(node->name) > 0 && lvm2_text_find(nodes, section, node->name) == NULL)
            g_error("a node is not found");
        lvm2_text_find_number(nodes, section, node->name, &number);
        count += 1 + count_nodes(nodes, node, depth + 1);
    }
    return count;
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *text = g_malloc0(size + 1);
    g_autoptr(GArray) nodes = NULL;

    if (size > 0)
        memcpy(text, data, size);
    nodes = lvm2_text_parse(text);
    if (nodes != NULL &&
        count_nodes(nodes, &g_array_index(nodes, Lvm2Node, 0), 0) != nodes->len - 1)
        g_error("nodes are lost");
    return 0;
}
